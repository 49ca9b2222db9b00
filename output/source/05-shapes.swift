// The code of chapters/05-shapes.md, in order.
import DeconvLessons

func chapter05_shapes() throws {
print("== fig-size-terms")
func sizePicture(input: Int, kernel: Int, stride: Int, padding: Int) -> Figure {
  let canvas = (input - 1) * stride + kernel
  let width = max(canvas, canvas - padding + stride - 1)
  var grid = Tensor.zeros(input + 1 + stride, width)
  var labels: [String] = []
  for place in 0..<input {
    for cell in (place * stride)..<(place * stride + kernel) {
      grid[place, cell] = 1
      grid[input, cell] += 1
    }
    labels.append("stamp \(place)")
  }
  labels.append("canvas: \(canvas)")
  var kept: [FigureRegion] = []
  for extra in 0..<stride {
    let row = input + 1 + extra
    let end = canvas - padding + extra
    labels.append("a = \(extra): \(max(0, end - padding))")
    if end > padding {
      for cell in padding..<end { grid[row, cell] = grid[input, cell] }
      kept.append(cells(rows: row..<(row + 1), columns: padding..<end))
    }
  }
  return heatmap(
    grid, rowLabels: labels, colorMap: .counts, showsValues: false, highlight: kept)
}
show(sizePicture(input: 4, kernel: 3, stride: 2, padding: 1))
print("== eq-size-terms")
let i = symbol("i", 4), s = symbol("s", 2), k = symbol("k", 3)
let p = symbol("p", 1), a = symbol("a", 1), d = symbol("d", 1)
show(derivation("o", (i - 1) * s + d * (k - 1) + 1 - 2 * p + a))
print("== lst-by-hand")
func stampedByHand(
  _ x: [Int], _ w: [Int], stride: Int, padding: Int, outputPadding: Int,
  dilation: Int
) -> [Int] {
  var canvas: [Int] = []
  for place in 0..<x.count {
    for tap in 0..<w.count {
      let cell = place * stride + tap * dilation
      while canvas.count <= cell { canvas.append(0) }
      canvas[cell] += x[place] * w[tap]
    }
  }
  for _ in 0..<outputPadding { canvas.append(0) }
  return Array(canvas.dropFirst(padding).dropLast(padding))
}
print(stampedByHand(
  [1, 2, 3, 4], [1, 1, 1], stride: 2, padding: 1, outputPadding: 1, dilation: 1))
print("== lst-size-check")
func fullSize(_ i: Int, _ k: Int, _ s: Int, _ p: Int, _ a: Int, _ d: Int) -> Int {
  return (i - 1) * s + d * (k - 1) + 1 - 2 * p + a
}
func numbers(_ count: Int) -> [Int] {
  return (0..<count).map { 1 + $0 * $0 % 7 }
}
func line(_ numbers: [Int]) -> Tensor { return Tensor(Counts(numbers)) }
var tried = 0
var wrongSizes = 0
var wrongNumbers = 0
for i in 1...5 {
  for k in 1...4 {
    for s in 1...4 {
      for d in 1...3 {
        for p in 0...2 {
          for a in 0..<max(s, d) where fullSize(i, k, s, p, a, d) >= 1 {
            let byHand = stampedByHand(
              numbers(i), numbers(k), stride: s, padding: p, outputPadding: a,
              dilation: d)
            let layer = convTranspose1d(
              line(numbers(i)), line(numbers(k)), stride: s, padding: p,
              outputPadding: a, dilation: d)
            tried += 1
            if byHand.count != fullSize(i, k, s, p, a, d) { wrongSizes += 1 }
            if line(byHand) != layer { wrongNumbers += 1 }
          }
        }
      }
    }
  }
}
print("settings:", tried)
print("wrong sizes:", wrongSizes, "wrong numbers:", wrongNumbers)
expect(wrongSizes == 0 && wrongNumbers == 0, "the formula and the layer")
print("== tbl-knobs")
let base = [4, 3, 2, 1, 0, 1]
func turned(_ knob: Int, _ value: Int) -> Int {
  var v = base
  v[knob] = value
  return transposedOutputSize(
    input: v[0], kernel: v[1], stride: v[2], padding: v[3], outputPadding: v[4],
    dilation: v[5])
}
var unequalSteps = 0
func knobRow(_ name: String, _ knob: Int, _ range: ClosedRange<Int>, _ term: String)
  -> [String]
{
  var row = [name]
  for value in 0...4 {
    row.append(range.contains(value) ? "\(turned(knob, value))" : "")
  }
  let first = range.lowerBound
  let step = turned(knob, first + 1) - turned(knob, first)
  for value in first..<range.upperBound {
    if turned(knob, value + 1) - turned(knob, value) != step { unequalSteps += 1 }
  }
  return row + ["\(step)".replacing("-", with: "−"), term]
}
let knobHeader = ["knob", "at 0", "at 1", "at 2", "at 3", "at 4"]
show(table(knobHeader + ["each step adds", "that is"], [
  knobRow("input", 0, 1...4, "s"),
  knobRow("kernel", 1, 1...4, "d"),
  knobRow("stride", 2, 1...4, "i − 1"),
  knobRow("padding", 3, 0...4, "−2"),
  knobRow("output padding", 4, 0...1, "1"),
  knobRow("dilation", 5, 1...4, "k − 1"),
]))
print("== fig-knobs")
func counted(
  _ name: String, kernel: [Int], stride: Int, padding: Int, outputPadding: Int
) -> FigureFrame {
  let map = overlapCounts(
    kernel: kernel, stride: stride, input: [3, 3], padding: padding,
    outputPadding: outputPadding)
  return step("\(name): \(map.shape[0]) × \(map.shape[1])", map)
}
show(steps([
  counted("s = 1", kernel: [3, 3], stride: 1, padding: 0, outputPadding: 0),
  counted("s = 2", kernel: [3, 3], stride: 2, padding: 0, outputPadding: 0),
  counted("s = 3", kernel: [3, 3], stride: 3, padding: 0, outputPadding: 0),
  counted("k = 2", kernel: [2, 2], stride: 2, padding: 0, outputPadding: 0),
  counted("k = 4", kernel: [4, 4], stride: 2, padding: 0, outputPadding: 0),
  counted("k = 1 × 3", kernel: [1, 3], stride: 2, padding: 0, outputPadding: 0),
  counted("p = 1", kernel: [3, 3], stride: 2, padding: 1, outputPadding: 0),
  counted("p = 2", kernel: [3, 3], stride: 2, padding: 2, outputPadding: 0),
  counted("p = 1, a = 1", kernel: [3, 3], stride: 2, padding: 1, outputPadding: 1),
], colorMap: .counts, showsValues: false))
print("== fig-padding-cuts")
let nine: Tensor = [[1, 2, 0], [0, 1, 3], [2, 0, 1]]
let cross: Tensor = [[0, 1, 0], [1, 2, 1], [0, 1, 0]]
let whole = convTranspose2d(nine, cross)
let cutByLayer = convTranspose2d(nine, cross, padding: 1)
expect(whole.shape == [5, 5], "three and three make five")
expect(cutByLayer == whole.cropped(1), "padding cuts")
show(steps([
  step("input", nine),
  step("kernel", cross),
  step("padding 0", whole, highlight: [cells(rows: 1..<4, columns: 1..<4)]),
  step("padding 1", cutByLayer),
], colorMap: .counts))
print("== tbl-grow")
var growRows: [[String]] = []
for padding in 0...2 {
  let forward = outputSize(input: 5, kernel: 3, padding: padding)
  let backward = transposedOutputSize(input: 5, kernel: 3, padding: padding)
  growRows.append(["\(padding)", "5 → \(forward)", "5 → \(backward)"])
}
show(table(["padding", "convolution", "transposed convolution"], growRows))
print("== tbl-both-parameters")
show(table(["parameter", "convolution", "transposed convolution"], [
  ["kernel k", "width of the window", "width of the stamp"],
  ["stride s", "step of the window", "step of the stamps on the output"],
  ["padding p", "zeros added to each end of the input", "cells cut off each end"],
  ["dilation d", "distance of two weights", "the same"],
  ["groups", "bundles of channels kept apart", "the same"],
  ["output padding a", "none: the floor decides", "cells given back at the end"],
]))
print("== fig-sizes")
show(explore(
  slider("kernel", 1...5, initial: 3), slider("stride", 1...3, initial: 2),
  slider("padding", 0...2, initial: 1)
) { kernel, stride, padding in
  var parts: [String] = []
  for extra in 0..<stride {
    let size = fullSize(4, kernel, stride, padding, extra, 1)
    var remark = size < 1 ? "nothing is left" : "\(size)"
    if size == 4 * stride { remark += ", which is \(stride) times the input" }
    parts.append("a = \(extra) gives \(remark)")
  }
  let picture = sizePicture(
    input: 4, kernel: kernel, stride: stride, padding: padding)
  return frame(picture, parts.joined(separator: "; "))
})
print("== tbl-preimage-variants")
func sourcesOf(_ small: Int, kernel: Int, stride: Int, padding: Int) -> [Int] {
  var found: [Int] = []
  for input in kernel...100 {
    let size = outputSize(
      input: input, kernel: kernel, stride: stride, padding: padding)
    if size == small { found.append(input) }
  }
  return found
}
func variantRow(_ kernel: Int, _ padding: Int) -> [String] {
  let of31 = outputSize(input: 31, kernel: kernel, stride: 2, padding: padding)
  let of32 = outputSize(input: 32, kernel: kernel, stride: 2, padding: padding)
  let sources = sourcesOf(16, kernel: kernel, stride: 2, padding: padding)
  let names = sources.map { "\($0)" }
  return [
    "\(kernel)", "\(padding)", "\(of31)", "\(of32)", names.joined(separator: ", "),
  ]
}
show(table(["kernel", "padding", "31 becomes", "32 becomes", "become 16"], [
  variantRow(3, 1), variantRow(5, 2), variantRow(3, 0), variantRow(4, 1),
  variantRow(2, 0),
]))
print("== lst-31-32")
let down = Conv2d(64, 32, kernel: 3, stride: 2, padding: 1, seed: 1)
let up = ConvTranspose2d(32, 64, kernel: 3, stride: 2, padding: 1, seed: 2)
let upPadded = ConvTranspose2d(
  32, 64, kernel: 3, stride: 2, padding: 1, outputPadding: 1, seed: 2)
let large = Tensor.random(1, 64, 32, 32, seed: 3)
print("32 × 32 becomes     ", down(large).shape)
print("output padding 0    ", up(down(large)).shape)
print("output padding 1    ", upPadded(down(large)).shape)
let shared = upPadded(down(large)).cropped(rows: 0..<31, columns: 0..<31)
print("same numbers in both", shared == up(down(large)))
print("== lst-doubles")
var notDoubled = 0
for input in 1...500 {
  let output = transposedOutputSize(
    input: input, kernel: 3, stride: 2, padding: 1, outputPadding: 1)
  if output != 2 * input { notDoubled += 1 }
}
print("sizes from 1 to 500 that are not doubled:", notDoubled)
print("== lst-same-shape")
func roundTrip(_ input: Int, _ k: Int, _ s: Int, _ p: Int, _ a: Int) -> Int {
  let small = outputSize(input: input, kernel: k, stride: s, padding: p)
  return transposedOutputSize(
    input: small, kernel: k, stride: s, padding: p, outputPadding: a)
}
for size in 16...19 {
  let small = outputSize(input: size, kernel: 5, stride: 3, padding: 2)
  print(size, "→", small, "→", roundTrip(size, 5, 3, 2, 0))
}
print("== tbl-round-trip")
var roundTrips = 0
var failures = 0
var failuresWithRemainder = 0
func tripRow(_ s: Int) -> [String] {
  var settings = 0
  var failed = 0
  var mended = 0
  for k in 1...7 {
    for p in 0...(k / 2) {
      for input in 5...64 where input + 2 * p >= k {
        settings += 1
        let remainder = (input + 2 * p - k) % s
        if roundTrip(input, k, s, p, 0) != input { failed += 1 }
        if roundTrip(input, k, s, p, remainder) != input { mended += 1 }
      }
    }
  }
  roundTrips += settings
  failures += failed
  failuresWithRemainder += mended
  let share = Double(failed) / Double(settings)
  return [
    "\(s)", "\(settings)", "\(failed)", percent(share, 1),
    percent(1 - 1 / Double(s), 1), "\(mended)",
  ]
}
show(table(
  [
    "stride", "settings", "another shape", "share", "1 − 1 / s",
    "another, with a",
  ],
  [tripRow(1), tripRow(2), tripRow(3), tripRow(4)]))
print("== value 1")
print("\(failures)")
print("== value 2")
print("\(roundTrips)")
print("== value 3")
print("\(failuresWithRemainder)")
print("== fig-remainders")
var needed = Tensor.zeros(4, 16)
for stride in 1...4 {
  for column in 0..<16 {
    needed[stride - 1, column] = Float((9 + column + 2 - 3) % stride)
  }
}
show(heatmap(
  needed, rowAxis: "stride", columnAxis: "input size",
  rowLabels: ["1", "2", "3", "4"], columnLabels: (9...24).map { "\($0)" },
  colorMap: .counts))
print("== fig-uncropping")
let four: Tensor = [[1, 2], [3, 4]]
let oneToNine: Tensor = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
func upped(_ padding: Int, _ outputPadding: Int) -> Tensor {
  return convTranspose2d(
    four, oneToNine, stride: 2, padding: padding, outputPadding: outputPadding)
}
show(steps([
  step("canvas", upped(0, 0), highlight: [cells(rows: 1..<5, columns: 1..<5)]),
  step("p = 1, a = 0", upped(1, 0)),
  step("p = 1, a = 1", upped(1, 1)),
  step("p = 0, a = 1", upped(0, 1)),
], colorMap: .counts, showsValues: true))
print("== lst-uncropping-check")
var compared = 0
var unlike = 0
var emptyWrong = 0
for k in 2...5 {
  for s in 2...k {
    for p in 0...2 {
      for a in 0..<s {
        let x = line(numbers(4))
        let w = line(numbers(k))
        let layer = convTranspose1d(x, w, stride: s, padding: p, outputPadding: a)
        compared += 1
        var empty = 0
        while layer[layer.count - 1 - empty] == 0 { empty += 1 }
        if empty != max(0, a - p) { emptyWrong += 1 }
        if a <= p {
          let ends = convTranspose1d(
            x, w, stride: s, padding: .ends(start: p, end: p - a))
          if ends != layer { unlike += 1 }
        }
      }
    }
  }
}
print("settings:", compared, "unlike:", unlike, "other empty cells:", emptyWrong)
print("== lst-dilated")
let inflated = zeroInserted([1, 2, 3], stride: 2)
print("kernel        ", inflated)
print("dilation 2    ", convTranspose1d([1, 0, 0, 1], [1, 2, 3], dilation: 2))
print("kernel of five", convTranspose1d([1, 0, 0, 1], inflated))
expect(transposedOutputSize(input: 4, kernel: 3, dilation: 2) == 8, "3 + 5")
print("== fig-axes")
let wide = convTranspose2d(
  Tensor.ones(3, 5), Tensor.ones(2, 3), stride: [3, 2])
expect(wide.shape[0] == fullSize(3, 2, 3, 0, 0, 1), "down")
expect(wide.shape[1] == fullSize(5, 3, 2, 0, 0, 1), "across")
show(heatmap(wide, colorMap: .counts))
print("== value 4")
print("\(wide.shape[0])")
print("== value 5")
print("\(wide.shape[1])")
print("== lst-solver")
func scalesBy(_ s: Int, _ k: Int, _ p: Int, _ a: Int, _ d: Int) -> Bool {
  for input in 5...16 {
    let size = transposedOutputSize(
      input: input, kernel: k, stride: s, padding: p, outputPadding: a, dilation: d)
    if size != s * input { return false }
  }
  return true
}
var searched = 0
var found = 0
var ruleBroken = 0
for s in 1...4 {
  for d in 1...3 {
    for k in 1...8 {
      for p in 0...(k / 2) {
        for a in 0..<s {
          searched += 1
          let works = scalesBy(s, k, p, a, d)
          if works { found += 1 }
          if works != (a == 2 * p + s - d * (k - 1) - 1) { ruleBroken += 1 }
        }
      }
    }
  }
}
print("settings:", searched, "found:", found, "rule broken:", ruleBroken)
print("== tbl-exact")
func unbroken(_ text: String) -> String {
  return text.replacing(" ", with: "\u{a0}")
}
func solutions(_ s: Int, _ k: Int) -> String {
  var texts: [String] = []
  for p in 0...(k / 2) {
    for a in 0..<s where scalesBy(s, k, p, a, 1) {
      texts.append(unbroken(a == 0 ? "p \(p)" : "p \(p), a \(a)"))
    }
  }
  return texts.joined(separator: "; ")
}
var exactRows: [[String]] = []
for k in 2...8 {
  exactRows.append(["\(k)", solutions(2, k), solutions(3, k), solutions(4, k)])
}
show(table(["kernel", "stride 2", "stride 3", "stride 4"], exactRows))
print("== fig-same-size")
func pattern(
  _ name: String, _ kernel: Int, _ padding: Int, _ a: Int
) -> FigureFrame {
  let map = overlapCounts(
    kernel: kernel, stride: 2, input: [4, 4], padding: padding, outputPadding: a)
  return step("\(name): \(map.shape[0]) × \(map.shape[1])", map)
}
show(steps([
  pattern("k 2", 2, 0, 0),
  pattern("k 3, p 1, a 1", 3, 1, 1),
  pattern("k 4, p 1", 4, 1, 0),
  pattern("k 4", 4, 0, 0),
], colorMap: .counts, showsValues: false))
print("== lst-rules")
func countedWindows(_ i: Int, _ k: Int, _ s: Int, _ p: Int, _ d: Int) -> Int {
  var count = 0
  var start = -p
  while start + d * (k - 1) < i + p {
    count += 1
    start += s
  }
  return count
}
var ruleRows: [[String]] = []
var totalTried = 0
var totalBroken = 0
func record(_ texts: [String], _ tried: Int, _ broken: Int) {
  let verdict = broken == 0 ? "holds in \(tried)" : "broken by \(broken)"
  let cells = (texts + [verdict]).map { unbroken($0) }
  ruleRows.append(["R\(ruleRows.count + 1)"] + cells)
  totalTried += tried
  totalBroken += broken
}
func convolutionRule(
  _ texts: [String], d: Int, example e: [Int],
  when: (Int, Int, Int, Int) -> Bool, size: (Int, Int, Int, Int) -> Int
) {
  var tried = 0
  var broken = 0
  for i in 1...12 {
    for k in 1...5 {
      for s in 1...4 {
        for p in 0...4 where when(i, k, s, p) && i + 2 * p > d * (k - 1) {
          tried += 1
          if size(i, k, s, p) != countedWindows(i, k, s, p, d) { broken += 1 }
        }
      }
    }
  }
  let example = "\(e[0]) → \(size(e[0], e[1], e[2], e[3]))"
  record([d == 1 ? "convolution" : "dilated"] + texts + [example], tried, broken)
}
func transposedRule(
  _ texts: [String], example e: [Int], when: (Int, Int, Int, Int) -> Bool,
  margin: (Int, Int) -> Int, size: (Int, Int, Int, Int, Int) -> Int
) {
  var tried = 0
  var broken = 0
  for i in 1...9 {
    for k in 1...4 {
      for s in 1...3 {
        for p in 0..<k where i + 2 * p >= k && when(i, k, s, p) {
          let w = line(numbers(k))
          let matrix = convolutionMatrix(w, input: i, stride: s, padding: p)
          let small = matrix.shape[0]
          let x = line(numbers(small))
          let a = (i + 2 * p - k) % s
          let zeros = margin(k, p)
          let equivalent = conv1d(
            zeroInserted(x, stride: s), w.flipped(),
            padding: .ends(start: zeros, end: zeros + a))
          let sameNumbers = equivalent == matmul(matrix.T, x)
          tried += 1
          if !sameNumbers || size(small, k, s, p, a) != i { broken += 1 }
        }
      }
    }
  }
  let example = "\(e[0]) → \(size(e[0], e[1], e[2], e[3], e[4]))"
  record(["transposed"] + texts + [example], tried, broken)
}
convolutionRule(["s = 1, p = 0", "i − k + 1"], d: 1, example: [4, 3, 1, 0],
  when: { _, _, s, p in s == 1 && p == 0 }, size: { i, k, _, _ in i - k + 1 })
convolutionRule(["s = 1", "i − k + 2p + 1"], d: 1, example: [5, 4, 1, 2],
  when: { _, _, s, _ in s == 1 }, size: { i, k, _, p in i - k + 2 * p + 1 })
convolutionRule(["s = 1, 2p = k − 1", "i"], d: 1, example: [5, 3, 1, 1],
  when: { _, k, s, p in s == 1 && 2 * p == k - 1 }, size: { i, _, _, _ in i })
convolutionRule(["s = 1, p = k − 1", "i + k − 1"], d: 1, example: [5, 3, 1, 2],
  when: { _, k, s, p in s == 1 && p == k - 1 }, size: { i, k, _, _ in i + k - 1 })
convolutionRule(["p = 0", "⌊(i − k) / s⌋ + 1"], d: 1, example: [5, 3, 2, 0],
  when: { _, _, _, p in p == 0 }, size: { i, k, s, _ in (i - k) / s + 1 })
convolutionRule(["any", "⌊(i + 2p − k) / s⌋ + 1"], d: 1, example: [6, 3, 2, 1],
  when: { _, _, _, _ in true }, size: { i, k, s, p in (i + 2 * p - k) / s + 1 })
var pooled = 0
var pooledWrong = 0
for i in 1...12 {
  for k in 1...5 where k <= i {
    for s in 1...4 {
      let pool = maxPool1d(Tensor.ones(1, 1, i), kernel: k, stride: s)
      pooled += 1
      if pool.shape[2] != (i - k) / s + 1 { pooledWrong += 1 }
    }
  }
}
record(["pooling", "p = 0", "⌊(i − k) / s⌋ + 1", "5 → 3"], pooled, pooledWrong)
let pool = maxPool1d(Tensor.ones(1, 1, 5), kernel: 3, stride: 1)
expect(pool.shape[2] == 3, "5 to 3")
transposedRule(["s = 1, p = 0", "i + k − 1"], example: [2, 3, 1, 0, 0],
  when: { _, _, s, p in s == 1 && p == 0 }, margin: { k, _ in k - 1 },
  size: { i, k, _, _, _ in i + k - 1 })
transposedRule(["s = 1", "i + k − 1 − 2p"], example: [6, 4, 1, 2, 0],
  when: { _, _, s, _ in s == 1 }, margin: { k, p in k - p - 1 },
  size: { i, k, _, p, _ in i + k - 1 - 2 * p })
transposedRule(["s = 1, 2p = k − 1", "i"], example: [5, 3, 1, 1, 0],
  when: { _, k, s, p in s == 1 && 2 * p == k - 1 }, margin: { _, p in p },
  size: { i, _, _, _, _ in i })
transposedRule(["s = 1, p = k − 1", "i − (k − 1)"], example: [7, 3, 1, 2, 0],
  when: { _, k, s, p in s == 1 && p == k - 1 }, margin: { _, _ in 0 },
  size: { i, k, _, _, _ in i - (k - 1) })
transposedRule(["p = 0, a = 0", "s (i − 1) + k"], example: [2, 3, 2, 0, 0],
  when: { i, k, s, p in p == 0 && (i - k) % s == 0 }, margin: { k, _ in k - 1 },
  size: { i, k, s, _, _ in s * (i - 1) + k })
transposedRule(["a = 0", "s (i − 1) + k − 2p"], example: [3, 3, 2, 1, 0],
  when: { i, k, s, p in (i + 2 * p - k) % s == 0 }, margin: { k, p in k - p - 1 },
  size: { i, k, s, p, _ in s * (i - 1) + k - 2 * p })
transposedRule(["any", "s (i − 1) + k − 2p + a"], example: [3, 3, 2, 1, 1],
  when: { _, _, _, _ in true }, margin: { k, p in k - p - 1 },
  size: { i, k, s, p, a in s * (i - 1) + k - 2 * p + a })
convolutionRule(
  ["any, d = 2", "⌊(i + 2p − k̂) / s⌋ + 1"], d: 2, example: [7, 3, 1, 0],
  when: { _, _, _, _ in true },
  size: { i, k, s, p in (i + 2 * p - 2 * (k - 1) - 1) / s + 1 })
print("rules:", ruleRows.count, "settings:", totalTried, "broken:", totalBroken)
print("== tbl-rules")
show(table(["rule", "layer", "when", "size", "e.g.", "verdict"], ruleRows))
print("== tbl-puzzle")
func halved(_ input: Int, _ padding: Int) -> Int {
  return outputSize(input: input, kernel: 3, stride: 2, padding: padding)
}
func walk(_ paddings: [Int]) -> [Int] {
  let first = halved(28, paddings[0])
  let code = halved(first, paddings[1])
  let third = transposedOutputSize(
    input: code, kernel: 3, stride: 2, padding: paddings[2])
  let output = transposedOutputSize(
    input: third, kernel: 3, stride: 2, padding: paddings[3], outputPadding: 1)
  return [28, first, code, third, output]
}
func deadPixels(_ paddings: [Int]) -> Int {
  let third = walk(paddings)[3]
  let map = overlapCounts(
    kernel: 3, stride: 2, input: [third, third], padding: paddings[3],
    outputPadding: 1)
  return map.scalars.filter { $0 == 0 }.count
}
func path(_ sizes: [Int]) -> String {
  return sizes.map { "\($0)" }.joined(separator: " → ")
}
let pairs = [[0, 0], [0, 1], [1, 0], [1, 1]]
var puzzleRows: [[String]] = []
for encoder in pairs {
  var row = ["\(encoder[0]), \(encoder[1])"]
  row.append(unbroken(path(Array(walk(encoder + [0, 0]).prefix(3)))))
  for decoder in pairs {
    let dead = deadPixels(encoder + decoder)
    let sizes = path(Array(walk(encoder + decoder).suffix(2)))
    row.append(unbroken(dead == 0 ? sizes : "\(sizes), \(dead) dead"))
  }
  puzzleRows.append(row)
}
show(table(
  ["paddings", "to the code", "then 0, 0", "then 0, 1", "then 1, 0", "then 1, 1"],
  puzzleRows))
print("== lst-puzzle")
func readings(_ largest: Int) -> [[Int]] {
  var all: [[Int]] = [[]]
  for _ in 0..<4 {
    all = all.flatMap { begun in (0...largest).map { begun + [$0] } }
  }
  return all
}
func summary(_ name: String, _ paddings: [Int]) -> String {
  return "\(name): \(path(walk(paddings))), dead: \(deadPixels(paddings))"
}
let fitting = readings(1).filter { walk($0)[4] == 28 }
let both = fitting.filter { walk($0)[2] == 7 }
let alive = fitting.filter { deadPixels($0) == 0 }
print("readings", readings(1).count)
print("output 28×28:", fitting.count, "with a code of 7×7 as well:", both.count)
print("output 28×28 without dead pixels:", alive.count)
print(summary("padding 1", [1, 1, 1, 1]))
print(summary("padding 0", [0, 0, 0, 0]))
print("== value 6")
print("\(deadPixels([0, 0, 0, 0]))")
print("== value 7")
print("\(both.count)")
print("== value 8")
print("\(readings(1).count)")
print("== lst-puzzle-two")
let wider = readings(2).filter { walk($0)[4] == 28 }
let widerAlive = wider.filter { deadPixels($0) == 0 }
print("readings with paddings 0 to 2:", readings(2).count)
print("output 28×28:", wider.count, "without dead pixels:", widerAlive.count)
for reading in widerAlive { print(reading, path(walk(reading))) }
print("== fig-dead")
func network(
  _ paddings: [Int], _ outputPaddings: [Int], kernel: Int
) -> Sequential {
  return Sequential(
    Conv2d(1, 32, kernel: 3, stride: 2, padding: paddings[0], seed: 1), ReLU(),
    Conv2d(32, 64, kernel: 3, stride: 2, padding: paddings[1], seed: 2), ReLU(),
    ConvTranspose2d(
      64, 32, kernel: kernel, stride: 2, padding: paddings[2],
      outputPadding: outputPaddings[0], seed: 3),
    ReLU(),
    ConvTranspose2d(
      32, 1, kernel: kernel, stride: 2, padding: paddings[3],
      outputPadding: outputPaddings[1], seed: 4),
    Tanh())
}
let noise = Tensor.random(60, 1, 28, 28, seed: 5) * 2 - 1
func varianceMap(_ model: Sequential) -> Tensor {
  let outputs = model(noise)
  let moved = outputs - outputs.row(0)
  let mean = moved.mean(axis: 0, keepingAxis: true)
  return square(moved - mean).mean(axis: 0).row(0)
}
let asPrinted = network([0, 0, 0, 0], [0, 1], kernel: 3)
let printedMap = varianceMap(asPrinted)
show(heatmap(
  printedMap * 1000, colorMap: .sequential, showsValues: false,
  highlight: [
    cells(rows: 27..<28, columns: 0..<28), cells(rows: 0..<28, columns: 27..<28),
  ]))
print("== lst-dead")
func motionless(_ map: Tensor) -> Int {
  return map.scalars.filter { $0 == 0 }.count
}
func inspect(_ name: String, _ model: Sequential) {
  let map = varianceMap(model)
  print("\(name): \(motionless(map)) dead pixels of \(map.count)")
}
let repaired = network([1, 1, 1, 1], [1, 1], kernel: 3)
inspect("padding 0 everywhere", asPrinted)
inspect("output padding mended", repaired)
let outputs = asPrinted(noise)
print("two dead pixels: ", outputs[0, 0, 27, 27], outputs[31, 0, 4, 27])
print("tanh of the bias:", tanh(asPrinted.parameter("6.bias"))[0])
print("== lst-dead-trained")
let lesson = garments(count: 160, seed: 0)
let taught = train(asPrinted, on: lesson, epochs: 2, batchSize: 32, seed: 1).model
inspect("after training", taught)
let drawn = lesson.images()
let right = drawn.cropped(rows: 0..<28, columns: 27..<28)
let bottom = drawn.cropped(rows: 27..<28, columns: 0..<27)
let border = right.scalars + bottom.scalars
let black = border.filter { $0 < -0.9 }.count
let share = Double(black) / Double(border.count)
print("black, of these pixels in the pictures:", percent(share, 1))
print("== value 9")
print("\(percent(55.0 / 784, 1))")
print("== value 10")
print("\(transposedOutputSize(input: 7, kernel: 3, stride: 2, padding: .same))")
print("== tbl-repairs")
func repairRow(_ name: String, _ model: Sequential) -> [String] {
  var sizes = ["28"]
  for place in [0, 2, 4, 6] {
    sizes.append("\(model.activations(noise)[place].shape[2])")
  }
  let dead = motionless(varianceMap(model))
  let parameters = "\(model.parameterCount)"
  return [name, sizes.joined(separator: " → "), "\(dead)", parameters]
}
let kernelFour = network([1, 1, 1, 1], [0, 0], kernel: 4)
let kernelTwo = network([1, 1, 0, 0], [0, 0], kernel: 2)
show(table(["decoder", "sizes", "dead pixels", "parameters"], [
  repairRow("kernel 3, padding 1, output padding 1", repaired),
  repairRow("kernel 4, padding 1", kernelFour),
  repairRow("kernel 2", kernelTwo),
]))
print("== lst-exercise-quadruple")
for kernel in 1...8 {
  for padding in 0...4 where fullSize(7, kernel, 4, padding, 0, 1) == 28 {
    print("kernel", kernel, "padding", padding)
  }
}
print("== lst-exercise-33")
print("33 →", halved(33, 1), " 34 →", halved(34, 1))
print("remainders:", (33 + 2 - 3) % 2, (34 + 2 - 3) % 2)
print("back:", roundTrip(33, 3, 2, 1, 0), roundTrip(34, 3, 2, 1, 1))
print("== lst-exercise-dilated")
for padding in 0...4 {
  for a in 0...1 where scalesBy(2, 3, padding, a, 2) {
    print("padding", padding, "output padding", a)
  }
}
print("== lst-exercise-one")
for stride in 1...3 {
  let four = transposedOutputSize(input: 1, kernel: 4, stride: stride)
  let six = transposedOutputSize(input: 1, kernel: 6, stride: stride, padding: 1)
  print("stride", stride, "- kernel 4:", four, "- kernel 6, padding 1:", six)
}
print("== lst-shapes-checks")
expect(unequalSteps == 0, "every knob is linear")
expect(notDoubled == 0, "kernel 3, padding 1, output padding 1 doubles")
expect(sourcesOf(16, kernel: 3, stride: 2, padding: 1) == [31, 32], "31 and 32")
expect(sourcesOf(16, kernel: 3, stride: 2, padding: 0) == [33, 34], "33 and 34")
expect(roundTrips == 4548 && failures == 2177, "there and back")
expect(failuresWithRemainder == 0, "the remainder leads back")
expect(upped(1, 1).row(3) == [24, 55, 32, 36], "given back, not zero")
expect(upped(0, 1).row(5) == Tensor.zeros(6), "beyond the last stamp")
expect(unlike == 0 && emptyWrong == 0, "output padding cuts less at the end")
expect(ruleBroken == 0, "exactly s times, if and only if a = 2p + s − k̂")
expect(ruleRows.count == 15 && totalBroken == 0, "fifteen relationships")
expect(walk([1, 1, 1, 1]) == [28, 14, 7, 13, 26], "26")
expect(walk([0, 0, 0, 0]) == [28, 13, 6, 13, 28], "28, and a code of 6")
expect(both.count == 2 && alive.isEmpty, "no reading has it all")
expect(motionless(printedMap) == 55, "55 dead pixels")
expect(motionless(varianceMap(repaired)) == 0, "none after the repair")
expect(motionless(varianceMap(taught)) == 55, "training does not revive them")
print("all checks hold")
}
