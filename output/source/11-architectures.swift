// The code of chapters/11-architectures.md, in order.
import DeconvLessons

func chapter11_architectures() throws {
print("== lst-deep")
let deep = BatchNormAutoencoder(seed: 1)
let clothes = garments(count: 500, seed: 0)
let clean = (clothes.images() + 1) / 2
func part(_ x: Tensor, _ from: Int, _ to: Int) -> Tensor {
  return x.slice(axis: 0, from: from, to: to)
}
let gray = upsample(part(clean, 4, 5), size: 224, mode: .bilinear)
let photo = concatenated([gray, gray * 0.7, gray * 0.4], axis: 1)
let encoder = deep.encoder, decoder = deep.decoder
let code = encoder(photo)
let rebuilt = decoder(code)
print(deep)
print("input:         ", photo.shape)
print("reconstruction:", rebuilt.shape)
print("parameters:    ", deep.parameterCount)
print("== tbl-deep")
func grid(_ shape: [Int]) -> String { return "\(shape[1]) × \(shape[2])²" }
var walk: [[String]] = [["the picture", grid(photo.shape), "\(photo.count)", "", ""]]
var work = 0
var side = photo.shape[2]
var largest = 0
for (half, input) in [("encoder", photo), ("decoder", code)] {
  let part = half == "encoder" ? deep.encoder : deep.decoder
  for step in part.outputShapes(input: input.shape) {
    if !step.layer.hasPrefix("Conv") { continue }
    let weight = deep.parameter("\(half).\(step.path).weight").count
    let bias = deep.parameter("\(half).\(step.path).bias").count
    let numbers = step.shape.reduce(1, { $0 * $1 })
    // Each weight meets every pixel of the smaller of the two grids once.
    let smaller = min(side, step.shape[2])
    work += weight * smaller * smaller
    walk.append([
      "\(half).\(step.path)", grid(step.shape), "\(numbers)", "\(weight + bias)",
      fixed(Double(weight * smaller * smaller) / 1e6, 1),
    ])
    side = step.shape[2]
    largest = max(largest, numbers)
  }
}
expect(work == multiplyAdds(deep, input: photo.shape), "the engine counts the same")
show(table(["after", "output", "numbers", "parameters", "work"], walk))
print("== value 1")
print("\(photo.count)")
print("== value 2")
print("\(largest)")
print("== eq-code-ratio")
let codeChannels = symbol("C", 256), colours = symbol("c", 3)
let quarters = symbol("4^L", 64)
show(derivation("\\text{code} / \\text{picture}", codeChannels / (colours * quarters)))
print("== value 3")
print("\(code.count)")
print("== value 4")
print("\(photo.count)")
print("== value 5")
print("\(3 * 4 * 4 * 4)")
print("== lst-idle-bias")
let features = Tensor.random(4, 8, 6, 6, seed: 1)
let filters = Tensor.random(8, 5, 4, 4, seed: 2) - 0.5
let wanted = Tensor.random(4, 5, 12, 12, seed: 3)
func before(_ bias: Tensor) -> Tensor {
  return convTranspose2d(features, filters, bias: bias, stride: 2, padding: 1)
}
let none = Tensor.zeros(5)
let five = Tensor.full(5, value: 5)
let moved = maxAbsDifference(batchNorm(before(five)), batchNorm(before(none)))
func loss(_ bias: Tensor) -> Tensor {
  return mseLoss(batchNorm(before(bias)), wanted)
}
let pull = gradient(of: { loss($0) }, at: none)
let seen = batchStatistics(before(none))
func stored(_ x: Tensor) -> Tensor {
  return batchNorm(x, mean: seen.mean, variance: seen.variance)
}
let shiftLater = maxAbsDifference(stored(before(five)), stored(before(none)))
print("training, output moves by:  ", scientific(moved, 1))
print("training, largest gradient: ", scientific(pull.abs().max(), 1))
print("afterwards, output moves by:", fixed(shiftLater, 1))
expect(moved < 1e-4 && pull.abs().max() < 1e-6, "the bias is idle in training")
expect(shiftLater > 1, "and not afterwards")
print("== lst-wander")
var wandering = [none]
var wanderer = Adam(learningRate: 0.01)
for _ in 0..<200 {
  let slopes = gradients(of: { loss($0[0]) }, at: wandering)
  wandering = wanderer.update(wandering, gradients: slopes)
}
var idle = 0
for name in ["encoder.0", "encoder.3", "encoder.6", "decoder.0", "decoder.3"] {
  idle += deep.parameter(name + ".bias").count
}
print("Adam, 200 steps, a bias moves by", fixed(wandering[0].abs().max(), 2))
print("idle biases in the deep autoencoder:", idle)
expect(wandering[0].abs().max() > 1e-3, "Adam follows rounding errors")
print("== lst-block")
let block = UNetDecoderBlock(128, skip: 64, 64, seed: 1)
let below = Tensor.random(1, 128, 14, 14, seed: 6)
let across = Tensor.random(1, 64, 28, 28, seed: 7)
let up = block.up, both = block.conv
let doubled = up(below)
let joined = concatenated([doubled, across], axis: 1)
let output = block(below, skip: across)
expect(both(joined) == output, "that is all that the block does")
print("from below  \(below.shape)")
print("     │ transposed convolution, kernel 4, stride 2, padding 1")
print("     ↓")
print("doubled     \(doubled.shape)     skip  \(across.shape)")
print("     └──────────────┬─────────────┘")
print("                    ↓ laid side by side")
print("            \(joined.shape)")
print("                    ↓ twice: convolution 3 × 3, normalisation, rectifier")
print("            \(output.shape)")
print("\(block.state.parameterCount) parameters")
print("== value 6")
print("\(block.state.parameterCount)")
print("== eq-block-count")
let i = symbol("i", 128), u = symbol("u", 64)
let k = symbol("k", 64), o = symbol("o", 64)
show(derivation(
  "n", i * u * 16 + u + (u + k) * o * 9 + o + o * o * 9 + o + 4 * o))
print("== lst-join")
let mixer = Tensor.random(8, 10, 3, 3, seed: 8) - 0.5
let left = Tensor.random(1, 4, 9, 9, seed: 9)
let right = Tensor.random(1, 6, 9, 9, seed: 10)
let together = conv2d(concatenated([left, right], axis: 1), mixer, padding: 1)
let apart = conv2d(left, mixer.slice(axis: 1, from: 0, to: 4), padding: 1)
  + conv2d(right, mixer.slice(axis: 1, from: 4, to: 10), padding: 1)
print("joined or added:", scientific(maxAbsDifference(together, apart), 1))
expect(maxAbsDifference(together, apart) < 1e-4, "joining is adding with weights")
print("== fig-task")
func above(_ x: Tensor, _ level: Float) -> Tensor {
  return ((x - level) * 1e6).clamped(min: 0, max: 1)
}
let masks = above(clean, 0.1)
let shades = Tensor.random(500, 1, 6, 6, seed: 8) * 0.6 + 0.4
let present = above(Tensor.random(500, 1, 6, 6, seed: 7), 0.8)
let tiles = upsample(present * shades, scale: 6)
let blocks = concatenated((0..<50).map { ten in
  // Another corner for every ten pictures: nobody can count on the grid.
  let top = ten % 6, left = ten / 6 % 6
  return part(tiles, 10 * ten, 10 * ten + 10).cropped(
    rows: top..<(top + 28), columns: left..<(left + 28))
})
let scenes = maximum(clean, blocks)
func firstEight(_ x: Tensor) -> Tensor { return part(x, 0, 8).reshaped(8, 28, 28) }
func strip(_ x: Tensor) -> Tensor { return firstEight(part(x, 400, 408)) }
show(imageGrid(
  rows: [strip(scenes), strip(masks)], rowLabels: ["input", "mask"], range: 0...1))
print("== lst-contenders")
func started(_ kind: String, seed: Int) -> [Tensor] {
  let skip = kind == "skip"
  let places = kind == "places"
  let shapes = [
    [4, 1, 3, 3], [8, 4, 3, 3], [16, 8, 3, 3],
    places ? [8, 16, 1, 1] : [16, 8, 2, 2], [8, skip ? 16 : 8, 3, 3],
    places ? [4, 8, 1, 1] : [8, 4, 2, 2], [4, skip || kind == "flat" ? 8 : 4, 3, 3],
    [1, 4, 1, 1],
  ]
  var tensors: [Tensor] = []
  for (index, shape) in shapes.enumerated() {
    let rule = Initializer.kaimingUniform(.relu)
    tensors.append(rule.tensor(shape, seed: layerSeed(seed, index)))
  }
  for channels in [4, 8, 16, 8, 4, 1] { tensors.append(Tensor.zeros(channels)) }
  return tensors
}
func layer(_ x: Tensor, _ weight: Tensor, _ bias: Tensor) -> Tensor {
  return relu(conv2d(x, weight, bias: bias, padding: 1))
}
func cutNetwork(
  _ kind: String, _ p: [Tensor], _ x: Tensor,
  code codeGain: Float, skip skipGain: Float,
  repair: (Tensor, Tensor) -> Tensor
) -> Tensor {
  let fine = layer(x, p[0], p[8])
  if kind == "flat" {
    let second = layer(fine, p[1], p[9])
    return conv2d(layer(second, p[6], p[12]), p[7], bias: p[13])
  }
  let first = maxPool2dWithIndices(fine, kernel: 2)
  let middle = layer(first.values, p[1], p[9])
  let second = maxPool2dWithIndices(middle, kernel: 2)
  let code = layer(second.values, p[2], p[10]) * codeGain
  if kind == "places" {
    let up = maxUnpool2d(conv2d(code, p[3]), second.indices, kernel: 2)
    let inner = layer(up, p[4], p[11])
    let outer = maxUnpool2d(conv2d(inner, p[5]), first.indices, kernel: 2)
    return conv2d(layer(outer, p[6], p[12]), p[7], bias: p[13])
  }
  var up = repair(convTranspose2d(code, p[3], stride: 2), middle)
  if kind == "skip" { up = concatenated([up, middle * skipGain], axis: 1) }
  let inner = layer(up, p[4], p[11])
  up = repair(convTranspose2d(inner, p[5], stride: 2), fine)
  if kind == "skip" { up = concatenated([up, fine * skipGain], axis: 1) }
  return conv2d(layer(up, p[6], p[12]), p[7], bias: p[13])
}
func network(_ kind: String, _ p: [Tensor], _ x: Tensor) -> Tensor {
  return cutNetwork(kind, p, x, code: 1, skip: 1, repair: { up, _ in up })
}
print("== tbl-trial")
func batches(_ x: Tensor, from first: Int, count: Int, size: Int) -> [Tensor] {
  let some = part(x, first, first + count * size)
  return (0..<count).map { part(some, size * $0, size * ($0 + 1)) }
}
func fitted(
  _ kind: String, from inputs: [Tensor], to targets: [Tensor], seed: Int
) -> [Tensor] {
  var p = started(kind, seed: seed)
  var adam = Adam(learningRate: 0.02)
  for (x, y) in zip(inputs, targets) {
    let slopes = gradients(of: { bceWithLogits(network(kind, $0, x), y) }, at: p)
    p = adam.update(p, gradients: slopes)
  }
  return p
}
let inputs = batches(scenes, from: 0, count: 80, size: 2)
let targets = batches(masks, from: 0, count: 80, size: 2)
let unseen = part(scenes, 400, 500)
let truth = part(masks, 400, 500)
func overlap(_ marked: Tensor, _ wanted: Tensor) -> Double {
  let both = Double((marked * wanted).sum())
  return both / (Double(marked.sum()) + Double(wanted.sum()) - both)
}
let grown = maxPool2d(truth, kernel: 3, stride: 1, padding: 1)
let shrunk = 1 - maxPool2d(1 - truth, kernel: 3, stride: 1, padding: 1)
let edge = grown - shrunk
var firstDraws: [[Tensor]] = []
var marked: [Tensor] = []
var scores: [[Double]] = []
var edgeErrors: [Double] = []
var otherErrors: [Double] = []
var trialRows: [[String]] = []
for kind in ["deep", "places", "skip", "flat"] {
  var overlaps: [Double] = []
  var atEdge = 0.0
  var elsewhere = 0.0
  for seed in 1...3 {
    let p = fitted(kind, from: inputs, to: targets, seed: seed)
    let answer = above(network(kind, p, unseen), 0)
    if seed == 1 {
      firstDraws.append(p)
      marked.append(answer)
    }
    let wrong = (answer - truth).abs()
    overlaps.append(overlap(answer, truth))
    atEdge += Double((wrong * edge).sum()) / 300
    elsewhere += Double((wrong * (1 - edge)).sum()) / 300
  }
  scores.append(overlaps)
  edgeErrors.append(atEdge)
  otherErrors.append(elsewhere)
  let ordered = overlaps.sorted(by: <)
  let mean = overlaps.reduce(0.0, { $0 + $1 }) / 3
  trialRows.append([
    kind, "\(fixed(mean, 2)) (\(fixed(ordered[0], 2))–\(fixed(ordered[2], 2)))",
    fixed(atEdge, 0), fixed(elsewhere, 0),
  ])
}
show(table(["network", "overlap", "wrong at the edge", "wrong elsewhere"], trialRows))
print("== fig-trial")
show(imageGrid(
  rows: [strip(scenes)] + marked.map { firstEight($0) } + [strip(masks)],
  rowLabels: ["input", "deep", "places", "skip", "flat", "wanted"], range: 0...1))
print("== fig-cut")
var unet = firstDraws[2]
var smaller = Adam(learningRate: 0.005)
let moreInputs = batches(scenes, from: 160, count: 80, size: 3)
let moreTargets = batches(masks, from: 160, count: 80, size: 3)
for (x, y) in zip(moreInputs, moreTargets) {
  let slopes = gradients(of: { bceWithLogits(network("skip", $0, x), y) }, at: unet)
  unet = smaller.update(unet, gradients: slopes)
}
func keep(_ up: Tensor, _ skip: Tensor) -> Tensor { return up }
func answered(code: Float, skip: Float) -> Tensor {
  return sigmoid(
    cutNetwork("skip", unet, unseen, code: code, skip: skip, repair: keep))
}
let withoutCode = answered(code: 0, skip: 1)
let withoutSkip = answered(code: 1, skip: 0)
let skipNumbers = 4 * 28 * 28 + 8 * 14 * 14
let placeBits = 2 * (4 * 14 * 14 + 8 * 7 * 7)
let whole = answered(code: 1, skip: 1)
show(imageGrid(
  rows: [withoutCode, withoutSkip, whole].map { firstEight($0) },
  rowLabels: ["no code", "no skip", "whole"], range: 0...1))
print("== value 7")
print("\(fixed(overlap(above(withoutCode, 0.5), truth), 2))")
print("== value 8")
print("\(fixed(overlap(above(withoutSkip, 0.5), truth), 2))")
print("== value 9")
print("\(fixed(overlap(above(whole, 0.5), truth), 2))")
print("== value 10")
print("\(skipNumbers)")
print("== value 11")
print("\(4 * skipNumbers)")
print("== value 12")
print("\(placeBits / 8)")
print("== lst-shape-test")
let narrow = Tensor.random(1, 32, 28, 28, seed: 11)
let resized = upsample(doubled, size: [28, 28])
print("shapes differ:", doubled.shape != narrow.shape)
print("sides differ: ", doubled.shape[2] != narrow.shape[2])
print("resizing changes:", maxAbsDifference(resized, doubled))
print("== lst-index-map")
let places = Tensor.arange(28).reshaped(1, 1, 28)
let source = upsample1d(places, size: 29).flattened.scalars.map { Int($0) }
print("output 0, 1, 2, 3, … takes from", source.prefix(4))
print("output …, 27, 28 takes from    ", source.suffix(2))
let shifted = (0..<29).filter { source[$0] == $0 - 1 }.count
print(shifted, "of 29 are shifted by one")
print("== tbl-repairs")
let tent = Initializer.bilinear.tensor([1, 1, 4, 4])
func twice(_ x: Tensor, outputPadding: Int) -> Tensor {
  return convTranspose2d(
    x, tent, stride: 2, padding: 1, outputPadding: outputPadding)
}
func repaired(_ name: String, _ small: Tensor, to size: Int) -> Tensor {
  let plain = twice(small, outputPadding: 0)
  switch name {
  case "nearest": return upsample(plain, size: [size, size])
  case "bilinear": return upsample(plain, size: [size, size], mode: .bilinear)
  case "output padding": return twice(small, outputPadding: 1)
  case "pad": return plain.padded(bottom: 1, right: 1)
  default: return plain
  }
}
let choices: [(String, UNetDecoderBlock.SizeRepair)] = [
  ("nearest", .resize(.nearest)), ("bilinear", .resize(.bilinear)),
  ("output padding", .outputPadding), ("pad", .pad), ("crop", .crop),
]
let ramp = Tensor.arange(29).reshaped(1, 1, 1, 29) + Tensor.zeros(1, 1, 29, 29)
let few = Tensor.random(1, 16, 14, 14, seed: 12)
let odd = Tensor.random(1, 8, 29, 29, seed: 13)
func sides(_ x: Tensor) -> String { return "\(x.shape[2]) × \(x.shape[3])" }
var displaced: [Double] = []
var repairRows: [[String]] = []
for (name, choice) in choices {
  let back = repaired(name, avgPool2d(ramp, kernel: 2), to: 29)
  let leftError = Double(back[0, 0, 14, 2]) - 2
  let rightError = Double(back[0, 0, 14, 25]) - 25
  displaced.append((abs(leftError) + abs(rightError)) / 2)
  let fitting = UNetDecoderBlock(16, skip: 8, 8, repair: choice, seed: 1)
  repairRows.append([
    name, fixed(leftError, 2), fixed(rightError, 2),
    name == "crop" ? "—" : fixed(back[0, 0, 14, 28], 1),
    sides(fitting(few, skip: odd)),
  ])
}
show(table(["repair", "column 2", "column 25", "last column", "block's output"], repairRows))
print("== fig-repairs")
let garment = part(clean, 3, 4).padded(top: 1, left: 1)
var overlays = [step("skip", garment.row(0).row(0))]
var apartness: [Double] = []
for name in ["nearest", "output padding"] {
  let gap = repaired(name, avgPool2d(garment, kernel: 2), to: 29) - garment
  apartness.append(Double(square(gap).mean()).squareRoot())
  overlays.append(step(name, gap.row(0).row(0)))
}
show(steps(overlays, colorMap: .diverging, range: -0.7...0.7, showsValues: false))
print("== value 13")
print("\(fixed(apartness[0], 3))")
print("== value 14")
print("\(fixed(apartness[1], 3))")
print("== tbl-other-sizes")
func sized(_ up: Tensor, _ skip: Tensor, _ name: String) -> Tensor {
  let size = skip.shape[2]
  if up.shape[2] == size { return up }
  if name == "pad" { return up.padded(bottom: 1, right: 1) }
  return upsample(up, size: size, mode: name == "nearest" ? .nearest : .bilinear)
}
func atSize(_ size: Int, _ name: String) -> Double {
  let margin = size - 28
  let x = part(unseen, 0, 50).padded(bottom: margin, right: margin)
  let wanted = part(truth, 0, 50).padded(bottom: margin, right: margin)
  let answer = cutNetwork(
    "skip", unet, x, code: 1, skip: 1, repair: { sized($0, $1, name) })
  return overlap(above(answer, 0), wanted)
}
let usual = atSize(28, "none"), roomy = atSize(32, "none")
var sizeScores: [[Double]] = []
for size in 29...31 {
  sizeScores.append(["nearest", "bilinear", "pad"].map { atSize(size, $0) })
}
show(table(["side", "nearest", "bilinear", "pad"], sizeScores.enumerated().map { row, found in
  ["\(29 + row)"] + found.map { fixed($0, 3) }
}))
print("== value 15")
print("\(fixed(usual, 3))")
print("== value 16")
print("\(fixed(roomy, 3))")
print("== fig-digits")
show(explore(slider("side", 20...40, initial: 30)) { side in
  var sides = [side]
  for _ in 0..<4 { sides.append(sides[sides.count - 1] / 2) }
  var numbers = Tensor.zeros(3, 4)
  var unfit: [FigureRegion] = []
  var digits = ""
  for stage in 0..<4 {
    let back = 2 * sides[stage + 1]
    numbers[0, stage] = Float(sides[stage])
    numbers[1, stage] = Float(back)
    numbers[2, stage] = Float(sides[stage] - back)
    if sides[stage] != back { unfit.append(cell(2, stage)) }
    digits = "\(sides[stage] - back)" + digits
  }
  let binary = String(side, radix: 2)
  expect(binary.hasSuffix(digits), "the remainders are the last digits")
  return frame(
    heatmap(
      numbers, rowLabels: ["side", "doubled", "missing"],
      columnLabels: ["stage 1", "2", "3", "4"], colorMap: .sequential,
      range: 0...40, highlight: unfit),
    "\(side) is \(binary) in binary; the bottom is \(sides[4]); "
      + "\(unfit.count) to repair")
})
print("== lst-fcn")
let head = Sequential.fcnHead(512, classes: 21, seed: 1)
print(head)
for step in head.outputShapes(input: [1, 512, 10, 15]) {
  print(step.path, step.shape)
}
let enlarging = head.parameter("1.weight")
let alive = above(enlarging, 0).sum()
print(head.parameterCount, "parameters,", enlarging.count, "of them to enlarge")
print("not zero at the start:", percent(alive / Float(enlarging.count), 1))
print("== fig-fcn-start")
let coarse: Tensor = [
  [0, 1, 1, 0, 0], [1, 4, 5, 1, 0], [0, 3, 5, 2, 0], [0, 0, 1, 0, 0],
]
let scoresMap = coarse.reshaped(1, 1, 4, 5)
func enlarged(_ rule: Initializer) -> Tensor {
  let weight = rule.tensor([1, 1, 16, 16], seed: 3)
  return convTranspose2d(scoresMap, weight, stride: 8, padding: 4)
}
func unit(_ x: Tensor) -> Tensor { return (x - x.min()) / (x.max() - x.min()) }
show(steps([
  step("scores", upsample(unit(scoresMap), scale: 8).row(0).row(0)),
  step("bilinear", unit(enlarged(.bilinear)).row(0).row(0)),
  step("Xavier, random", unit(enlarged(.xavierUniform())).row(0).row(0)),
], colorMap: .gray, range: 0...1, showsValues: false))
print("== value 17")
print("\(500 / 32)")
print("== value 18")
print("\(375 / 32)")
print("== value 19")
print("\(500 / 32 * 32)")
print("== value 20")
print("\(375 / 32 * 32)")
print("== tbl-generator")
let generator = Sequential.dcganGenerator(features: 32, seed: 1)
var stageRows = [["the code", "100 × 1²", "", ""]]
var from = 1
for step in generator.outputShapes(input: [1, 100, 1, 1]) {
  if !step.layer.hasPrefix("Conv") { continue }
  let weights = generator.parameter("\(step.path).weight").count
  stageRows.append([
    step.path, grid(step.shape), "\(weights)",
    fixed(Double(weights * from * from) / 1e6, 1),
  ])
  from = step.shape[2]
}
show(table(["after", "output", "weights", "work"], stageRows))
print("== fig-generator")
func doubling(_ inputs: Int, _ outputs: Int) -> Sequential {
  return Sequential(
    Upsample(scale: 2),
    Conv2d(inputs, outputs, kernel: 3, padding: 1, bias: false, seed: outputs))
}
let twin = Sequential(
  ConvTranspose2d(100, 256, kernel: 4, bias: false, seed: 1),
  BatchNorm2d(256), ReLU(), doubling(256, 128), BatchNorm2d(128), ReLU(),
  doubling(128, 64), BatchNorm2d(64), ReLU(),
  doubling(64, 32), BatchNorm2d(32), ReLU(), doubling(32, 3), Tanh())
let dice = Tensor.randomNormal(4, 100, 1, 1, seed: 13)
let allStages = generator.activations(dice)
let allTwin = twin.activations(dice)
let stagesOf = [3, 6, 9, 12].map { allStages[$0] }
let twinStages = [3, 6, 9, 12].map { allTwin[$0] }
func panel(_ x: Tensor) -> Tensor {
  let one = part(x, 0, 1).slice(axis: 1, from: 0, to: 1)
  return unit(upsample(one, size: 64)).reshaped(1, 64, 64)
}
show(imageGrid(
  rows: [stagesOf, twinStages].map { concatenated($0.map { panel($0) }) },
  rowLabels: ["transposed", "nearest + 3 × 3"],
  columnLabels: ["8 × 8", "16 × 16", "32 × 32", "64 × 64"], range: 0...1))
print("== tbl-generator-pattern")
func patternShare(_ x: Tensor, period: Int) -> Double {
  let channels = x.shape[0] * x.shape[1], side = x.shape[2]
  let blocks = pixelUnshuffle(x, period).mean(axis: 3).mean(axis: 2)
  let means = blocks.reshaped(channels, period * period)
  let all = x.reshaped(channels, side * side)
  let between = square(means - means.mean(axis: 1, keepingAxis: true)).mean()
  let total = square(all - all.mean(axis: 1, keepingAxis: true)).mean()
  return Double(between) / Double(total)
}
var patternRows: [[String]] = []
var stamped: [Double] = []
var resizedShares: [Double] = []
for (mine, other) in zip(stagesOf, twinStages) {
  let side = mine.shape[2]
  stamped.append(patternShare(mine, period: 2))
  resizedShares.append(patternShare(other, period: 2))
  var cells = ["\(side) × \(side)"]
  for period in [2, 4, 8] {
    if 2 * period > side {
      cells.append("—")
      continue
    }
    let chance = Double(period * period - 1) / Double(side * side - 1)
    let shares = [mine, other].map { patternShare($0, period: period) }
    cells.append(
      "\(percent(shares[0], 0)), \(percent(shares[1], 0)) (\(percent(chance, 0)))")
  }
  patternRows.append(cells)
}
show(table(["stage", "period 2", "period 4", "period 8"], patternRows))
print("== value 21")
print("\(percent(patternShare(stagesOf[3], period: 8), 0))")
print("== tbl-super")
let halves14 = avgPool2d(clean, kernel: 2)
func trunk(_ channels: Int) -> Sequential {
  return Sequential(
    Conv2d(1, channels, kernel: 3, padding: 1, seed: 1), ReLU(),
    Conv2d(channels, channels, kernel: 3, padding: 1, seed: 2), ReLU())
}
let doublers: [(String, Sequential)] = [
  ("one layer, transposed, kernel 6", Sequential(
    ConvTranspose2d(1, 1, kernel: 6, stride: 2, padding: 2, seed: 3))),
  ("sub-pixel last", Sequential(
    trunk(16), Conv2d(16, 4, kernel: 3, padding: 1, seed: 3), PixelShuffle(2))),
  ("transposed last, kernel 6", Sequential(
    trunk(16), ConvTranspose2d(16, 1, kernel: 6, stride: 2, padding: 2, seed: 3))),
  ("sub-pixel last, 32 channels", Sequential(
    trunk(32), Conv2d(32, 4, kernel: 3, padding: 1, seed: 3), PixelShuffle(2))),
  ("nearest first", Sequential(
    Upsample(scale: 2), trunk(16), Conv2d(16, 1, kernel: 3, padding: 1, seed: 3))),
]
let fresh = part(halves14, 400, 460), sharp = part(clean, 400, 460)
let bilinear = upsample(fresh, scale: 2, mode: .bilinear)
let plain = Double(psnr(bilinear, sharp, range: 1))
var superRows = [[
  "bilinear", "0", "0", fixed(plain, 2),
]]
var superScores: [Double] = []
var superWork: [Double] = []
var enlargements: [Tensor] = []
for (name, start) in doublers {
  let result = train(
    start, from: part(halves14, 0, 400), to: part(clean, 0, 400), epochs: 15,
    batchSize: 10, learningRate: 0.01, seed: 1)
  let trained = result.model
  let enlargement = trained(fresh)
  enlargements.append(enlargement)
  superScores.append(Double(psnr(enlargement, sharp, range: 1)))
  superWork.append(Double(multiplyAdds(start, input: [1, 1, 14, 14])) / 1e3)
  superRows.append([
    name, "\(start.parameterCount)", fixed(superWork[superWork.count - 1], 0),
    fixed(superScores[superScores.count - 1], 2),
  ])
}
show(table(["method", "parameters", "work", "PSNR in dB"], superRows))
print("== fig-super")
show(imageGrid(
  rows: [
    upsample(fresh, scale: 2), bilinear, enlargements[0], enlargements[1], sharp,
  ].map { firstEight($0) },
  rowLabels: ["input", "bilinear", "one layer", "sub-pixel", "original"],
  range: 0...1))
print("== value 22")
print("\(fixed(superScores[0] - plain, 1))")
print("== value 23")
print("\(fixed(superScores[2] - superScores[0], 1))")
print("== value 24")
print("\(fixed(superWork[4] / superWork[1], 1))")
print("== tbl-ways-up")
let waysUp: [(String, Sequential)] = [
  ("kernel 2, as in the U-Net paper", Sequential(
    ConvTranspose2d(128, 64, kernel: 2, stride: 2, seed: 1))),
  ("kernel 4, as in the block above", Sequential(
    ConvTranspose2d(128, 64, kernel: 4, stride: 2, padding: 1, seed: 1))),
  ("nearest, 3 × 3, as in diffusion models", Sequential(
    Upsample(scale: 2), Conv2d(128, 64, kernel: 3, padding: 1, seed: 1))),
]
show(table(["way up", "parameters", "work"], waysUp.map { name, way in
  let shapes = way.outputShapes(input: below.shape)
  expect(shapes[shapes.count - 1].shape == across.shape, "all fit the skip")
  return [
    name, "\(way.parameterCount)",
    fixed(Double(multiplyAdds(way, input: below.shape)) / 1e6, 1),
  ]
}))
print("== value 25")
print("\(3 * 64 / 4)")
print("== lst-patches")
let tokens = Tensor.random(1, 12, 5, 5, seed: 14)
let matrix = Tensor.random(3 * 4 * 4, 12, seed: 15) - 0.5
let listed = tokens.reshaped(12, 25).T
let pixels = linear(listed, matrix)
let shuffled = pixelShuffle(pixels.T.reshaped(1, 48, 5, 5), 4)
let stamps = matrix.T.reshaped(12, 3, 4, 4)
let stampedPatches = convTranspose2d(tokens, stamps, stride: 4)
print("tokens", listed.shape, "→ pixels", pixels.shape, "→ picture", shuffled.shape)
print("difference:", scientific(maxAbsDifference(shuffled, stampedPatches), 1))
expect(maxAbsDifference(shuffled, stampedPatches) < 1e-4, "patches are stamps")
print("== tbl-wild")
show(table(
  ["network", "goes up by", "from the encoder"],
  [
    ["FCN", "transposed convolution, begun as bilinear",
     "scores of finer layers, added"],
    ["U-Net", "transposed convolution, kernel 2", "features, cropped and joined"],
    ["SegNet", "unpooling, then convolution", "places of the maxima"],
    ["FPN", "nearest neighbour", "features, added"],
    ["DCGAN", "transposed convolution", "no encoder"],
    ["StyleGAN", "doubling and a fixed blur", "no encoder"],
    ["ESPCN, SRGAN", "sub-pixel convolution, late", "no encoder"],
    ["diffusion U-Net", "nearest neighbour, then convolution", "features, joined"],
  ]))
print("== lst-exercise-572")
var tile = 572
var path = "\(tile)"
for _ in 0..<4 {
  expect((tile - 4) % 2 == 0, "every pooling finds an even side")
  tile = (tile - 4) / 2
  path += " → \(tile)"
}
tile -= 4
path += " → \(tile)"
for _ in 0..<4 {
  tile = 2 * tile - 4
  path += " → \(tile)"
}
print(path)
expect(tile == 388, "572 becomes 388")
print("== lst-exercise-folding")
let gain = Tensor.random(5, seed: 4) + 0.5
let shift = Tensor.random(5, seed: 5)
let g = gain / sqrt(seen.variance + 1e-5)
let folded = convTranspose2d(
  features, filters * g.reshaped(1, 5, 1, 1), bias: shift + (five - seen.mean) * g,
  stride: 2, padding: 1)
let unfolded = batchNorm(
  before(five), mean: seen.mean, variance: seen.variance, weight: gain, bias: shift)
print("largest difference:", scientific(maxAbsDifference(folded, unfolded), 1))
expect(maxAbsDifference(folded, unfolded) < 1e-4, "folding changes nothing")
print("== lst-exercise-sixteen")
let sixteen = Sequential.fcnHead(512, classes: 21, scale: 16, seed: 1)
let full = sixteen.parameter("1.weight")
let own = Initializer.bilinear.tensor([1, 1, 32, 32])
let grouped = concatenated((0..<21).map { _ in own })
let classScores = Tensor.random(1, 21, 3, 4, seed: 16)
let byAll = convTranspose2d(classScores, full, stride: 16, padding: 8)
let byOwn = convTranspose2d(
  classScores, grouped, stride: 16, padding: 8, groups: 21)
print(full.count, "or", grouped.count, "weights")
expect(byAll == byOwn, "the same scores")
print("== lst-exercise-hundred")
let fitting = (1...224).filter { side in
  var small = side
  for _ in 0..<3 {
    small = outputSize(input: small, kernel: 3, stride: 2, padding: 1)
  }
  return small * 8 == side
}
print(fitting.prefix(4), fitting.count, "of 224")
expect(fitting.allSatisfy { $0 % 8 == 0 }, "the multiples of eight")
let hundred = deep.encoder.outputShapes(input: [1, 3, 100, 100])
let coded = hundred[hundred.count - 1].shape
print("100 → \(coded[2]) → \(8 * coded[2])")
print("== fig-chord")
let speaker = Sequential(
  ConvTranspose1d(16, 16, kernel: 8, stride: 4, padding: 2, seed: 1), ReLU(),
  ConvTranspose1d(16, 8, kernel: 8, stride: 4, padding: 2, seed: 2), ReLU(),
  ConvTranspose1d(8, 1, kernel: 8, stride: 4, padding: 2, seed: 3))
let long = speaker(Tensor.ones(1, 16, 48)).flattened
let hum = part(long, 1024, 2048)
let strengths = fft(hum - hum.mean()).magnitude
let strongest = strengths.max()
let decibels = (0...512).map { bin in
  max(-100, 20 * log(strengths[bin] / strongest + 1e-9) / log(10))
}
let loudest = (1...512).filter { strengths[$0] > 1e-4 * strongest }
expect(loudest.allSatisfy { $0 % 16 == 0 }, "multiples of a 64th of the rate")
show(curves(
  [curve("code", decibels, step: 1.0 / 1024)],
  xAxis: "frequency, as a part of the sampling rate", yAxis: "dB"))
print("== value 26")
print("\(16000 / 4)")
print("== value 27")
print("\(16000 / 16)")
print("== value 28")
print("\(16000 / 64)")
print("== lst-exercise-leak")
let shown = batches(clean, from: 0, count: 80, size: 2)
let leaky = fitted("skip", from: shown, to: shown, seed: 1)
let hidden = part(clean, 400, 460)
func returned(code: Float, skip: Float) -> Tensor {
  return sigmoid(
    cutNetwork("skip", leaky, hidden, code: code, skip: skip, repair: keep))
}
let leak = [(1, 1), (0, 1), (1, 0)].map { code, skip in
  psnr(returned(code: Float(code), skip: Float(skip)), hidden, range: 1)
}
print("whole:       ", fixed(leak[0], 1), "dB")
print("without code:", fixed(leak[1], 1), "dB")
print("without skip:", fixed(leak[2], 1), "dB")
print("== lst-architecture-checks")
expect(deep.parameterCount == 1_030_723, "the deep autoencoder")
expect(idle == 640, "biases that a normalisation takes off again")
expect(code.count == 200_704 && photo.count == 150_528, "a code that is not small")
expect(block.state.parameterCount == 242_112, "the block of a U-Net")
for draw in 0..<3 {
  for other in [0, 1, 3] {
    expect(scores[2][draw] > scores[other][draw], "the U-Net is best, every time")
  }
}
expect(edgeErrors[2] < 0.75 * edgeErrors[0], "it beats the deep network at edges")
expect(otherErrors[2] < 0.75 * otherErrors[3], "and the flat one elsewhere")
expect(shifted == 28, "nearest neighbour shifts all but one")
expect(displaced[0] > 0.99 && displaced[2] < 1e-4, "output padding shifts none")
expect(sizeScores[2][0] < sizeScores[2][2] - 0.02, "and the shift is felt")
expect(stamped[3] > 0.15 && resizedShares[3] < 0.01, "a generator paints a pattern")
expect(superScores[1] > superScores[0] + 1, "three layers beat one")
expect(superScores[3] > superScores[4], "at equal work, enlarge late")
expect(loudest.count > 16, "a constant code hums")
expect(leak[0] - leak[1] < 2 && leak[2] < leak[1] - 8, "a skip is a leak")
print("all checks hold")
}
