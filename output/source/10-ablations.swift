// The code of chapters/10-ablations.md, in order.
import DeconvLessons

func chapter10_ablations() throws {
print("== fig-abl-maps")
func countMap(_ kernel: Int) -> Counts {
  let map = overlapCounts(kernel: kernel, stride: 2, input: [8, 8])
  return Counts((0..<6).map { a in (0..<6).map { b in map[a + 6, b + 6] } })
}
show(steps([
  step("kernel 3", countMap(3)), step("kernel 4", countMap(4)),
  step("kernel 2", countMap(2)),
], colorMap: .counts))
print("== lst-abl-networks")
let data = garments(count: 1000, seed: 0)
let pictures = data.prefix(800)
let unseen = data.subset(800..<1000).images()

func stamping(_ a: Int, _ b: Int, kernel k: Int, seed: Int) -> Sequential {
  return Sequential(ConvTranspose2d(
    a, b, kernel: k, stride: 2, padding: (k - 1) / 2, outputPadding: k % 2,
    seed: seed))
}
func resizing(_ a: Int, _ b: Int, _ mode: UpsampleMode, seed: Int) -> Sequential {
  return Sequential(
    Upsample(scale: 2, mode: mode), Conv2d(a, b, kernel: 3, padding: 1, seed: seed))
}
func sorting(_ a: Int, _ b: Int, evenStart: Bool, seed: Int) -> Sequential {
  var layer = Conv2d(a, 4 * b, kernel: 3, padding: 1, seed: seed)
  if evenStart {
    layer.weight = Initializer.icnr(scale: 2).tensor([4 * b, a, 3, 3], seed: seed)
    layer.bias = Tensor.zeros(4 * b)
  }
  return Sequential(layer, PixelShuffle(2))
}
func doubling(_ kind: String, _ a: Int, _ b: Int, seed: Int) -> Sequential {
  if kind == "nearest" { return resizing(a, b, .nearest, seed: seed) }
  if kind == "bilinear" { return resizing(a, b, .bilinear, seed: seed) }
  if kind.hasPrefix("sub-pixel") {
    return sorting(a, b, evenStart: kind.hasSuffix("even"), seed: seed)
  }
  return stamping(a, b, kernel: Int(kind.suffix(1)) ?? 3, seed: seed)
}
func encoder(seed: Int) -> Sequential {
  return Sequential(
    Conv2d(1, 16, kernel: 3, stride: 2, padding: 1, seed: 100 * seed), ReLU(),
    Conv2d(16, 32, kernel: 3, stride: 2, padding: 1, seed: 100 * seed + 1), ReLU())
}
func decoder(_ kind: String, seed: Int) -> Sequential {
  return Sequential(
    doubling(kind, 32, 16, seed: 100 * seed + 2), ReLU(),
    doubling(kind, 16, 1, seed: 100 * seed + 3), Tanh())
}
func network(_ kind: String, seed: Int) -> Sequential {
  return Sequential(encoder(seed: seed), decoder(kind, seed: seed))
}
print("== lst-abl-training")
let kinds = [
  "kernel 2", "kernel 3", "kernel 4", "kernel 5", "kernel 6", "sub-pixel",
  "sub-pixel, even", "nearest", "bilinear",
]
let moments = [0, 1, 8]
func trained(_ start: Sequential, epochs: Int, seed: Int) -> Sequential {
  return train(
    start, on: pictures, epochs: epochs, batchSize: 32, learningRate: 0.002,
    seed: seed
  ).model
}
var models: [[[Sequential]]] = []
for kind in kinds {
  var ofKind: [[Sequential]] = []
  for seed in 1...3 {
    let start = network(kind, seed: seed)
    ofKind.append([
      start, trained(start, epochs: 1, seed: seed),
      trained(start, epochs: 8, seed: seed),
    ])
  }
  models.append(ofKind)
}
print(kinds.count * 3, "networks, each at", moments.count, "moments")
print("== lst-abl-measures")
func deviation(_ x: Tensor) -> Double {
  let d = x - x.mean()
  return Double((d * d).mean()).squareRoot()
}
// M1, from the parts of a network
var shades: [Float] = []
for index in 0...8 { shades.append(Float(index) / 4 - 1) }
let walls = Tensor(shape: [9, 1, 1, 1], scalars: shades) * Tensor.ones(9, 1, 28, 28)
func half(of model: Sequential, like decoder: Sequential) -> Sequential {
  var half = decoder
  half.parameters = Array(model.parameters.dropFirst(4))
  return half
}
func codes(_ model: Sequential, _ x: Tensor) -> Tensor {
  return model.activations(x)[0]
}
func wallTiles(_ model: Sequential, like decoder: Sequential) -> Tensor {
  let middle = codes(model, walls).cropped(3)
  let decoded = half(of: model, like: decoder)(middle * Tensor.ones(9, 32, 7, 7))
  return decoded.cropped(rows: 8..<12, columns: 8..<12)
}
func wallWeave(
  _ model: Sequential, like decoder: Sequential, contrast: Double
) -> Double {
  let tiles = wallTiles(model, like: decoder)
  var sum = 0.0
  for shade in 0..<9 {
    let weave = deviation(tiles.row(shade))
    sum += weave * weave / 9
  }
  return sum.squareRoot() / contrast
}
// M2 and M3, from pictures
func lockedShare(_ x: Tensor) -> Double {
  let mean = x.mean(axis: 2, keepingAxis: true).mean(axis: 3, keepingAxis: true)
  let d = x - mean
  let tile = d.reshaped(x.shape[0], 7, 4, 7, 4).mean(axis: 1).mean(axis: 2)
  return Double((tile * tile).mean() / (d * d).mean())
}
let alternation: Tensor = [0.125, -0.375, 0.375, -0.125]
func finePower(_ x: Tensor) -> Double {
  let rows = conv2d(x, alternation.reshaped(1, 1, 4, 1))
  let columns = conv2d(x, alternation.reshaped(1, 1, 1, 4))
  return Double((rows * rows).mean() + (columns * columns).mean())
}
func fineDetail(_ x: Tensor) -> Double { return finePower(x) / finePower(unseen) }
func quality(_ x: Tensor) -> Double { return Double(psnr(x, unseen, range: 2)) }
print("== tbl-abl-controls")
func sign(_ pixel: Int) -> Float { return Float((pixel / 28 + pixel) % 2) * 0.2 - 0.1 }
let signs = (0..<784).map { sign($0) }
let woven = unseen + Tensor(shape: [1, 1, 28, 28], scalars: signs)
let noise = (Tensor.random(200, 1, 28, 28, seed: 5) * 2 - 1) * 0.1732
let box = Tensor.full(1, 1, 3, 3, value: 1.0 / 9)
let blurred = conv2d(unseen.padded(1, value: -1), box)
func control(_ name: String, _ x: Tensor) -> [String] {
  let db = x == unseen ? "∞" : fixed(quality(x), 1)
  return [name, db, percent(lockedShare(x), 2), fixed(fineDetail(x), 2)]
}
show(table(["pictures", "PSNR in dB", "M2, locked", "M3, fine detail"], [
  control("as they are", unseen), control("blurred", blurred),
  control("woven", woven), control("with noise", unseen + noise),
]))
print("== lst-abl-all")
func mean(_ values: [Double]) -> Double {
  return values.reduce(0.0, { $0 + $1 }) / Double(values.count)
}
func span(_ values: [Double]) -> Double {
  return (values.max() ?? 0) - (values.min() ?? 0)
}
var weaves: [[[Double]]] = []
var scores: [[Double]] = []
var details: [[Double]] = []
var shares: [[[Double]]] = []
for (index, kind) in kinds.enumerated() {
  let empty = decoder(kind, seed: 0)
  var weave: [[Double]] = []
  var share: [[Double]] = []
  for moment in 0..<3 {
    let drawn = (0..<3).map { models[index][$0][moment](unseen) }
    weave.append((0..<3).map { seed in
      wallWeave(
        models[index][seed][moment], like: empty, contrast: deviation(drawn[seed]))
    })
    share.append(drawn.map { lockedShare($0) })
    if moment == 2 {
      scores.append(drawn.map { quality($0) })
      details.append(drawn.map { fineDetail($0) })
    }
  }
  weaves.append(weave)
  shares.append(share)
}
print("== tbl-abl-weave")
func listed(_ values: [Double], _ decimals: Int) -> String {
  return values.map { fixed($0, decimals) }.joined(separator: ", ")
}
var kernelRows: [[String]] = []
for index in 0..<5 {
  let w = weaves[index]
  kernelRows.append([
    "\(index + 2)", listed(w[0], 2), listed(w[1], 2), listed(w[2], 3),
    listed(scores[index], 1),
  ])
}
show(table(
  ["kernel", "M1, 0 epochs", "M1, 1 epoch", "M1, 8 epochs", "PSNR in dB"],
  kernelRows))
print("== lst-abl-verdict")
let evenWeave = mean([0, 2, 4].map { mean(weaves[$0][2]) })
let unevenWeave = mean([1, 3].map { mean(weaves[$0][2]) })
print("M1 after eight epochs, kernels 2, 4, 6:", fixed(evenWeave, 3))
print("                       kernels 3, 5:   ", fixed(unevenWeave, 3))
let earlyWeave = mean((0..<5).map { mean(weaves[$0][0]) })
let lateWeave = mean((0..<5).map { mean(weaves[$0][2]) })
let kernelMeans = (0..<5).map { mean(scores[$0]) }
let seedSpans = (0..<5).map { span(scores[$0]) }
print("best kernel above the worst:", fixed(span(kernelMeans), 2), "dB")
print("best seed above the worst, on average:", fixed(mean(seedSpans), 2), "dB")
print("== value 1")
print("\(percent(lateWeave / earlyWeave, 0))")
print("== value 2")
print("\(fixed(mean(seedSpans), 1))")
print("== value 3")
print("\(fixed(span(kernelMeans), 1))")
print("== value 4")
print("\(fixed(scores[0][0] - scores[1][0], 1))")
print("== value 5")
print("\(fixed(scores[1][2] - scores[0][2], 1))")
print("== fig-abl-explore")
let shirt = unseen.slice(axis: 0, from: 2, to: 3)
show(explore(
  slider("kernel", 2...6, initial: 3), slider("training", 0...2, initial: 2)
) { kernel, moment in
  let network = models[kernel - 2][0][moment]
  let empty = decoder(kinds[kernel - 2], seed: 0)
  let tile = wallTiles(network, like: empty).row(6).row(0)
  let wall = concatenated(Array(0..<7).map { _ in
    concatenated(Array(0..<7).map { _ in tile }, axis: 1) }, axis: 0)
  let drawn = network(shirt)
  let strip = concatenated(
    [shirt, drawn, (drawn - shirt) / 2, wall.reshaped(1, 1, 28, 28)], axis: 1)
  let note = "M1 = \(fixed(weaves[kernel - 2][moment][0], 3))"
  return frame(imageGrid(strip, range: -1...1), note)
})
print("== tbl-abl-four")
func leap(_ k: Int, seed: Int) -> Sequential {
  return Sequential(
    ConvTranspose2d(
      32, 1, kernel: k, stride: 4, padding: (k - 3) / 2, outputPadding: k % 2,
      seed: 100 * seed + 2), Tanh())
}
var leapRows: [[String]] = []
var leapWeaves: [Double] = []
var leapScores: [Double] = []
for k in [4, 5, 6, 8] {
  let networks = (1...3).map { seed in
    trained(
      Sequential(encoder(seed: seed), leap(k, seed: seed)), epochs: 8, seed: seed)
  }
  let drawn = networks.map { $0(unseen) }
  let weave = (0..<3).map { seed in
    wallWeave(
      networks[seed], like: leap(k, seed: 0), contrast: deviation(drawn[seed]))
  }
  let score = drawn.map { quality($0) }
  leapWeaves.append(mean(weave))
  leapScores.append(mean(score))
  let counts = k % 4 == 0 ? "even" : "uneven"
  leapRows.append([
    "\(k)", counts, "\(32 * k * k + 1)", listed(weave, 3), listed(score, 1),
  ])
}
show(table(["kernel", "counts", "parameters", "M1", "PSNR in dB"], leapRows))
print("== value 6")
print("\(32 * 49)")
print("== tbl-abl-cut")
func cutDecoder(_ rule: String, seed: Int) -> Sequential {
  if rule == "same" {
    return Sequential(
      ConvTranspose2d(
        32, 16, kernel: 3, stride: 2, padding: .same, seed: 100 * seed + 2), ReLU(),
      ConvTranspose2d(
        16, 1, kernel: 3, stride: 2, padding: .same, seed: 100 * seed + 3), Tanh())
  }
  return Sequential(
    ConvTranspose2d(32, 16, kernel: 3, stride: 2, seed: 100 * seed + 2), ReLU(),
    ConvTranspose2d(
      16, 1, kernel: 3, stride: 2, outputPadding: 1, seed: 100 * seed + 3), Tanh())
}
func cutNetwork(_ rule: String, seed: Int) -> Sequential {
  let padding: Padding = rule == "same" ? .same : .valid
  return Sequential(
    Sequential(
      Conv2d(1, 16, kernel: 3, stride: 2, padding: padding, seed: 100 * seed),
      ReLU(),
      Conv2d(16, 32, kernel: 3, stride: 2, padding: padding, seed: 100 * seed + 1),
      ReLU()),
    cutDecoder(rule, seed: seed))
}
func inner(_ x: Tensor) -> Tensor { return x.cropped(bottom: 1, right: 1) }
var cutRows: [[String]] = []
var cutModels: [[Sequential]] = []
var cutScores: [[Double]] = []
for rule in ["padding 1", "same", "none"] {
  let networks = (1...3).map { seed in
    rule == "padding 1" ? models[1][seed - 1][2]
      : trained(cutNetwork(rule, seed: seed), epochs: 8, seed: seed)
  }
  cutModels.append(networks)
  let code = codes(networks[0], unseen).shape
  let drawn = networks.map { $0(unseen) }
  cutScores.append(drawn.map { quality($0) })
  cutRows.append([
    rule, "\(code[2]) × \(code[3])", listed(cutScores[cutScores.count - 1], 1),
    listed(drawn.map { Double(psnr(inner($0), inner(unseen), range: 2)) }, 1),
  ])
}
show(table(["padding", "code", "PSNR in dB", "inner PSNR"], cutRows))
print("== lst-abl-dead")
let deadModel = cutModels[2][0]
let lastRow = deadModel(unseen).slice(axis: 2, from: 27, to: 28)
let bias = deadModel.parameter("1.2.bias")[0]
print("last row, least and largest:", lastRow.min(), lastRow.max())
print("tanh of the bias:           ", tanh(bias))
print("== value 7")
print("\(27 + 28)")
print("== value 8")
print("\(fixed(mean(cutScores[0]) - mean(cutScores[2]), 1))")
print("== value 9")
print("\(percent(55.0 / 784, 0))")
print("== tbl-abl-bakeoff")
var bakeRows: [[String]] = []
for (index, kind) in kinds.enumerated() {
  let network = decoder(kind, seed: 0)
  let work = multiplyAdds(network, input: [1, 32, 7, 7])
  bakeRows.append([
    kind, "\(network.parameterCount)", "\(work / 1000)",
    "\(fixed(mean(weaves[index][0]), 2)) → \(fixed(mean(weaves[index][2]), 2))",
    fixed(mean(details[index]), 2), listed(scores[index], 1),
  ])
}
show(table(["decoder", "numbers", "work", "M1", "M3", "PSNR in dB"], bakeRows))
print("== fig-abl-duels")
let duels = Counts((0..<9).map { a in
  (0..<9).map { b in
    scores[a].map { x in scores[b].filter { x > $0 }.count }.reduce(0, { $0 + $1 })
  }
})
let shortNames = ["k 2", "k 3", "k 4", "k 5", "k 6", "sub", "even", "near", "bil"]
show(heatmap(
  duels, rowLabels: kinds, columnLabels: shortNames, colorMap: .sequential,
  range: 0...9))
print("== tbl-abl-bounds")
func largest(_ kind: String) -> [String] {
  let start = network(kind, seed: 1).parameters
  return [kind, fixed(start[4].abs().max(), 3), fixed(start[6].abs().max(), 3)]
}
show(table(
  ["decoder", "first layer", "last layer"],
  ["kernel 3", "kernel 6", "sub-pixel", "nearest"].map { largest($0) }))
print("== tbl-abl-start")
func restarted(
  _ kind: String, _ first: Float, _ last: Float, seed: Int
) -> Sequential {
  var part = decoder(kind, seed: seed)
  var numbers = part.parameters
  for index in 0..<4 {
    numbers[index] = numbers[index] * (index < 2 ? first : last)
  }
  part.parameters = numbers
  let start = Sequential(encoder(seed: seed), part)
  return trained(start, epochs: 8, seed: seed)
}
var startRows: [[String]] = []
var startScores: [[Double]] = []
let root: Float = 0.7071
for (kind, first, last) in [
  ("kernel 3", root, Float(0.25)), ("sub-pixel", root, Float(2)),
  ("nearest", 2 * root, Float(4)), ("bilinear", 2 * root, Float(4)),
] {
  let drawn = (1...3).map { restarted(kind, first, last, seed: $0)(unseen) }
  let index = kinds.firstIndex(of: kind) ?? 0
  startScores.append(drawn.map { quality($0) })
  startRows.append([
    kind, "\(fixed(first, 2)), \(fixed(last, 2))", listed(scores[index], 1),
    listed(startScores[startScores.count - 1], 1),
    fixed(mean(drawn.map { fineDetail($0) }), 2),
  ])
}
show(table(
  ["decoder", "factors", "PSNR, as before", "PSNR, exchanged", "M3, exchanged"],
  startRows))
print("== value 10")
print("\(fixed(mean(scores[1]) - mean(startScores[0]), 1))")
print("== value 11")
print("\(fixed(mean(startScores[2]) - mean(scores[7]), 1))")
print("== value 12")
print("\(fixed(mean(scores[1]) - mean(startScores[2]), 1))")
print("== value 13")
print("\(fixed(mean(scores[7]) - mean(startScores[0]), 1))")
print("== tbl-abl-shares")
func shareRow(_ index: Int) -> [String] {
  return [kinds[index]] + shares[index].map { percent(mean($0), 1) }
}
let ownShare = lockedShare(unseen)
show(table(
  ["decoder", "0 epochs", "1 epoch", "8 epochs"],
  [1, 2, 5, 7].map { shareRow($0) } + [
    ["the pictures themselves", "", "", percent(ownShare, 1)],
  ]))
print("== fig-abl-shades")
func byShade(_ index: Int) -> [Double] {
  let tiles = (0..<3).map {
    wallTiles(models[index][$0][2], like: decoder(kinds[index], seed: 0))
  }
  return (0..<9).map { shade in mean(tiles.map { deviation($0.row(shade)) }) }
}
let threeByShade = byShade(1)
show(curves([
  curve("kernel 3", threeByShade, from: -1, step: 0.25),
  curve("kernel 4", byShade(2), from: -1, step: 0.25),
  curve("sub-pixel", byShade(5), from: -1, step: 0.25),
  curve("nearest", byShade(7), from: -1, step: 0.25),
], xAxis: "shade of the wall", yAxis: "weave"))
print("== lst-abl-black")
let pixels = pictures.images().scalars
let black = pixels.filter { $0 < -0.99 }.count
let blackShare = Double(black) / Double(pixels.count)
let blackShade = threeByShade[0]
let worstShade = threeByShade.max() ?? 0
print("black pixels:", black, "of", pixels.count)
print("== value 14")
print("\(percent(blackShare, 0))")
print("== value 15")
print("\(fixed(worstShade / blackShade, 1))")
print("== fig-abl-toy")
let steady = Tensor.random(66, seed: 7) * 0.3 + 0.85
let smooth = convTranspose1d(steady, [0.25, 0.75, 0.75, 0.25], stride: 2)
func sums(_ w: Tensor) -> (Float, Float) {
  var even: Float = 0
  var odd: Float = 0
  for tap in 0..<w.count {
    if tap % 2 == 0 { even += w[tap] } else { odd += w[tap] }
  }
  return (even, odd)
}
func descent(_ k: Int, seed: Int) -> [Tensor] {
  let skip = (5 - k) / 2
  let target = smooth.slice(axis: 0, from: 4 + skip, to: 128 + skip)
  var w = Tensor.random(k, seed: 1000 * k + seed) * 2 - 1
  var path = [w]
  for _ in 0..<12 {
    for _ in 0..<5 {
      let slope = gradient(of: { taps in
        let drawn = convTranspose1d(steady, taps, stride: 2)
        return mseLoss(drawn.slice(axis: 0, from: 4, to: 128), target)
      }, at: w)
      w = w - slope * 0.1
    }
    path.append(w)
  }
  return path
}
func imbalance(_ w: Tensor) -> Double {
  let (even, odd) = sums(w)
  return Double(abs(even - odd)) / Double(abs(even + odd))
}
let medians = (2...4).map { k in
  let paths = (0..<51).map { descent(k, seed: $0) }
  return (0...12).map { time in paths.map { imbalance($0[time]) }.sorted()[25] }
}
show(curves((2...4).map { k in
  curve("kernel \(k)", medians[k - 2].map { log($0) / log(10) }, step: 5)
}, xAxis: "steps", yAxis: "decimal logarithm of imbalance"))
print("== tbl-abl-toy")
let first = steady.slice(axis: 0, from: 0, to: 65)
let second = steady.slice(axis: 0, from: 1, to: 66)
let q = Double((steady * steady).mean())
let c = Double((first * second).mean())
let predicted = [1 - 0.1 * q, 1 - 0.1 * q, 1 - 0.1 * (q + c)]
var toyRows: [[String]] = []
var toyErrors: [Double] = []
for k in 2...4 {
  let m = medians[k - 2]
  let observed = pow(m[6] / m[2], 0.25)
  let factor = pow(predicted[k - 2], 5)
  toyErrors.append(abs(observed / factor - 1))
  toyRows.append([
    "\(k)", fixed(m[0], 2), fixed(m[2], 3), fixed(m[6], 4), fixed(m[12], 5),
    fixed(observed, 2), fixed(factor, 2),
  ])
}
show(table([
  "kernel", "0 steps", "10", "30", "60", "five steps leave", "by formula",
], toyRows))
print("== tbl-abl-unusual")
func unusual(_ model: Sequential, _ kind: String) -> [Tensor] {
  let code = codes(model, unseen)
  let draw = half(of: model, like: decoder(kind, seed: 0))
  let random = Tensor.random(200, 32, 7, 7, seed: 77) * (2 * code.mean())
  return [draw(code), draw(code * 3), draw(random)]
}
var unusualRows: [[String]] = []
var unusualShares: [[Double]] = []
for index in [0, 1, 2, 4, 5, 7, 8] {
  let three = (0..<3).map { seed in
    unusual(models[index][seed][2], kinds[index]).map { lockedShare($0) }
  }
  let means = (0..<3).map { code in mean(three.map { $0[code] }) }
  unusualShares.append(means)
  unusualRows.append([kinds[index]] + means.map { percent($0, 1) })
}
let freeShares = unusualShares.prefix(5).map { $0[2] }
show(table(["decoder", "of pictures", "times three", "random"], unusualRows))
print("== fig-abl-unusual")
func gallery(_ index: Int) -> Tensor {
  return concatenated(
    unusual(models[index][0][2], kinds[index]).map {
      concatenated(
        [$0.slice(axis: 0, from: 2, to: 3), $0.slice(axis: 0, from: 7, to: 8)],
        axis: 0)
    }, axis: 0)
}
show(imageGrid(
  rows: [gallery(1), gallery(2), gallery(7)],
  rowLabels: ["kernel 3", "kernel 4", "nearest"], range: -1...1))
print("== value 16")
print("\(percent(freeShares.min() ?? 0, 0))")
print("== value 17")
print("\(percent(freeShares.max() ?? 0, 0))")
print("== fig-abl-places")
let forty = unseen.slice(axis: 0, from: 0, to: 40)
func places(_ index: Int) -> Tensor {
  var sum = Tensor.zeros(4, 4)
  for down in 0..<4 {
    for right in 0..<4 {
      let moved = forty.padded(top: down, left: right, value: -1)
        .cropped(bottom: down, right: right)
      for seed in 0..<3 {
        let e = (models[index][seed][2](moved) - moved).cropped(4)
        sum = sum + (e * e).reshaped(40, 5, 4, 5, 4).mean(axis: 0)
          .mean(axis: 0).mean(axis: 1)
      }
    }
  }
  return sum / sum.mean()
}
let placed = [places(0), places(1), places(2), places(7)]
func ratio(_ map: Tensor) -> String { return fixed(map.max() / map.min(), 2) }
show(steps([
  step("kernel 2", placed[0]), step("kernel 3", placed[1]),
  step("kernel 4", placed[2]), step("nearest", placed[3]),
], colorMap: .sequential, range: 0.6...1.4))
print("== value 18")
print("\(ratio(placed[0]))")
print("== value 19")
print("\(ratio(placed[1]))")
print("== value 20")
print("\(ratio(placed[2]))")
print("== value 21")
print("\(ratio(placed[3]))")
print("== lst-abl-lossless")
func pick(_ channels: Int) -> Tensor {
  var w = Tensor.zeros(4 * channels, channels, 3, 3)
  for channel in 0..<channels {
    for place in 0..<4 {
      w[4 * channel + place, channel, 1 + place / 2, 1 + place % 2] = 1
    }
  }
  return w
}
let small = conv2d(unseen, pick(1), stride: 2, padding: 1)
let sorted = conv2d(small, pick(4), stride: 2, padding: 1)
let larger = convTranspose2d(
  sorted, pick(4), stride: 2, padding: 1, outputPadding: 1)
let copy = convTranspose2d(larger, pick(1), stride: 2, padding: 1, outputPadding: 1)
print("code:", sorted.shape, "largest error:", maxAbsDifference(copy, unseen))
print("== tbl-abl-bottleneck")
let photos = try fashionMNIST()
let photosIn = photos.train.prefix(1500)
let photosOut = photos.test.prefix(300).images()
let widths = [1, 2, 4, 8, 16, 32, 64]
func narrow(_ width: Int) -> Sequential {
  return Sequential(
    Conv2d(1, 16, kernel: 3, stride: 2, padding: 1, seed: 100), ReLU(),
    Conv2d(16, width, kernel: 3, stride: 2, padding: 1, seed: 101),
    ConvTranspose2d(width, 16, kernel: 4, stride: 2, padding: 1, seed: 102), ReLU(),
    ConvTranspose2d(16, 1, kernel: 4, stride: 2, padding: 1, seed: 103), Tanh())
}
func tiles(_ x: Tensor) -> Tensor {
  let column = x.reshaped(1, 1, 28 * x.shape[0], 28)
  return unfold(column, kernel: 4, stride: 4).row(0).T
}
var networkRatios: [Double] = []
var linearRatios: [Double] = []
var widthRows: [[String]] = []
for width in widths {
  let model = train(
    narrow(width), on: photosIn, epochs: 8, batchSize: 32, learningRate: 0.002,
    seed: 1
  ).model
  networkRatios.append(Double(psnr(model(photosOut), photosOut, range: 2)))
  let basis = PCA(of: tiles(photosIn.images()), components: min(width, 16))
  let rebuilt = Tensor(basis.reconstruct(basis.project(tiles(photosOut))))
  let whole = pixelShuffle(rebuilt.T.reshaped(1, 16, 2100, 7), 4)
  let ratio = Double(psnr(whole.reshaped(300, 1, 28, 28), photosOut, range: 2))
  if width < 16 { linearRatios.append(ratio) }
  widthRows.append([
    "\(width)", "\(49 * width)", fixed(networkRatios[networkRatios.count - 1], 1),
    width < 16 ? fixed(ratio, 1) : "exact",
  ])
  expect(width < 16 || ratio > 100, "sixteen components are all of a tile")
}
let widenings = zip(networkRatios, networkRatios.dropFirst())
expect(widenings.allSatisfy { $0 < $1 }, "wider is better")
expect(linearRatios[2] < networkRatios[2], "ahead of the components at four")
expect(linearRatios[3] > networkRatios[3], "behind them at eight")
show(table(["channels", "numbers", "network", "components"], widthRows))
print("== fig-abl-bottleneck")
show(curves([
  curve("network", networkRatios), curve("components", linearRatios),
], xAxis: "channels, as a power of two", yAxis: "PSNR in dB"))
print("== tbl-abl-crossed")
func crossed(_ seed: Int) -> [Tensor] {
  let own = models[1][seed][2]
  var whole = cutNetwork("same", seed: 0)
  whole.parameters = own.parameters
  let alone = half(of: own, like: cutDecoder("same", seed: 0))(codes(own, unseen))
  let back = alone.cropped(top: 3, left: 3).padded(bottom: 3, right: 3, value: -1)
  return [own(unseen), whole(unseen), alone, back]
}
let crossedRuns = (0..<3).map { crossed($0) }
var crossedRows: [[String]] = []
var crossedMeans: [Double] = []
var crossedInner: [Double] = []
let crossedNames = [
  "where it was trained", "the whole, under Keras's rule",
  "the decoder alone", "the same, moved back",
]
for (index, name) in crossedNames.enumerated() {
  let all = (0..<3).map { quality(crossedRuns[$0][index]) }
  let middle = (0..<3).map { seed in
    let drawn = crossedRuns[seed][index].cropped(4)
    return Double(psnr(drawn, unseen.cropped(4), range: 2))
  }
  crossedMeans.append(mean(all))
  crossedInner.append(mean(middle))
  crossedRows.append([
    name, fixed(mean(all), 1), fixed(span(all), 1), fixed(mean(middle), 1),
  ])
}
show(table(["run", "PSNR in dB", "span", "inner PSNR"], crossedRows))
print("== fig-abl-crossed")
let crossedPictures = [unseen] + crossedRuns[0].prefix(3)
show(imageGrid(
  concatenated(crossedPictures.map { $0.slice(axis: 0, from: 2, to: 3) }, axis: 1),
  range: -1...1))
print("== value 22")
print("\(fixed(crossedMeans[0] - crossedMeans[2], 0))")
print("== value 23")
print("\(fixed(quality(unseen * 0 + unseen.mean()), 1))")
print("== value 24")
print("\(fixed(crossedInner[0] - crossedInner[1], 1))")
print("== value 25")
print("\(fixed(crossedMeans[0] - crossedMeans[1], 1))")
print("== tbl-abl-device")
func rerun(_ rate: Double, order: Int) -> Double {
  let model = train(
    network("kernel 3", seed: 1), on: pictures, epochs: 8, batchSize: 32,
    learningRate: rate, seed: order
  ).model
  return quality(model(unseen))
}
let repeated = rerun(0.002, order: 1)
let jittered = [
  repeated, rerun(0.002000001, order: 1), rerun(0.001999999, order: 1),
]
let reordered = [repeated, rerun(0.002, order: 12), rerun(0.002, order: 13)]
func deviceRow(_ name: String, _ values: [Double]) -> [String] {
  return [name, listed(values, 3), fixed(span(values), 3)]
}
expect(repeated == scores[1][0], "the same seed gives the same bits")
show(table(["changed", "PSNR in dB", "span"], [
  deviceRow("the last digits", jittered), deviceRow("the order", reordered),
  deviceRow("first weights and order", scores[1]),
]))
print("== lst-abl-exercise-chance")
var arrangements = 0
var clean = 0
for code in 0..<64 where code.nonzeroBitCount == 3 {
  arrangements += 1
  if code == 7 || code == 56 { clean += 1 }
}
print(clean, "of", arrangements)
print("== lst-abl-exercise-seed")
for kind in ["kernel 2", "kernel 3"] {
  let fourth = trained(network(kind, seed: 4), epochs: 8, seed: 4)
  let index = kind == "kernel 2" ? 0 : 1
  let all = scores[index] + [quality(fourth(unseen))]
  print(kind, listed(all, 2), "mean", fixed(mean(all), 2))
}
print("== lst-abl-exercise-blur")
func detailError(_ ratio: Double) -> Double {
  return 10 * abs(log(ratio) / log(10))
}
print("blurred pictures:", fixed(detailError(fineDetail(blurred)), 1), "dB")
print("woven pictures:  ", fixed(detailError(fineDetail(woven)), 1), "dB")
for (index, kind) in kinds.enumerated() {
  print("\(kind): \(listed(details[index].map { detailError($0) }, 1)) dB")
}
print("== lst-abl-checks")
func all(_ values: [Double], _ test: (Double) -> Bool) -> Bool {
  return values.allSatisfy(test)
}
for index in 0..<9 {
  let resizes = index >= 7
  for moment in 0..<3 {
    if resizes { expect(all(weaves[index][moment]) { $0 < 1e-4 }, "no weave") }
  }
  if index != 6 && !resizes {
    expect(all(weaves[index][0]) { $0 > 0.5 }, "random kernels weave")
  }
  if !resizes { expect(all(weaves[index][2]) { $0 > 0.03 }, "some weave stays") }
}
expect(all(weaves[6][0]) { $0 < 1e-4 }, "an even start")
expect(evenWeave > 0.8 * unevenWeave, "even counts do not weave less")
expect(span(kernelMeans) < mean(seedSpans), "kernels drown in the seeds")
func least(_ values: [Double]) -> Double { return values.min() ?? 0 }
func most(_ values: [Double]) -> Double { return values.max() ?? 0 }
for index in 0..<5 {
  expect(least(scores[index]) > most(scores[7]), "kernels above nearest")
}
expect(duels[3, 4] == 9, "one duel of the ten is decided")
expect(least(scores[7]) > most(scores[8]), "nearest above bilinear")
expect(mean(startScores[0]) < mean(scores[7]), "a quiet kernel 3 is no better")
expect(most(startScores[1]) > least(scores[4]), "sub-pixel reaches kernel 6")
expect(mean(startScores[2]) > mean(scores[7]) + 0.4, "a loud start helps nearest")
expect(most(startScores[3]) < least(startScores[0]), "bilinear is last")
expect(least(freeShares) > 10 * unusualShares[5][2], "random codes weave")
expect(least(cutScores[0] + cutScores[1]) > most(cutScores[2]) + 3, "a dead border")
expect(mean(shares[1][0]) > 0.5 && mean(shares[1][2]) < 2 * ownShare, "hidden")
expect(worstShade > 2 * blackShade, "lighter walls weave more")
expect(all(toyErrors) { $0 < 0.15 }, "the decay in one dimension")
expect(copy == unseen, "sixteen channels are enough")
expect(crossedMeans[0] - crossedMeans[1] > 6, "the border under the other rule")
expect(crossedInner[0] - crossedInner[1] < 1, "and hardly anything inside")
expect(abs(crossedInner[0] - crossedInner[3]) < 1e-9, "only a shift")
expect(span(jittered) < span(reordered), "order outweighs last digits")
print("all checks hold")
}
