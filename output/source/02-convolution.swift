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
print("== fig-one-window")
let corner = x.cropped(rows: 0..<3, columns: 0..<3)
let products = corner * w
show(steps([
  step("input", x, highlight: [cells(rows: 0..<3, columns: 0..<3)]),
  step("window", corner, lead: "→"),
  step("kernel", w, lead: "·"),
  step("products", products, lead: "="),
  step("sum", Tensor([[products.sum()]]), lead: "→"),
], colorMap: .counts))
print("== eq-first-window")
show(derivation("y_{0,0}", dot(corner, w)))
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
print("== lst-by-loops")
func byLoops(_ x: Tensor, _ w: Tensor) -> (output: Tensor, products: Int) {
  let rows = outputSize(input: x.shape[0], kernel: w.shape[0])
  let columns = outputSize(input: x.shape[1], kernel: w.shape[1])
  var output = Tensor.zeros(rows, columns)
  var products = 0
  for row in 0..<rows {
    for column in 0..<columns {
      for a in 0..<w.shape[0] {
        for b in 0..<w.shape[1] {
          output[row, column] += x[row + a, column + b] * w[a, b]
          products += 1
        }
      }
    }
  }
  return (output, products)
}
let loops = byLoops(x, w)
print(loops.output, "after", loops.products, "multiplications")
expect(loops.output == y, "the loops are the layer")
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
print("== tbl-window-settings")
let size7 = outputSize(input: 7, kernel: 3)
func knob(_ setting: String, _ meaning: String, _ output: Int) -> [String] {
  return [setting, meaning, "7 → \(output)"]
}
show(table(["setting", "what it is", "size"], [
  knob("as it stands", "every window that fits", size7),
  knob("kernel k = 5", "how many cells one output reads",
    outputSize(input: 7, kernel: 5)),
  knob("stride s = 2", "the step from window to window",
    outputSize(input: 7, kernel: 3, stride: 2)),
  knob("padding p = 1", "zeros at each end",
    outputSize(input: 7, kernel: 3, padding: 1)),
  knob("dilation d = 2", "how far apart the cells of a window are",
    outputSize(input: 7, kernel: 3, dilation: 2)),
]))
print("== lst-count-check")
func countedPlaces(
  input: Int, kernel: Int, stride: Int, padding: Int, dilation: Int
) -> Int {
  var places = 0
  var start = -padding
  while start + dilation * (kernel - 1) < input + padding {
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
      for padding in 0...2 {
        for dilation in 1...2 where input + 2 * padding > dilation * (kernel - 1) {
          let formula = outputSize(
            input: input, kernel: kernel, stride: stride, padding: padding,
            dilation: dilation)
          let counted = countedPlaces(
            input: input, kernel: kernel, stride: stride, padding: padding,
            dilation: dilation)
          compared += 1
          if formula != counted { different += 1 }
        }
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
print("== lst-builder")
func builtMatrix(_ w: Tensor, rows: Int, columns: Int, stride: Int) -> Tensor {
  let high = outputSize(input: rows, kernel: w.shape[0], stride: stride)
  let wide = outputSize(input: columns, kernel: w.shape[1], stride: stride)
  var matrix = Tensor.zeros(high * wide, rows * columns)
  for place in 0..<(high * wide) {
    let (top, left) = (place / wide * stride, place % wide * stride)
    for a in 0..<w.shape[0] {
      for b in 0..<w.shape[1] {
        matrix[place, (top + a) * columns + left + b] = w[a, b]
      }
    }
  }
  return matrix
}
let built = builtMatrix(w, rows: 4, columns: 4, stride: 1)
print(built)
expect(built == C, "the recipe gives the engine's matrix")
print("== fig-matrix")
show(matrixPlot(C, rowsPerBlock: 2, columnsPerBlock: 4))
print("== value 4")
print("\(C.count)")
print("== value 5")
print("\(w.count)")
print("== lst-matrix-product")
let product = matmul(C, x.flattened)
print("shapes:", C.shape, "×", x.flattened.shape, "→", product.shape, "→", y.shape)
print(product)
print(product.reshaped(2, 2))
expect(product.reshaped(2, 2) == y, "the matrix and the window compute the same")
print("== fig-place")
show(explore(slider("place", 0...3, initial: 0)) { place in
  let (top, left) = (place / 2, place % 2)
  let region = cells(rows: top..<(top + 3), columns: left..<(left + 3))
  let terms = (0..<16).filter { C[place, $0] != 0 }.map {
    "\(Int(x[$0 / 4, $0 % 4]))·\(Int(C[place, $0]))"
  }
  return frame(
    steps([
      step("input", x, highlight: [region]),
      step("row \(place), folded", C.row(place).reshaped(4, 4), lead: "·"),
      step("output", y, lead: "→", highlight: [cell(top, left)]),
      step("matrix", C,
        highlight: [cells(rows: place..<(place + 1), columns: 0..<16)]),
    ], colorMap: .counts),
    terms.joined(separator: " + ") + " = \(Int(y[top, left]))")
})
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
print("== eq-row-jump")
let W = symbol("W", 7), o = symbol("o", 3)
show(derivation("\\text{jump}", s * W - (o - 1) * s))
print("== fig-strided-matrix")
show(matrixPlot(strided, columnsPerBlock: 7))
print("== lst-pad-pipeline")
let image = Tensor.arange(25).reshaped(5, 5)
let padded = image.padded(1)
let nine = matmul(strided, padded.flattened)
let byPipeline = nine.reshaped(3, 3)
print("image:   ", image.shape)
print("pad:     ", padded.shape)
print("flatten: ", padded.flattened.shape)
print("multiply:", strided.shape, "× \(padded.flattened.shape) →", nine.shape)
print("reshape: ", byPipeline.shape, byPipeline)
let direct = convolutionMatrix(ones, input: [5, 5], stride: 2, padding: 1)
print("with padding folded in:", direct.shape)
expect(builtMatrix(ones, rows: 7, columns: 7, stride: 2) == strided, "the recipe")
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
  ]
}
show(table(
  ["image", "matrix", "as Float32", "not zero"],
  [costRow(28), costRow(56), costRow(112), costRow(224)]))
print("== value 8")
print("\(224 * 224 / 9)")
print("== lst-windows")
let windows = unfold(x, kernel: 3).T
print(windows)
print(matmul(windows, w.flattened))
expect(matmul(windows, w.flattened) == product, "windows times kernel")
print("== lst-three-costs")
func ways(
  _ x: Tensor, _ w: Tensor
) -> [(name: String, products: Int, memory: Int)] {
  let n = x.shape[0]
  let byLoop = byLoops(x, w)
  let matrix = convolutionMatrix(w, input: [n, n])
  let patches = unfold(x, kernel: w.shape[0]).T
  let result = byLoop.output.flattened
  expect(maxAbsDifference(matmul(matrix, x.flattened), result) < 1e-4, "matrix")
  expect(maxAbsDifference(matmul(patches, w.flattened), result) < 1e-4, "windows")
  return [
    (name: "loops:  ", products: byLoop.products, memory: 0),
    (name: "matrix: ", products: matrix.count, memory: matrix.count),
    (name: "windows:", products: patches.count, memory: patches.count),
  ]
}
let garment = garments(count: 1, seed: 0).images().reshaped(28, 28)
for way in ways(garment, w) {
  print(way.name, way.products, "products,", way.memory, "numbers to store")
}
print("== value 9")
print("\(fixed(222.0 * 222 * 9 * 4 / 1e6, 1))")
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
print("== value 10")
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
print("== value 11")
print("\(y.row(1))")
print("== fig-exercise-blocks")
let small: Tensor = [[1, 2], [3, 4]]
show(matrixPlot(convolutionMatrix(small, input: [4, 4], stride: 2), columnsPerBlock: 4))
print("== lst-exercise-difference")
print(conv2d(x, hidden - w))
print("== lst-exercise-efficient")
let cheap = (3...40).filter { n in
  let outputs = (n - 2) * (n - 2)
  return outputs * n * n <= outputs * 9
}
print("n:", cheap)
print("== lst-exercise-even")
for padding in 0...3 {
  let size = outputSize(input: 8, kernel: 4, padding: padding)
  print("padding \(padding): 8 → \(size)")
}
print("== lst-convolution-checks")
expect(y.flattened == matmul(C, x.flattened), "window and matrix agree")
expect(y == [[12, 8], [14, 18]], "the repaired example")
let asPrinted = matmul(printed, x.flattened).reshaped(2, 2)
expect(asPrinted == [[34, 24], [14, 18]], "the printed matrix")
expect(conv2d(guideCorner, w) == [[12, 12], [10, 17]], "the claimed numbers")
expect(different == 0, "the size formula holds on the whole grid")
expect(starts == [0, 2, 4, 14, 16, 18, 28, 30, 32], "the rows of a strided matrix")
expect(isToeplitz(C1) && !isToeplitz(C), "Toeplitz in one dimension only")
expect(byMatrix == byPipeline, "pad, flatten, multiply, reshape")
print("all checks hold")
}
