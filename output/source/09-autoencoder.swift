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
  return [
    name, "\(data.count)", "\(data.rows) × \(data.columns)", fixed(pixels.min(), 1),
    fixed(pixels.max(), 1), fixed(pixels.mean(), 3),
  ]
}
show(table(
  ["set", "pictures", "pixels", "least", "largest", "mean of 1000"],
  [
    described("drawn", drawn),
    described("Fashion-MNIST, to train with", fashion.train),
    described("Fashion-MNIST, to test with", fashion.test),
  ]))
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
print("== lst-psnr")
let original: Tensor = [[1, -1], [0.5, 0]]
let attempt: Tensor = [[0.8, -0.9], [0.5, 0.4]]
let error = original - attempt
print("differences   ", error)
print("squares       ", error * error)
print("mean          ", fixed(mse(original, attempt), 4))
print("PSNR, R = 2   ", fixed(psnr(original, attempt, range: 2), 2), "dB")
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
print("== value 1")
print("\(fixed(easiest - hardest, 1))")
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
print("== value 2")
print("\(code.count)")
print("== value 3")
print("\(one.count)")
print("== lst-exercise-psnr")
let ratio = 10 * log(4 / 0.0123) / log(10)
print(fixed(ratio, 2), "dB")
}
