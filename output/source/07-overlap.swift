// The code of chapters/07-overlap.md, in order.
import DeconvLessons

func chapter07_overlap() throws {
print("== fig-stamps-k3-s2")
show(stamps(kernel: 3, stride: 2, input: 4))
print("== fig-stamps-k4-s2")
show(stamps(kernel: 4, stride: 2, input: 4))
print("== tbl-counts")
func interiorCounts(kernel: Int, stride: Int) -> [Int] {
  let counts = overlapCounts(kernel: kernel, stride: stride, input: 16)
  var middle: [Int] = []
  for cell in (6 * stride)..<(9 * stride) { middle.append(counts[cell]) }
  return middle
}
var rows: [[String]] = []
var evenSettings = 0
var exceptions = 0
for kernel in 1...6 {
  var row = ["\(kernel)"]
  for stride in 1...4 {
    let middle = interiorCounts(kernel: kernel, stride: stride)
    let low = middle.min() ?? 0
    let high = middle.max() ?? 0
    row.append(low == high ? "\(low)" : "\(low) to \(high)")
    if low == high { evenSettings += 1 }
    if (low == high) != kernel.isMultiple(of: stride) { exceptions += 1 }
  }
  rows.append(row)
}
show(table(["kernel", "stride 1", "stride 2", "stride 3", "stride 4"], rows))
print("== value 1")
print("\(rows.count * 4)")
print("== value 2")
print("\(evenSettings)")
print("== value 3")
print("\(exceptions)")
print("== fig-overlap-k3-s2")
let counts = overlapCounts(kernel: 3, stride: 2, input: [4, 4])
show(heatmap(counts))
print("== value 4")
print("\(counts.max())")
print("== lst-outer")
let line = overlapCounts(kernel: 3, stride: 2, input: 4)
var outer = 0
for row in 0..<counts.shape[0] {
  for column in 0..<counts.shape[1] {
    if counts[row, column] != line[row] * line[column] { outer += 1 }
  }
}
print("one axis:", line)
print("cells that are not the product:", outer)
print("== fig-two-maps")
let uncropped = Tensor(overlapCounts(kernel: 3, stride: 2, input: [3, 3]))
let layer = Tensor(
  overlapCounts(kernel: 3, stride: 2, input: [3, 3], padding: 1, outputPadding: 1))
show(steps([
  step("the printed table", uncropped.cropped(rows: 0..<4, columns: 0..<6)),
  step("padding 1, output padding 1", layer),
]))
print("== fig-explore")
func verdict(_ kernel: Int, _ stride: Int) -> String {
  if kernel < stride { return "holes" }
  return kernel.isMultiple(of: stride) ? "even" : "uneven"
}
show(explore(slider("kernel", 1...6, initial: 3), slider("stride", 1...4, initial: 2)) {
  kernel, stride in
  let map = overlapCounts(kernel: kernel, stride: stride, input: [6, 6])
  let size = "\(map.shape[0]) × \(map.shape[1])"
  let most = "at most \(map.max()) stamps on a cell"
  return frame(heatmap(map), "\(verdict(kernel, stride)): output \(size), \(most)")
})
print("== lst-stripes")
let tile = Tensor(counts).cropped(rows: 2..<4, columns: 2..<4)
func amount(_ pattern: Tensor) -> Double {
  return Double((tile * pattern).sum()) / 4
}
let acrossPattern: Tensor = [[1, 1], [-1, -1]]
let downPattern: Tensor = [[1, -1], [1, -1]]
let checkerPattern: Tensor = [[1, -1], [-1, 1]]
let across = amount(acrossPattern)
let down = amount(downPattern)
let checker = amount(checkerPattern)
let power = across * across + down * down + checker * checker
print(tile)
print("stripes across:", percent(across * across / power, 1))
print("stripes down:  ", percent(down * down / power, 1))
print("checkerboard:  ", percent(checker * checker / power, 1))
print("== fig-patterns")
let constantPart = Tensor.ones(2, 2) * tile.mean()
show(steps([
  step("tile", tile),
  step("constant", constantPart, lead: "="),
  step("across", acrossPattern * Float(across), lead: "+"),
  step("down", downPattern * Float(down), lead: "+"),
  step("checkerboard", checkerPattern * Float(checker), lead: "+"),
]))
print("== value 5")
print("\(percent((across * across + down * down) / power, 1))")
print("== lst-phases")
func phaseSums(_ kernel: [Double], stride: Int) -> [Double] {
  var sums: [Double] = []
  for _ in 0..<stride { sums.append(0) }
  for tap in 0..<kernel.count { sums[tap % stride] += kernel[tap] }
  return sums
}
print("uneven counts, flat output: ", phaseSums([0.5, 1, 0.5], stride: 2))
print("even counts, striped output:", phaseSums([0.75, 0.25, 0.5, 0.25], stride: 2))
print("== fig-phases")
let constant = Tensor.ones(5)
let uneven = convTranspose1d(constant, [0.5, 1, 0.5], stride: 2)
let even = convTranspose1d(constant, [0.75, 0.25, 0.5, 0.25], stride: 2)
show(steps([step("kernel of three", uneven), step("kernel of four", even)]))
print("== tbl-random")
func patternShare(kernel: Int, stride: Int) -> Double {
  let phases = stride * stride
  var total = 0.0
  var constant = 0.0
  for draw in 0..<2000 {
    let weights = Tensor.random(kernel, kernel, seed: 10_000 * kernel + draw) - 0.5
    var sums = Tensor.zeros(stride, stride)
    for a in 0..<kernel {
      for b in 0..<kernel { sums[a % stride, b % stride] += weights[a, b] }
    }
    total += Double((sums * sums).sum()) / Double(phases)
    constant += Double(sums.mean()) * Double(sums.mean())
  }
  return 1 - constant / total
}
var shares: [[String]] = []
for stride in 2...3 {
  var row = ["\(stride)"]
  for kernel in 2...6 {
    row.append(percent(patternShare(kernel: kernel, stride: stride), 1))
  }
  shares.append(row)
}
show(table(
  ["stride", "kernel 2", "kernel 3", "kernel 4", "kernel 5", "kernel 6"], shares))
print("== value 6")
print("\(percent(3.0 / 4, 1))")
print("== value 7")
print("\(percent(8.0 / 9, 1))")
print("== lst-stern")
func stacked(_ layers: Int) -> Tensor {
  var row = Tensor.ones(6)
  for _ in 0..<layers { row = convTranspose1d(row, [1, 1, 1], stride: 2) }
  return row
}
func period(_ layers: Int) -> Tensor {
  var length = 1
  for _ in 0..<layers { length *= 2 }
  let row = stacked(layers)
  let start = 3 * length - 1
  return row.slice(axis: 0, from: start, to: start + length)
}
for layers in 1...4 { print(layers, "layers:", period(layers)) }
print("== lst-fibonacci")
var maxima: [Int] = []
for layers in 1...8 { maxima.append(Int(period(layers).max())) }
print(maxima)
print("== value 8")
print("\(maxima[2] * maxima[2])")
print("== tbl-gradients")
func visits(kernel: Int, stride: Int) -> [String] {
  let middle = interiorCounts(kernel: kernel, stride: stride)
  let low = middle.min() ?? 0
  let high = middle.max() ?? 0
  let ratio = Double(high * high) / Double(low * low)
  return ["\(kernel)", "\(stride)", "\(low)", "\(high)", fixed(ratio, 2)]
}
show(table(["kernel", "stride", "least", "most", "ratio in two dimensions"], [
  visits(kernel: 3, stride: 2), visits(kernel: 7, stride: 2),
  visits(kernel: 11, stride: 4), visits(kernel: 4, stride: 2),
]))
print("== fig-border")
let bordered = overlapCounts(kernel: 3, stride: 1, input: [4, 4], padding: 1)
show(steps([
  step("nothing cut off", overlapCounts(kernel: 3, stride: 1, input: [4, 4])),
  step("padding 1", bordered),
  step("padding 2", overlapCounts(kernel: 3, stride: 1, input: [4, 4], padding: 2)),
]))
print("== value 9")
print("\(bordered[0, 0])")
print("== value 10")
print("\(bordered[1, 1])")
print("== fig-exercise-k5-s3")
show(stamps(kernel: 5, stride: 3, input: 4))
print("== lst-exercise-flat")
print(phaseSums([0.25, 1, 0.75], stride: 2))
print(convTranspose1d(Tensor.ones(5), [0.25, 1, 0.75], stride: 2))
print("== lst-exercise-box")
let woven = convTranspose1d(Tensor.ones(5), [1, 1, 1], stride: 2)
print("box of two:  ", conv1d(woven, [1, 1]))
print("box of three:", conv1d(woven, [1, 1, 1]))
print("== lst-checks")
expect(exceptions == 0, "even exactly when the stride divides the kernel")
expect(outer == 0, "the map is an outer product")
expect(counts.max() == 4 && counts.min() == 1, "one to four stamps")
expect(phaseSums([0.5, 1, 0.5], stride: 2) == [1, 1], "interpolation is flat")
let stripes = acrossPattern * Float(across) + downPattern * Float(down)
let rest = constantPart + checkerPattern * Float(checker)
expect(stripes + rest == tile, "four patterns make the tile")
expect(period(3) == [1, 4, 3, 5, 2, 5, 3, 4], "Stern's sequence")
expect(maxima == [2, 3, 5, 8, 13, 21, 34, 55], "the maxima are Fibonacci numbers")
print("all checks hold")
}
