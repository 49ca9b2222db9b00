// The code of chapters/12-errata.md, in order.
import DeconvLessons

func chapter12_errata() throws {
print("== fig-card-map")
func quality(_ k: Int, _ s: Int) -> Float {
  if k < s { return 0 }
  if k % s != 0 { return 1 }
  return (k - s) % 2 == 0 ? 3 : 2
}
var grid = Tensor.zeros(3, 12)
for s in 2...4 {
  for k in 1...12 {
    grid[s - 2, k - 1] = quality(k, s)
    let fits = (0..<k).contains(where: {
      transposedOutputSize(input: 20, kernel: k, stride: s, padding: $0) == 20 * s
    })
    expect((quality(k, s) == 3) == (k % s == 0 && fits), "in its place")
  }
}
show(heatmap(
  grid, rowAxis: "stride", columnAxis: "kernel",
  rowLabels: ["2", "3", "4"], columnLabels: (1...12).map { "\($0)" },
  colorMap: .sequential))
print("== tbl-card-frameworks")
let canvas = convTranspose1d([1, 2, 3], [1, 10, 100], stride: 2)
func kept(_ output: Tensor) -> String {
  for start in 0...(canvas.count - output.count) {
    let part = canvas.slice(axis: 0, from: start, to: start + output.count)
    if part == output { return "\(start) to \(start + output.count - 1)" }
  }
  return "none"
}
func six(_ padding: Padding) -> String {
  return kept(convTranspose1d([1, 2, 3], [1, 10, 100], stride: 2, padding: padding))
}
let torchSix = convTranspose1d(
  [1, 2, 3], [1, 10, 100], stride: 2, padding: 1, outputPadding: 1)
func canvasAnd(_ padding: Padding) -> String {
  return "\(transposedOutputSize(input: 3, kernel: 2, stride: 3, padding: padding))"
}
show(table(["", "PyTorch", "Keras", "ONNX"], [
  ["weight", "in, out / g, rows, columns", "rows, columns, out, in", "as PyTorch"],
  ["padding", "one number, both ends", "valid or same", "each end, or auto_pad"],
  ["output padding", "below s or d", "below s", "below s or d"],
  ["cells kept", kept(torchSix) + " (p = a = 1)", six(.same) + " (same)",
   six(.ends(start: 0, end: 1)) + " (UPPER), " + six(.ends(start: 1, end: 0))
     + " (LOWER)"],
  ["k = 2, s = 3", canvasAnd(.ends(start: 0, end: 0)),
   canvasAnd(.valid) + " (valid)", canvasAnd(.ends(start: 0, end: 0))],
]))
print("== lst-card-sizes")
func whole(_ shape: [Int], seed: Int) -> Tensor {
  var count = 1
  for size in shape { count *= size }
  var numbers: [Float] = []
  for number in Tensor.random(count, seed: seed).scalars {
    numbers.append(Float(Int(number * 9)) - 4)
  }
  return Tensor(shape: shape, scalars: numbers)
}
var tested = 0
for k in 1...5 {
  for s in 1...4 {
    for d in 1...2 {
      let span = d * (k - 1) + 1
      for p in 0..<span {
        for i in 3...9 where i + 2 * p >= span {
          let weight = whole([k], seed: k)
          let small = conv1d(
            whole([i], seed: i), weight, stride: s, padding: p, dilation: d)
          let o = small.count
          expect(o == (i + 2 * p - span) / s + 1, "convolution")
          let a = (i + 2 * p - span) % s
          let back = convTranspose1d(
            small, weight, stride: s, padding: p, outputPadding: a, dilation: d)
          expect(back.count == (o - 1) * s + span - 2 * p + a, "transposed")
          expect(back.count == i, "back to the size before")
          let margin = span - 1 - p
          let ordinary = conv1d(
            zeroInserted(small, stride: s), weight.flipped(),
            padding: .ends(start: margin, end: margin + a), dilation: d)
          expect(ordinary == back, "as an ordinary convolution")
          for extra in 0..<s where (i - 1) * s + span - 2 * p + extra >= 1 {
            let size = transposedOutputSize(
              input: i, kernel: k, stride: s, padding: p, outputPadding: extra,
              dilation: d)
            let right = 2 * p + s - span
            expect((size == s * i) == (extra == right), "exactly s times")
          }
          tested += 1
        }
      }
    }
  }
}
print("sizes: five rules,", tested, "settings, all hold")
print("== lst-card-cells")
func divisor(_ a: Int, _ b: Int) -> Int { return b == 0 ? a : divisor(b, a % b) }
func phaseSums(_ weight: Tensor, stride: Int) -> [Float] {
  var sums: [Float] = Array(repeating: 0, count: stride)
  for (tap, value) in weight.scalars.enumerated() { sums[tap % stride] += value }
  return sums
}
func isFlat(_ numbers: [Float]) -> Bool {
  return numbers.allSatisfy { $0 == numbers[0] }
}
func inside(_ weight: Tensor, stride: Int) -> [Float] {
  let k = weight.count
  let y = convTranspose1d(Tensor.ones(2 * k + 2), weight, stride: stride)
  return Array(y.scalars.dropFirst(k * stride).prefix(stride))
}
var layers = 0
var flatKernels = 0
for k in 1...8 {
  for s in 1...4 {
    for d in 1...4 {
      let counts = overlapCounts(
        kernel: k, stride: s, input: 2 * d * k + 4, dilation: d)
      let middle = Array(counts.scalars.dropFirst(d * k).prefix(s))
      let least = middle.min() ?? 0
      let most = middle.max() ?? 0
      let coprime = divisor(s, d) == 1
      expect((least > 0) == (coprime && k >= s), "no holes")
      expect((least == most) == (coprime && k % s == 0), "even overlap")
      if d == 1 { expect(least == k / s && most == (k + s - 1) / s, "counts") }
      layers += 1
    }
    for p in 0..<k {
      for a in 0..<s where 3 * s + k - 2 * p + a >= 1 {
        let ends = overlapCounts(
          kernel: k, stride: s, input: 4, padding: p, outputPadding: a)
        var empty = 0
        while empty < ends.count && ends[ends.count - 1 - empty] == 0 { empty += 1 }
        let beyond = max(0, a - p)
        expect(empty == min(beyond, ends.count), "an empty end")
        if a == 2 * p + s - k {
          expect(Double(k - s) / 2 - Double(p) == -Double(a) / 2, "placement")
        }
      }
    }
    for draw in 0..<20 {
      let weight = whole([k], seed: 100 * k + 10 * s + draw)
      let equalSums = isFlat(phaseSums(weight, stride: s))
      expect(isFlat(inside(weight, stride: s)) == equalSums, "phase sums")
      if equalSums && s > 1 { flatKernels += 1 }
    }
  }
}
expect(flatKernels > 0, "the rule of phase sums was tried on flat kernels, too")
print("cells: five rules,", layers, "layers, all hold")
print("== lst-card-weights")
var grouped = 0
for (from, to, k, g) in [(64, 32, 3, 1), (4, 6, 3, 2), (4, 4, 5, 4)] {
  let layer = ConvTranspose2d(from, to, kernel: k, groups: g, seed: 1)
  expect(layer.weight.count == from * to * k * k / g, "weights")
  expect(layer.parameterCount == layer.weight.count + to, "biases")
  grouped += 1
}
let wide = whole([1, 3, 8, 8], seed: 1)
let tensor = whole([4, 3, 3, 3], seed: 2)
let slope = whole([1, 4, 4, 4], seed: 3)
func paired(_ input: Tensor, _ weight: Tensor) -> Float {
  return (conv2d(input, weight, stride: 2, padding: 1) * slope).sum()
}
let byLayer = convTranspose2d(
  slope, tensor, stride: 2, padding: 1, outputPadding: 1)
expect(paired(wide, tensor) == (wide * byLayer).sum(), "one tensor, both ways")
let plane = whole([7, 7], seed: 4)
let upstream = whole([3, 3], seed: 5)
let ofKernel = gradient(
  of: { conv2d(plane, $0, stride: 2) }, at: whole([3, 3], seed: 6),
  upstream: upstream)
expect(ofKernel == conv2d(plane, zeroInserted(upstream, stride: 2)), "not turned")
let sevenCells = whole([7], seed: 7)
for k in 2...7 {
  for s in 2...4 where k >= s {
    let weight = whole([k], seed: k + s)
    let same = convTranspose1d(sevenCells, weight, stride: s, padding: .same)
    let uncut = convTranspose1d(sevenCells, weight, stride: s)
    let start = (k - s) / 2
    expect(same == uncut.slice(axis: 0, from: start, to: start + 7 * s), "the crop")
  }
}
print("weights: three rules and the crop, all hold")
print("== lst-card-choice")
let flat = Tensor.ones(1, 1, 8, 8)
func alike(_ y: Tensor) -> Bool {
  let middle = y.cropped(y.shape[2] / 4)
  return middle.max() == middle.min()
}
for draw in 0..<10 {
  let weight = whole([1, 1, 3, 3], seed: draw)
  for mode in [UpsampleMode.nearest, UpsampleMode.bilinear] {
    let plain = conv2d(upsample(flat, scale: 2, mode: mode), weight, padding: 1)
    expect(alike(plain), "resize and convolve keeps a constant")
  }
}
let phases = whole([4, 1, 3, 3], seed: 1)
var woven = Tensor.zeros(1, 1, 6, 6)
for row in 0..<6 {
  for column in 0..<6 {
    woven[0, 0, row, column] =
      phases[row % 2 * 2 + column % 2, 0, 2 - row / 2, 2 - column / 2]
  }
}
let input = whole([1, 1, 5, 5], seed: 2)
let sorted = pixelShuffle(conv2d(input, phases, padding: 1), 2)
let stamped = convTranspose2d(input, woven, stride: 2, padding: 2)
expect(sorted == stamped, "sub-pixel is a transposed convolution")
let (largest, places) = maxPool2dWithIndices(
  input.cropped(bottom: 1, right: 1), kernel: 2)
let (_, found) = maxPool2dWithIndices(
  maxUnpool2d(largest.abs() + 1, places, kernel: 2), kernel: 2)
expect(found == places, "unpooling keeps the places")
print("choice: all hold")
print("== lst-errata-decide")
var ledger: [(String, String, String)] = []
func decide(
  _ entry: String, _ source: String, _ claim: String,
  _ stated: Bool, _ bounded: Bool, _ repaired: Bool
) -> [String] {
  expect(repaired, "the repaired sentence of \(entry)")
  let verdict = stated ? "holds" : (bounded ? "only if" : "wrong")
  ledger.append((entry, source, verdict))
  return [entry, claim, verdict]
}
func total(_ verdict: String) -> Int {
  return ledger.filter { $0.2 == verdict }.count
}
let columns = ["entry", "the claim, in short", "verdict"]
func down(_ i: Int, _ k: Int, _ s: Int, _ p: Int) -> Int {
  return outputSize(input: i, kernel: k, stride: s, padding: p)
}
func up(_ i: Int, _ k: Int, _ s: Int, _ p: Int, _ a: Int) -> Int {
  return transposedOutputSize(
    input: i, kernel: k, stride: s, padding: p, outputPadding: a)
}
print("== tbl-errata-numbers")
let x: Tensor = [[3, 3, 2, 1], [0, 0, 1, 3], [3, 1, 2, 0], [3, 2, 1, 2]]
let w: Tensor = [[0, 1, 2], [2, 2, 0], [0, 1, 2]]
let inPrint: Tensor = [[3, 3, 2], [0, 0, 1], [2, 1, 2]]
let fromGuide: Tensor = [[3, 3, 2, 1], [0, 0, 1, 3], [3, 1, 2, 2], [2, 0, 0, 2]]
let claimed: Tensor = [[12, 12], [10, 17]]
let printedMatrix = convolutionMatrix(inPrint, input: [4, 4])
let computed = matmul(printedMatrix, x.flattened).reshaped(2, 2)
let layerMap = overlapCounts(
  kernel: 3, stride: 2, input: [3, 3], padding: 1, outputPadding: 1)
let fullMap = overlapCounts(kernel: 3, stride: 2, input: [3, 3])
func walk(_ p: [Int]) -> [Int] {
  let code = down(down(28, 3, 2, p[0]), 3, 2, p[1])
  return [code, up(up(code, 3, 2, p[2], 0), 3, 2, p[3], 1)]
}
show(table(columns, [
  decide(
    "E1", "lecture notes", "the printed matrix gives 12, 12, 10, 17",
    computed == claimed,
    false,
    conv2d(x, w) == [[12, 8], [14, 18]]
      && conv2d(fromGuide, w) == claimed),
  decide(
    "E1b", "course chapter", "2 × 2, with zeros 3 × 3, padded 5 × 5, ends as 4 × 4",
    down(3, 3, 1, 1) == 4,
    false,
    (0...3).allSatisfy { down(3, 3, 1, $0) % 2 == 1 }
      && outputSize(input: 3, kernel: 3, padding: .ends(start: 1, end: 2)) == 4),
  decide(
    "E1c", "course chapter", "the printed table counts the stamps of its layer",
    layerMap[0, 1] == fullMap[0, 1], fullMap[0, 2] == 2,
    (0..<6).allSatisfy { layerMap[0, $0] == fullMap[1, $0 + 1] }),
  decide(
    "E2", "README", "the printed network has a code of 7 × 7 and returns 28 × 28",
    walk([1, 1, 1, 1]) == [7, 28] && walk([0, 0, 0, 0]) == [7, 28],
    walk([1, 1, 1, 0]) == [7, 28],
    up(7, 3, 2, 1, 1) == 14 && up(14, 3, 2, 1, 1) == 28),
  decide(
    "E3", "README", "a code of 7 × 7 × 64 is compressed",
    7 * 7 * 64 < 28 * 28,
    false,
    7 * 7 * 16 == 28 * 28),
  decide(
    "E3b", "course chapter", "so is 28 × 28 × 256 for 224 × 224 in three colours",
    28 * 28 * 256 < 224 * 224 * 3,
    false,
    28 * 28 * 192 == 224 * 224 * 3),
]))
print("== value 1")
print("\(computed)")
print("== value 2")
print("\(conv2d(x, w))")
print("== value 3")
print("\(7 * 7 * 64 / (28 * 28))")
print("== value 4")
print("\(fixed(28.0 * 28 * 256 / (224 * 224 * 3), 2))")
print("== lst-errata-names")
func textbook(_ a: Tensor, _ b: Tensor) -> Tensor {
  var result = Tensor.zeros(a.count + b.count - 1)
  for i in 0..<a.count {
    for j in 0..<b.count { result[i + j] += a[i] * b[j] }
  }
  return result
}
var settings = 0
var notTheTranspose = 0
var notAConvolution = 0
for k in 1...5 {
  for s in 1...4 {
    for n in 1...6 {
      let y = whole([n], seed: 10 * k + s)
      let weight = whole([k], seed: 100 * n + k)
      let layer = convTranspose1d(y, weight, stride: s)
      let C = convolutionMatrix(weight, input: layer.count, stride: s)
      settings += 1
      if matmul(C.T, y) != layer { notTheTranspose += 1 }
      if textbook(zeroInserted(y, stride: s), weight) != layer {
        notAConvolution += 1
      }
    }
  }
}
print("settings:", settings)
print("not the transposed matrix:", notTheTranspose)
print("not a convolution of the input with zeros in it:", notAConvolution)
print("== tbl-errata-what")
let back = convTranspose2d(conv2d(x, w), w)
var rebuilt = Tensor.zeros(4, 4)
for tap in 0..<4 {
  var pick = Tensor.zeros(2, 2)
  pick[tap / 2, tap % 2] = 1
  rebuilt = rebuilt + convTranspose2d(conv2d(x, pick, stride: 2), pick, stride: 2)
}
let four: Tensor = [[1, 2], [3, 4]]
let oneToNine: Tensor = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
let tent: Tensor = [[1, 2, 1], [2, 4, 2], [1, 2, 1]]
func byZeros(_ kernel: Tensor) -> Tensor {
  return conv2d(zeroInserted(four, stride: 2), kernel, padding: 2)
}
func byStamps(_ kernel: Tensor) -> Tensor {
  return convTranspose2d(four, kernel, stride: 2)
}
let stuffed = zeroInserted(four, stride: 2)
func isToeplitz(_ m: Tensor) -> Bool {
  for row in 1..<m.shape[0] {
    for column in 1..<m.shape[1] {
      if m[row, column] != m[row - 1, column - 1] { return false }
    }
  }
  return true
}
let probe: Tensor = [1, 2, 3]
let corners: Tensor = [9, 7, 3, 1]
show(table(columns, [
  decide(
    "E4", "README, lecture notes", "it is the inverse of the convolution",
    back == x, rebuilt == x,
    back.shape == x.shape
      && (conv2d(x, w) * four).sum() == (x * convTranspose2d(four, w)).sum()),
  decide(
    "E5", "README", "it inserts learnable weights between the pixels",
    stuffed[0, 1] != 0, false,
    stuffed == [[1, 0, 2], [0, 0, 0], [3, 0, 4]]),
  decide(
    "E6", "course chapter", "insert zeros, pad, convolve with the same kernel",
    byZeros(oneToNine) == byStamps(oneToNine),
    byZeros(tent) == byStamps(tent),
    byZeros(oneToNine.flipped()) == byStamps(oneToNine)),
  decide(
    "E7", "theory note", "it is not the transpose of a matrix",
    notTheTranspose > 0, false,
    notTheTranspose == 0),
  decide(
    "E7b", "theory note", "it is not a true convolution",
    notAConvolution > 0, false,
    notAConvolution == 0),
  decide(
    "E7c", "course chapter", "the matrix of a convolution is Toeplitz",
    isToeplitz(convolutionMatrix(probe, input: 7, stride: 2)),
    isToeplitz(convolutionMatrix(probe, input: 7)),
    !isToeplitz(convolutionMatrix(w, input: [4, 4]))),
  decide(
    "E8", "theory note", "there is no dot product in it",
    byStamps(oneToNine)[2, 2] != (four.flattened * corners).sum(),
    false,
    byStamps(oneToNine)[2, 2] == (four.flattened * corners).sum()),
  decide(
    "E8b", "theory note, course", "convolution shrinks, its transpose expands",
    up(5, 3, 1, 2, 0) > 5,
    up(5, 3, 1, 0, 0) > 5,
    up(5, 3, 1, 1, 0) == 5),
  decide(
    "E8c", "theory note", "it has the same parameters as a convolution",
    (1...9).contains(where: { up($0, 3, 2, 1, 0) == 8 }),
    false,
    up(4, 3, 2, 1, 1) == 8),
]))
print("== value 5")
print("\(settings)")
print("== tbl-errata-sizes")
func gradientOf(_ image: Tensor, stride: Int, outputPadding: Int) -> Bool {
  let out = conv2d(image, w, stride: stride, padding: 1)
  let seed = whole(out.shape, seed: 9)
  let slope = gradient(
    of: { conv2d($0, w, stride: stride, padding: 1) }, at: image, upstream: seed)
  let layer = convTranspose2d(
    seed, w, stride: stride, padding: 1, outputPadding: outputPadding)
  return layer.shape == slope.shape && maxAbsDifference(layer, slope) == 0
}
let eight = whole([8, 8], seed: 7)
let signal = whole([6], seed: 8)
func torchAndKeras(_ k: Int, _ p: Int, _ a: Int) -> (Tensor, Tensor) {
  let taps = whole([k], seed: k)
  return (
    convTranspose1d(signal, taps, stride: 2, padding: p, outputPadding: a),
    convTranspose1d(signal, taps, stride: 2, padding: .same))
}
let (torchOdd, kerasOdd) = torchAndKeras(3, 1, 1)
let (torchEven, kerasEven) = torchAndKeras(4, 1, 0)
let base = whole([4, 4], seed: 10)
var zigzag = Tensor.ones(4, 4)
for cell in 0..<16 where (cell / 4 + cell) % 2 == 1 {
  zigzag[cell / 4, cell % 4] = -1
}
let brighter = base + 1
let rougher = base + zigzag
func decibels(_ picture: Tensor) -> Float { return psnr(picture, base, range: 2) }
func plain(_ weight: Tensor) -> Bool {
  return isFlat(inside(weight, stride: 2))
}
let random4: Tensor = [3, 1, 2, 1]
func subPixel(_ weight: Tensor) -> Tensor {
  return pixelShuffle(conv2d(flat, weight, padding: 1), 2)
}
let onePhase = phases.slice(axis: 0, from: 0, to: 1)
let samePhases = concatenated([onePhase, onePhase, onePhase, onePhase])
let ninth = Tensor.full(1, 1, 3, 3, value: 1)
let smoothed = conv2d(upsample(flat, scale: 2), ninth, padding: 1)
let pair: Tensor = [[[[1, 3]]]]
func copies(_ mode: UpsampleMode) -> Bool {
  let resized = upsample(pair, scale: 2, mode: mode)
  return resized.scalars.allSatisfy { $0 == 1 || $0 == 3 }
}
show(table(columns, [
  decide(
    "E9", "course chapter", "the layer with the same settings gives the gradient",
    gradientOf(eight, stride: 2, outputPadding: 0),
    gradientOf(eight, stride: 1, outputPadding: 0),
    gradientOf(eight, stride: 2, outputPadding: (8 + 2 - 3) % 2)),
  decide(
    "E10", "course chapter", "at stride 2, sizes 31 and 32 both become 16",
    down(31, 4, 2, 1) == down(32, 4, 2, 1),
    down(31, 3, 2, 1) == 16 && down(32, 3, 2, 1) == 16,
    (1...9).allSatisfy { k in
      (0..<k).allSatisfy { p in
        (down(31, k, 2, p) == 16 && down(32, k, 2, p) == 16) == (k == 2 * p + 1)
      }
    }),
  decide(
    "E11", "README", "(implied) a layer draws the same in both frameworks",
    torchOdd == kerasOdd, torchEven == kerasEven,
    torchOdd.slice(axis: 0, from: 0, to: 11)
      == kerasOdd.slice(axis: 0, from: 1, to: 12)),
  decide(
    "E12", "README", "PSNR adds a perceptual measure to the squared error",
    decibels(brighter) != decibels(rougher), false,
    mse(brighter, base) == mse(rougher, base)
      && decibels(brighter) == decibels(rougher)),
  decide(
    "E13", "course chapter", "a kernel that the stride divides leaves no pattern",
    plain(random4),
    plain(Tensor.ones(4)),
    isFlat(phaseSums([3, 1, -1, 1], stride: 2))
      && plain([3, 1, -1, 1])),
  decide(
    "E13b", "course chapter", "a kernel that it does not divide leaves one",
    !plain([1, 2, 1]),
    !plain([1, 1, 1]),
    isFlat(phaseSums([1, 2, 1], stride: 2))),
  decide(
    "E13c", "course chapter", "sub-pixel convolution is free of artefacts",
    alike(subPixel(phases)), alike(subPixel(samePhases)),
    sorted == stamped),
  decide(
    "E13d", "course chapter", "resizing and convolving is free of artefacts",
    smoothed.min() == smoothed.max(), alike(smoothed),
    smoothed[0, 0, 0, 0] == 4 && smoothed[0, 0, 8, 8] == 9),
  decide(
    "E13e", "README", "settings whose sizes do not match cause the pattern",
    up(4, 3, 2, 1, 1) != 8,
    false, quality(3, 2) == 1 && quality(4, 2) == 3),
  decide(
    "E14", "README", "nearest and bilinear resizing copy pixels",
    copies(.bilinear), copies(.nearest),
    upsample(pair, scale: 2, mode: .bilinear)[0, 0, 0, 1] == 1.5),
]))
print("== value 6")
print("\(fixed(decibels(rougher), 2))")
print("== tbl-errata-comparisons")
func byPapers(_ entry: String, _ source: String, _ claim: String, _ verdict: String)
  -> [String]
{
  ledger.append((entry, source, verdict))
  return [entry, claim, verdict]
}
let upsampled = Tensor.zeros(1, 64, 28, 28)
let joined = Tensor.zeros(1, 32, 28, 28)
func sizes(_ t: Tensor) -> [Int] { return [t.shape[2], t.shape[3]] }
let small = Conv2d(64, 128, kernel: 3, padding: 1, seed: 1)
let large = ConvTranspose2d(64, 32, kernel: 6, stride: 2, padding: 2, seed: 1)
let subPixelLayer = Sequential(small, PixelShuffle(2))
let resizeLayer = Sequential(
  Upsample(scale: 2), Conv2d(64, 32, kernel: 3, padding: 1, seed: 1))
let work = [
  multiplyAdds(subPixelLayer, input: [1, 64, 16, 16]),
  multiplyAdds(resizeLayer, input: [1, 64, 16, 16]),
]
let written = convolutionMatrix(w, input: [4, 4])
show(table(columns, [
  byPapers(
    "E15", "README, course", "FPN, SegNet, ESPCN, SRGAN enlarge by this layer",
    "wrong"),
  decide(
    "E16", "course chapter", "if the shapes of two features differ, resize one",
    upsampled.shape == joined.shape, false,
    sizes(upsampled) == sizes(joined)),
  decide(
    "E17", "course chapter", "sub-pixel convolution has in · out · r² · K² weights",
    small.weight.count == 64 * 32 * 4 * 6 * 6,
    small.weight.count == 64 * 32 * 4 * 3 * 3,
    small.weight.count == large.weight.count),
  decide(
    "E17b", "course chapter", "it is fast, and resizing and convolving is less so",
    work[0] < work[1], false, work[0] == work[1]),
  decide(
    "E18", "lecture notes", "the matrix makes a convolution efficient",
    written.count < 9 * conv2d(x, w).count, false,
    unfold(x, kernel: 3).count == 9 * conv2d(x, w).count),
  byPapers(
    "E19", "lecture notes", "a guide of 2016 introduced the convolution matrix",
    "only if"),
]))
print("== value 7")
print("\(fixed(Double(work[0]) / 1e6, 2))")
print("== value 8")
print("\(written.count)")
print("== value 9")
print("\(9 * conv2d(x, w).count)")
print("== lst-errata-loss")
let target: Tensor = [[10, 10], [15, 15]]
func loss(_ image: Tensor) -> Tensor { return mseLoss(conv2d(image, w), target) }
let slopes = (conv2d(x, w) - target) * 0.5
let carried = matmul(written.T, slopes.flattened).reshaped(4, 4)
print("the loss:           ", loss(x))
print("its slopes for y:   ", slopes)
print("transposed times it:", carried)
expect(gradient(of: loss, at: x) == carried, "the gradient, not the loss")
print("== tbl-errata-books")
func roundTrip(_ size: Int, _ k: Int, _ s: Int, _ p: Int) -> Int {
  return up(down(size, k, s, p), k, s, p, 0)
}
let fourCells: Tensor = [[0, 1], [2, 3]]
let cubic: Tensor = [0.25, 0.75, 0.75, 0.25]
let bilinear = matmul(cubic.reshaped(4, 1), cubic.reshaped(1, 4))
let enlarged = convTranspose2d(Tensor.ones(4, 4), bilinear, stride: 2, padding: 1)
let figureSize = down(6, 3, 2, 1)
let padded = maxPool1d(Tensor.ones(1, 1, 6), kernel: 3, stride: 2, padding: 1)
show(table(columns, [
  decide(
    "A1", "textbook", "the same hyper-parameters bring back the shape",
    roundTrip(17, 5, 3, 2) == 17, roundTrip(16, 5, 3, 2) == 16,
    roundTrip(17, 5, 3, 2) + (17 + 4 - 5) % 3 == 17),
  decide(
    "A2", "textbook", "the output is larger than the input",
    convTranspose2d(fourCells, fourCells, padding: 1).count > 4,
    convTranspose2d(fourCells, fourCells).count > 4,
    convTranspose2d(fourCells, fourCells, padding: 1).shape == [1, 1]),
  decide(
    "A3", "textbook", "enlarged by a bilinear kernel, a picture looks the same",
    enlarged.min() == 1,
    enlarged.cropped(1).min() == 1 && enlarged.cropped(1).max() == 1,
    enlarged[0, 0] == 0.5625 && enlarged[0, 4] == 0.75),
  decide(
    "A4", "guide", "kernel 3, stride 2, padding 1 on 6 × 6: its result is 2 × 2",
    figureSize == 2, false,
    figureSize == 3
      && zeroInserted(Tensor.ones(3), stride: 2).count == 5),
  decide(
    "A5", "guide", "the size after pooling is ⌊(i − k) / s⌋ + 1",
    padded.shape[2] == (6 - 3) / 2 + 1,
    maxPool1d(Tensor.ones(1, 1, 6), kernel: 3, stride: 2).shape[2] == 2,
    padded.shape[2] == (6 + 2 - 3) / 2 + 1),
  decide(
    "A6", "guide", "the loss is multiplied by the transposed matrix",
    loss(x).count == written.shape[0], false,
    slopes.count == written.shape[0]),
]))
print("== value 10")
print("\(roundTrip(17, 5, 3, 2))")
print("== value 11")
print("\(enlarged[0, 4])")
print("== value 12")
print("\(enlarged[0, 0])")
print("== tbl-errata-notes")
let even = overlapCounts(kernel: 4, stride: 2, input: 8)
let uneven = overlapCounts(kernel: 3, stride: 2, input: [8, 8])
let tile = Tensor(uneven).cropped(rows: 8..<10, columns: 8..<10)
func amount(_ pattern: Tensor) -> Float { return (tile * pattern).mean() }
let across = amount([[1, 1], [-1, -1]])
let checker = amount([[1, -1], [-1, 1]])
let stripes = 2 * across * across
let checkerShare = checker * checker / (stripes + checker * checker)
let ten = Tensor.arange(10)
let taps: Tensor = [1, 10, 100]
let pixels = whole([9], seed: 11)
let window = whole([3], seed: 12)
let upslope = whole([7], seed: 13)
let ofPixels = gradient(of: { conv1d($0, window) }, at: pixels, upstream: upslope)
let ofWindow = gradient(of: { conv1d(pixels, $0) }, at: window, upstream: upslope)
let byTurned = conv1d(upslope, window.flipped(), padding: 2)
let middleOf = textbook(pixels, upslope.flipped()).slice(axis: 0, from: 6, to: 9)
show(table(columns, [
  decide(
    "A7", "article", "a stride that divides the kernel makes the overlap even",
    (6..<12).allSatisfy { even[$0] == 2 }, true,
    !plain(random4)),
  decide(
    "A8", "article", "in two dimensions the unevenness multiplies",
    uneven[8, 8] == 4 && uneven[9, 9] == 1, true,
    checkerShare < 0.06),
  decide(
    "A9", "course notes", "10 inputs, window 3, stride 2 is an invalid setting",
    (10 - 3) % 2 != 0 && conv1d(ten, [1, 1, 1], stride: 2).count != 4,
    (10 - 3) % 2 != 0,
    conv1d(ten, [1, 1, 1], stride: 2)
      == conv1d(ten.slice(axis: 0, from: 0, to: 9), [1, 1, 1], stride: 2)),
  decide(
    "A10", "course notes", "with dilation 1 the taps read inputs 0, 2 and 4",
    conv1d(ten, taps, dilation: 1)[0] == 420,
    conv1d(ten, taps, dilation: 2)[0] == 420,
    conv1d(ten, taps, dilation: 1)[0] == 210),
  decide(
    "A11", "course notes", "both gradients are convolutions with turned filters",
    ofPixels == byTurned
      && ofWindow == conv1d(pixels, upslope.flipped()),
    ofPixels == byTurned,
    ofWindow == conv1d(pixels, upslope)
      && ofPixels == textbook(upslope, window) && ofWindow == middleOf),
]))
print("== value 13")
print("\(percent(checkerShare, 1))")
print("== tbl-errata-docs")
func lastCell(_ p: Int, _ a: Int) -> Float {
  let y = convTranspose1d(
    [1, 2], [1, 2, 4], stride: 2, padding: p, outputPadding: a)
  return y[y.count - 1]
}
var shared = [0, 0]
for size in 5...30 {
  for (index, (s, d)) in [(1, 2), (2, 1)].enumerated() {
    let span = 2 * d + 1
    if down(size, span, s, 0) == down(size + 1, span, s, 0) { shared[index] += 1 }
  }
}
func kerasFormula(_ n: Int, _ k: Int, _ s: Int, _ a: Int) -> Int {
  return (n - 1) * s + k - 2 * (k / 2) + a
}
func kerasSame(_ n: Int, _ k: Int, _ s: Int) -> Int {
  return transposedOutputSize(input: n, kernel: k, stride: s, padding: .same)
}
let surplus = (3 - 1) * 2 + 3 - 3 * 2
let oldUpper = [surplus - surplus / 2, surplus / 2]
let newUpper = [surplus / 2, surplus - surplus / 2]
let wordsUpper = [0, 1]
show(table(columns, [
  decide(
    "A12", "PyTorch, old", "output padding adds zeros",
    lastCell(1, 1) == 0, lastCell(0, 1) == 0,
    lastCell(1, 1) == 8),
  decide(
    "A12b", "PyTorch", "output padding adds no zeros",
    lastCell(0, 1) != 0, lastCell(1, 1) != 0,
    lastCell(0, 1) == 0),
  decide(
    "A13", "PyTorch", "with the same settings, each undoes the other's shape",
    roundTrip(8, 3, 2, 1) == 8, roundTrip(9, 3, 2, 1) == 9,
    roundTrip(8, 3, 2, 1) + (8 + 2 - 3) % 2 == 8),
  decide(
    "A14", "PyTorch", "output padding may be as large as stride or dilation allows",
    shared[0] > 0, shared[1] > 0, shared[0] == 0),
  decide(
    "A15", "Keras, 2", "(n − 1) s + k − 2p + a is the size, for padding same",
    kerasFormula(5, 3, 2, 0) == kerasSame(5, 3, 2),
    kerasFormula(5, 3, 2, 1) == kerasSame(5, 3, 2),
    (2...6).allSatisfy { kerasSame(5, $0, 2) == 10 }),
  decide(
    "A16", "ONNX, old", "formula and words say the same of SAME_UPPER",
    oldUpper == wordsUpper, false,
    newUpper == wordsUpper
      && kerasOdd == convTranspose1d(
        signal, whole([3], seed: 3), stride: 2, padding: .ends(start: 0, end: 1))),
]))
print("== value 14")
print("\(ledger.count)")
print("== value 15")
print("\(total("holds"))")
print("== value 16")
print("\(total("wrong"))")
print("== value 17")
print("\(total("only if"))")
print("== tbl-errata-takeaways")
func verdict(_ stated: Bool, _ bounded: Bool) -> String {
  return stated ? "holds" : (bounded ? "only if" : "wrong")
}
let formula = transposedOutputSize(
  input: 5, kernel: 3, stride: 2, padding: 1, outputPadding: 1, dilation: 2)
let fiveMatrix = convolutionMatrix(oneToNine, input: [5, 5], stride: 2)
let byMatrix = matmul(fiveMatrix.T, four.flattened).reshaped(5, 5)
let evenKernels = [(2, 2), (4, 2), (3, 3), (6, 3)]
let uneven3 = verdict(!plain([1, 2, 1]), !plain([1, 1, 1]))
let takeaways = [
  verdict(byStamps(oneToNine) == byMatrix && back != x, true),
  verdict(
    gradientOf(eight, stride: 1, outputPadding: 0)
      && gradientOf(eight, stride: 2, outputPadding: 1), true),
  verdict(
    plain(random4),
    evenKernels.allSatisfy { isFlat(inside(Tensor.ones($0.0), stride: $0.1)) }),
  verdict(smoothed.min() == smoothed.max(), alike(smoothed)),
  verdict(alike(subPixel(phases)), alike(subPixel(samePhases))),
  verdict(
    down(31, 3, 2, 1) == down(32, 3, 2, 1) && up(16, 3, 2, 1, 1) == 32
      && up(16, 3, 2, 1, 0) == 31,
    true),
]
show(table(["row", "point", "what it says", "verdict"], [
  ["operation", "1", "the transposed matrix, and not the inverse", takeaways[0]],
  ["", "", "leads from low to high resolution",
   verdict(up(5, 3, 1, 1, 0) > 5, up(5, 3, 2, 1, 1) > 5)],
  ["relation", "2", "the gradient for a convolution's input", takeaways[1]],
  ["size", "", "(i − 1) s − 2p + d (k − 1) + a + 1",
   verdict(formula == (5 - 1) * 2 - 2 + 2 * 2 + 1 + 1, true)],
  ["use", "", "decoders, GANs, segmentation, super-resolution", "by the papers"],
  ["pitfall", "3", "a checkerboard where s does not divide k", uneven3],
  ["practice", "3", "k divisible by s (k = s, k = 2s) avoids it", takeaways[2]],
  ["", "4", "or resize and convolve: free of artefacts", takeaways[3]],
  ["", "5", "sub-pixel convolution is efficient and free of them", takeaways[4]],
  ["", "6", "output padding tells sizes apart that became one", takeaways[5]],
]))
print("== lst-quiz-two")
let first = whole([3], seed: 21)
let second = whole([4], seed: 22)
let inner = convTranspose1d(signal, first, stride: 2)
let outer = convTranspose1d(inner, second, stride: 3)
let both = convTranspose1d(first, second, stride: 3)
print("kernel of both:", both.count)
print("equal:", outer == convTranspose1d(signal, both, stride: 6))
print("== lst-quiz-swap")
for s in 1...2 {
  let one = convTranspose1d(signal, first, stride: s)
  let other = convTranspose1d(first, signal, stride: s)
  print("stride \(s):", one.count, "and", other.count, "cells; equal", one == other)
}
print("== lst-quiz-ends")
for p in 0...2 {
  let y = convTranspose1d(Tensor.ones(4), Tensor.ones(4), stride: 2, padding: p)
  print("padding \(p):", y)
}
print("== lst-quiz-drift")
var lit = Tensor.zeros(9)
lit[4] = 1
for _ in 0..<2 {
  lit = convTranspose1d(lit, [1, 1, 1], stride: 2, padding: 1, outputPadding: 1)
}
var moment: Float = 0
for cell in 0..<lit.count { moment += lit[cell] * (Float(cell) + 0.5) }
print("moved by", moment / lit.sum() - Float(lit.count) / 2)
print("== lst-quiz-rank")
let stamping = convolutionMatrix([1, 2, 3, 4], input: 8, stride: 2, padding: 1).T
print("matrix:", stamping.shape, "rank:", matrixRank(Matrix(stamping)))
let picks = Tensor(shape: [2, 1, 2], scalars: [1, 0, 0, 1])
let evenAndOdd = Tensor(shape: [1, 2, 4], scalars: [3, 4, 5, 2, 1, 1, 9, 6])
print("two channels:", convTranspose1d(evenAndOdd, picks, stride: 2).flattened)
print("== lst-quiz-place")
for (p, a) in [(1, 0), (2, 2)] {
  let y = convTranspose1d(
    [0, 1, 0], [1, 1, 1, 1, 1], stride: 3, padding: p, outputPadding: a)
  print("padding \(p), output padding \(a):", y)
}
print("== lst-fault-scatter")
func upByHand(_ x: Tensor, _ w: Tensor, stride: Int) -> Tensor {
  var y = Tensor.zeros((x.count - 1) * stride + w.count)
  for place in 0..<x.count {
    for tap in 0..<w.count { y[place * stride + tap] = x[place] * w[tap] }
  }
  return y
}
let byLayer2 = convTranspose1d([1, 2, 3], [1, 10], stride: 2)
print("agrees:", upByHand([1, 2, 3], [1, 10], stride: 2) == byLayer2)
print("== lst-fault-scatter-found")
print("by hand:", upByHand([1, 2, 3], [1, 10, 100], stride: 2))
print("layer:  ", convTranspose1d([1, 2, 3], [1, 10, 100], stride: 2))
print("== lst-fault-padding")
func doubling(_ size: Int, kernel: Int) -> Int {
  return transposedOutputSize(
    input: size, kernel: kernel, stride: 2, padding: kernel / 2,
    outputPadding: kernel % 2)
}
print("7 becomes", doubling(7, kernel: 3), "and", doubling(7, kernel: 5))
print("== lst-fault-padding-found")
print("7 becomes", doubling(7, kernel: 4), "and", doubling(7, kernel: 6))
for k in 1...9 {
  let size = transposedOutputSize(
    input: 7, kernel: k, stride: 2, padding: (k - 1) / 2, outputPadding: k % 2)
  expect(size == 14, "every kernel doubles")
}
print("== lst-fault-detector")
func phaseMeans(_ picture: Tensor) -> Tensor {
  return pixelUnshuffle(picture, 2).mean(axis: 3).mean(axis: 2).flattened
}
func share(_ picture: Tensor, _ pattern: Tensor) -> Float {
  let means = phaseMeans(picture)
  let found = (means * pattern).mean()
  return found * found / (square(means).mean() - means.mean() * means.mean())
}
let board: Tensor = [1, -1, -1, 1]
let fields = Tensor.ones(1, 4, 6, 6) * board.reshaped(1, 4, 1, 1)
let drawnBoard = pixelShuffle(fields, 2)
let plainArea = Tensor.ones(1, 1, 12, 12)
let uncut = convTranspose2d(plainArea, Tensor.ones(1, 1, 3, 3), stride: 2)
let patterned = uncut.cropped(rows: 4..<20, columns: 4..<20)
print("a drawn board:     ", percent(share(drawnBoard, board), 1))
print("kernel 3, stride 2:", percent(share(patterned, board), 1))
print("== lst-fault-detector-found")
print("board:         ", percent(share(patterned, board), 1))
print("stripes down:  ", percent(share(patterned, [1, -1, 1, -1]), 1))
print("stripes across:", percent(share(patterned, [1, 1, -1, -1]), 1))
print("== lst-errata-checks")
expect(notTheTranspose == 0 && notAConvolution == 0, "what it is")
expect(computed == [[34, 24], [14, 18]], "the printed matrix")
expect(takeaways[2] == "only if" && takeaways[4] == "only if", "two corrected")
let all = total("holds") + total("only if") + total("wrong")
expect(all == ledger.count, "three verdicts")
expect(total("only if") > total("wrong"), "mostly a missing condition")
expect(outer == convTranspose1d(signal, both, stride: 6), "two layers are one")
expect(share(patterned, board) < 0.06, "stripes, not a checkerboard")
expect(quality(4, 2) == 3 && quality(6, 3) == 2, "2s at even strides only")
print("all checks hold")
}
