// The code of chapters/08-upsamplers.md, in order.
import DeconvLessons

func chapter08_upsamplers() throws {
print("== fig-responses")
func whole(_ shape: [Int], seed: Int) -> Tensor {
  let drawn = Tensor.random(shape.reduce(1, { $0 * $1 }), seed: seed).scalars
  return Tensor(shape: shape, scalars: drawn.map { Float(Int($0 * 9) - 4) })
}
let w = whole([1, 1, 3, 3], seed: 1)
let subWeights = whole([4, 1, 3, 3], seed: 2)
let corners = UpsampleMode.bilinear(alignCorners: true)
let another = Tensor.random(1, 1, 18, 18, seed: 3)
let places = maxPool2dWithIndices(another, kernel: 2).indices
let suspects: [(String, (Tensor) -> Tensor)] = [
  ("nearest", { upsample($0, scale: 2) }),
  ("bilinear", { upsample($0, scale: 2, mode: .bilinear) }),
  ("nearest, 3 × 3", { conv2d(upsample($0, scale: 2), w, padding: 1) }),
  ("sub-pixel, 3 × 3", { pixelShuffle(conv2d($0, subWeights, padding: 1), 2) }),
  ("bilinear, corners aligned", { upsample($0, scale: 2, mode: corners) }),
  ("unpooling, places fixed", { maxUnpool2d($0, places, kernel: 2) }),
]
func response(_ method: (Tensor) -> Tensor) -> Tensor {
  var one = Tensor.zeros(1, 1, 9, 9)
  one[0, 0, 4, 4] = 1
  return method(one).cropped(rows: 6..<12, columns: 6..<12)
}
func shown(_ index: Int) -> Tensor {
  return response(suspects[index].1).row(0).row(0)
}
show(steps([
  step("nearest", shown(0)), step("bilinear, times 16", shown(1) * 16),
  step("nearest, 3 × 3", shown(2)), step("sub-pixel, 3 × 3", shown(3)),
]))
print("== tbl-suspects")
func unbroken(_ text: String) -> String {
  return text.replacing(" × ", with: "\u{a0}×\u{a0}")
}
func near(_ a: Tensor, _ b: Tensor) -> Bool { return maxAbsDifference(a, b) < 1e-4 }
let inner = whole([1, 1, 4, 4], seed: 4)
let p = inner.padded(top: 2, left: 2, bottom: 3, right: 3)
let moved = inner.padded(top: 3, left: 3, bottom: 2, right: 2)
let q = whole([1, 1, 9, 9], seed: 5)
var verdicts: [[String]] = []
var stampable = 0
for (name, method) in suspects {
  let linear = near(method(p * 3 + q), method(p) * 3 + method(q))
  let far = method(moved).cropped(top: 2, left: 2)
  let keeps = near(far, method(p).cropped(bottom: 2, right: 2))
  let stamped = convTranspose2d(p, response(method), stride: 2, padding: 2)
  let gap = maxAbsDifference(stamped, method(p))
  if linear && keeps { stampable += 1 }
  expect((linear && keeps) == (gap < 1e-4), "the two tests decide")
  verdicts.append([
    unbroken(name), linear ? "yes" : "no", keeps ? "yes" : "no",
    gap < 1e-4 ? "none" : fixed(gap, 1),
  ])
}
show(table(["method", "linear", "keeps step", "difference"], verdicts))
print("== value 1")
print("\(stampable)")
print("== lst-no-copies")
let row: Tensor = [0, 4, 8, 4]
print("nearest: ", upsample1d(row, scale: 2))
print("bilinear:", upsample1d(row, scale: 2, mode: .linear))
let quarters: Tensor = [0.25, 0.75, 0.75, 0.25]
print("stamped: ", convTranspose1d(row, quarters, stride: 2, padding: 1))
print("== tbl-bilinear")
func triangle(_ s: Int) -> Tensor {
  let k = 2 * s - s % 2
  let c = Float(k - 1) / 2
  return Tensor((0..<k).map { 1 - abs(Float($0) - c) / Float(s) })
}
func bilinearKernel(_ s: Int) -> Tensor {
  let k = triangle(s).count
  let square = matmul(triangle(s).reshaped(k, 1), triangle(s).reshaped(1, k))
  return square.reshaped(1, 1, k, k)
}
var triangles: [[String]] = []
for s in 2...5 {
  let k = triangle(s).count
  let margin = (k - s) / 2
  let stamped = convTranspose2d(q, bilinearKernel(s), stride: s, padding: margin)
  let resized = upsample(q, scale: s, mode: .bilinear)
  let gap = maxAbsDifference(stamped.cropped(s), resized.cropped(s))
  let divisor = k % 2 == 0 ? 2 * s : s
  let numbers = (triangle(s) * Float(divisor)).scalars.map { fixed($0, 0) }
  triangles.append([
    "\(s)", "\(k)", numbers.joined(separator: ", "), "\(divisor)",
    gap < 1e-5 ? "none" : "\(gap)",
  ])
}
show(table(["factor", "kernel", "weights", "divided by", "difference"], triangles))
print("== fig-bilinear-border")
func repeated(_ x: Tensor, axis: Int) -> Tensor {
  let last = x.shape[axis]
  let head = x.slice(axis: axis, from: 0, to: 1)
  let tail = x.slice(axis: axis, from: last - 1, to: last)
  return concatenated([head, x, tail], axis: axis)
}
func edgeRepeated(_ x: Tensor) -> Tensor {
  return repeated(repeated(x, axis: 2), axis: 3)
}
func bilinearByStamps(_ x: Tensor) -> Tensor {
  return convTranspose2d(edgeRepeated(x), bilinearKernel(2), stride: 2, padding: 3)
}
let flat = Tensor.ones(1, 1, 3, 3)
let fading = convTranspose2d(flat, bilinearKernel(2), stride: 2, padding: 1)
expect(
  near(bilinearByStamps(q), upsample(q, scale: 2, mode: .bilinear)),
  "with a repeated edge the resize is a transposed convolution")
show(steps([
  step("zeros outside", fading.row(0).row(0)),
  step("edge repeated", bilinearByStamps(flat).row(0).row(0)),
]))
print("== lst-ladder")
print(convTranspose1d([1, 1], [1, 1]), "ones, smoothed by 1, 1")
print(convTranspose1d([1, 1], [1, 2, 1]), "ones, smoothed by 1, 2, 1")
print("== lst-resize-conv")
func resizeConv(
  _ inputs: Int, _ outputs: Int, mode: UpsampleMode, seed: Int
) -> Sequential {
  return Sequential(
    Upsample(scale: 2, mode: mode),
    Conv2d(inputs, outputs, kernel: 3, padding: 1, seed: seed))
}
let transposedLayer = ConvTranspose2d(
  64, 32, kernel: 4, stride: 2, padding: 1, seed: 1)
let resizeLayer = resizeConv(64, 32, mode: .bilinear, seed: 1)
let features = Tensor.random(1, 64, 16, 16, seed: 6)
print("transposed:        ", transposedLayer(features).shape)
print("resize and convolve:", resizeLayer(features).shape)
print("== fig-tied")
func merged(_ weight: Tensor) -> Tensor {
  let out = weight.shape[0], channels = weight.shape[1], k = weight.shape[2]
  let planes = weight.flipped().reshaped(out * channels, 1, k, k)
  let wider = convTranspose2d(planes, Tensor.ones(1, 1, 2, 2))
  var result = Tensor.zeros(channels, out, k + 1, k + 1)
  for o in 0..<out {
    for i in 0..<channels {
      for a in 0...k {
        for b in 0...k { result[i, o, a, b] = wider[o * channels + i, 0, a, b] }
      }
    }
  }
  return result
}
let several = whole([3, 4, 3, 3], seed: 7)
let input = whole([1, 4, 5, 6], seed: 8)
let resized = conv2d(upsample(input, scale: 2), several, padding: 1)
let tied = convTranspose2d(input, merged(several), stride: 2, padding: 1)
expect(resized == tied, "nearest neighbour and a convolution, exactly")
show(steps([
  step("convolution", w.row(0).row(0)),
  step("transposed convolution", merged(w).row(0).row(0), lead: "→"),
]))
print("== lst-division")
func divided(_ kernel: [Double]) -> [Double] {
  var quotient: [Double] = []
  var before = 0.0
  for weight in kernel {
    before = weight - before
    quotient.append(before)
  }
  return quotient
}
print("½, 1, ½:       ", divided([0.5, 1, 0.5]))
print("1, 3, 3, 1:    ", divided([1, 3, 3, 1]))
print("5, 1, −2, 2:   ", divided([5, 1, -2, 2]))
print("¾, ¼, ½, ¼:    ", divided([0.75, 0.25, 0.5, 0.25]))
print("== fig-resize-border")
let mean = Tensor.full(1, 1, 3, 3, value: 1.0 / 9)
let ringed = conv2d(upsample(flat, scale: 2), mean, padding: 1).row(0).row(0)
show(heatmap(ringed))
print("== value 2")
print("\(fixed(ringed[0, 0], 3))")
print("== tbl-ramps")
let convolution: Tensor = [2, -1, 3]
let free: Tensor = [2, 3, -1, 1]
let stampers: [(String, (Tensor) -> Tensor)] = [
  ("transposed, kernel 4", { convTranspose1d($0, free, stride: 2) }),
  ("1, 1, then a convolution", {
    conv1d(convTranspose1d($0, [1, 1], stride: 2), convolution)
  }),
  ("1, 2, 1, then a convolution", {
    conv1d(convTranspose1d($0, [0.5, 1, 0.5], stride: 2), convolution)
  }),
  ("1, 3, 3, 1, then a convolution", {
    conv1d(convTranspose1d($0, triangle(2), stride: 2), convolution)
  }),
]
func weave(_ y: Tensor) -> Double {
  let alternating = conv1d(y, [0.0625, -0.25, 0.375, -0.25, 0.0625])
  let middle = alternating.count / 2
  return Double(abs(alternating.scalars[middle]))
}
let constantInput = Tensor.ones(16)
let ramp = Tensor.arange(16)
var alternations: [[Double]] = []
for (_, method) in stampers {
  alternations.append([constantInput, ramp, ramp * ramp].map { weave(method($0)) })
}
show(table(["method", "constant", "ramp", "parabola"], zip(stampers, alternations).map {
  [$0.0] + $1.map { $0 == 0 ? "none" : fixed($0, 2) }
}))
print("== tbl-border-policies")
let clothes = garments(count: 300, seed: 0)
let hundred = clothes.images(0..<100)
func mirrored(_ x: Tensor, axis: Int) -> Tensor {
  let last = x.shape[axis]
  let head = x.slice(axis: axis, from: 1, to: 2)
  let tail = x.slice(axis: axis, from: last - 2, to: last - 1)
  return concatenated([head, x, tail], axis: axis)
}
let halved = avgPool2d(hundred, kernel: 2)
let window = halved.cropped(rows: 3..<11, columns: 3..<11)
let wider = halved.cropped(rows: 2..<12, columns: 2..<12)
let truth = hundred.cropped(rows: 6..<22, columns: 6..<22)
func rootError(_ a: Tensor) -> (ring: Double, inside: Double) {
  let square = (a - truth) * (a - truth)
  let all = Double(square.sum())
  let core = square.cropped(1)
  let ringCount = Double(square.count - core.count)
  let ring = (all - Double(core.sum())) / ringCount
  return (50 * ring.squareRoot(), 50 * Double(core.mean()).squareRoot())
}
let policies: [(String, Tensor)] = [
  ("zeros, which are grey", window.padded(1)),
  ("−1, which is black", window.padded(1, value: -1)),
  ("second pixel (reflect)", mirrored(mirrored(window, axis: 2), axis: 3)),
  ("edge repeated", edgeRepeated(window)),
  ("true neighbours, cropped after", wider),
]
var ringErrors: [Double] = []
var policyRows: [[String]] = []
for (name, bordered) in policies {
  let error = rootError(
    convTranspose2d(bordered, bilinearKernel(2), stride: 2, padding: 3))
  ringErrors.append(error.ring)
  policyRows.append([name, fixed(error.ring, 1), fixed(error.inside, 1)])
}
show(table(["beyond the edge", "outermost ring", "inside"], policyRows))
print("== fig-shuffle")
let tens = Tensor.arange(4).reshaped(1, 4, 1, 1) * 10
let numbered = tens + Tensor.arange(4).reshaped(1, 1, 2, 2)
let shuffled = pixelShuffle(numbered, 2)
var channels: [FigureFrame] = []
for channel in 0..<4 {
  channels.append(step("channel \(channel)", numbered.row(0).row(channel)))
}
channels.append(step("shuffled", shuffled.row(0).row(0), lead: "→"))
show(steps(channels))
print("== lst-subpixel")
let subPixelLayer = Sequential(
  Conv2d(64, 32 * 4, kernel: 3, padding: 1, seed: 1), PixelShuffle(2))
print(features.shape, "→", subPixelLayer(features).shape)
print("== lst-interleaved")
func interleaved(_ weight: Tensor, _ r: Int) -> Tensor {
  let out = weight.shape[0] / (r * r)
  let channels = weight.shape[1], k = weight.shape[2]
  var result = Tensor.zeros(channels, out, r * k, r * k)
  for o in 0..<out {
    for i in 0..<channels {
      for a in 0..<(r * k) {
        for b in 0..<(r * k) {
          let phase = (o * r + a % r) * r + b % r
          result[i, o, a, b] = weight[phase, i, k - 1 - a / r, k - 1 - b / r]
        }
      }
    }
  }
  return result
}
for r in 2...3 {
  let narrow = whole([2 * r * r, 4, 3, 3], seed: 9)
  let bySorting = pixelShuffle(conv2d(input, narrow, padding: 1), r)
  let byStamping = convTranspose2d(
    input, interleaved(narrow, r), stride: r, padding: r)
  let size = interleaved(narrow, r).shape[2]
  print("factor \(r): kernel \(size), equal: \(bySorting == byStamping)")
  expect(bySorting == byStamping, "sub-pixel is a transposed convolution")
}
print("== fig-phase-bias")
let silent = conv2d(flat, Tensor.zeros(4, 1, 3, 3), bias: [0, 1, 1, 0], padding: 1)
let painted = pixelShuffle(silent, 2).row(0).row(0)
show(heatmap(painted))
print("== tbl-icnr")
let fit = (hundred + 1) / 2
let fitSmall = avgPool2d(fit, kernel: 2)
func patternShare(_ weight: Tensor) -> Double {
  let sums = weight.reshaped(4, 9).sum(axis: 1).scalars.map { Double($0) }
  let total = sums.reduce(0.0, { $0 + $1 })
  let squares = sums.reduce(0.0, { $0 + $1 * $1 })
  return 1 - total * total / (4 * squares)
}
func distance(_ weight: Tensor) -> Double {
  var largest = 0.0
  for phase in 1..<4 {
    let gap = maxAbsDifference(weight.row(0), weight.row(phase))
    largest = max(largest, Double(gap))
  }
  return largest
}
func descended(_ start: Tensor, steps count: Int) -> Tensor {
  var weight = start
  for _ in 0..<count {
    let slope = gradient(of: {
      mseLoss(pixelShuffle(conv2d(fitSmall, $0, padding: 1), 2), fit)
    }, at: weight)
    weight = weight - slope * 2
  }
  return weight
}
let randomPhases = (Tensor.random(4, 1, 3, 3, seed: 10) - 0.5) * Float(2.0 / 3)
let onePhase = randomPhases.slice(axis: 0, from: 0, to: 1)
let equalPhases = concatenated([onePhase, onePhase, onePhase, onePhase])
func share(_ weight: Tensor) -> String {
  let part = patternShare(weight)
  return percent(part, part > 0.01 ? 1 : 4)
}
var icnrRows: [[String]] = []
var fromRandom = randomPhases
var fromEqual = equalPhases
var taken = 0
for more in [0, 1, 9, 90] {
  taken += more
  fromRandom = descended(fromRandom, steps: more)
  fromEqual = descended(fromEqual, steps: more)
  icnrRows.append([
    "\(taken)", share(fromRandom), share(fromEqual), fixed(distance(fromEqual), 3),
  ])
}
show(table(["steps", "pattern, random", "pattern, ICNR", "distance, ICNR"], icnrRows))
print("== tbl-small-work")
let late = Sequential(
  Conv2d(1, 64, kernel: 5, padding: 2, seed: 1), Tanh(),
  Conv2d(64, 32, kernel: 3, padding: 1, seed: 2), Tanh(),
  Conv2d(32, 9, kernel: 3, padding: 1, seed: 3), PixelShuffle(3))
let early = Sequential(
  Upsample(scale: 3, mode: .bilinear),
  Conv2d(1, 64, kernel: 5, padding: 2, seed: 1), Tanh(),
  Conv2d(64, 32, kernel: 3, padding: 1, seed: 2), Tanh(),
  Conv2d(32, 1, kernel: 3, padding: 1, seed: 3))
let patch = [1, 1, 64, 64]
let lateWork = multiplyAdds(late, input: patch)
let earlyWork = multiplyAdds(early, input: patch)
expect(late(q).shape == [1, 1, 27, 27], "three times as large")
show(table(["arrangement", "parameters", "million multiply-adds"], [
  ["enlarge first", "\(early.parameterCount)", fixed(Double(earlyWork) / 1e6, 1)],
  ["enlarge last", "\(late.parameterCount)", fixed(Double(lateWork) / 1e6, 1)],
]))
print("== value 3")
print("\(fixed(Double(earlyWork) / Double(lateWork), 1))")
print("== tbl-ways")
let large = Tensor.random(1, 1, 4, 4, seed: 11)
let above: Tensor = [[[[1, 2], [3, 4]]]]
let fourAbove = Tensor.arange(16).reshaped(1, 4, 2, 2)
let kernel = whole([1, 1, 2, 2], seed: 12)
let pooled = maxPool2dWithIndices(large, kernel: 2)
let pairs: [(String, String, Tensor, Tensor)] = [
  (
    "convolution, stride 2", "transposed convolution",
    gradient(of: { conv2d($0, kernel, stride: 2) }, at: large, upstream: above),
    convTranspose2d(above, kernel, stride: 2)
  ),
  (
    "average pooling", "nearest neighbour, by 4",
    gradient(of: { avgPool2d($0, kernel: 2) }, at: large, upstream: above),
    upsample(above, scale: 2) / 4
  ),
  (
    "max pooling", "unpooling",
    gradient(of: { maxPool2d($0, kernel: 2) }, at: large, upstream: above),
    maxUnpool2d(above, pooled.indices, kernel: 2)
  ),
  (
    "pixel unshuffle", "pixel shuffle",
    gradient(of: { pixelUnshuffle($0, 2) }, at: large, upstream: fourAbove),
    pixelShuffle(fourAbove, 2)
  ),
]
var wayRows: [[String]] = []
var strangers = 0
for (down, up, slope, upsampled) in pairs {
  if slope != upsampled { strangers += 1 }
  wayRows.append([down, up, slope == upsampled ? "none" : "some"])
}
show(table(["down", "its gradient, up", "difference"], wayRows))
print("== fig-unpool")
let scene: Tensor = [[1, 2, 0, 1], [7, 3, 1, 5], [2, 1, 4, 2], [0, 6, 3, 3]]
let peaks = maxPool2dWithIndices(scene.reshaped(1, 1, 4, 4), kernel: 2)
let unpooled = maxUnpool2d(peaks.values, peaks.indices, kernel: 2)
expect(maxPool2d(unpooled, kernel: 2) == peaks.values, "pooling undoes unpooling")
show(steps([
  step(
    "picture", scene,
    highlight: [cell(1, 0), cell(1, 3), cell(2, 2), cell(3, 1)]),
  step("pooled", peaks.values.row(0).row(0), lead: "→"),
  step("unpooled", unpooled.row(0).row(0), lead: "→"),
  step("nearest", upsample(peaks.values, scale: 2).row(0).row(0)),
]))
print("== fig-upsampler-matrices")
let lines: [(String, (Tensor) -> Tensor)] = [
  ("nearest", { convTranspose1d($0, [1, 1], stride: 2) }),
  ("bilinear kernel", { convTranspose1d($0, triangle(2), stride: 2, padding: 1) }),
  ("nearest, then 2, −1, 3", {
    conv1d(convTranspose1d($0, [1, 1], stride: 2), convolution, padding: 1)
  }),
  ("transposed, kernel 4", { convTranspose1d($0, free, stride: 2, padding: 1) }),
  ("sub-pixel, kernel 3", {
    convTranspose1d($0, [2, -1, 1, 3, 0, 2], stride: 2, padding: 2)
  }),
]
let feeds: [(String, Tensor)] = [
  ("a one", [0, 1, 0, 0]), ("a constant", [1, 1, 1, 1]), ("a ramp", [0, 1, 2, 3]),
]
func matrix(_ method: (Tensor) -> Tensor) -> Tensor {
  var columns: [Tensor] = []
  for place in 0..<4 {
    var one = Tensor.zeros(4)
    one[place] = 1
    columns.append(method(one).reshaped(8, 1))
  }
  return concatenated(columns, axis: 1)
}
show(explore(slider("method", 1...5, initial: 3), slider("input", 1...3, initial: 2)) {
  method, feed in
  let (name, line) = lines[method - 1]
  let (title, numbers) = feeds[feed - 1]
  let picture = steps([
    step("matrix", matrix(line)),
    step("input", numbers.reshaped(4, 1), lead: "×"),
    step("output", line(numbers).reshaped(8, 1), lead: "="),
  ], colorMap: .diverging, range: -6...6)
  return frame(picture, "\(name); the input is \(title)")
})
print("== eq-subpixel-count")
let inputs = symbol("C_\\text{in}", 64), outputs = symbol("C_\\text{out}", 32)
let factor = symbol("r", 2), small = symbol("K", 3)
show(derivation("n", outputs * factor * factor * (inputs * small * small + 1)))
print("== tbl-eight")
func eight(_ seed: Int) -> [(String, Int, Int, Sequential)] {
  let sorting = Sequential(
    Conv2d(64, 32 * 4, kernel: 3, padding: 1, seed: seed), PixelShuffle(2))
  func stamping(_ k: Int) -> Sequential {
    return Sequential(ConvTranspose2d(
      64, 32, kernel: k, stride: 2, padding: (k - 1) / 2, outputPadding: k % 2,
      seed: seed))
  }
  return [
    ("transposed, kernel 2", 2, 4, stamping(2)),
    ("transposed, kernel 3", 3, 9, stamping(3)),
    ("transposed, kernel 4", 4, 16, stamping(4)),
    ("transposed, kernel 6", 6, 36, stamping(6)),
    ("sub-pixel, 3 × 3", 6, 36, sorting),
    ("nearest, 3 × 3", 4, 9, resizeConv(64, 32, mode: .nearest, seed: seed)),
    ("bilinear, 3 × 3", 6, 9, resizeConv(64, 32, mode: .bilinear, seed: seed)),
    ("bilinear alone", 4, 0, Sequential(Upsample(scale: 2, mode: .bilinear))),
  ]
}
func initialPattern(_ layer: Sequential) -> Double {
  let y = layer(Tensor.ones(1, 64, 8, 8)).cropped(4)
  let phases = pixelUnshuffle(y, 2)
  let outputs = y.shape[1]
  var pattern = 0.0
  var power = 0.0
  for output in 0..<outputs {
    var sum = 0.0
    var squares = 0.0
    for phase in 0..<4 {
      let value = Double(phases[0, output * 4 + phase, 0, 0])
      sum += value
      squares += value * value
    }
    power += squares
    pattern += squares - sum * sum / 4
  }
  return pattern / power
}
var counted: [[String]] = []
var work: [Double] = []
var patterns: [Double] = []
for (index, (name, k, taps, layer)) in eight(1).enumerated() {
  expect(layer(features).shape[2] == 32, "twice as large")
  var biases = 0
  for (part, numbers) in zip(layer.state.parameterNames, layer.state.parameters) {
    if part.hasSuffix("bias") { biases += numbers.count }
  }
  let macs = Double(multiplyAdds(layer, input: [1, 64, 16, 16])) / 1e6
  work.append(macs)
  let drawn = (1...10).map { initialPattern(eight($0)[index].3) }
  patterns.append(drawn.reduce(0.0, { $0 + $1 }) / 10)
  counted.append([
    unbroken(name), "\(k) × \(k)", "\(taps)", "\(layer.parameterCount - biases)",
    "\(biases)", fixed(macs, 2), percent(patterns[patterns.count - 1], 1),
  ])
}
show(table([
  "method", "kernel", "free", "weights", "biases", "multiply-adds", "pattern",
], counted))
print("== value 4")
print("\(fixed(work[5] / work[2], 2))")
print("== tbl-best-weights")
let test = (clothes.images(100..<300) + 1) / 2
let testSmall = avgPool2d(test, kernel: 2)
func solved(_ matrix: Matrix, _ right: [Double]) -> [Double] {
  var a = matrix
  var b = right
  for pivot in 0..<b.count {
    for row in 0..<b.count where row != pivot {
      let factor = a[row, pivot] / a[pivot, pivot]
      for column in pivot..<b.count { a[row, column] -= factor * a[pivot, column] }
      b[row] -= factor * b[pivot]
    }
  }
  for row in 0..<b.count { b[row] /= a[row, row] }
  return b
}
func best(_ count: Int, _ method: (Tensor, Tensor) -> Tensor) -> Tensor {
  let parts = (0..<count).map { tap in
    var only = Tensor.zeros(count)
    only[tap] = 1
    return method(fitSmall, only)
  }
  var products = Matrix(Tensor.zeros(count, count))
  var right: [Double] = []
  for i in 0..<count {
    right.append(Double((parts[i] * fit).sum()))
    for j in 0...i {
      products[i, j] = Double((parts[i] * parts[j]).sum())
      products[j, i] = products[i, j]
    }
  }
  return Tensor(solved(products, right).map { Float($0) })
}
func stampSquare(_ x: Tensor, _ w: Tensor, _ k: Int, padding: Int) -> Tensor {
  return convTranspose2d(
    x, w.reshaped(1, 1, k, k), stride: 2, padding: padding, outputPadding: k % 2)
}
func slide(_ x: Tensor, _ w: Tensor, _ k: Int) -> Tensor {
  return conv2d(x, w.reshaped(1, 1, k, k), padding: k / 2)
}
let contestants: [(String, Int, (Tensor, Tensor) -> Tensor)] = [
  ("nearest alone", 1, { slide(upsample($0, scale: 2), $1, 1) }),
  ("transposed, kernel 2", 4, { stampSquare($0, $1, 2, padding: 0) }),
  ("transposed, kernel 3", 9, { stampSquare($0, $1, 3, padding: 1) }),
  ("bilinear alone", 1, { slide(upsample($0, scale: 2, mode: .bilinear), $1, 1) }),
  ("transposed, kernel 4", 16, { stampSquare($0, $1, 4, padding: 1) }),
  ("nearest, 3 × 3", 9, { slide(upsample($0, scale: 2), $1, 3) }),
  ("bilinear, 3 × 3", 9, {
    slide(upsample($0, scale: 2, mode: .bilinear), $1, 3)
  }),
  ("transposed, kernel 6", 36, { stampSquare($0, $1, 6, padding: 2) }),
  ("sub-pixel, 3 × 3", 36, {
    pixelShuffle(conv2d($0, $1.reshaped(4, 1, 3, 3), padding: 1), 2)
  }),
  ("nearest, 5 × 5", 25, { slide(upsample($0, scale: 2), $1, 5) }),
]
var qualities: [Double] = []
var bestWeights: [Tensor] = []
var results: [[String]] = []
for (name, count, method) in contestants {
  let weights = best(count, method)
  bestWeights.append(weights)
  qualities.append(Double(psnr(method(testSmall, weights), test, range: 1)))
  let quality = fixed(qualities[qualities.count - 1], 2)
  results.append([unbroken(name), "\(count)", quality])
}
show(table(["method", "free weights", "PSNR in dB"], results))
print("== value 5")
print("\(fixed(abs(qualities[5] - qualities[4]), 4))")
print("== value 6")
print("\(fixed(abs(qualities[9] - qualities[7]), 4))")
print("== fig-best-kernels")
let nearestKernel = Tensor.ones(2, 2).padded(1)
let randomKernel = Tensor.random(4, 4, seed: 13) / 2
let learnt = bestWeights[4].reshaped(4, 4)
let quartet: [(String, Tensor)] = [
  ("nearest", nearestKernel), ("bilinear", bilinearKernel(2).row(0).row(0)),
  ("random", randomKernel), ("best", learnt),
]
show(steps(quartet.map { step($0.0, $0.1) }))
print("== fig-side-by-side")
let chosen = 8
let corner = testSmall.row(chosen).cropped(rows: 3..<9, columns: 4..<10)
let real = test.row(chosen).cropped(rows: 8..<16, columns: 10..<18)
var pictures = [
  step("input", corner.cropped(1).row(0)), step("original", real.row(0)),
]
for (name, kernel) in quartet {
  let batch = corner.reshaped(1, 1, 6, 6)
  let enlarged = stampSquare(batch, kernel, 4, padding: 1).cropped(2)
  pictures.append(step(name, enlarged.row(0).row(0)))
}
show(steps(pictures, colorMap: .gray, range: 0...1, showsValues: false))
print("== value 7")
print("\(fixed(qualities[7] - qualities[3], 1))")
print("== value 8")
print("\(fixed(qualities[4] - qualities[3], 1))")
print("== lst-exercise-three")
let fives = whole([2 * 9, 4, 5, 5], seed: 14)
let sorted = pixelShuffle(conv2d(input, fives, padding: 2), 3)
let fifteen = interleaved(fives, 3)
let byStamps = convTranspose2d(input, fifteen, stride: 3, padding: 6)
print("kernel \(fifteen.shape[2]), stride 3, padding 6:", sorted == byStamps)
print("== fig-exercise-zigzag")
let zigzag: Tensor = [[1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]]
let plain = Tensor.ones(1, 1, 5, 5)
var line5 = Tensor.zeros(1, 1, 5, 5)
for r in 0..<5 { line5[0, 0, r, 2] = 1 }
func inside(_ x: Tensor) -> Tensor {
  return stampSquare(x, zigzag, 4, padding: 1).cropped(2).row(0).row(0)
}
show(steps([
  step("kernel", zigzag), step("constant", inside(plain)),
  step("line", inside(line5)),
]))
print("== lst-exercise-divide")
print(convTranspose1d([1, 1, 1], [1, 1, 1]))
print("== lst-upsampler-checks")
let others = min(ringErrors[0], ringErrors[1], ringErrors[2])
expect(ringErrors[3] < others, "repeat the edge")
expect(stampable == 4, "four of the six keep step")
let phasesOfTied = pixelUnshuffle(merged(w), 2).reshaped(4, 4).sum(axis: 1)
expect(phasesOfTied == Tensor.ones(4) * w.sum(), "four equal phase sums")
expect(divided([5, 1, -2, 2])[3] == 0, "a flat kernel divides")
expect(divided([0.75, 0.25, 0.5, 0.25])[3] != 0, "a striped one does not")
expect(abs(ringed[0, 0] - 4.0 / 9) < 1e-6, "the corner of a mean")
expect(alternations[1][0] == 0 && alternations[1][1] > 0, "nearest: constants only")
expect(alternations[2][1] == 0 && alternations[2][2] > 0, "twice 1, 1: ramps")
expect(alternations[3][2] == 0, "three times 1, 1: parabolas")
expect(painted.max() == 1 && painted.min() == 0, "biases alone draw a pattern")
expect(patternShare(equalPhases) == 0, "equal phases begin without a pattern")
expect(patternShare(fromEqual) > 0, "and do not stay so")
expect(strangers == 0, "four gradients, four upsamplers")
expect(work[4] == work[5] && work[5] == 2.25 * work[2], "the same work, or less")
expect(patterns[0] > 0.6 && patterns[3] > 0.6, "a pattern before training")
expect(patterns[5] < 1e-9 && patterns[6] < 1e-9, "resizes begin without a pattern")
expect(abs(qualities[7] - qualities[8]) < 0.001, "the same layer twice")
let learntPhases = pixelUnshuffle(learnt.reshaped(1, 1, 4, 4), 2)
let learntSums = learntPhases.reshaped(4, 4).sum(axis: 1)
expect(learntSums.max() - learntSums.min() < 0.02, "the best kernel is nearly flat")
expect(abs(qualities[4] - qualities[5]) < 0.01, "tied is as good as free")
print("all checks hold")
}
