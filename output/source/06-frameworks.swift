// The code of chapters/06-frameworks.md, in order.
import DeconvLessons

func chapter06_frameworks() throws {
print("== fig-channel-kernels")
func whole(_ shape: [Int], seed: Int) -> Tensor {
  var count = 1
  for size in shape { count *= size }
  var numbers: [Float] = []
  for number in Tensor.random(count, seed: seed).scalars {
    numbers.append(Float(Int(number * 9)) - 4)
  }
  return Tensor(shape: shape, scalars: numbers)
}
let w = whole([2, 3, 2, 2], seed: 2)
show(kernels(
  w, rowLabels: ["from 0", "from 1"], columnLabels: ["to 0", "to 1", "to 2"]))
print("== lst-channel-loop")
let x = whole([1, 2, 3, 3], seed: 1)
var outputs: [Tensor] = []
for to in 0..<3 {
  var canvas = Tensor.zeros(6, 6)
  for from in 0..<2 {
    let kernel = w.row(from).row(to)
    canvas = canvas + convTranspose2d(x.row(0).row(from), kernel, stride: 2)
  }
  outputs.append(canvas.reshaped(1, 1, 6, 6))
}
let byHand = concatenated(outputs, axis: 1)
let layer = convTranspose2d(x, w, stride: 2)
print(x.shape, "→", layer.shape, "the same:", byHand == layer)
print("== lst-down-and-up")
let down = Conv2d(64, 32, kernel: 3, stride: 2, padding: 1, seed: 1)
let up = ConvTranspose2d(
  32, 64, kernel: 3, stride: 2, padding: 1, outputPadding: 1, seed: 1)
let large = Tensor.random(1, 64, 32, 32, seed: 3)
let small = down(large)
print("down:", large.shape, "→", small.shape)
print("up:  ", small.shape, "→", up(small).shape)
print("== tbl-parameters-pair")
func grouped(_ number: Int) -> String {
  let digits = "\(number)"
  if digits.count <= 3 { return digits }
  return String(digits.dropLast(3)) + "," + String(digits.suffix(3))
}
func unbroken(_ text: String) -> String {
  return text.replacing(" ", with: "\u{a0}")
}
func counted(_ name: String, _ weight: Tensor, _ all: Int) -> [String] {
  return [
    name, unbroken("\(weight.shape)"), grouped(weight.count),
    "\(all - weight.count)", grouped(all),
  ]
}
show(table(["layer", "shape", "weights", "biases", "together"], [
  counted("ordinary", down.weight, down.parameterCount),
  counted("transposed", up.weight, up.parameterCount),
]))
print("== lst-channel-adjoint")
let shared = whole([4, 3, 3, 3], seed: 4)
let wide = whole([1, 3, 8, 8], seed: 5)
let narrow = whole([1, 4, 4, 4], seed: 6)
let forward = conv2d(wide, shared, stride: 2, padding: 1)
let backward = convTranspose2d(
  narrow, shared, stride: 2, padding: 1, outputPadding: 1)
print((forward * narrow).sum(), "=", (wide * backward).sum())
print("== tbl-layouts")
show(table(["framework", "convolution", "transposed convolution"], [
  ["PyTorch, ONNX", "out, in / g, rows, columns", "in, out / g, rows, columns"],
  ["Keras", "rows, columns, in / g, out", "rows, columns, out, in"],
]))
print("== fig-frameworks-memory")
let places = Array(0..<24)
show(heatmap(
  Counts([
    places.map { $0 / 12 }, places.map { $0 / 4 % 3 },
    places.map { $0 / 2 % 2 }, places.map { $0 % 2 },
    places.map { $0 % 2 }, places.map { $0 / 2 % 3 },
    places.map { $0 / 12 }, places.map { $0 / 6 % 2 },
  ]),
  rowLabels: [
    "PyTorch: in", "out", "row", "column", "Keras: in", "out", "row", "column",
  ], colorMap: .categorical,
  highlight: [
    cells(rows: 0..<4, columns: 0..<4), cells(rows: 4..<8, columns: 0..<1),
    cells(rows: 4..<8, columns: 6..<7), cells(rows: 4..<8, columns: 12..<13),
    cells(rows: 4..<8, columns: 18..<19),
  ]))
print("== lst-frameworks-moves")
let keras = Tensor(
  shape: [2, 2, 3, 2],
  scalars: places.map { w[$0 % 2, $0 / 2 % 3, $0 / 12, $0 / 6 % 2] })
func fromKeras(_ weight: Tensor) -> Tensor {
  let sizes = weight.shape
  var moved = Tensor(
    shape: [sizes[3], sizes[2], sizes[0], sizes[1]], scalars: weight.scalars)
  for row in 0..<sizes[0] {
    for column in 0..<sizes[1] {
      for to in 0..<sizes[2] {
        for from in 0..<sizes[3] {
          moved[from, to, row, column] = weight[row, column, to, from]
        }
      }
    }
  }
  return moved
}
func report(_ name: String, _ weight: Tensor) {
  let result = convTranspose2d(x, weight, stride: 2)
  print(name, weight.shape, "→", result.shape, "right:", result == layer)
}
report("index by index:", fromKeras(keras))
report("axes reversed: ", keras.T)
report("reshaped:      ", keras.reshaped(2, 3, 2, 2))
print("== fig-channel-groups")
func reached(outputs: Int, groups: Int) -> Tensor {
  let weight = Tensor.ones(4, outputs / groups, 1, 1)
  var map = Tensor.zeros(4, outputs)
  for from in 0..<4 {
    var only = Tensor.zeros(1, 4, 1, 1)
    only[0, from, 0, 0] = 1
    let result = convTranspose2d(only, weight, groups: groups)
    for to in 0..<outputs { map[from, to] = result[0, to, 0, 0] }
  }
  return map
}
show(steps([
  step("6 out, 1 group", reached(outputs: 6, groups: 1)),
  step("6 out, 2 groups", reached(outputs: 6, groups: 2)),
  step("4 out, 4 groups", reached(outputs: 4, groups: 4)),
], colorMap: .counts, showsValues: false))
print("== tbl-channel-groups")
func groupRow(outputs: Int, groups: Int) -> [String] {
  let layer = ConvTranspose2d(
    4, outputs, kernel: 3, groups: groups, bias: false, seed: 1)
  let shape = layer.weight.shape
  return [
    "\(outputs)", "\(groups)", unbroken("\(shape)"), "\(layer.parameterCount)",
  ]
}
show(table(["channels out", "groups", "shape", "weights"], [
  groupRow(outputs: 6, groups: 1),
  groupRow(outputs: 6, groups: 2),
  groupRow(outputs: 4, groups: 4),
]))
print("== lst-channel-groups")
let four = whole([1, 4, 3, 3], seed: 7)
let halves = whole([4, 3, 3, 3], seed: 8)
func half(_ index: Int) -> Tensor {
  let channels = four.slice(axis: 1, from: 2 * index, to: 2 * index + 2)
  let weights = halves.slice(axis: 0, from: 2 * index, to: 2 * index + 2)
  return convTranspose2d(channels, weights, stride: 2)
}
let parted = convTranspose2d(four, halves, stride: 2, groups: 2)
let joined = concatenated([half(0), half(1)], axis: 1)
print(parted.shape, "the same:", parted == joined)
print("== lst-dilation-holes")
print("dilation 1:", overlapCounts(kernel: 3, stride: 2, input: 5))
print("dilation 2:", overlapCounts(kernel: 3, stride: 2, input: 5, dilation: 2))
print("dilation 3:", overlapCounts(kernel: 3, stride: 2, input: 5, dilation: 3))
let one = Tensor.ones(1, 1, 5)
let three = Tensor.ones(1, 1, 3)
print(
  "dilation 2, bias 7:",
  convTranspose1d(one, three, bias: [7], stride: 2, dilation: 2).flattened)
print("== lst-dilation-check")
func divisor(_ a: Int, _ b: Int) -> Int { return b == 0 ? a : divisor(b, a % b) }
var settings = 0
var exceptions = 0
for kernel in 1...9 {
  for stride in 1...5 {
    for dilation in 1...5 {
      let input = 2 * dilation * kernel + 4
      let counts = overlapCounts(
        kernel: kernel, stride: stride, input: input, dilation: dilation)
      let start = dilation * kernel
      var middle: [Int] = []
      for cell in start..<(start + stride) { middle.append(counts[cell]) }
      let low = middle.min() ?? 0
      let high = middle.max() ?? 0
      let coprime = divisor(stride, dilation) == 1
      settings += 1
      if (low > 0) != (coprime && kernel >= stride) { exceptions += 1 }
      if (low == high) != (coprime && kernel % stride == 0) { exceptions += 1 }
    }
  }
}
print("settings:", settings, "exceptions:", exceptions)
print("== fig-dilation-holes")
show(explore(
  slider("kernel", 2...4, initial: 3), slider("stride", 1...4, initial: 2),
  slider("dilation", 1...3, initial: 2)
) { kernel, stride, dilation in
  let map = overlapCounts(
    kernel: kernel, stride: stride, input: [5, 5], dilation: dilation)
  let size = "\(map.shape[0]) × \(map.shape[1])"
  var verdict = kernel % stride == 0 ? "even" : "uneven"
  if kernel < stride || divisor(stride, dilation) > 1 { verdict = "holes" }
  return frame(
    heatmap(map, colorMap: .counts, showsValues: false),
    "\(verdict): output \(size)")
})
print("== lst-frameworks-canvas")
let signal: Tensor = [1, 2, 3]
let digits: Tensor = [1, 10, 100]
print("canvas: ", convTranspose1d(signal, digits, stride: 2))
print(
  "PyTorch:",
  convTranspose1d(signal, digits, stride: 2, padding: 1, outputPadding: 1))
print("Keras:  ", convTranspose1d(signal, digits, stride: 2, padding: .same))
print("== fig-frameworks-cuts")
let canvas = convTranspose1d(signal, digits, stride: 2).reshaped(1, 7)
show(heatmap(
  concatenated([canvas, canvas, canvas, canvas, canvas]),
  rowLabels: [
    "PyTorch, 1 and 1", "Keras same", "Keras valid", "ONNX SAME_UPPER",
    "ONNX SAME_LOWER",
  ], range: 0...900,
  highlight: [
    cells(rows: 0..<1, columns: 1..<7), cells(rows: 1..<2, columns: 0..<6),
    cells(rows: 2..<3, columns: 0..<7), cells(rows: 3..<4, columns: 0..<6),
    cells(rows: 4..<5, columns: 1..<7),
  ]))
print("== tbl-frameworks-lengths")
func lengths(_ kernel: Int, _ stride: Int) -> [String] {
  let canvas = transposedOutputSize(input: 3, kernel: kernel, stride: stride)
  let valid = transposedOutputSize(
    input: 3, kernel: kernel, stride: stride, padding: .valid)
  let same = transposedOutputSize(
    input: 3, kernel: kernel, stride: stride, padding: .same)
  return ["\(kernel)", "\(stride)", "\(canvas)", "\(valid)", "\(same)"]
}
show(table(["kernel", "stride", "canvas", "Keras valid", "Keras same"], [
  lengths(2, 2), lengths(3, 2), lengths(4, 2), lengths(2, 3), lengths(1, 2),
]))
print("== lst-one-pixel")
let picture = whole([1, 2, 5, 5], seed: 9)
let weight = whole([2, 3, 3, 3], seed: 10)
let inTorch = convTranspose2d(
  picture, weight, stride: 2, padding: 1, outputPadding: 1)
let inKeras = convTranspose2d(picture, weight, stride: 2, padding: .same)
print(inTorch.shape, inKeras.shape, "equal:", inTorch == inKeras)
let late = inKeras.cropped(top: 1, left: 1)
let early = inTorch.cropped(bottom: 1, right: 1)
print("equal after a shift by one pixel:", late == early)
print("== lst-frameworks-port")
var ported = 0
var needHand: [Int] = []
for kernel in 1...7 {
  for stride in 1...4 where kernel >= stride {
    let taps = whole([kernel], seed: kernel)
    let row = whole([6], seed: 100 + stride)
    let surplus = kernel - stride
    let cut = convTranspose1d(row, taps, stride: stride)
      .slice(axis: 0, from: surplus / 2, to: surplus / 2 + 6 * stride)
    let same = convTranspose1d(row, taps, stride: stride, padding: .same)
    expect(cut == same, "the recipe")
    ported += 1
    if stride == 2 && surplus % 2 == 1 { needHand.append(kernel) }
  }
}
print("settings:", ported, "kernels that need a crop at stride 2:", needHand)
print("== eq-align-offset-example")
let k = symbol("k", 3), s = symbol("s", 2), c = symbol("c", 1)
show(derivation("\\delta", (k - s) / 2 - c))
print("== fig-align-areas")
func stampRow(_ kernel: Int, start: Int) -> Tensor {
  var only = Tensor.zeros(5)
  only[2] = 1
  return convTranspose1d(
    only, Tensor.ones(kernel), stride: 2,
    padding: .ends(start: start, end: kernel - 2 - start)
  ).reshaped(1, 10)
}
let placed = [(2, 0), (3, 1), (3, 0), (4, 1), (5, 2), (5, 1), (6, 2)]
show(heatmap(
  concatenated(placed.map { stampRow($0.0, start: $0.1) }),
  rowLabels: [
    "kernel 2", "3, PyTorch", "3, Keras", "kernel 4", "5, PyTorch", "5, Keras",
    "kernel 6",
  ], colorMap: .counts, showsValues: false,
  highlight: Array(0..<7).map { cells(rows: $0..<($0 + 1), columns: 4..<6) }))
print("== tbl-align-offsets")
func signed(_ number: String) -> String {
  return number.replacing("-", with: "−")
}
func measured(_ output: Tensor, stride: Int) -> Double {
  var mass = 0.0
  var moment = 0.0
  for cell in 0..<output.count {
    mass += Double(output[cell])
    moment += Double(output[cell]) * (Double(cell) + 0.5)
  }
  return moment / mass - Double(stride) * 4.5
}
var wrongOffsets = 0
func offsetRow(_ k: Int, _ s: Int, _ p: Int, _ a: Int) -> [String] {
  var only = Tensor.zeros(9)
  only[4] = 1
  let output = convTranspose1d(
    only, Tensor.ones(k), stride: s, padding: p, outputPadding: a)
  let found = measured(output, stride: s)
  let formula = Double(k - s) / 2 - Double(p)
  if found != formula { wrongOffsets += 1 }
  return [
    "\(k)", "\(s)", "\(p)", "\(a)", "\(output.count)", signed(fixed(found, 1)),
    signed(fixed(formula, 1)),
  ]
}
show(table(
  ["k", "s", "p", "a", "size", "measured", "formula"],
  [
    offsetRow(2, 2, 0, 0), offsetRow(3, 2, 1, 1), offsetRow(4, 2, 1, 0),
    offsetRow(5, 2, 2, 1), offsetRow(6, 2, 2, 0), offsetRow(3, 3, 0, 0),
    offsetRow(4, 3, 1, 1), offsetRow(5, 3, 1, 0), offsetRow(8, 4, 2, 0),
  ]))
print("== fig-align-explore")
func inHalves(_ twice: Int) -> String {
  if twice == 0 { return "0" }
  return twice % 2 == 0 ? "\(twice / 2)" : fixed(Double(twice) / 2, 1)
}
show(explore(slider("kernel", 1...7, initial: 3), slider("stride", 2...4, initial: 2)) {
  kernel, stride in
  var only = Tensor.zeros(5)
  only[2] = 1
  let surplus = max(kernel - stride, 0)
  let p = (surplus + 1) / 2
  let torch = convTranspose1d(
    only, Tensor.ones(kernel), stride: stride, padding: p,
    outputPadding: 2 * p + stride - kernel)
  let same = convTranspose1d(
    only, Tensor.ones(kernel), stride: stride, padding: .same)
  let size = 5 * stride
  let own = 2 * stride..<(3 * stride)
  let first = inHalves(kernel - stride - 2 * p)
  let second = inHalves(kernel - stride - 2 * (surplus / 2))
  return frame(
    heatmap(
      concatenated([torch.reshaped(1, size), same.reshaped(1, size)]),
      rowLabels: ["PyTorch", "Keras"], colorMap: .counts, showsValues: false,
      highlight: [
        cells(rows: 0..<1, columns: own), cells(rows: 1..<2, columns: own),
      ]),
    signed("moved by \(first) pixels in PyTorch and by \(second) in Keras"))
})
print("== lst-learned-shift")
let row = whole([6], seed: 11)
let aligned = upsample1d(row.reshaped(1, 1, 6), scale: 2).flattened
let torchTaps = convTranspose1d(
  row, [0, 1, 1], stride: 2, padding: 1, outputPadding: 1)
let kerasTaps = convTranspose1d(row, [1, 1, 0], stride: 2, padding: .same)
print(torchTaps == aligned, kerasTaps == aligned)
print("== tbl-frameworks-mirror")
let ramp = Tensor.arange(40) + 0.5
let blur: Tensor = [0.25, 0.5, 0.25]
let tent: Tensor = [0.5, 1, 0.5]
func moved(_ row: Tensor) -> Float {
  return Float(row.count / 2) + 0.5 - row[row.count / 2]
}
let torchCode = conv1d(ramp, blur, stride: 2, padding: 1)
let kerasCode = conv1d(ramp, blur, stride: 2, padding: .same)
func back(_ code: Tensor) -> [String] {
  let torch = convTranspose1d(code, tent, stride: 2, padding: 1, outputPadding: 1)
  let same = convTranspose1d(code, tent, stride: 2, padding: .same)
  return [signed(fixed(moved(torch), 0)), signed(fixed(moved(same), 0))]
}
show(table(["encoder", "PyTorch decodes", "Keras decodes"], [
  ["PyTorch"] + back(torchCode), ["Keras"] + back(kerasCode),
]))
print("== tbl-two-rules")
let kerasEncoder = Sequential(
  Conv2d(1, 32, kernel: 3, stride: 2, padding: .same, seed: 1), ReLU(),
  Conv2d(32, 64, kernel: 3, stride: 2, padding: .same, seed: 2), ReLU())
let kerasDecoder = Sequential(
  ConvTranspose2d(64, 32, kernel: 3, stride: 2, padding: .same, seed: 3), ReLU(),
  ConvTranspose2d(32, 1, kernel: 3, stride: 2, padding: .same, seed: 4), Tanh())
let torchEncoder = Sequential(
  Conv2d(1, 32, kernel: 3, stride: 2, padding: 1, seed: 1), ReLU(),
  Conv2d(32, 64, kernel: 3, stride: 2, padding: 1, seed: 2), ReLU())
let torchDecoder = Sequential(
  ConvTranspose2d(
    64, 32, kernel: 3, stride: 2, padding: 1, outputPadding: 1, seed: 3), ReLU(),
  ConvTranspose2d(
    32, 1, kernel: 3, stride: 2, padding: 1, outputPadding: 1, seed: 4), Tanh())
let kerasLayers = kerasEncoder.outputShapes(input: [1, 1, 28, 28])
  + kerasDecoder.outputShapes(input: [1, 64, 7, 7])
let torchLayers = torchEncoder.outputShapes(input: [1, 1, 28, 28])
  + torchDecoder.outputShapes(input: [1, 64, 7, 7])
var shapeRows: [[String]] = []
for index in [0, 2, 4, 6] {
  let size = kerasLayers[index].shape
  expect(size == torchLayers[index].shape, "the same shapes")
  let kind = index < 4 ? "convolution" : "transposed"
  shapeRows.append([kind, "\(size[1])", "\(size[2]) × \(size[3])"])
}
let parameters = kerasEncoder.parameterCount + kerasDecoder.parameterCount
show(table(["layer", "channels", "pixels"], shapeRows))
print("== value 1")
print("\(grouped(parameters))")
print("== lst-three-pixels")
let clothes = garments(count: 10, seed: 0).images([0])
let code = torchEncoder(clothes)
let fromTorch = torchDecoder(code)
let fromKerasDecoder = kerasDecoder(code)
for pixels in 1...4 {
  let shifted = fromKerasDecoder.cropped(top: pixels, left: pixels)
  let kept = fromTorch.cropped(bottom: pixels, right: pixels)
  print("shift \(pixels):", shifted == kept ? "equal" : "different")
}
print("== lst-frameworks-window")
let movedPicture = clothes.padded(top: 3, left: 3).cropped(bottom: 3, right: 3)
let throughKeras = kerasDecoder(kerasEncoder(movedPicture))
let inside = throughKeras.cropped(rows: 12..<22, columns: 12..<22)
print(inside == fromTorch.cropped(rows: 9..<19, columns: 9..<19))
print("== tbl-drift")
func afterLayers(_ layers: Int, _ kernel: Tensor, start: Int, end: Int) -> Float {
  var factor: Float = 1
  for _ in 0..<layers { factor *= 2 }
  var row = (Tensor.arange(12) + 0.5) * factor
  for _ in 0..<layers {
    row = convTranspose1d(
      row, kernel, stride: 2, padding: .ends(start: start, end: end))
  }
  return moved(row)
}
let quarters: Tensor = [0.25, 0.75, 0.75, 0.25]
var drifts: [[String]] = []
var driftErrors = 0
var factor: Float = 1
for layers in 1...5 {
  factor *= 2
  let torch = afterLayers(layers, tent, start: 1, end: 0)
  let same = afterLayers(layers, tent, start: 0, end: 1)
  let four = afterLayers(layers, quarters, start: 1, end: 1)
  if torch != -0.5 * (factor - 1) { driftErrors += 1 }
  if same != -torch || four != 0 { driftErrors += 1 }
  drifts.append([
    "\(layers)", signed(fixed(torch, 1)), fixed(same, 1), fixed(four, 1),
    signed(fixed(torch / factor, 3)),
  ])
}
show(table(
  ["layers", "3, PyTorch", "3, Keras", "4", "3, PyTorch, input pixels"],
  drifts))
print("== fig-drift")
func lit(_ kernel: Tensor, start: Int, end: Int) -> [Double] {
  var row: Tensor = [0, 0, 1, 0, 0]
  for _ in 0..<4 {
    row = convTranspose1d(
      row, kernel, stride: 2, padding: .ends(start: start, end: end))
  }
  return row.scalars.map { Double($0) }
}
show(curves([
  curve("kernel 2", lit([1, 1], start: 0, end: 0)),
  curve("3, PyTorch", lit(tent, start: 1, end: 0)),
  curve("kernel 4", lit(quarters, start: 1, end: 1)),
  curve("3, Keras", lit(tent, start: 0, end: 1)),
], xAxis: "output pixel", yAxis: "value"))
print("== fig-align-shifted")
func square2(_ taps: Tensor) -> Tensor {
  let size = taps.count
  let square = matmul(taps.reshaped(size, 1), taps.reshaped(1, size))
  return square.reshaped(1, 1, size, size)
}
func enlarged(_ images: Tensor, _ taps: Tensor, start: Int, end: Int) -> Tensor {
  var result = images
  for _ in 0..<2 {
    result = convTranspose2d(
      result, square2(taps), stride: 2, padding: .ends(start: start, end: end))
  }
  return result
}
let wardrobe = garments(count: 100, seed: 0).images()
let pictures = (wardrobe + 1) * 0.5
let tiny = avgPool2d(pictures, kernel: 4)
let withFour = enlarged(tiny, quarters, start: 1, end: 1)
let withTorch = enlarged(tiny, tent, start: 1, end: 0)
let withKeras = enlarged(tiny, tent, start: 0, end: 1)
func first(_ images: Tensor) -> Tensor { return images.row(0) }
show(imageGrid(
  rows: [
    concatenated([
      first(withFour), first(withTorch), first(withKeras), first(pictures),
    ]),
    concatenated([
      first(pictures - withFour).abs(), first(pictures - withTorch).abs(),
      first(pictures - withKeras).abs(), first(upsample(tiny, scale: 4)),
    ]),
  ], columnLabels: ["kernel 4", "3, PyTorch", "3, Keras", "original"], range: 0...1))
print("== tbl-align-shifted")
func shiftRow(_ name: String, _ offset: Float, _ result: Tensor) -> [String] {
  let decibels = psnr(result, pictures, range: 1)
  let error = mse(result, pictures)
  return [name, signed(fixed(offset, 1)), fixed(error, 4), fixed(decibels, 2)]
}
show(table(["kernel", "moved by", "MSE", "PSNR in dB"], [
  shiftRow("4", afterLayers(2, quarters, start: 1, end: 1), withFour),
  shiftRow("3, PyTorch", afterLayers(2, tent, start: 1, end: 0), withTorch),
  shiftRow("3, Keras", afterLayers(2, tent, start: 0, end: 1), withKeras),
]))
let lostToShift =
  psnr(withFour, pictures, range: 1) - psnr(withTorch, pictures, range: 1)
print("== value 2")
print("\(fixed(lostToShift, 1))")
print("== lst-frameworks-one-axis")
let series = whole([1, 64, 50], seed: 12)
let taps = whole([64, 32, 4], seed: 13)
let longer = convTranspose1d(series, taps, stride: 2, padding: 1)
let asPicture = convTranspose2d(
  series.reshaped(1, 64, 1, 50), taps.reshaped(64, 32, 1, 4), stride: [1, 2],
  padding: [0, 1])
print(series.shape, "→", longer.shape)
let agrees = asPicture.flattened == longer.flattened
print("as a picture of one row:", asPicture.shape, "the same:", agrees)
print("== fig-tone")
func tone(_ periods: Int) -> Tensor {
  var values: [Float] = []
  for n in -3..<53 {
    values.append(Float(sin(2 * Double.pi * Double(periods * n) / 50)))
  }
  return Tensor(values)
}
func doubled(_ signal: Tensor, _ taps: Tensor) -> Tensor {
  return convTranspose1d(signal, taps, stride: 2).slice(axis: 0, from: 6, to: 106)
}
let thirds = Tensor.ones(3) * (2.0 / 3)
func drawnCurve(_ taps: Tensor) -> [Double] {
  let half = doubled(tone(5), taps).slice(axis: 0, from: 0, to: 50)
  return half.scalars.map { Double($0) }
}
show(curves([
  curve("interpolated", drawnCurve(quarters)),
  curve("three equal", drawnCurve(thirds)),
], xAxis: "output sample"))
print("== tbl-tone-images")
func amplitude(_ signal: [Double], _ periods: Int) -> Double {
  var re = 0.0
  var im = 0.0
  for n in 0..<signal.count {
    let angle = 2 * Double.pi * Double(periods * n) / Double(signal.count)
    re += signal[n] * cos(angle)
    im -= signal[n] * sin(angle)
  }
  return 2 * (re * re + im * im).squareRoot() / Double(signal.count)
}
func gain(_ taps: Tensor, _ periods: Int) -> Double {
  let rest = Array(repeating: 0.0, count: 100 - taps.count)
  return amplitude(taps.scalars.map { Double($0) } + rest, periods) * 25
}
let pair = Tensor.ones(2)
let random = Tensor.random(4, seed: 14) - 0.5
var gainErrors = 0
func imageRow(_ name: String, _ taps: Tensor) -> [String] {
  let signal = doubled(tone(5), taps).scalars.map { Double($0) }
  let kept = amplitude(signal, 5)
  let image = amplitude(signal, 45)
  let expected = gain(taps, 45)
  let distance = image > expected ? image - expected : expected - image
  if distance > 1e-6 { gainErrors += 1 }
  return [name, fixed(kept, 3), fixed(image, 3), fixed(expected, 3)]
}
show(table(["kernel", "tone", "image", "predicted"], [
  imageRow("2 equal", pair), imageRow("3 equal", thirds),
  imageRow("3, linear", tent), imageRow("4, linear", quarters),
  imageRow("4, random", random),
]))
print("== fig-tone-gains")
func gains(_ taps: Tensor) -> [Double] {
  return Array(0...50).map { gain(taps, $0) }
}
show(curves([
  curve("2 equal", gains(pair)), curve("3 equal", gains(thirds)),
  curve("3, linear", gains(tent)), curve("4, linear", gains(quarters)),
  curve("4, random", gains(random)),
], xAxis: "periods in 100 samples", yAxis: "gain"))
print("== lst-exercise-channel-groups")
for groups in [1, 2, 4, 8, 16] {
  let weights = 128 * (64 / groups) * 4 * 4
  print(groups, "groups:", grouped(weights), weights <= 20_000 ? "fits" : "")
}
print("== lst-exercise-head")
let dense = 21 * 21 * 64 * 64
let depthwise = 21 * 64 * 64
print("all:", dense, "zero at the start:", dense - depthwise)
print("depthwise:", depthwise)
let size = transposedOutputSize(input: 10, kernel: 64, stride: 32, padding: 16)
print("ten pixels become", size)
print("== lst-exercise-aligned")
let listed = [
  (2, 2, 0), (3, 1, 1), (4, 2, 1), (4, 3, 0), (5, 3, 1), (6, 4, 1), (7, 4, 2),
]
for (k, s, p) in listed {
  let offset = Double(k - s) / 2 - Double(p)
  print(k, s, p, "moves by", fixed(offset, 1))
}
print("== lst-exercise-fivefold")
let ten = transposedOutputSize(
  input: 50, kernel: 10, stride: 5, padding: 3, outputPadding: 1)
let fifteen = transposedOutputSize(input: 50, kernel: 15, stride: 5, padding: 5)
print("kernel 10, padding 3, output padding 1:", ten)
print("kernel 15, padding 5, output padding 0:", fifteen)
print("== lst-frameworks-checks")
expect(byHand == layer, "a kernel for every pair of channels")
expect(grouped(down.weight.count) == "18,432", "weights")
expect(down.weight.shape == up.weight.shape, "one tensor for both directions")
expect(down.parameterCount == 18_464 && up.parameterCount == 18_496, "biases")
expect((forward * narrow).sum() == (wide * backward).sum(), "adjoint with channels")
expect(fromKeras(keras) == w, "the way from Keras")
expect(exceptions == 0, "holes and even counts with dilation")
expect(late == early && inTorch != inKeras, "one pixel")
expect(lengths(2, 3) == ["2", "3", "8", "9", "9"], "valid is not the canvas")
expect(wrongOffsets == 0, "the centre lies where the formula says")
expect(torchTaps == aligned && kerasTaps == aligned, "weights can move it back")
expect(parameters == 37_569, "the autoencoder under both rules")
expect(driftErrors == 0, "drift")
expect(longer.shape == [1, 32, 100] && gainErrors == 0, "one dimension")
print("all checks hold")
}
