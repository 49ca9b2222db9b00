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
print("== lst-always")
func whole(_ rows: Int, _ columns: Int, seed: Int) -> Tensor {
  let drawn = Tensor.random(rows, columns, seed: seed)
  return Tensor(shape: [rows, columns], scalars: drawn.scalars.map {
    Float(Int($0 * 9)) - 4
  })
}
var layers = 0
var unequal = 0
for kernel in 1...4 {
  for stride in 1...3 {
    for padding in 0...1 where padding < kernel {
      let weight = whole(kernel, kernel, seed: layers)
      let side = outputSize(
        input: 9, kernel: kernel, stride: stride, padding: padding)
      let v = whole(side, side, seed: 100 + layers)
      let matrix = convolutionMatrix(
        weight, input: [9, 9], stride: stride, padding: padding)
      let layer = convTranspose2d(
        v, weight, stride: stride, padding: padding,
        outputPadding: (9 + 2 * padding - kernel) % stride)
      layers += 1
      if layer.flattened != matmul(matrix.T, v.flattened) { unequal += 1 }
    }
  }
}
print("layers:", layers, "not equal to the transposed matrix:", unequal)
print("== lst-back-pipeline")
let nine = Tensor.arange(9).reshaped(3, 3) + 1
let box = Tensor.ones(3, 3)
let K = convolutionMatrix(box, input: [7, 7], stride: 2)
let canvas = matmul(K.T, nine.flattened).reshaped(7, 7)
let cut = canvas.cropped(1)
print("flatten: ", nine.shape, "→", nine.flattened.shape)
print("multiply:", K.T.shape, "× \(nine.flattened.shape) →", [K.T.shape[0]])
print("reshape: ", canvas.shape)
print("crop:    ", cut.shape)
expect(cut == convTranspose2d(nine, box, stride: 2, padding: 1), "the layer")
print("== fig-crop")
show(steps([
  step("input", nine),
  step(
    "canvas", canvas, lead: "→", highlight: [cells(rows: 1..<6, columns: 1..<6)]),
  step("cropped", cut, lead: "→"),
], colorMap: .counts))
print("== fig-wires")
let wiring = convolutionMatrix(Tensor.ones(3, 3), input: [4, 4])
show(steps([
  step("small side", matmul(wiring, Tensor.ones(16)).reshaped(2, 2)),
  step("large side", matmul(wiring.T, Tensor.ones(4)).reshaped(4, 4)),
], colorMap: .counts))
print("== fig-columns")
let three: Tensor = [1, 2, 3]
let C1 = convolutionMatrix(three, input: 5)
let little1: Tensor = [2, 5, 1]
let wide1 = matmul(C1.T, little1)
expect(wide1 == convTranspose1d(little1, three), "one dimension")
show(steps([
  step("C", C1),
  step("transposed", C1.T, highlight: [cells(rows: 0..<5, columns: 1..<2)]),
  step("input", little1.reshaped(3, 1), lead: "×", highlight: [cell(1, 0)]),
  step("output", wide1.reshaped(5, 1), lead: "="),
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
print("== fig-stamps-explore")
let numbers: Tensor = [[1, 2, 0], [3, 1, 2], [0, 1, 4]]
show(explore(
  slider("stamps", 0...9, initial: 5), slider("stride", 1...3, initial: 2)
) { count, stride in
  var put = Tensor.zeros(3, 3)
  for n in 0..<count { put[n / 3, n % 3] = numbers[n / 3, n % 3] }
  let canvas = convTranspose2d(put, w, stride: stride)
  if count == 0 {
    return frame(
      steps([
        step("input", numbers), step("stamp", w * 0),
        step("canvas", canvas, lead: "→"),
      ], colorMap: .counts, range: 0...16), "an empty canvas")
  }
  let (row, column) = ((count - 1) / 3, (count - 1) % 3)
  let (top, left) = (row * stride, column * stride)
  let value = numbers[row, column]
  return frame(
    steps([
      step("input", numbers, highlight: [cell(row, column)]),
      step("\(Int(value)) × kernel", w * value, lead: "→"),
      step(
        "canvas", canvas, lead: "→",
        highlight: [cells(rows: top..<(top + 3), columns: left..<(left + 3))]),
    ], colorMap: .counts, range: 0...16),
    "stamp \(count) of 9: \(Int(value)) × kernel, from row \(top), column \(left)")
})
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
print("== lst-four-ways")
let fractions = Tensor.random(1, 1, 6, 5, seed: 1)
let weights = Tensor.random(1, 1, 4, 3, seed: 2)
var disagreements = 0
for algorithm in TransposedConvolutionAlgorithm.allCases {
  let result = convTranspose2d(fractions, weights, stride: 2, algorithm: algorithm)
  if result != convTranspose2d(fractions, weights, stride: 2) { disagreements += 1 }
}
let names = TransposedConvolutionAlgorithm.allCases.map { $0.rawValue }
print(names.joined(separator: ", "))
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
print("== tbl-gradients-strided")
func wholes(_ shape: [Int], seed: Int) -> Tensor {
  let count = shape.reduce(1) { $0 * $1 }
  return whole(1, count, seed: seed).reshaped(shape)
}
func gradientRow(
  _ size: Int, _ kernel: Int, _ stride: Int, _ padding: Int
) -> [String] {
  let image = wholes([1, 3, size, size], seed: size)
  let weight = wholes([16, 3, kernel, kernel], seed: stride)
  let output = conv2d(image, weight, stride: stride, padding: padding)
  let g = wholes(output.shape, seed: 7)
  let lost = (size + 2 * padding - kernel) % stride
  let short = convTranspose2d(g, weight, stride: stride, padding: padding)
  let way = convTranspose2d(
    g, weight, stride: stride, padding: padding, outputPadding: lost)
  let engine = gradient(
    of: { conv2d($0, weight, stride: stride, padding: padding) }, at: image,
    upstream: g)
  var worst: Float = 0
  let here = (output * g).sum()
  for n in 0..<image.count {
    var more = image.flattened
    more[n] += 1
    let there = conv2d(
      more.reshaped(image.shape), weight, stride: stride, padding: padding)
    worst = max(worst, abs((there * g).sum() - here - way.flattened[n]))
  }
  return [
    "\(size)", "\(kernel)", "\(stride)", "\(padding)", "\(short.shape[2])",
    "\(lost)", way == engine ? "equal" : "not equal", worst == 0 ? "equal" : "not equal",
  ]
}
let gradientRows = [
  gradientRow(8, 3, 1, 1), gradientRow(8, 3, 2, 1), gradientRow(9, 3, 2, 1),
  gradientRow(17, 5, 3, 2),
]
show(table(
  ["input", "k", "s", "p", "without a", "a", "engine", "nudging"], gradientRows))
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
print("== tbl-flipped")
let g5 = whole(5, 5, seed: 5)
let ofData1 = nudge(large) { (conv2d($0, w) * g5).sum() }
let ofData = nudge(large) { (conv2d($0, w, stride: 2) * little).sum() }
let ofKernel1 = nudge(w) { (conv2d(large, $0) * g5).sum() }
let stuffed = zeroInserted(little, stride: 2)
func off(_ result: Tensor, _ truth: Tensor) -> String {
  return result.shape == truth.shape
    ? fixed(maxAbsDifference(result, truth), 0) : "wrong shape: \(result.shape[0])"
}
let flippedRows = [
  ["data", "1", "g, 2 zeros around",
    off(conv2d(g5, w, padding: 2), ofData1),
    off(conv2d(g5, w.flipped(), padding: 2), ofData1)],
  ["weights", "1", "input",
    off(conv2d(large, g5), ofKernel1),
    off(conv2d(large, g5.flipped()), ofKernel1)],
  ["data", "2", "g, 2 zeros around",
    off(conv2d(little, w, padding: 2), ofData),
    off(conv2d(little, w.flipped(), padding: 2), ofData)],
  ["data", "2", "the same, zeros between",
    off(conv2d(stuffed, w, padding: 2), ofData),
    off(conv2d(stuffed, w.flipped(), padding: 2), ofData)],
  ["weights", "2", "input, zeros in g",
    off(conv2d(large, stuffed), ofKernel),
    off(conv2d(large, stuffed.flipped()), ofKernel)],
]
show(table(
  ["gradient for", "stride", "slides over", "filter as it is", "filter turned"],
  flippedRows))
print("== fig-not-identity")
show(matrixPlot(matmul(C.T, C), rowsPerBlock: 4, columnsPerBlock: 4))
print("== lst-not-inverse")
func dot2(_ a: Tensor, _ b: Tensor) -> Double { return Double((a * b).sum()) }
func length(_ a: Tensor) -> Double { return dot2(a, a).squareRoot() }
let best = dot2(back, x) / dot2(back, back)
print("as it is:       ", fixed(length(back - x) / length(x), 1))
print("best factor:    ", fixed(best, 4))
print("with the factor:", fixed(length(back * Float(best) - x) / length(x), 3))
print("== tbl-directions")
let parts4 = svd(Matrix(C))
let rank = matrixRank(Matrix(C))
let inverse = pseudoInverse(Matrix(C))
let after = matmul(inverse, Matrix(C))
func along(_ n: Int) -> [String] {
  let v = parts4.v.T.row(n).reshaped(16, 1)
  let stretch = parts4.values[n]
  let best = matmul(v.T, matmul(after, v))[0, 0]
  return [
    "\(n + 1)", fixed(stretch, 3), fixed(stretch * stretch, 0), fixed(best, 0),
  ]
}
var directions = (0..<rank).map { along($0) }
directions.append(["the other \(16 - rank)", "0", "0", "0"])
show(table(["direction", "C: σ", "Cᵀ after C: σ²", "C⁺ after C"], directions))
print("== value 1")
print("\(rank)")
print("== lst-best-stamps")
let nearest = Tensor(matmul(inverse, Matrix(y.reshaped(4, 1)))).reshaped(4, 4)
let kept = length(nearest) / length(x)
let missed = length(nearest - x) / length(x)
print("length of what is kept:  ", fixed(kept, 3))
print("error that remains:      ", fixed(missed, 3))
print("squares, added:          ", fixed(kept * kept + missed * missed, 3))
print("== fig-projection")
var identity = Matrix(Tensor.zeros(16, 16))
for n in 0..<16 { identity[n, n] = 1 }
show(steps([
  step("there and back", after), step("identity", identity),
], colorMap: .diverging, range: -1...1, showsValues: false))
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
print("== lst-haar")
let haar: Tensor = [
  [[[0.5, 0.5], [0.5, 0.5]]], [[[0.5, -0.5], [0.5, -0.5]]],
  [[[0.5, 0.5], [-0.5, -0.5]]], [[[0.5, -0.5], [-0.5, 0.5]]],
]
let coefficients = conv2d(x.reshaped(1, 1, 4, 4), haar, stride: 2)
let all = convTranspose2d(coefficients, haar, stride: 2).reshaped(4, 4)
let stacked16 = concatenated((0..<4).map { n in
  convolutionMatrix(haar.row(n).reshaped(2, 2), input: [4, 4], stride: 2)
})
print("one layer, four kernels, matrix", stacked16.shape)
print("transpose times matrix is the identity:",
  Matrix(matmul(stacked16.T, stacked16)) == identity)
print("there and back:", all)
print("== fig-haar")
var onlyFirst = coefficients
for n in 4..<16 { onlyFirst[0, n / 4, n / 2 % 2, n % 2] = 0 }
let averages = convTranspose2d(onlyFirst, haar, stride: 2).reshaped(4, 4)
let maps = (0..<4).map { n in
  step("kernel \(n)", coefficients.row(0).row(n))
}
show(steps(
  maps + [
    step("input", x), step("from kernel 0", averages), step("from all four", all),
  ], colorMap: .diverging))
print("== lst-circular")
var ring = Matrix(Tensor.zeros(8, 8))
for n in 0..<8 {
  ring[n, n] = 0.5
  ring[n, (n + 1) % 8] = 0.25
  ring[n, (n + 7) % 8] = 0.25
}
let eigenvalues = eigenSymmetric(matmul(ring.T, ring)).values
let powers = fft(ring.row(0)).power.scalars.sorted(by: >)
var apart = 0.0
for (a, b) in zip(eigenvalues, powers) { apart = max(apart, abs(a - b)) }
func listed(_ values: [Double]) -> String {
  return values.map { fixed(abs($0), 3) }.joined(separator: "  ")
}
print("eigenvalues:", listed(eigenvalues))
print("|H|²:       ", listed(powers))
print("rank:", matrixRank(ring))
expect(apart < 1e-12, "the eigenvalues are the squared magnitudes")
print("== fig-deconvolved")
let clothes = (garments(count: 101, seed: 4).images() + 1) * 0.5
let original = clothes.row(0).reshaped(28, 28)
let profile: [Float] = [0.1, 0.2, 0.4, 0.2, 0.1]
var blur = Tensor.zeros(28, 28)
for a in 0..<5 {
  for b in 0..<5 { blur[(a + 26) % 28, (b + 26) % 28] = profile[a] * profile[b] }
}
let none = Matrix(Tensor.zeros(28, 28))
func real(_ values: Matrix) -> Spectrum {
  return Spectrum(real: values, imaginary: none)
}
func picture(_ spectrum: Spectrum) -> Tensor { return Tensor(ifft2(spectrum).real) }
let H = fft2(blur)
let clean = picture(fft2(original) * H)
let noise = Tensor.randomNormal(28, 28, seed: 6) * 0.01
let seen = fft2(clean + noise)
var strength = none
for n in 1..<101 {
  strength = strength + fft2(clothes.row(n).reshaped(28, 28)).power
}
let ratio = 0.01 * 0.01 * 784 / (strength / 100)
let found: [(name: String, image: Tensor)] = [
  (name: "blur and noise", image: clean + noise),
  (name: "transpose", image: picture(seen * H.conjugate)),
  (name: "1 / H, no noise", image: picture(fft2(clean) / H)),
  (name: "1 / H", image: picture(seen / H)),
  (name: "Wiener filter",
    image: picture(seen * H.conjugate / real(H.power + ratio))),
]
show(imageGrid(
  concatenated(
    ([original] + found.map { $0.image }).map { $0.reshaped(1, 28, 28) }),
  columns: 3, captions: ["garment"] + found.map { $0.name }, range: 0...1))
print("== tbl-deconvolved")
func decibels(_ image: Tensor) -> Float { return psnr(image, original, range: 1) }
show(table(["picture", "PSNR"], found.map { way in
  [way.name, decibels(way.image) > 90 ? "over 90" : fixed(decibels(way.image), 1)]
}))
print("== value 2")
print("\(fixed(1 / H.magnitude.min(), 0))")
print("== fig-ways-back")
func left(_ back: (Double) -> Double) -> [Double] {
  return (0...56).map { n in
    let angle = Double(n) / 56 * Double.pi
    return back(0.4 + 0.4 * cos(angle) + 0.2 * cos(2 * angle))
  }
}
show(curves([
  curve("1 / H", left { $0 / $0 }, step: 1.0 / 56),
  curve("Wiener", left { $0 * $0 / ($0 * $0 + 0.01) }, step: 1.0 / 56),
  curve("transpose", left { $0 * $0 }, step: 1.0 / 56),
], xAxis: "frequency", yAxis: "part that is left"))
print("== eq-sum-example")
let sx = symbol("S_x", Int(y.sum())), sw = symbol("S_w", Int(w.sum()))
show(derivation("S_y", sx * sw))
print("== lst-sum")
print("sum of the output:", fixed(back.sum(), 0))
print("== fig-exercise-impulse")
var impulse = Tensor.zeros(3, 3)
impulse[1, 1] = 1
show(heatmap(convTranspose2d(impulse, w)))
print("== lst-exercise-round-trip")
let nine0 = Tensor.arange(9).reshaped(3, 3)
let k4: Tensor = [[1, 2], [3, 4]]
let there = conv2d(nine0, k4)
print(there)
print(convTranspose2d(there, k4))
print("== lst-exercise-lost")
var share = 0.0
for n in 0..<400 {
  let any = Matrix(Tensor.randomNormal(16, 1, seed: n))
  let lostPart = any - matmul(after, any)
  share += matmul(lostPart.T, lostPart)[0, 0] / matmul(any.T, any)[0, 0] / 400
}
print("lost, of the squared length:", fixed(share, 2))
print("error, as a length:         ", fixed(share.squareRoot(), 2))
print("== lst-exercise-haar")
let pair: Tensor = [[0.6, 0.8]]
let P = convolutionMatrix(pair, input: [1, 4], stride: 2)
print(matmul(P, P.T))
print("exactly one:", matmul(P, P.T)[0, 0] == 1)
print("== lst-transpose-checks")
expect(
  back == [[0, 12, 32, 16], [24, 54, 62, 36], [28, 76, 68, 16], [0, 14, 46, 36]],
  "the repaired way back")
expect(unequal == 0, "the layer is the transposed matrix, in every setting")
expect(disagreements == 0, "four ways, one result")
expect(
  convTranspose2d(small, k2) == [[0, 0, 1], [0, 4, 6], [4, 12, 9]], "four stamps")
expect(
  convTranspose1d([3, -1, 4], [1, 2, 5]) == [3, 5, 17, 3, 20], "a full convolution")
expect(violations == 0, "the adjoint identity")
expect(nudged == convTranspose2d(g, w), "the gradient is a transposed convolution")
expect(maxAbsDifference(conv2d(nearest, w), y) < 1e-4, "the best amounts")
expect(rank == 4 && abs(missed - 0.81) < 0.0005, "twelve dimensions are lost")
expect(rebuilt == x && all == x, "one-hot and Haar kernels lose nothing")
let quality = found.map { decibels($0.image) }
expect(quality[1] < quality[0], "the transpose blurs again")
expect(quality[2] > 90, "division by H undoes the blur")
expect(quality[3] < quality[0], "but not the noise")
expect(quality[4] > quality[0], "the Wiener filter helps")
expect(
  gradientRows.allSatisfy { $0[6] == "equal" && $0[7] == "equal" }, "gradients")
expect(flippedRows[0][4] == "0" && flippedRows[1][3] == "0", "turned for data only")
expect(back.sum() == y.sum() * w.sum(), "the sum rule")
print("all checks hold")
}
