// The code of chapters/02-convolution.md, in order.
import DeconvLessons

func chapter02_convolution() throws {
print("== lst-input")
let x: Tensor = [
  [3, 3, 2, 1],
  [0, 0, 1, 3],
  [3, 1, 2, 0],
  [3, 2, 1, 2],
]
let w: Tensor = [
  [0, 1, 2],
  [2, 2, 0],
  [0, 1, 2],
]
print("input", x.shape, "kernel", w.shape)
print("== eq-first-window")
show(derivation("y_{0,0}", dot(x.cropped(rows: 0..<3, columns: 0..<3), w)))
print("== fig-windows")
let y = conv2d(x, w)
show(steps([
  step("top left", x, highlight: [cells(rows: 0..<3, columns: 0..<3)]),
  step("top right", x, highlight: [cells(rows: 0..<3, columns: 1..<4)]),
  step("bottom left", x, highlight: [cells(rows: 1..<4, columns: 0..<3)]),
  step("bottom right", x, highlight: [cells(rows: 1..<4, columns: 1..<4)]),
  step("output", y, lead: "→"),
]))
print("== lst-output")
print(y)
print("== value 1")
print("\(fixed(y[1, 1], 0))")
print("== value 2")
print("\(x.count)")
print("== value 3")
print("\(y.count)")
print("== eq-size-example")
let i = symbol("i", 7), p = symbol("p", 1), k = symbol("k", 3), s = symbol("s", 2)
show(derivation("o", floor((i + 2 * p - k) / s) + 1))
print("== lst-unread")
func readCells(input: Int, kernel: Int, stride: Int) -> [Int] {
  var reads: [Int] = []
  for _ in 0..<input { reads.append(0) }
  for place in 0..<outputSize(input: input, kernel: kernel, stride: stride) {
    for tap in 0..<kernel { reads[place * stride + tap] += 1 }
  }
  return reads
}
print("places:", outputSize(input: 10, kernel: 3, stride: 2))
print("reads of each cell:", readCells(input: 10, kernel: 3, stride: 2))
print("== lst-count-check")
func countedPlaces(input: Int, kernel: Int, stride: Int, padding: Int) -> Int {
  var places = 0
  var start = -padding
  while start + kernel <= input + padding {
    places += 1
    start += stride
  }
  return places
}

var compared = 0
var different = 0
for input in 1...12 {
  for kernel in 1...5 {
    for stride in 1...4 {
      for padding in 0...2 where input + 2 * padding >= kernel {
        let formula = outputSize(
          input: input, kernel: kernel, stride: stride, padding: padding)
        let counted = countedPlaces(
          input: input, kernel: kernel, stride: stride, padding: padding)
        compared += 1
        if formula != counted { different += 1 }
      }
    }
  }
}
print("settings compared:", compared, "different:", different)
print("== tbl-paddings")
func paddingRow(_ name: String, _ formula: String, _ padding: Int) -> [String] {
  let output = outputSize(input: 5, kernel: 3, padding: padding)
  return [name, formula, "\(padding)", "\(output)"]
}
show(table(["padding", "p for an odd kernel", "here", "output"], [
  paddingRow("none", "0", 0),
  paddingRow("half", "(k − 1) / 2", 1),
  paddingRow("full", "k − 1", 2),
]))
print("== fig-unroll")
let C = convolutionMatrix(w, input: [4, 4])
show(steps([
  step("row 0", C.row(0).reshaped(4, 4)),
  step("row 1", C.row(1).reshaped(4, 4)),
  step("row 2", C.row(2).reshaped(4, 4)),
  step("row 3", C.row(3).reshaped(4, 4)),
], colorMap: .counts))
print("== fig-matrix")
show(matrixPlot(C, rowsPerBlock: 2, columnsPerBlock: 4))
print("== value 4")
print("\(C.count)")
print("== value 5")
print("\(w.count)")
print("== lst-matrix-product")
let product = matmul(C, x.flattened)
print(product)
print(product.reshaped(2, 2))
expect(product.reshaped(2, 2) == y, "the matrix and the window compute the same")
print("== fig-toeplitz")
let kernel1D: Tensor = [1, 2, 3]
let C1 = convolutionMatrix(kernel1D, input: 5)
show(matrixPlot(C1))
print("== lst-toeplitz-test")
func isToeplitz(_ m: Tensor) -> Bool {
  for row in 1..<m.shape[0] {
    for column in 1..<m.shape[1] {
      if m[row, column] != m[row - 1, column - 1] { return false }
    }
  }
  return true
}
print("stride 1:", isToeplitz(C1))
print("stride 2:", isToeplitz(convolutionMatrix(kernel1D, input: 7, stride: 2)))
print("two dimensions:", isToeplitz(C))
print("== fig-matrix-explore")
show(explore(
  slider("kernel", 1...4, initial: 3), slider("stride", 1...3, initial: 2),
  slider("padding", 0...1, initial: 0)
) { kernel, stride, padding in
  let matrix = convolutionMatrix(
    Tensor.arange(kernel) + 1, input: 8, stride: stride, padding: padding)
  let rest = (8 + 2 * padding - kernel) % stride
  return frame(matrixPlot(matrix), "\(matrix.shape[0]) places, remainder \(rest)")
})
print("== value 6")
print("\(7 * 7)")
print("== lst-row-starts")
let ones = Tensor.ones(3, 3)
let strided = convolutionMatrix(ones, input: [7, 7], stride: 2)
var starts: [Int] = []
for row in 0..<strided.shape[0] {
  var column = 0
  while strided[row, column] == 0 { column += 1 }
  starts.append(column)
}
print("shape:", strided.shape)
print("first column of each row:", starts)
print("== value 7")
print("\(starts[3] - starts[2])")
print("== fig-strided-matrix")
show(matrixPlot(strided, columnsPerBlock: 7))
print("== lst-pad-pipeline")
let image = Tensor.arange(25).reshaped(5, 5)
let padded = image.padded(1)
let byPipeline = matmul(strided, padded.flattened).reshaped(3, 3)
let direct = convolutionMatrix(ones, input: [5, 5], stride: 2, padding: 1)
print("with padding folded in:", direct.shape)
print(byPipeline)
let byMatrix = matmul(direct, image.flattened).reshaped(3, 3)
expect(byMatrix == byPipeline, "padding folds into the matrix")
expect(conv2d(image, ones, stride: 2, padding: 1) == byPipeline, "the layer agrees")
print("== tbl-cost")
func costRow(_ n: Int) -> [String] {
  let side = outputSize(input: n, kernel: 3)
  let outputs = side * side
  let entries = outputs * n * n
  let nonzero = outputs * 9
  return [
    "\(n) × \(n)", "\(outputs) × \(n * n)",
    "\(fixed(Double(entries) * 4 / 1e6, 1)) MB",
    percent(Double(nonzero) / Double(entries), 3),
    "\(fixed(Double(nonzero) * 4 / 1e6, 2)) MB",
  ]
}
show(table(
  ["image", "matrix", "as Float32", "not zero", "windows as Float32"],
  [costRow(28), costRow(56), costRow(112), costRow(224)]))
print("== value 8")
print("\(224 * 224 / 9)")
print("== lst-windows")
let windows = unfold(x, kernel: 3).T
print(windows)
print(matmul(windows, w.flattened))
expect(matmul(windows, w.flattened) == product, "windows times kernel")
print("== lst-broken")
let printed: Tensor = [
  [3, 3, 2, 0, 0, 0, 1, 0, 2, 1, 2, 0, 0, 0, 0, 0],
  [0, 3, 3, 2, 0, 0, 0, 1, 0, 2, 1, 2, 0, 0, 0, 0],
  [0, 0, 0, 0, 3, 3, 2, 0, 0, 0, 1, 0, 2, 1, 2, 0],
  [0, 0, 0, 0, 0, 3, 3, 2, 0, 0, 0, 1, 0, 2, 1, 2],
]
print(matmul(printed, x.flattened).reshaped(2, 2))
print("== fig-broken")
let firstRow = printed.row(0).reshaped(4, 4)
let hidden = firstRow.cropped(rows: 0..<3, columns: 0..<3)
let corner = x.cropped(rows: 0..<3, columns: 0..<3)
show(steps([
  step("row 0, folded", firstRow, highlight: [cells(rows: 0..<3, columns: 0..<3)]),
  step("its kernel", hidden, lead: "→"),
  step("corner of the input", corner, lead: "−"),
  step("difference", hidden - corner, lead: "="),
]))
print("== lst-guide")
let guide: Tensor = [
  [3, 3, 2, 1, 0],
  [0, 0, 1, 3, 1],
  [3, 1, 2, 2, 3],
  [2, 0, 0, 2, 2],
  [2, 0, 0, 0, 1],
]
print(conv2d(guide, w))
let guideCorner = guide.cropped(rows: 0..<4, columns: 0..<4)
print(conv2d(guideCorner, w))
print("== fig-three-examples")
show(steps([
  step("notes", x),
  step("guide (corner)", guideCorner, lead: "−"),
  step("difference", x - guideCorner, lead: "="),
]))
print("== value 9")
print("\(y)")
print("== tbl-audit")
func folded(_ matrix: Tensor) -> String {
  return "\(matmul(matrix, x.flattened).reshaped(2, 2))"
}
show(table(["what", "result"], [
  ["claimed in the notes", "[[12, 12], [10, 17]]"],
  ["printed matrix × printed input", folded(printed)],
  ["matrix of the kernel × printed input", folded(C)],
  ["sliding window", "\(conv2d(x, w))"],
  ["the guide's corner, same kernel", "\(conv2d(guideCorner, w))"],
]))
print("== value 10")
print("\(y.row(1))")
print("== fig-exercise-blocks")
let small: Tensor = [[1, 2], [3, 4]]
show(matrixPlot(convolutionMatrix(small, input: [4, 4], stride: 2), columnsPerBlock: 4))
print("== lst-exercise-difference")
print(conv2d(x, hidden - w))
print("== lst-exercise-invalid")
let row = Tensor.arange(10)
print(conv1d(row, [1, 1, 1], stride: 2))
print(conv1d(row.slice(axis: 0, from: 0, to: 9), [1, 1, 1], stride: 2))
print("== lst-checks")
expect(y.flattened == matmul(C, x.flattened), "window and matrix agree")
expect(y == [[12, 8], [14, 18]], "the repaired example")
let asPrinted = matmul(printed, x.flattened).reshaped(2, 2)
expect(asPrinted == [[34, 24], [14, 18]], "the printed matrix")
expect(conv2d(guideCorner, w) == [[12, 12], [10, 17]], "the claimed numbers")
expect(different == 0, "the size formula holds on the whole grid")
print("all checks hold")
}
