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
print("== tbl-zeros")
func strength(_ numbers: [Double], at angle: Double) -> Double {
  var real = 0.0
  var imaginary = 0.0
  for (place, number) in numbers.enumerated() {
    real += number * cos(angle * Double(place))
    imaginary += number * sin(angle * Double(place))
  }
  return (real * real + imaginary * imaginary).squareRoot()
}
func loudest(_ kernel: [Double], stride: Int) -> Double {
  var largest = 0.0
  for j in 1..<stride {
    let angle = 2 * Double.pi * Double(j) / Double(stride)
    largest = max(largest, strength(kernel, at: angle))
  }
  return largest
}
let trials: [([Double], Int)] = [
  ([1, 1, 1], 2), ([1, 1, 1], 3), ([1, 1, 1, 1], 2), ([1, 2, 1], 2),
  ([1, 2, 3, 2, 1], 3), ([3, 1, 2, 1], 2), ([4, 1, 2, 2, 5], 3),
]
var zeroRows: [[String]] = []
var disagreements = 0
for (kernel, stride) in trials {
  let sums = phaseSums(kernel, stride: stride)
  let loud = loudest(kernel, stride: stride)
  let equal = sums.allSatisfy { $0 == sums[0] }
  if equal != (loud < 1e-9) { disagreements += 1 }
  zeroRows.append([
    "\(stride)", kernel.map { fixed($0, 0) }.joined(separator: ", "),
    sums.map { fixed($0, 0) }.joined(separator: ", "), fixed(loud, 3),
  ])
}
show(table(["stride", "kernel", "phase sums", "strongest"], zeroRows))
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
print("== lst-drawn-split")
var drawnPower = [0.0, 0.0, 0.0]
for draw in 0..<2000 {
  let weights = Tensor.random(3, 3, seed: 30_000 + draw) - 0.5
  var sums = Tensor.zeros(2, 2)
  for a in 0..<3 {
    for b in 0..<3 { sums[a % 2, b % 2] += weights[a, b] }
  }
  for (place, pattern) in [acrossPattern, downPattern, checkerPattern].enumerated() {
    let part = Double((sums * pattern).sum()) / 4
    drawnPower[place] += part * part
  }
}
let allDrawn = drawnPower[0] + drawnPower[1] + drawnPower[2]
print("2000 drawn kernels of 3 by 3, stride 2")
print("stripes across:", percent(drawnPower[0] / allDrawn, 1))
print("stripes down:  ", percent(drawnPower[1] / allDrawn, 1))
print("checkerboard:  ", percent(drawnPower[2] / allDrawn, 1))
expect(abs(drawnPower[2] / allDrawn - 1.0 / 3) < 0.03, "a third is checkerboard")
print("== lst-stern")
func wovenRow(_ layers: Int) -> Tensor {
  var row = Tensor.ones(6)
  for _ in 0..<layers { row = convTranspose1d(row, [1, 1, 1], stride: 2) }
  return row
}
func period(_ layers: Int) -> Tensor {
  var length = 1
  for _ in 0..<layers { length *= 2 }
  let row = wovenRow(layers)
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
print("== fig-cloth")
func threads(_ layers: Int) -> Tensor {
  var row = Tensor.ones(48)
  for _ in 0..<layers { row = convTranspose1d(row, [1, 1, 1], stride: 2) }
  return row.slice(axis: 0, from: 47, to: 80)
}
func log2(_ x: Tensor) -> Tensor { return log(x) / log(Float(2)) }
func cloth(_ layers: Int) -> Tensor {
  let thread = threads(layers)
  return thread.reshaped(33, 1) * thread.reshaped(1, 33)
}
let sheets = (1...4).map { log2(cloth($0)).reshaped(1, 33, 33) }
show(imageGrid(
  concatenated(sheets), columns: 4,
  captions: ["1 layer", "2 layers", "3 layers", "4 layers"], colorMap: .sequential))
print("== lst-cloth")
var sheet = Tensor.ones(1, 1, 6, 6)
for _ in 0..<4 {
  sheet = convTranspose2d(sheet, Tensor.ones(1, 1, 3, 3), stride: 2)
}
let piece = sheet.cropped(rows: 47..<80, columns: 47..<80).row(0).row(0)
let shade = log2(threads(4))
let crossings = shade.reshaped(33, 1) + shade.reshaped(1, 33)
let shadeGap = maxAbsDifference(log2(piece), crossings)
expect(piece == cloth(4), "four layers in two dimensions weave this cloth")
expect(shadeGap < 1e-5, "shades add up")
func common(_ a: Int, _ b: Int) -> Int { return b == 0 ? a : common(b, a % b) }
var shared = 0
for place in 0..<32 {
  if common(Int(threads(4)[place]), Int(threads(4)[place + 1])) != 1 { shared += 1 }
}
print("lightest crossing:", piece.min(), " darkest:", piece.max())
print("neighbouring threads with a common divisor:", shared)
print("== tbl-spectra")
var spectrumRows: [[String]] = []
for layers in 1...4 {
  let numbers = period(layers).scalars.map { Double($0) }
  var byPeriod = [0.0, 0.0, 0.0, 0.0]
  var all = 0.0
  for turns in 1..<numbers.count {
    let angle = 2 * Double.pi * Double(turns) / Double(numbers.count)
    let loud = strength(numbers, at: angle)
    byPeriod[layers - 1 - turns.trailingZeroBitCount] += loud * loud
    all += loud * loud
  }
  var row = ["\(layers)"]
  for power in byPeriod.prefix(layers) { row.append(percent(power / all, 1)) }
  while row.count < 5 { row.append("") }
  spectrumRows.append(row)
}
show(table(["layers", "period 2", "period 4", "period 8", "period 16"], spectrumRows))
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
print("== fig-gradient-maps")
let garment = garments(count: 10, seed: 0).images([3])
  .cropped(rows: 8..<20, columns: 8..<20)
let box = Tensor.full(1, 1, 3, 3, value: 0.25)
func slopes(_ shrink: (Tensor) -> Tensor) -> Tensor {
  return gradient(of: shrink, at: garment).row(0).row(0)
}
show(steps([
  step("convolution", slopes { conv2d($0, box, stride: 2, padding: 1) }),
  step("max pooling", slopes { maxPool2d($0, kernel: 2) }),
  step("average pooling", slopes { avgPool2d($0, kernel: 2) }),
], showsValues: false))
print("== lst-jitter")
func visitMap(down: Int, right: Int) -> Tensor {
  let wide = Tensor.zeros(1, 1, 12, 12)
  return gradient(of: {
    conv2d($0.padded(top: down, left: right), Tensor.ones(1, 1, 3, 3), stride: 2)
  }, at: wide).row(0).row(0).cropped(3)
}
let once = visitMap(down: 0, right: 0)
var averaged = Tensor.zeros(6, 6)
for down in 0..<2 {
  for right in 0..<2 {
    averaged = averaged + visitMap(down: down, right: right) / 4
  }
}
print("one gradient:          from", once.min(), "to", once.max())
print("averaged over 4 moves: from", averaged.min(), "to", averaged.max())
print("== fig-border")
let whole = overlapCounts(kernel: 3, stride: 1, input: [3, 3])
let bordered = overlapCounts(kernel: 3, stride: 1, input: [3, 3], padding: 1)
show(steps([
  step("nothing cut off", whole),
  step("padding 1", bordered),
  step("padding 2", overlapCounts(kernel: 3, stride: 1, input: [3, 3], padding: 2)),
]))
print("== value 9")
print("\(whole.sum())")
print("== value 10")
print("\(whole.min())")
print("== value 11")
print("\(whole.max())")
print("== value 12")
print("\(bordered[0, 0])")
print("== value 13")
print("\(bordered[1, 1])")
print("== tbl-corners")
let triangleRow = Tensor([0.25, 0.75, 0.75, 0.25])
let bilinear = triangleRow.reshaped(4, 1) * triangleRow.reshaped(1, 4)
let third = Tensor.full(1, 1, 3, 3, value: 1.0 / 9)
let edged: [(String, Int, (Tensor) -> Tensor)] = [
  ("convolution, 3 × 3", 1, { conv2d($0, third, padding: 1) }),
  ("nearest neighbour, then 3 × 3", 2, {
    conv2d(upsample($0, scale: 2), third, padding: 1)
  }),
  ("transposed, 4 × 4, stride 2", 2, {
    convTranspose2d($0, Tensor.full(1, 1, 4, 4, value: 0.25), stride: 2, padding: 1)
  }),
  ("bilinear kernel, stride 2", 2, {
    convTranspose2d($0, bilinear.reshaped(1, 1, 4, 4), stride: 2, padding: 1)
  }),
  ("transposed, 3 × 3, stride 1", 1, { convTranspose2d($0, third, padding: 1) }),
]
var cornerRows: [[String]] = []
var repairedCorners = 0
for (name, scale, layer) in edged {
  let y = layer(Tensor.ones(1, 1, 8, 8)).row(0).row(0)
  let roomy = layer(Tensor.ones(1, 1, 10, 10)).cropped(scale).row(0).row(0)
  expect((y.cropped(scale) - 1).abs().max() < 1e-6, "the middle is 1")
  if abs(roomy[0, 0] - 1) < 1e-6 { repairedCorners += 1 }
  cornerRows.append([
    name, fixed(y[0, 0], 3), fixed(y[0, 4], 3), fixed(roomy[0, 0], 3),
  ])
}
show(table(["layer", "corner", "edge", "corner, cropped after"], cornerRows))
print("== fig-strong")
func area(_ level: Float) -> Tensor {
  let inputs = Tensor.full(1, 1, 8, 8, value: level / 2.25)
  let ones = Tensor.ones(1, 1, 3, 3)
  let painted = convTranspose2d(inputs, ones, stride: 2, padding: 1)
  return painted.row(0).cropped(rows: 2..<12, columns: 2..<12)
}
let levels: [Float] = [-0.5, -0.25, 0, 0.25, 0.5]
let areas = concatenated(levels.map { area($0) })
show(imageGrid(areas, columns: 5, captions: levels.map { "\($0)" }, range: -1...1))
print("== value 14")
print("\(fixed(area(0.5).min(), 2))")
print("== value 15")
print("\(fixed(area(0.5).max(), 2))")
print("== lst-metrics")
func phaseMap(_ y: Tensor, period: Int) -> Tensor {
  let byPhase = pixelUnshuffle(y, period)
  return byPhase.mean(axis: 0).mean(axis: 1).mean(axis: 1).reshaped(period, period)
}
func variance(_ y: Tensor) -> Double {
  return Double(square(y - y.mean()).mean())
}
func alternation(_ y: Tensor) -> Double {
  let width = y.shape[3]
  let signs = Tensor((0..<width).map { Float(1 - 2 * ($0 % 2)) })
  let along = (y * signs).mean(axis: 3)
  let down = (y * signs.reshaped(width, 1)).mean(axis: 2)
  return Double(square(along).mean() + square(down).mean())
}
func imbalance(_ constantOutput: Tensor, period: Int) -> Double {
  let phases = phaseMap(constantOutput, period: period)
  return variance(phases).squareRoot() / abs(Double(phases.mean()))
}
func patternPart(_ y: Tensor, period: Int) -> Double {
  return variance(phaseMap(y, period: period)) / variance(y)
}
func excess(_ y: Tensor, over target: Tensor) -> Double {
  return alternation(y) / alternation(target)
}
func errorByPhase(_ y: Tensor, _ target: Tensor, period: Int) -> Tensor {
  return phaseMap(square(y - target), period: period)
}
for k in 2...6 {
  let ones = Tensor.ones(1, 1, k, k)
  let y = convTranspose2d(Tensor.ones(1, 1, 12, 12), ones, stride: 2).cropped(6)
  let even = y.cropped(rows: 0..<12, columns: 0..<12)
  print("kernel \(k), equal weights: M1 =", fixed(imbalance(even, period: 2), 3))
}
print("== tbl-calibration")
let pictures = garments(count: 50, seed: 1).images()
let tileWeave: Tensor = [[3, 1], [-1, -3]]
func tiled(_ amount: Float) -> Tensor {
  let strip = concatenated((0..<14).map { _ in tileWeave * amount }, axis: 1)
  return concatenated((0..<14).map { _ in strip }, axis: 0)
}
let signsOfPictures = Tensor((0..<50).map { Float(1 - 2 * ($0 % 2)) })
let bright = (pictures + 1) / 2 * signsOfPictures.reshaped(50, 1, 1, 1)
let smoothing: Tensor = [[1, 2, 1], [2, 4, 2], [1, 2, 1]]
let spoilt: [(String, Tensor)] = [
  ("even weave", pictures + tiled(0.025)),
  ("weave where bright", pictures + bright * tiled(0.06)),
  ("blur", conv2d(pictures, smoothing.reshaped(1, 1, 3, 3) / 16, padding: 1)),
]
var calibrationRows = [[
  "as drawn", "", percent(patternPart(pictures, period: 2), 2),
  fixed(excess(pictures, over: pictures), 2), "",
]]
for (name, y) in spoilt {
  let phases = errorByPhase(y, pictures, period: 2)
  calibrationRows.append([
    name, fixed(psnr(y, pictures, range: 2), 1),
    percent(patternPart(y, period: 2), 2), fixed(excess(y, over: pictures), 2),
    fixed(phases.max() / phases.min(), 1),
  ])
}
show(table(["pictures", "PSNR in dB", "M2", "M3", "M4"], calibrationRows))
print("== fig-untrained")
func stamping(_ k: Int, _ a: Int, _ b: Int, _ seed: Int) -> Sequential {
  return Sequential(ConvTranspose2d(
    a, b, kernel: k, stride: 2, padding: (k - 1) / 2, outputPadding: k % 2,
    seed: seed))
}
let builders: [(String, (Int, Int, Int) -> Sequential)] = [
  ("kernel 2", { stamping(2, $0, $1, $2) }),
  ("kernel 3", { stamping(3, $0, $1, $2) }),
  ("kernel 4", { stamping(4, $0, $1, $2) }),
  ("kernel 6", { stamping(6, $0, $1, $2) }),
  ("sub-pixel", {
    Sequential(
      Conv2d($0, 4 * $1, kernel: 3, padding: 1, seed: $2), PixelShuffle(2))
  }),
  ("nearest, 3 × 3", {
    Sequential(Upsample(scale: 2), Conv2d($0, $1, kernel: 3, padding: 1, seed: $2))
  }),
]
func untrained(_ build: (Int, Int, Int) -> Sequential, _ seed: Int) -> Sequential {
  return Sequential(build(16, 16, 2 * seed), ReLU(), build(16, 1, 2 * seed + 1))
}
let smoothCode = upsample(
  Tensor.random(1, 16, 3, 3, seed: 7), size: 12, mode: .bilinear)
func scaledToRange(_ y: Tensor) -> Tensor {
  return (y - y.min()) / (y.max() - y.min())
}
let paintings = builders.map {
  scaledToRange(untrained($0.1, 1)(smoothCode).cropped(8)).row(0)
}
show(imageGrid(
  concatenated(paintings), columns: 3, captions: builders.map { $0.0 },
  range: 0...1))
print("== tbl-untrained")
func median(_ numbers: [Double]) -> Double {
  return numbers.sorted()[numbers.count / 2]
}
var untrainedRows: [[String]] = []
var shareOf: [Double] = []
for (name, build) in builders {
  var first: [Double] = []
  var second: [Double] = []
  for seed in 1...25 {
    let network = untrained(build, seed)
    let flat = network(Tensor.ones(1, 16, 12, 12)).cropped(8)
    first.append(imbalance(flat, period: 4))
    second.append(patternPart(network(smoothCode).cropped(8), period: 4))
  }
  shareOf.append(median(second))
  untrainedRows.append([name, fixed(median(first), 2), percent(median(second), 1)])
}
show(table(["decoder", "M1", "M2"], untrainedRows))
print("== fig-exercise-k5-s3")
show(stamps(kernel: 5, stride: 3, input: 4))
print("== lst-exercise-flat")
print(phaseSums([0.25, 1, 0.75], stride: 2))
print(convTranspose1d(Tensor.ones(5), [0.25, 1, 0.75], stride: 2))
print("== lst-exercise-box")
let woven = convTranspose1d(Tensor.ones(5), [1, 1, 1], stride: 2)
print("box of two:  ", conv1d(woven, [1, 1]))
print("box of three:", conv1d(woven, [1, 1, 1]))
print("box of four: ", conv1d(woven, [1, 1, 1, 1]))
print("== lst-overlap-checks")
expect(exceptions == 0, "even exactly when the stride divides the kernel")
expect(outer == 0, "the map is an outer product")
expect(counts.max() == 4 && counts.min() == 1, "one to four stamps")
expect(phaseSums([0.5, 1, 0.5], stride: 2) == [1, 1], "interpolation is flat")
let stripes = acrossPattern * Float(across) + downPattern * Float(down)
let rest = constantPart + checkerPattern * Float(checker)
expect(stripes + rest == tile, "four patterns make the tile")
expect(period(3) == [1, 4, 3, 5, 2, 5, 3, 4], "Stern's sequence")
expect(maxima == [2, 3, 5, 8, 13, 21, 34, 55], "the maxima are Fibonacci numbers")
expect(disagreements == 0, "equal phase sums and zeros of the spectrum go together")
expect(shared == 0, "neighbours in Stern's sequence have no common divisor")
expect(once.max() == 4 && once.min() == 1, "one gradient is uneven")
expect(averaged.max() == averaged.min(), "averaged over all moves it is even")
expect(repairedCorners == edged.count, "with neighbours to crop there is no ramp")
expect(shareOf[5] < 0.02, "resizing and convolving paints no pattern")
expect(shareOf.prefix(5).allSatisfy { $0 > 0.85 }, "even counts do not help")
print("all checks hold")
}
