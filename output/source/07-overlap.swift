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
  let map = overlapCounts(kernel: kernel, stride: stride, input: [5, 5])
  let size = "\(map.shape[0]) × \(map.shape[1])"
  return frame(
    heatmap(map), "\(verdict(kernel, stride)): output \(size), at most \(map.max()) stamps on a cell")
})
print("== lst-stripes")
let tile = Tensor(counts).cropped(rows: 2..<4, columns: 2..<4)
func amount(_ pattern: Tensor) -> Double { return Double((tile * pattern).sum()) / 4 }
let across = amount([[1, 1], [-1, -1]])
let down = amount([[1, -1], [1, -1]])
let checker = amount([[1, -1], [-1, 1]])
let power = across * across + down * down + checker * checker
print(tile)
print("stripes across:", percent(across * across / power, 1))
print("stripes down:  ", percent(down * down / power, 1))
print("checkerboard:  ", percent(checker * checker / power, 1))
print("== value 5")
print("\(percent((across * across + down * down) / power, 1))")
print("== lst-phases")
func phaseSums(_ kernel: [Double], stride: Int) -> [Double] {
  var sums: [Double] = []
  for _ in 0..<stride { sums.append(0) }
  for tap in 0..<kernel.count { sums[tap % stride] += kernel[tap] }
  return sums
}
print("uneven counts, flat output:  ", phaseSums([0.5, 1, 0.5], stride: 2))
print("even counts, striped output: ", phaseSums([0.75, 0.25, 0.5, 0.25], stride: 2))
print("== fig-phases")
let constant = Tensor.ones(5)
show(steps([
  step("kernel of three", convTranspose1d(constant, [0.5, 1, 0.5], stride: 2)),
  step("kernel of four", convTranspose1d(constant, [0.75, 0.25, 0.5, 0.25], stride: 2)),
]))
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
print("== value 6")
print("\(maxima[2] * maxima[2])")
print("== fig-border")
show(steps([
  step("nothing cut off", overlapCounts(kernel: 3, stride: 1, input: [3, 3])),
  step("padding 1", overlapCounts(kernel: 3, stride: 1, input: [3, 3], padding: 1)),
]))
print("== value 7")
print("\(overlapCounts(kernel: 3, stride: 1, input: [3, 3], padding: 1)[0, 0])")
print("== value 8")
print("\(overlapCounts(kernel: 3, stride: 1, input: [3, 3], padding: 1)[1, 1])")
print("== fig-exercise-k5-s3")
show(stamps(kernel: 5, stride: 3, input: 4))
print("== lst-exercise-flat")
print(phaseSums([0.25, 1, 0.75], stride: 2))
print(convTranspose1d(Tensor.ones(5), [0.25, 1, 0.75], stride: 2))
print("== lst-exercise-box")
print(conv1d(convTranspose1d(Tensor.ones(5), [1, 1, 1], stride: 2), [1, 1]))
print("== lst-checks")
expect(exceptions == 0, "even exactly when the stride divides the kernel")
expect(outer == 0, "the map is an outer product")
expect(counts.max() == 4 && counts.min() == 1, "one to four stamps")
expect(phaseSums([0.5, 1, 0.5], stride: 2) == [1, 1], "linear interpolation is flat")
expect(period(3) == [1, 4, 3, 5, 2, 5, 3, 4], "Stern's sequence")
expect(maxima == [2, 3, 5, 8, 13, 21, 34, 55], "the maxima are Fibonacci numbers")
print("all checks hold")
}
