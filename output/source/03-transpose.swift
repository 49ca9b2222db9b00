// The code of chapters/03-transpose.md, in order.
import DeconvLessons

func chapter03_transpose() throws {
print("== fig-transposed-matrix")
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
let C = convolutionMatrix(w, input: [4, 4])
show(matrixPlot(C.T, rowsPerBlock: 4))
print("== lst-back")
let y = conv2d(x, w)
let back = matmul(C.T, y.flattened).reshaped(4, 4)
print(y)
print(back)
print("== lst-layer")
print(convTranspose2d(y, w))
expect(convTranspose2d(y, w) == back, "the layer is the transposed matrix")
print("== fig-wires")
let wiring = convolutionMatrix(Tensor.ones(3, 3), input: [4, 4])
show(steps([
  step("small side", matmul(wiring, Tensor.ones(16)).reshaped(2, 2)),
  step("large side", matmul(wiring.T, Tensor.ones(4)).reshaped(4, 4)),
], colorMap: .counts))
print("== fig-stamps")
let small: Tensor = [[0, 1], [2, 3]]
let k2: Tensor = [[0, 1], [2, 3]]
func stamp(_ row: Int, _ column: Int) -> Tensor {
  var only = Tensor.zeros(2, 2)
  only[row, column] = small[row, column]
  return convTranspose2d(only, k2)
}
func place(_ row: Int, _ column: Int) -> [FigureRegion] {
  return [cells(rows: row..<(row + 2), columns: column..<(column + 2))]
}
show(steps([
  step("0 × kernel", stamp(0, 0), highlight: place(0, 0)),
  step("1 × kernel", stamp(0, 1), lead: "+", highlight: place(0, 1)),
  step("2 × kernel", stamp(1, 0), lead: "+", highlight: place(1, 0)),
  step("3 × kernel", stamp(1, 1), lead: "+", highlight: place(1, 1)),
  step("sum", convTranspose2d(small, k2), lead: "="),
], colorMap: .counts))
print("== lst-scatter")
func stampAll(_ x: Tensor, _ w: Tensor, stride: Int) -> Tensor {
  func side(_ axis: Int) -> Int {
    return transposedOutputSize(
      input: x.shape[axis], kernel: w.shape[axis], stride: stride)
  }
  var canvas = Tensor.zeros(side(0), side(1))
  for row in 0..<x.shape[0] {
    for column in 0..<x.shape[1] {
      for a in 0..<w.shape[0] {
        for b in 0..<w.shape[1] {
          canvas[row * stride + a, column * stride + b] += x[row, column] * w[a, b]
        }
      }
    }
  }
  return canvas
}
print(stampAll(small, k2, stride: 1))
expect(stampAll(small, k2, stride: 1) == convTranspose2d(small, k2), "the layer")
expect(stampAll(y, w, stride: 1) == back, "and the transposed matrix")
print("== fig-stamps-strided")
show(steps([
  step("input", small),
  step("kernel", k2),
  step("stride 1", convTranspose2d(small, k2)),
  step("stride 2", convTranspose2d(small, k2, stride: 2)),
], colorMap: .counts))
print("== lst-four-ways")
let a: Tensor = [[[[2, -1], [0, 3]]]]
let b: Tensor = [[[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]]
func upsampled(_ algorithm: TransposedConvolutionAlgorithm) -> Tensor {
  return convTranspose2d(
    a, b, stride: 2, padding: 1, outputPadding: 1, algorithm: algorithm)
}
print(upsampled(.scatter))
print(upsampled(.gather))
print(upsampled(.zeroInsertion))
print(upsampled(.polyphase))
let fractions = Tensor.random(1, 1, 6, 5, seed: 1)
let weights = Tensor.random(1, 1, 4, 3, seed: 2)
var disagreements = 0
for algorithm in TransposedConvolutionAlgorithm.allCases {
  let result = convTranspose2d(fractions, weights, stride: 2, algorithm: algorithm)
  if result != convTranspose2d(fractions, weights, stride: 2) { disagreements += 1 }
}
print("disagreements on random fractions:", disagreements)
print("== eq-transposed-example")
let i = symbol("i", 3), s = symbol("s", 1), k = symbol("k", 3), p = symbol("p", 0)
show(derivation("o", (i - 1) * s + k - 2 * p))
print("== fig-three-to-five")
show(heatmap(convTranspose2d(Tensor.ones(3, 3), Tensor.ones(3, 3))))
print("== tbl-preimages")
func wayBack(_ input: Int) -> [String] {
  let small = outputSize(input: input, kernel: 3, stride: 2, padding: 1)
  let lost = (input + 2 - 3) % 2
  let back = transposedOutputSize(
    input: small, kernel: 3, stride: 2, padding: 1, outputPadding: lost)
  return ["\(input)", "\(small)", "\(lost)", "\(back)"]
}
show(table(
  ["input", "convolution gives", "output padding", "transposed gives"],
  [wayBack(31), wayBack(32)]))
print("== lst-textbook")
func textbookConvolution(_ a: [Int], _ b: [Int]) -> [Int] {
  var sums: [Int] = []
  for n in 0..<(a.count + b.count - 1) {
    var sum = 0
    for m in 0..<a.count where n - m >= 0 && n - m < b.count {
      sum += a[m] * b[n - m]
    }
    sums.append(sum)
  }
  return sums
}
print("textbook:  ", textbookConvolution([3, -1, 4], [1, 2, 5]))
print("transposed:", convTranspose1d([3, -1, 4], [1, 2, 5]))
print("turned:    ", conv1d([3, -1, 4], [5, 2, 1], padding: 2))
print("== lst-textbook-strided")
print("textbook:  ", textbookConvolution([3, 0, -1, 0, 4], [1, 2, 5]))
print("transposed:", convTranspose1d([3, -1, 4], [1, 2, 5], stride: 2))
print("== lst-adjoint")
func whole(_ rows: Int, _ columns: Int, seed: Int) -> Tensor {
  let drawn = Tensor.random(rows, columns, seed: seed)
  var numbers = Tensor.zeros(rows, columns)
  for row in 0..<rows {
    for column in 0..<columns {
      numbers[row, column] = Float(Int(drawn[row, column] * 9)) - 4
    }
  }
  return numbers
}
var trials = 0
var violations = 0
for kernel in 1...4 {
  for stride in 1...3 {
    for padding in 0...1 where padding < kernel {
      let size = 9
      let input = whole(size, size, seed: 1000 + trials)
      let weight = whole(kernel, kernel, seed: 2000 + trials)
      let forward = conv2d(input, weight, stride: stride, padding: padding)
      let v = whole(forward.shape[0], forward.shape[1], seed: 3000 + trials)
      let lost = (size + 2 * padding - kernel) % stride
      let backward = convTranspose2d(
        v, weight, stride: stride, padding: padding, outputPadding: lost)
      trials += 1
      if (forward * v).sum() != (input * backward).sum() { violations += 1 }
    }
  }
}
print("settings:", trials, "violations:", violations)
print("== fig-gradient")
let g: Tensor = [[1, -2], [3, 1]]
func loss(_ input: Tensor) -> Float { return (conv2d(input, w) * g).sum() }
var nudged = Tensor.zeros(4, 4)
for row in 0..<4 {
  for column in 0..<4 {
    var more = x
    more[row, column] += 1
    nudged[row, column] = loss(more) - loss(x)
  }
}
show(steps([
  step("gradient of the loss", g),
  step("by nudging", nudged, lead: "→"),
  step("transposed convolution", convTranspose2d(g, w), lead: "="),
]))
print("== lst-other-gradients")
func nudge(_ start: Tensor, _ loss: (Tensor) -> Float) -> Tensor {
  var slopes = start
  for row in 0..<start.shape[0] {
    for column in 0..<start.shape[1] {
      var more = start
      more[row, column] += 1
      slopes[row, column] = loss(more) - loss(start)
    }
  }
  return slopes
}
let large = whole(7, 7, seed: 1)
let little = whole(3, 3, seed: 2)
let ofInput = nudge(little) { (convTranspose2d($0, w, stride: 2) * large).sum() }
let ofKernel = nudge(w) { (conv2d(large, $0, stride: 2) * little).sum() }
print("input of the transposed:", ofInput)
print("kernel of the ordinary: ", ofKernel)
expect(ofInput == conv2d(large, w, stride: 2), "an ordinary convolution")
expect(ofKernel == conv2d(large, zeroInserted(little, stride: 2)), "not turned")
print("== fig-not-identity")
show(matrixPlot(matmul(C.T, C), rowsPerBlock: 4, columnsPerBlock: 4))
print("== lst-not-inverse")
func dot2(_ a: Tensor, _ b: Tensor) -> Double { return Double((a * b).sum()) }
func length(_ a: Tensor) -> Double { return dot2(a, a).squareRoot() }
let best = dot2(back, x) / dot2(back, back)
print("as it is:       ", fixed(length(back - x) / length(x), 1))
print("best factor:    ", fixed(best, 4))
print("with the factor:", fixed(length(back * Float(best) - x) / length(x), 3))
print("== lst-best-stamps")
func solved(_ matrix: Matrix, _ right: Tensor) -> Tensor {
  var a = matrix
  var b = right
  for pivot in 0..<b.count {
    for row in 0..<b.count where row != pivot {
      let factor = a[row, pivot] / a[pivot, pivot]
      for column in 0..<b.count { a[row, column] -= factor * a[pivot, column] }
      b[row] -= Float(factor) * b[pivot]
    }
  }
  for row in 0..<b.count { b[row] /= Float(a[row, row]) }
  return b
}
let u = solved(Matrix(matmul(C, C.T)), y.flattened)
let nearest = convTranspose2d(u.reshaped(2, 2), w)
print("amounts:", u)
print("error with the best amounts:", fixed(length(nearest - x) / length(x), 3))
print("== fig-one-hot")
var rebuilt = Tensor.zeros(4, 4)
var parts = [step("input", x)]
for tap in 0..<4 {
  var pick = Tensor.zeros(2, 2)
  pick[tap / 2, tap % 2] = 1
  let part = convTranspose2d(conv2d(x, pick, stride: 2), pick, stride: 2)
  rebuilt = rebuilt + part
  parts.append(step("kernel \(tap)", part, lead: tap == 0 ? "→" : "+"))
}
parts.append(step("sum", rebuilt, lead: "="))
show(steps(parts, colorMap: .counts))
print("== eq-sum-example")
let sx = symbol("S_x", Int(y.sum())), sw = symbol("S_w", Int(w.sum()))
show(derivation("S_y", sx * sw))
print("== lst-sum")
print("sum of the output:", fixed(back.sum(), 0))
print("== fig-exercise-impulse")
var impulse = Tensor.zeros(3, 3)
impulse[1, 1] = 1
show(heatmap(convTranspose2d(impulse, w)))
print("== lst-exercise-haar")
let haar: Tensor = [[0.6, 0.8]]
let H = convolutionMatrix(haar, input: [1, 4], stride: 2)
print(matmul(H, H.T))
print("exactly one:", matmul(H, H.T)[0, 0] == 1)
print("== lst-checks")
expect(
  back == [[0, 12, 32, 16], [24, 54, 62, 36], [28, 76, 68, 16], [0, 14, 46, 36]],
  "the repaired way back")
expect(upsampled(.scatter) == upsampled(.gather), "scatter and gather")
expect(upsampled(.gather) == upsampled(.zeroInsertion), "gather and zero insertion")
expect(upsampled(.gather) == upsampled(.polyphase), "gather and polyphase")
expect(disagreements == 0, "four ways, one result")
expect(
  convTranspose2d(small, k2) == [[0, 0, 1], [0, 4, 6], [4, 12, 9]], "four stamps")
expect(
  convTranspose1d([3, -1, 4], [1, 2, 5]) == [3, 5, 17, 3, 20], "a full convolution")
expect(violations == 0, "the adjoint identity")
expect(nudged == convTranspose2d(g, w), "the gradient is a transposed convolution")
expect(maxAbsDifference(conv2d(nearest, w), y) < 1e-4, "the best amounts")
expect(rebuilt == x, "one-hot kernels lose nothing")
expect(back.sum() == y.sum() * w.sum(), "the sum rule")
print("all checks hold")
}
