// The code of chapters/04-algorithms.md, in order.
import DeconvLessons

func chapter04_algorithms() throws {
print("== fig-alg-products")
let x: Tensor = [3, 1, 2, 1]
let w: Tensor = [1, 2, 4]
let y = convTranspose1d(x, w, stride: 2)
let taps = convolutionMatrix(w, input: y.count, stride: 2)
var products = taps
for n in 0..<x.count {
  for m in 0..<y.count { products[n, m] = x[n] * taps[n, m] }
}
let columnSums = products.sum(axis: 0, keepingAxis: true)
show(heatmap(
  concatenated([products, columnSums]), rowAxis: "input", columnAxis: "output",
  rowLabels: ["3 ×", "1 ×", "2 ×", "1 ×", "sum"], colorMap: .counts,
  highlight: [
    cells(rows: 1..<2, columns: 2..<5), cells(rows: 0..<4, columns: 4..<5),
  ]))
print("== lst-alg-scatter")
func scattered(_ x: Tensor, _ w: Tensor, _ s: Int) -> Tensor {
  var y = Tensor.zeros((x.count - 1) * s + w.count)
  for n in 0..<x.count {
    for t in 0..<w.count { y[n * s + t] += x[n] * w[t] }
  }
  return y
}
print(scattered(x, w, 2))
expect(scattered(x, w, 2) == y, "scatter is the layer")
print("== fig-alg-canvas")
let grid: Tensor = [[1, 2], [3, 4]]
let kernel: Tensor = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
func canvas(after stamps: Int) -> Tensor {
  var some = Tensor.zeros(2, 2)
  for n in 0..<stamps { some[n / 2, n % 2] = grid[n / 2, n % 2] }
  return convTranspose2d(some, kernel, stride: 2)
}
func painted(_ stamps: Int) -> FigureFrame {
  let (top, left) = ((stamps - 1) / 2 * 2, (stamps - 1) % 2 * 2)
  return step(
    "+ \(stamps) × kernel", canvas(after: stamps), lead: stamps == 1 ? "" : "→",
    highlight: [cells(rows: top..<(top + 3), columns: left..<(left + 3))])
}
let full = convTranspose2d(grid, kernel, stride: 2)
let doubled = convTranspose2d(
  grid, kernel, stride: 2, padding: 1, outputPadding: 1)
show(steps([
  painted(1), painted(2), painted(3), painted(4),
  step("cut", doubled, lead: "→"),
], colorMap: .counts))
print("== lst-alg-gather")
func gathered(_ x: Tensor, _ w: Tensor, _ s: Int) -> Tensor {
  var y = Tensor.zeros((x.count - 1) * s + w.count)
  for m in 0..<y.count {
    for n in 0..<x.count {
      let t = m - n * s
      if t >= 0 && t < w.count { y[m] += x[n] * w[t] }
    }
  }
  return y
}
print(gathered(x, w, 2))
expect(gathered(x, w, 2) == y, "gather is the layer")
print("== fig-alg-gather")
show(steps([
  step("inputs", grid, highlight: [cells(rows: 0..<2, columns: 0..<2)]),
  step("weights", kernel,
    highlight: [cell(0, 0), cell(0, 2), cell(2, 0), cell(2, 2)]),
  step("output", doubled, lead: "→", highlight: [cell(1, 1)]),
], colorMap: .counts))
print("== eq-alg-corner")
let corners: Tensor = [[9, 7], [3, 1]]
show(derivation("y_{1,1}", dot(grid, corners)))
print("== tbl-alg-terms")
let terms = overlapCounts(
  kernel: 3, stride: 2, input: [4, 4], padding: 1, outputPadding: 1)
func termRow(_ name: String, _ row: Int) -> [String] {
  return [name, "\(terms[row, 2])", "\(terms[row, 3])"]
}
show(table(["", "even column", "odd column"], [
  termRow("even row", 2), termRow("odd row", 3),
]))
print("== fig-alg-stuffed")
let z = zeroInserted(x, stride: 2)
let wide = convolutionMatrix(w, input: y.count)
var names: [String] = []
var stuffedProducts = wide
for n in 0..<z.count {
  names.append("\(Int(z[n])) ×")
  for m in 0..<y.count { stuffedProducts[n, m] = z[n] * wide[n, m] }
}
show(heatmap(
  stuffedProducts, rowAxis: "input with zeros", columnAxis: "output",
  rowLabels: names, colorMap: .counts,
  highlight: [
    cells(rows: 2..<5, columns: 4..<5), cells(rows: 3..<6, columns: 5..<6),
  ]))
print("== lst-alg-steps")
func throughZeros(_ x: Tensor, _ w: Tensor, _ s: Int, p: Int) -> Tensor {
  return conv1d(zeroInserted(x, stride: s), w.flipped(), padding: w.count - 1 - p)
}
print("input:         ", x)
print("zeros between: ", z)
print("zeros around:  ", z.padded(2))
print("turned kernel: ", w.flipped())
print("output:        ", conv1d(z.padded(2), w.flipped()))
print("with p = 1:    ", throughZeros(x, w, 2, p: 1))
print("as it is:      ", conv1d(z.padded(2), w))
expect(throughZeros(x, w, 2, p: 0) == y, "zeros and the turned kernel")
let cutY = convTranspose1d(x, w, stride: 2, padding: 1)
expect(throughZeros(x, w, 2, p: 1) == cutY, "and the cut")
print("== fig-alg-uncut")
let turned = kernel.flipped()
let stuffed = zeroInserted(grid, stride: 2)
func path(
  _ around: Tensor, _ name: String, window: FigureRegion, to output: FigureRegion
) -> Figure {
  return steps([
    step("input", grid),
    step("zeros between", stuffed, lead: "→"),
    step(name, around, lead: "→", highlight: [window]),
    step("output", conv2d(around, turned), lead: "→", highlight: [output]),
  ], colorMap: .counts, range: 0...55)
}
expect(conv2d(stuffed.padded(2), turned) == full, "nothing cut off")
show(path(
  stuffed.padded(2), "2 zeros around",
  window: cells(rows: 2..<5, columns: 2..<5), to: cell(2, 2)))
print("== tbl-alg-odd")
var oddRows: [[String]] = []
for q in 0...3 {
  let output = conv2d(stuffed.padded(q), turned)
  let (before, after) = (3 + 2 * q, output.shape[0])
  oddRows.append(["\(q)", "\(before) × \(before)", "\(after) × \(after)"])
  expect(output.shape == [2 * q + 1, 2 * q + 1], "always odd")
}
show(table(["q", "padded", "output"], oddRows))
print("== fig-alg-cut")
let cutOnce = convTranspose2d(grid, kernel, stride: 2, padding: 1)
expect(conv2d(stuffed.padded(1), turned) == cutOnce, "padding 1")
show(path(
  stuffed.padded(1), "1 zero around",
  window: cells(rows: 1..<4, columns: 1..<4), to: cell(1, 1)))
print("== fig-alg-doubled")
let uneven = stuffed.padded(top: 1, left: 1, bottom: 2, right: 2)
expect(conv2d(uneven, turned) == doubled, "padding 1, output padding 1")
show(path(
  uneven, "1 before, 2 after",
  window: cells(rows: 3..<6, columns: 3..<6), to: cell(3, 3)))
print("== fig-alg-flip")
let right = conv2d(stuffed.padded(1), turned)
let wrong = conv2d(stuffed.padded(1), kernel)
let unharmed = (right - wrong).scalars.filter { $0 == 0 }.count
show(steps([
  step("turned", right),
  step("as it is", wrong, lead: "−"),
  step("difference", right - wrong, lead: "="),
]))
print("== value 1")
print("\(unharmed)")
print("== lst-alg-symmetric")
func forgotten(_ kernel: Tensor) -> Float {
  let x = Tensor.random(5, 4, seed: 3)
  let z = zeroInserted(x, stride: 2).padded(1)
  return maxAbsDifference(conv2d(z, kernel.flipped()), conv2d(z, kernel))
}
let bump: Tensor = [[1, 2, 1], [2, 4, 2], [1, 2, 1]]
let mirrored: Tensor = [[1, 2, 1], [1, 2, 1], [3, 0, 3]]
let diagonal: Tensor = [[1, 2, 3], [4, 5, 4], [3, 2, 1]]
var caught = 0
for seed in 1...200 {
  if forgotten(Tensor.random(3, 3, seed: seed)) > 0 { caught += 1 }
}
print("bump:                    ", forgotten(bump) > 0)
print("mirror image of itself:  ", forgotten(mirrored) > 0)
print("unchanged by a half turn:", forgotten(diagonal) > 0)
print("random kernels, of 200:  ", caught)
print("== fig-alg-weight")
func added(_ row: Int, _ column: Int) -> Tensor {
  var grown = kernel
  grown[row, column] += 1
  return convTranspose2d(grid, grown, stride: 2) - full
}
func moved(_ row: Int, _ column: Int) -> [FigureRegion] {
  return [cells(rows: row..<(row + 3), columns: column..<(column + 3))]
}
var total = Tensor.zeros(5, 5)
for a in 0..<3 {
  for b in 0..<3 { total = total + added(a, b) * kernel[a, b] }
}
expect(total == full, "the output is a sum of nine moved pictures")
show(steps([
  step("zeros between", stuffed),
  step("first weight", added(0, 0), highlight: moved(0, 0)),
  step("middle weight", added(1, 1), highlight: moved(1, 1)),
  step("last weight", added(2, 2), highlight: moved(2, 2)),
], colorMap: .counts))
print("== fig-alg-sorted")
let order = [0, 2, 4, 6, 8, 1, 3, 5, 7]
var sorted = products
for n in 0..<x.count {
  for (place, m) in order.enumerated() { sorted[n, place] = products[n, m] }
}
show(heatmap(
  sorted, rowAxis: "input", columnAxis: "output",
  rowLabels: ["3 ×", "1 ×", "2 ×", "1 ×"], columnLabels: order.map { "\($0)" },
  colorMap: .counts,
  highlight: [cells(rows: 0..<4, columns: 0..<5), cells(rows: 0..<4, columns: 5..<9)]))
print("== lst-alg-polyphase")
func byPhases(_ x: Tensor, _ w: Tensor, _ s: Int) -> Tensor {
  var y = Tensor.zeros((x.count - 1) * s + w.count)
  for r in 0..<s where r < w.count {
    let phase = Tensor(stride(from: r, to: w.count, by: s).map { w[$0] })
    let part = conv1d(x, phase.flipped(), padding: phase.count - 1)
    for q in 0..<part.count { y[q * s + r] = part[q] }
  }
  return y
}
print("even:", conv1d(x, [4, 1], padding: 1))
print("odd: ", conv1d(x, [2]))
print("both:", byPhases(x, w, 2))
expect(byPhases(x, w, 2) == y, "the phases side by side are the layer")
print("== fig-alg-phases")
func phaseMap(_ rows: Int, _ columns: Int) -> Tensor {
  var map = Tensor.zeros(rows, columns)
  for row in 0..<rows {
    for column in 0..<columns {
      map[row, column] = Float(row % 2 * 2 + column % 2)
    }
  }
  return map
}
show(steps([
  step("weights", phaseMap(3, 3)), step("outputs", phaseMap(5, 5), lead: "→"),
], colorMap: .categorical))
print("== fig-alg-parts")
func everySecond(_ a: Tensor, _ row: Int, _ column: Int) -> Tensor {
  var lines: [[Float]] = []
  for r in stride(from: row, to: a.shape[0], by: 2) {
    lines.append(stride(from: column, to: a.shape[1], by: 2).map { a[r, $0] })
  }
  return Tensor(lines)
}
var together = Tensor.zeros(5, 5)
var parts: [FigureFrame] = []
for phase in 0..<4 {
  let small = everySecond(kernel, phase / 2, phase % 2)
  let part = conv2d(
    grid, small.flipped(), padding: [small.shape[0] - 1, small.shape[1] - 1])
  for row in 0..<part.shape[0] {
    for column in 0..<part.shape[1] {
      together[row * 2 + phase / 2, column * 2 + phase % 2] = part[row, column]
    }
  }
  parts.append(step("kernel \(phase)", small.flipped()))
  parts.append(step("phase \(phase)", part, lead: "→"))
}
expect(together == full, "four small convolutions are the layer")
show(steps(parts, colorMap: .counts))
print("== fig-alg-race")
func term(_ cell: Int, _ n: Int) -> [(cell: Int, value: Float)] {
  let (a, b) = (cell / 4 + 1 - n / 2 * 2, cell % 4 + 1 - n % 2 * 2)
  guard (0..<3).contains(a) && (0..<3).contains(b) else { return [] }
  return [(cell: cell, value: grid[n / 2, n % 2] * kernel[a, b])]
}
func window(_ cell: Int) -> [(cell: Int, value: Float)] {
  let around = uneven.cropped(
    rows: (cell / 4)..<(cell / 4 + 3), columns: (cell % 4)..<(cell % 4 + 3))
  return (around * turned).scalars.map { (cell: cell, value: $0) }
}
let outputs = Array(0..<16)
func phase(of cell: Int) -> Int { return cell / 4 % 2 * 2 + cell % 2 }
let phaseOrder = (0..<4).flatMap { wanted in
  outputs.filter { phase(of: $0) == wanted }
}
let scatterRun = (0..<4).flatMap { n in outputs.flatMap { term($0, n) } }
let gatherRun = outputs.flatMap { cell in (0..<4).flatMap { term(cell, $0) } }
let zerosRun = outputs.flatMap { window($0) }
let phasesRun = phaseOrder.flatMap { cell in (0..<4).flatMap { term(cell, $0) } }
func afterProducts(_ run: [(cell: Int, value: Float)], _ count: Int) -> Tensor {
  var canvas = Tensor.zeros(4, 4)
  for product in run.prefix(count) {
    canvas[product.cell / 4, product.cell % 4] += product.value
  }
  return canvas
}
func lane(
  _ name: String, _ run: [(cell: Int, value: Float)], _ count: Int
) -> FigureFrame {
  let last = run[count - 1].cell
  return step(
    name, afterProducts(run, count), highlight: [cell(last / 4, last % 4)])
}
show(explore(slider("multiplications", 1...25, initial: 12)) { count in
  let idle = zerosRun.prefix(count).filter { $0.value == 0 }.count
  let zeros = "zero insertion: \(count) of \(zerosRun.count), \(idle) by zero"
  let note = count == 25 ? "three are ready; \(zeros)" : zeros
  return frame(
    steps([
      lane("   scatter: one stamp after another   ", scatterRun, count),
      lane("     gather: one cell after another     ", gatherRun, count),
      lane("zero insertion: one cell after another", zerosRun, count),
      lane("polyphase: one phase after another", phasesRun, count),
    ], colorMap: .counts, range: 0...55), note)
})
print("== value 2")
print("\(scatterRun.count)")
print("== value 3")
print("\(zerosRun.count)")
print("== value 4")
print("\(zerosRun.prefix(25).count / 9)")
print("== tbl-alg-cost")
func smallConvolutions(_ k: Int, _ s: Int, _ p: Int, _ o: Int) -> Int {
  var count = 0
  for m in p..<(p + o) { count += (k - m % s + s - 1) / s }
  return count * count
}
func cost(_ n: Int, _ k: Int, _ s: Int, _ p: Int, _ a: Int) -> (Int, Int, Int) {
  let o = transposedOutputSize(
    input: n, kernel: k, stride: s, padding: p, outputPadding: a)
  let line = overlapCounts(
    kernel: k, stride: s, input: n, padding: p, outputPadding: a).sum()
  return (line * line, smallConvolutions(k, s, p, o), o * o * k * k)
}
func costRow(_ n: Int, _ k: Int, _ s: Int, _ p: Int, _ a: Int) -> [String] {
  let (needed, small, zeros) = cost(n, k, s, p, a)
  let wasted = 1 - Double(needed) / Double(zeros)
  return [
    "\(n) × \(n)", "\(k)", "\(s)", "\(p)", "\(a)", "\(needed)", "\(small)",
    "\(zeros)", percent(wasted, 1),
  ]
}
show(table(
  [
    "input", "k", "s", "p", "a", "scatter, gather", "polyphase", "zero insertion",
    "by zero",
  ],
  [
    costRow(2, 3, 2, 1, 1), costRow(16, 3, 2, 0, 0), costRow(16, 3, 2, 1, 1),
    costRow(16, 4, 2, 1, 0), costRow(16, 2, 2, 0, 0), costRow(16, 4, 4, 0, 0),
    costRow(10, 64, 32, 16, 0),
  ]))
print("== lst-alg-order")
let signal = Tensor.random(60, seed: 1) - 0.5
let filter = Tensor.random(9, seed: 2) - 0.5
let forwards = gathered(signal, filter, 2)
func unequal(_ other: Tensor) -> String {
  var count = 0
  for m in 0..<forwards.count where other[m] != forwards[m] { count += 1 }
  let most = scientific(maxAbsDifference(other, forwards), 1)
  return "\(count) of \(forwards.count) differ, by at most \(most)"
}
print("scatter:            ", unequal(scattered(signal, filter, 2)))
let backwards = gathered(signal.flipped(), filter.flipped(), 2).flipped()
print("gather, backwards:  ", unequal(backwards))
print("the engine's gather:", unequal(convTranspose1d(signal, filter, stride: 2)))
print("== lst-alg-property")
var layers = 0
var disagreements = 0
func compare(_ k: Int, _ j: Int, _ s: Int, _ p: Int, _ a: Int) {
  let (rows, columns, t) = (3 + k % 2, 2 + s, s % 3 + 1)
  let height = (rows - 1) * s + k - 2 * p + a
  let width = (columns - 1) * t + j - 2 * p
  if height < 1 || width < 1 || p > (columns - 1) * t { return }
  layers += 1
  let x = Tensor.random(1, 2, rows, columns, seed: layers) - 0.5
  let w = Tensor.random(2, 3, k, j, seed: 10_000 + layers) - 0.5
  func layer(
    _ x: Tensor, _ w: Tensor, _ algorithm: TransposedConvolutionAlgorithm
  ) -> Tensor {
    return convTranspose2d(
      x, w, stride: [s, t], padding: p, outputPadding: [a, 0], algorithm: algorithm)
  }
  for algorithm in TransposedConvolutionAlgorithm.allCases {
    if layer(x, w, algorithm) != layer(x, w, .scatter) { disagreements += 1 }
  }
  let (x1, w1) = (x.row(0).row(0), w.row(0).row(0))
  let matrix = convolutionMatrix(
    w1, input: [height, width], stride: [s, t], padding: p)
  let product = matmul(matrix.T, x1.flattened).reshaped(height, width)
  if product != layer(x1, w1, .scatter) { disagreements += 1 }
}
for k in 1...6 {
  for j in 1...3 {
    for s in 1...4 {
      for p in 0...2 {
        for a in 0..<s { compare(k, j, s, p, a) }
      }
    }
  }
}
print("layers:", layers, "disagreements:", disagreements)
expect(disagreements == 0, "four algorithms, one result")
print("== fig-alg-knobs")
func knob(_ name: String, _ kernel: Tensor, _ s: Int) -> FigureFrame {
  let (rows, columns) = (s..<(s + kernel.shape[0]), s..<(s + kernel.shape[1]))
  return step(
    name, convTranspose2d(grid, kernel, stride: s),
    highlight: [cells(rows: rows, columns: columns)])
}
let box = Tensor.ones(3, 3)
show(steps([
  knob("k = 3, s = 2", box, 2), knob("stride 3", box, 3),
  knob("kernel 4", Tensor.ones(4, 4), 2), knob("kernel 1 × 3", Tensor.ones(1, 3), 2),
  step("padding 1", convTranspose2d(grid, box, stride: 2, padding: 1)),
], colorMap: .counts))
print("== fig-alg-hand-matrix")
let C = convolutionMatrix(kernel, input: [5, 5], stride: 2)
show(matrixPlot(C, columnsPerBlock: 5))
print("== fig-alg-hand-fold")
let byMatrix = matmul(C.T, grid.flattened).reshaped(5, 5)
let byWindow = conv2d(stuffed.padded(1), turned)
expect(byMatrix.cropped(1) == byWindow, "the matrix and the moving kernel agree")
show(steps([
  step("inputs", grid),
  step("Cᵀ × inputs, folded", byMatrix, lead: "→",
    highlight: [cells(rows: 1..<4, columns: 1..<4)]),
  step("cut", byMatrix.cropped(1), lead: "→"),
], colorMap: .counts))
print("== fig-alg-worksheet")
let paper: Tensor = [[1, 2], [0, 3]]
let pencil: Tensor = [[1, 0, 2], [0, 1, 0], [3, 0, 1]]
var first = Tensor.zeros(2, 2)
first[0, 0] = 1
var second = first
second[0, 1] = 2
let spread = zeroInserted(paper, stride: 2)
let sheet = spread.padded(top: 1, left: 1, bottom: 2, right: 2)
show(steps([
  step("1 × kernel", convTranspose2d(first, pencil, stride: 2)),
  step("+ 2 × kernel", convTranspose2d(second, pencil, stride: 2)),
  step("+ 3 × kernel", convTranspose2d(paper, pencil, stride: 2)),
  step("cut", conv2d(sheet, pencil.flipped()), lead: "→",
    highlight: [cells(rows: 1..<3, columns: 1..<3)]),
  step("with zeros", sheet, lead: "←",
    highlight: [cells(rows: 1..<5, columns: 1..<5)]),
], colorMap: .counts))
print("== tbl-alg-which")
show(table(["algorithm", "goes through", "reads", "writes", "use it to"], [
  ["scatter", "inputs", "each input once", "each output many times",
    "understand overlap and sizes"],
  ["gather", "outputs", "the inputs that reach it", "each output once",
    "compute, many cells at a time"],
  ["zero insertion", "outputs", "a window, mostly zeros", "each output once",
    "reuse what you know of convolution"],
  ["polyphase", "phases", "a dense window", "each output once",
    "compute without waste, see the phases"],
]))
print("== lst-alg-exercise-stride3")
print(scattered([1, 2], [1, 2, 3, 4], 3))
print(overlapCounts(kernel: 4, stride: 3, input: 2))
print("== lst-alg-exercise-even")
for k in 2...8 {
  for p in 0...(k / 2) {
    let size = transposedOutputSize(input: 2, kernel: k, stride: 2, padding: p)
    if size == 4 { print("kernel", k, "padding", p, "zeros around:", k - 1 - p) }
  }
}
print("== lst-alg-exercise-negative")
let ramp = Tensor.arange(25).reshaped(5, 5) + 1
let less = conv2d(zeroInserted(ramp, stride: 2).cropped(1), turned)
let layer3 = convTranspose2d(ramp, kernel, stride: 2, padding: 3)
print(layer3.shape, "the same:", less == layer3)
expect(less == layer3, "negative padding is a cut")
var blind = ramp
for n in 0..<5 { blind[0, n] = 99 }
let ignored = convTranspose2d(blind, kernel, stride: 2, padding: 3) == layer3
print("blind for the first row:", ignored)
expect(ignored, "the outer ring is cut away")
print("== lst-alg-exercise-holes")
print(byPhases([5, 6, 7], [1, 2], 3))
print("== lst-alg-checks")
for k in 1...6 {
  for s in 1...4 {
    let most = overlapCounts(kernel: k, stride: s, input: [8, 8]).max()
    let bound = (k + s - 1) / s
    expect(most <= bound * bound, "no more terms than the bound")
    let (some, _, all) = cost(8, s, s, 0, 0)
    expect(some * s * s == all, "the wasted share")
  }
}
expect(y == [3, 6, 13, 2, 6, 4, 9, 2, 4], "the row of the beginning")
expect(columnSums.flattened == y, "the sums of the table's columns")
expect((grid * corners).sum() == doubled[1, 1], "four corners")
expect(right == [[5, 14, 10], [14, 36, 24], [15, 34, 20]], "the kernel is turned")
expect(wrong == [[5, 16, 10], [26, 64, 36], [15, 36, 20]], "and must be")
expect(forgotten(bump) == 0 && forgotten(diagonal) == 0, "half turns hide it")
expect(forgotten(mirrored) > 0 && caught == 200, "nothing else does")
expect(afterProducts(gatherRun, 25) == doubled, "gather wins")
expect(afterProducts(scatterRun, 25) == doubled, "so does scatter")
expect(afterProducts(phasesRun, 25) == doubled, "and polyphase")
expect(afterProducts(zerosRun, 144) == doubled, "zero insertion arrives")
let (dense, phased, zeroed) = cost(16, 3, 2, 0, 0)
expect(dense == 2304 && phased == 2500 && zeroed == 9801, "what it costs")
expect(scattered(signal, filter, 2) == forwards, "one order, the same bits")
print("all checks hold")
}
