// The code of chapters/09-autoencoder.md, in order.
import DeconvLessons

func chapter09_autoencoder() throws {
print("== fig-garments")
let drawn = garments(count: 1000, seed: 0)
show(imageGrid(drawn.images(Array(0..<40)), columns: 10))
print("== fig-fashion")
let fashion = try fashionMNIST()
show(imageGrid(fashion.test.images(Array(0..<40)), columns: 10))
print("== tbl-data")
func described(_ name: String, _ data: ImageDataset) -> [String] {
  let pixels = data.images(Array(0..<1000))
  let spread = Double(square(pixels - pixels.mean()).mean()).squareRoot()
  return [
    name, "\(data.count)", "\(data.rows) × \(data.columns)", fixed(pixels.min(), 1),
    fixed(pixels.max(), 1), fixed(pixels.mean(), 3), fixed(spread, 3),
  ]
}
show(table(
  ["set", "pictures", "pixels", "least", "largest", "mean", "deviation"],
  [
    described("drawn", drawn),
    described("Fashion-MNIST, to train with", fashion.train),
    described("Fashion-MNIST, to test with", fashion.test),
  ]))
for label in 0..<10 {
  let members = fashion.train.indices(ofClass: label)
  expect(members.count == 6000, "as many of each class")
}
print("== lst-network")
let model = Autoencoder(seed: 1)
print(model)
print(model.parameterCount, "parameters")
print("== tbl-parameters")
let pairs = [1 * 32, 32 * 64, 64 * 32, 32 * 1]
let outputs = [32, 64, 32, 1]
var counted: [[String]] = []
var total = 0
for layer in 0..<4 {
  let weights = pairs[layer] * 9
  total += weights + outputs[layer]
  counted.append(["\(layer + 1)", "\(weights)", "\(outputs[layer])", "\(total)"])
}
expect(total == model.parameterCount, "the table and the model agree")
show(table(["layer", "weights", "biases", "sum so far"], counted))
print("== tbl-shapes")
let one = drawn.images([0])
var shapes = [["input", "\(one.shape)", "\(one.count)"]]
let codes = model.encoder.activations(one)
for (index, output) in codes.enumerated() {
  shapes.append(["encoder.\(index)", "\(output.shape)", "\(output.count)"])
}
let code = codes[codes.count - 1]
for (index, output) in model.decoder.activations(code).enumerated() {
  shapes.append(["decoder.\(index)", "\(output.shape)", "\(output.count)"])
}
show(table(["after", "shape", "numbers"], shapes))
print("== tbl-connect")
let connected = Sequential(
  Flatten(), Linear(784, 64, seed: 1), ReLU(), Linear(64, 784, seed: 2), Tanh(),
  Unflatten(1, 28, 28))
func size(_ name: String, parameters: Int, work: Int, code: Int) -> [String] {
  return [name, "\(parameters)", fixed(Double(work) / 1e6, 2), "\(code)"]
}
let picture = [1, 1, 28, 28]
show(table(["network", "parameters", "million multiply-adds", "numbers in the code"], [
  size(
    "connected", parameters: connected.parameterCount,
    work: multiplyAdds(connected, input: picture), code: 64),
  size(
    "convolutional", parameters: model.parameterCount,
    work: multiplyAdds(model, input: picture), code: code.count),
]))
print("== lst-psnr")
let original: Tensor = [[1, -1], [0.5, 0]]
let attempt: Tensor = [[0.8, -0.9], [0.5, 0.4]]
let error = original - attempt
print("differences   ", error)
print("squares       ", error * error)
print("mean          ", fixed(mse(original, attempt), 4))
print("PSNR, R = 2   ", fixed(psnr(original, attempt, range: 2), 2), "dB")
print("== lst-range")
let batch = drawn.images(0..<32)
let untrainedOutput = model(batch)
let difference = square(batch - untrainedOutput)
let byHand = Double(difference.sum()) / Double(difference.count)
print("MSE of a batch ", fixed(mse(batch, untrainedOutput), 4), fixed(byHand, 4))
let right = psnr(batch, untrainedOutput, range: 2)
let wrong = psnr(batch, untrainedOutput, range: 1)
print("PSNR, R = 2    ", fixed(right, 2), "dB")
print("PSNR, R = 1    ", fixed(wrong, 2), "dB, less by", fixed(right - wrong, 4))
expect(abs(Double(right - wrong) - 20 * log(2.0) / log(10.0)) < 1e-4, "20 log 2")
print("== lst-two-means")
func decibels(_ error: Double, range: Double) -> Double {
  return 10 * log(range * range / error) / log(10.0)
}
let meanOfRatios = (decibels(0.01, range: 2) + decibels(0.001, range: 2)) / 2
let ratioOfMean = decibels((0.01 + 0.001) / 2, range: 2)
print("mean of the ratios       ", fixed(meanOfRatios, 2), "dB")
print("ratio of the mean error  ", fixed(ratioOfMean, 2), "dB")
print("== fig-equal")
let shirt = drawn.images([0])
let soft: Tensor = [[1, 2, 1], [2, 4, 2], [1, 2, 1]]
let blurred = conv2d(shirt, soft.reshaped(1, 1, 3, 3) / 16, padding: 1)
let lines = Tensor((0..<28).map { Float(1 - 2 * ($0 % 2)) })
let hole = Tensor.ones(6, 6).padded(top: 11, left: 11, bottom: 11, right: 11)
let directions: [Tensor] = [
  Tensor.ones(1, 1, 28, 28), Tensor.random(1, 1, 28, 28, seed: 2) - 0.5,
  blurred - shirt, lines.reshaped(28, 1) * lines.reshaped(1, 1, 1, 28),
  (shirt + 1) * hole.reshaped(1, 1, 28, 28) * -1,
]
let spoilt = directions.map {
  shirt + $0 * (Float(0.02) / square($0).mean()).squareRoot()
}
show(imageGrid(
  concatenated([shirt] + spoilt), columns: 6,
  captions: ["original", "brighter", "noise", "blur", "weave", "patch"],
  range: -1...1))
print("== value 1")
print("\(fixed(psnr(spoilt[0], shirt, range: 2), 1))")
print("== tbl-short")
func epochTable(_ history: TrainingHistory) -> Table {
  var rows: [[String]] = []
  for epoch in history.epochs {
    rows.append([
      "\(epoch.epoch)", fixed(epoch.trainLoss, 5), fixed(epoch.validationLoss, 5),
      fixed(epoch.psnr, 2),
    ])
  }
  return table(["epoch", "training", "validation", "PSNR in dB"], rows)
}
let parts = drawn.split(validation: 200, seed: 0)
let short = train(
  model, on: parts.train, epochs: 4, batchSize: 32, seed: 1,
  validation: parts.validation)
show(epochTable(short.history))
print("== fig-short")
let unseen = parts.validation.images(Array(0..<10))
let trained = short.model
show(imageGrid(
  rows: [unseen, model(unseen), trained(unseen)],
  rowLabels: ["original", "before", "after"], range: -1...1))
print("== fig-epochs")
func after(_ epochs: Int) -> Autoencoder {
  if epochs == 0 { return model }
  return train(model, on: parts.train, epochs: epochs, batchSize: 32, seed: 1).model
}
let watched = parts.validation.images(0..<8)
var byEpoch: [Double] = []
show(explore(slider("epochs", 0...8, initial: 2)) { epochs in
  let network = after(epochs)
  let ratio = evaluate(network, on: parts.validation).psnr
  byEpoch.append(ratio)
  return frame(
    imageGrid(rows: [watched, network(watched)], range: -1...1),
    "after \(epochs) epochs: \(fixed(ratio, 1)) dB on 200 pictures")
})
expect(byEpoch[4] == short.history.last?.psnr ?? 0, "the same training")
print("== fig-scales")
func unbounded() -> Sequential {
  return Sequential(
    Conv2d(1, 32, kernel: 3, stride: 2, padding: 1, seed: 1), ReLU(),
    Conv2d(32, 64, kernel: 3, stride: 2, padding: 1, seed: 2), ReLU(),
    ConvTranspose2d(
      64, 32, kernel: 3, stride: 2, padding: 1, outputPadding: 1, seed: 3), ReLU(),
    ConvTranspose2d(
      32, 1, kernel: 3, stride: 2, padding: 1, outputPadding: 1, seed: 4))
}
let symmetric = drawn.images()
let unit = (symmetric + 1) / 2
let bytes = unit * 255
func progress(
  _ x: Tensor, range: Double, _ rule: TrainingSettings.OptimizerKind, rate: Double
) -> [Double] {
  let result = train(
    unbounded(), from: x, to: x, epochs: 4, batchSize: 32, optimizer: rule,
    learningRate: rate, seed: 1, validationCount: 200)
  return result.history.epochs.map { decibels($0.validationLoss, range: range) }
}
let onScales = [
  progress(symmetric, range: 2, .adam, rate: 0.001),
  progress(unit, range: 1, .adam, rate: 0.001),
  progress(bytes, range: 255, .adam, rate: 0.001),
  progress(symmetric, range: 2, .sgd, rate: 0.1),
  progress(unit, range: 1, .sgd, rate: 0.1),
]
show(curves([
  curve("−1 to 1, Adam", onScales[0], from: 1),
  curve("0 to 1, Adam", onScales[1], from: 1),
  curve("0 to 255, Adam", onScales[2], from: 1),
  curve("−1 to 1, descent", onScales[3], from: 1),
  curve("0 to 1, descent", onScales[4], from: 1),
], xAxis: "epoch", yAxis: "PSNR in dB"))
print("== lst-slowed")
let slowed = progress(bytes, range: 255, .sgd, rate: 0.1 / 65025)
print("0 to 1, rate 0.1:          ", onScales[4].map { fixed($0, 2) })
print("0 to 255, rate 0.1 / 65025:", slowed.map { fixed($0, 2) })
print("== fig-optimizers")
func sixEpochs(
  _ rule: TrainingSettings.OptimizerKind, rate: Double, momentum: Double
) -> [Double] {
  return train(
    model, on: parts.train, epochs: 6, batchSize: 32, optimizer: rule,
    learningRate: rate, momentum: momentum, seed: 1, validation: parts.validation
  ).history.epochs.map { $0.psnr }
}
let byRule = [
  sixEpochs(.adam, rate: 0.001, momentum: 0),
  sixEpochs(.adamW, rate: 0.001, momentum: 0),
  sixEpochs(.sgd, rate: 0.1, momentum: 0),
  sixEpochs(.sgd, rate: 0.1, momentum: 0.9),
]
show(curves([
  curve("Adam", byRule[0], from: 1), curve("AdamW", byRule[1], from: 1),
  curve("SGD", byRule[2], from: 1), curve("SGD, momentum", byRule[3], from: 1),
], xAxis: "epoch", yAxis: "PSNR in dB"))
print("== value 2")
print("\(fixed(abs(byRule[0][5] - byRule[1][5]), 3))")
print("== tbl-real")
let run = train(
  model, on: fashion.train, epochs: 10, batchSize: 128,
  learningRate: 0.001, seed: 1, validation: fashion.test)
show(epochTable(run.history))
print("== fig-real")
var trainLosses: [Double] = []
var testLosses: [Double] = []
var ratios: [Double] = []
for epoch in run.history.epochs {
  trainLosses.append(epoch.trainLoss)
  testLosses.append(epoch.validationLoss)
  ratios.append(epoch.psnr)
}
show(curves(
  [curve("training", trainLosses, from: 1), curve("test", testLosses, from: 1)],
  xAxis: "epoch", yAxis: "mean squared error"))
print("== fig-ratio")
show(curves([curve("test", ratios, from: 1)], xAxis: "epoch", yAxis: "PSNR in dB"))
print("== lst-checkpoint")
let saved = checkpoint(run.best)
print(saved)
print(saved.byteCount, "bytes")
var restored = Autoencoder(seed: 99)
try restored.load(saved)
let report = evaluate(restored, on: fashion.test)
print("PSNR of the restored network:", fixed(report.psnr, 2), "dB")
let recorded = run.history.best?.validationLoss ?? 0
expect(report.loss == recorded, "the restored network has the recorded error")
print("== tbl-artefacts")
func fingerprint(_ network: Autoencoder) -> String {
  var hash = 5381
  for numbers in network.state.parameters {
    for number in numbers.scalars {
      hash = (hash &* 33) ^ Int(Double(number) * 1_099_511_627_776)
    }
  }
  return String((hash >> 16) & 0xffff_ffff, radix: 16)
}
let files: [(String, String, Int, String)] = [
  (
    "best.safetensors", "weights of the best epoch", saved.byteCount,
    fingerprint(run.best)
  ),
  (
    "last.safetensors", "weights of the last epoch",
    checkpoint(run.model).byteCount, fingerprint(run.model)
  ),
  ("history.csv", "one line for each epoch", run.history.csv.count, ""),
  ("history.json", "the same, for a program", run.history.json.count, ""),
  ("config.json", "the settings, the seed, a digest of the pictures", 0, ""),
  ("reconstructions.png", "pictures, and what the network makes of them", 0, ""),
  ("resume.safetensors", "what it takes to go on after an interruption", 0, ""),
]
expect(fingerprint(restored) == fingerprint(run.best), "restored is the best")
expect(fingerprint(model) != fingerprint(run.best), "training changes the weights")
show(table(["file", "holds", "bytes", "fingerprint"], files.map {
  [$0.0, $0.1, $0.2 > 0 ? "\($0.2)" : "", $0.3]
}))
print("== fig-reconstructions")
let samples = fashion.test.images(Array(0..<10))
let rebuilt = restored(samples)
show(imageGrid(
  rows: [samples, rebuilt, (samples - rebuilt).abs() * 4 - 1],
  rowLabels: ["original", "rebuilt", "difference"], range: -1...1))
print("== fig-classes")
var byClass: [Double] = []
for label in 0..<10 {
  let members = fashion.test.subset(fashion.test.indices(ofClass: label))
  byClass.append(evaluate(restored, on: members).psnr)
}
show(bars(
  byClass, names: fashion.test.classNames, axis: "PSNR in dB",
  decimals: 1))
let easiest = byClass.max() ?? 0
let hardest = byClass.min() ?? 0
print("== value 3")
print("\(fixed(easiest - hardest, 1))")
print("== fig-worst")
let losses = report.losses
let order = Array(0..<losses.count).sorted { losses[$0] > losses[$1] }
let worst = fashion.test.images(Array(order.prefix(8)))
show(imageGrid(
  rows: [worst, restored(worst)], rowLabels: ["original", "rebuilt"], range: -1...1))
let worstRatio = report.psnrs.min() ?? 0
let bestRatio = report.psnrs.max() ?? 0
let meanRatio = report.psnrs.reduce(0.0) { $0 + $1 } / Double(report.psnrs.count)
print("== value 4")
print("\(fixed(worstRatio, 1))")
print("== value 5")
print("\(fixed(bestRatio, 1))")
print("== value 6")
print("\(fixed(report.psnr, 2))")
print("== value 7")
print("\(fixed(meanRatio, 2))")
print("== value 8")
print("\(fixed(meanRatio - report.psnr, 1))")
print("== fig-before")
show(kernels(
  model.parameter("decoder.2.weight"), columns: 16,
  range: -0.6...0.6, showsValues: false))
print("== fig-after")
show(kernels(
  restored.parameter("decoder.2.weight"), columns: 16,
  range: -0.6...0.6, showsValues: false))
print("== fig-layers")
let boot = fashion.test.images([0])
let inside = restored.encoder.activations(boot)
let outside = restored.decoder.activations(inside[3])
func shades(_ output: Tensor) -> Tensor {
  let eight = output.slice(axis: 1, from: 0, to: 8)
  let span = max(eight.max() - eight.min(), 0.001)
  return (eight - eight.min()) / span
}
func sized(_ output: Tensor) -> Tensor {
  let scale = 14 / output.shape[2]
  return upsample(output, scale: scale, mode: .nearest)
}
let stages = [inside[1], inside[3], outside[1]]
show(imageGrid(
  rows: stages.map { sized(shades($0)).row(0) },
  rowLabels: ["encoder.1", "encoder.3, the code", "decoder.1"]))
print("== tbl-stages")
let hundred = fashion.test.images(0..<100)
let codesOfHundred = restored.encoder.activations(hundred)
let wayBack = restored.decoder.activations(codesOfHundred[3])
func stage(_ name: String, _ output: Tensor) -> [String] {
  let alive = output / (output + 1e-30)
  let byChannel = output.sum(axis: 0).sum(axis: 1).sum(axis: 1)
  let silent = byChannel.scalars.filter { $0 == 0 }.count
  return [
    name, fixed(output.max(), 1), fixed(output.mean(), 3),
    percent(alive.mean(), 1), "\(silent) of \(byChannel.count)",
  ]
}
show(table(["after", "largest", "mean", "not zero", "silent channels"], [
  stage("encoder.1", codesOfHundred[1]),
  stage("encoder.3, the code", codesOfHundred[3]),
  stage("decoder.1", wayBack[1]),
]))
print("== fig-saturation")
let painted = wayBack[3].scalars
var distances = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
var background = 0.0
for (target, value) in zip(hundred.scalars, painted) {
  if target == -1 {
    let gap = value + 1
    let limits: [Float] = [0.0001, 0.001, 0.003, 0.01, 0.03]
    distances[limits.filter { gap >= $0 }.count] += 1
    background += 1
  }
}
show(bars(
  distances.map { 100 * $0 / background },
  names: [
    "below 0.0001", "to 0.001", "to 0.003", "to 0.01", "to 0.03", "above",
  ],
  axis: "percent of the background", decimals: 1))
print("largest and least output:", wayBack[3].max(), wayBack[3].min())
print("tanh(8) and tanh(10) in single precision:", tanh(Float(8)), tanh(Float(10)))
print("== value 9")
print("\(fixed(decibels(0.0001, range: 2), 0))")
print("== fig-residual")
func ringPower(_ pictures: Tensor) -> [Double] {
  let power = powerSpectrum(pictures).scalars
  var sums: [Double] = []
  var counts: [Double] = []
  for _ in 0...14 {
    sums.append(0)
    counts.append(0)
  }
  for (place, value) in power.enumerated() {
    let waves = max(abs(place % 28 - 14), abs(place / 28 % 28 - 14))
    sums[waves] += value
    counts[waves] += 1
  }
  return (0...14).map { 10 * log(sums[$0] / counts[$0]) / log(10.0) }
}
let ofPictures = ringPower(hundred)
let ofRest = ringPower(hundred - wayBack[3])
show(curves(
  [curve("pictures", ofPictures), curve("left over", ofRest)],
  xAxis: "waves across the picture", yAxis: "power in dB"))
print("== value 10")
print("\(fixed(ofPictures[14] - ofRest[14], 0))")
print("== value 11")
print("\(fixed(ofRest[7] - ofRest[6], 1))")
print("== value 12")
print("\(fixed(ofRest[14] - ofRest[13], 1))")
print("== value 13")
print("\(code.count)")
print("== value 14")
print("\(one.count)")
print("== lst-lossless")
var first = Tensor.zeros(32, 1, 3, 3)
var second = Tensor.zeros(64, 32, 3, 3)
for place in 0..<4 {
  let down = 1 + place / 2
  let right = 1 + place % 2
  first[2 * place, 0, down, right] = 1
  first[2 * place + 1, 0, down, right] = -1
  for channel in 0..<8 { second[4 * channel + place, channel, down, right] = 1 }
}
var copier = Autoencoder(seed: 1)
copier.setParameter("encoder.0.weight", to: first)
copier.setParameter("encoder.2.weight", to: second)
copier.setParameter("decoder.0.weight", to: second)
copier.setParameter("decoder.2.weight", to: first)
copier.setParameter("encoder.0.bias", to: Tensor.zeros(32))
copier.setParameter("encoder.2.bias", to: Tensor.zeros(64))
copier.setParameter("decoder.0.bias", to: Tensor.zeros(32))
copier.setParameter("decoder.2.bias", to: Tensor.zeros(1))
let copyOfCode = copier.encoder.activations(hundred)[3]
let beforeTanh = copier.decoder.activations(copyOfCode)[2]
let largestError = maxAbsDifference(beforeTanh, hundred)
print("largest error of 100 pictures:", largestError)
expect(largestError == 0, "a network with this code can copy every picture")
print("== value 15")
print("\(fixed(report.psnr, 1))")
print("== tbl-baselines")
let exam = fashion.test.prefix(2000).images()
let study = fashion.train.prefix(1000).images()
let directionsOf64 = PCA(of: study, components: 64)
let projected = directionsOf64.reconstruct(directionsOf64.project(exam))
let connectedTrained = train(
  connected, on: fashion.train.prefix(10_000), epochs: 5, batchSize: 128, seed: 1
).model
let meanPicture = study.mean(axis: 0, keepingAxis: true)
let quarter = avgPool2d(exam, kernel: 4)
let half = avgPool2d(exam, kernel: 2)
let smoothly = UpsampleMode.bilinear
func ratioTo(_ y: Tensor) -> Double { return Double(psnr(y, exam, range: 2)) }
let contest: [(String, Int, Double)] = [
  ("the mean picture", 0, ratioTo(exam * 0 + meanPicture)),
  ("means of 4 × 4, nearest", 49, ratioTo(upsample(quarter, scale: 4))),
  (
    "means of 4 × 4, bilinear", 49,
    ratioTo(upsample(quarter, scale: 4, mode: smoothly))
  ),
  (
    "64 principal components", 64,
    ratioTo(Tensor(projected).reshaped(2000, 1, 28, 28))
  ),
  ("connected network", 64, ratioTo(connectedTrained(exam))),
  (
    "means of 2 × 2, bilinear", 196,
    ratioTo(upsample(half, scale: 2, mode: smoothly))
  ),
  ("this network, 10 epochs", 3136, ratioTo(restored(exam))),
]
show(table(["method", "numbers in the code", "PSNR in dB"], contest.map {
  [$0.0, "\($0.1)", fixed($0.2, 1)]
}))
print("== value 16")
print("\(code.count / 64)")
print("== lst-roles")
let settings = (epochs: 8, batch: 8, seed: 7)  // config
let sets = garments(count: 300, seed: 3).split(validation: 60, seed: 0)  // data
let small = Autoencoder(channels: [1, 8, 16], seed: settings.seed)  // model
let outcome = train(  // engine, train
  small, on: sets.train, epochs: settings.epochs, batchSize: settings.batch,
  seed: settings.seed, validation: sets.validation)
let kept = checkpoint(outcome.best)  // artefact
var served = Autoencoder(channels: [1, 8, 16], seed: 0)
try served.load(kept)  // inference
let asked = sets.validation.images(0..<8)
let answered = served(asked)
print(kept.byteCount, "bytes,", fixed(psnr(answered, asked, range: 2), 1), "dB")  // utils
let best = outcome.best
expect(answered == best(asked), "the checkpoint is the network")
print("== lst-exercise-psnr")
let exerciseRatio = 10 * log(4 / 0.0123) / log(10)
print(fixed(exerciseRatio, 2), "dB")
print("== lst-exercise-clamp")
let without = wayBack[2].clamped(min: -1, max: 1)
print("tanh:   ", fixed(psnr(wayBack[3], hundred, range: 2), 2), "dB")
print("clamped:", fixed(psnr(without, hundred, range: 2), 2), "dB")
print("== lst-exercise-bias")
func lost(_ x: Tensor) -> Float { return maxAbsDifference((x + 1) - 1, x) }
let anyNumbers = Tensor.random(1000, seed: 3) * 2 - 0.9
print("pixels:        ", lost(hundred))
print("other numbers: ", scientific(lost(anyNumbers), 1))
print("== lst-exercise-resume")
var resumed = Autoencoder(seed: 99)
try resumed.load(checkpoint(after(2)))
let twoMore = train(resumed, on: parts.train, epochs: 2, batchSize: 32, seed: 1).model
let interrupted = evaluate(twoMore, on: parts.validation).psnr
print("four epochs:", fixed(byEpoch[4], 2), "dB")
print("two and two:", fixed(interrupted, 2), "dB")
expect(interrupted != byEpoch[4], "weights alone do not make a training")
print("== lst-autoencoder-checks")
expect(model.parameterCount == 37_569, "the network has 37,569 parameters")
expect(code.count == 4 * one.count, "the code is larger than the picture")
expect(report.loss == recorded, "the restored checkpoint has the recorded error")
expect(largestError == 0, "the hand-set network copies exactly")
expect(meanOfRatios > ratioOfMean && meanRatio > report.psnr, "two means")
expect(testLosses[9] < testLosses[0] / 5, "training has helped")
expect(byRule[2][5] < byRule[0][5], "plain descent is slower here than Adam")
expect(contest[6].2 > contest[3].2 + 10, "a large code is an advantage")
expect(onScales[2][3] > onScales[1][3], "Adam does not need a small scale")
print("all checks hold")
}
