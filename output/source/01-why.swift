// The code of chapters/01-why.md, in order.
import DeconvLessons

func chapter01_why() throws {
print("== fig-way")
let fashion = try fashionMNIST()
let lesson = fashion.train.subset(Array(0..<2000))
let trained = train(Autoencoder(seed: 1), on: lesson, epochs: 6).model
func shown(_ activations: Tensor, scale: Int) -> Tensor {
  let channel = brightest(activations)
  let map = activations.slice(axis: 1, from: channel, to: channel + 1)
  return upsample(map * (2 / map.max()) - 1, scale: scale).reshaped(1, 28, 28)
}
func brightest(_ activations: Tensor) -> Int {
  let means = activations.mean(axis: 3).mean(axis: 2).flattened.scalars
  var best = 0
  for channel in 0..<means.count {
    if means[channel] > means[best] { best = channel }
  }
  return best
}
var ways: [Tensor] = []
for index in [0, 1, 11, 18] {
  let picture = fashion.test.images([index])
  let down = trained.encoder.activations(picture)
  let up = trained.decoder.activations(down[3])
  ways.append(
    concatenated([
      picture.reshaped(1, 28, 28),
      shown(down[1], scale: 2), shown(down[3], scale: 4), shown(up[1], scale: 2),
      up[3].reshaped(1, 28, 28),
    ]))
}
show(imageGrid(
  rows: ways,
  columnLabels: ["picture, 28 × 28", "14 × 14", "7 × 7", "14 × 14", "output, 28 × 28"]))
print("== value 1")
print("\(64 * 7 * 7)")
print("== value 2")
print("\(28 * 28)")
print("== tbl-mirror")
let network = Autoencoder(seed: 1)
let down = network.encoder.outputShapes(input: [1, 1, 28, 28]).map { $0.shape }
let up = network.decoder.outputShapes(input: down[3]).map { $0.shape }
show(table(
  ["encoder", "shape", "decoder", "shape"],
  [
    ["the picture", "[1, 1, 28, 28]", "the output", "\(up[3])"],
    ["after its first layer", "\(down[1])", "after its first layer", "\(up[1])"],
    ["after its second layer: the code", "\(down[3])", "the code", "\(down[3])"],
  ]))
expect(up[3] == [1, 1, 28, 28] && up[1] == down[1], "the shapes mirror each other")
print("== fig-four-ways")
let grid: Tensor = [
  [0, 4, 4],
  [0, 8, 0],
  [4, 8, 0],
]
let cells = grid.reshaped(1, 1, 3, 3)
func doubled(_ kernel: Tensor) -> Tensor {
  let size = kernel.shape[0]
  let weights = kernel.reshaped(1, 1, size, size)
  return convTranspose2d(cells, weights, stride: 2, padding: 1).reshaped(6, 6)
}
let nearest = upsample(cells, scale: 2).reshaped(6, 6)
let bilinear = upsample(cells, scale: 2, mode: .bilinear).reshaped(6, 6)
show(steps([
  step("the input", grid), step("nearest", nearest), step("bilinear", bilinear),
]))
print("== fig-by-hand")
let line: Tensor = [[0.25], [0.75], [0.75], [0.25]]
let tent = matmul(line, line.T)
let byHand = doubled(tent)
show(steps([
  step("random weights", doubled(Tensor.random(4, 4, seed: 2) * 2 - 1)),
  step("weights set by hand", byHand),
]))
print("== lst-why-by-hand")
let box: Tensor = [[0, 0, 0, 0], [0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 0, 0]]
let inside = maxAbsDifference(byHand.cropped(1), bilinear.cropped(1))
print("ones in the middle − nearest:  ", maxAbsDifference(doubled(box), nearest))
print("¼ ¾ ¾ ¼ − bilinear, inner part: ", inside)
expect(doubled(box) == nearest, "nearest neighbour is a transposed convolution")
expect(inside == 0, "so is bilinear interpolation, but for the border")
print("== fig-impulse")
show(explore(slider("row", 0...3, initial: 1), slider("column", 0...3, initial: 1)) {
  row, column in
  var one = Tensor.zeros(1, 1, 4, 4)
  one[0, 0, row, column] = 1
  func stamp(_ kernel: Tensor) -> Tensor {
    let weights = kernel.reshaped(1, 1, 4, 4)
    return convTranspose2d(one, weights, stride: 2, padding: 1).reshaped(8, 8)
  }
  let library = upsample(one, scale: 2, mode: .bilinear).reshaped(8, 8)
  let atBorder = row == 0 || row == 3 || column == 0 || column == 3
  let words = atBorder ? "the two on the right differ" : "the two on the right agree"
  return frame(
    steps(
      [step("ones in the middle", stamp(box)), step("set by hand", stamp(tent)),
       step("bilinear", library)],
      colorMap: .sequential, range: 0...1, showsValues: false),
    "1 at row \(row), column \(column): \(words)")
})
print("== lst-learn")
func brightness(_ images: Tensor) -> Tensor {
  return (images + 1) * 0.5
}
let clothes = garments(count: 200, seed: 3)
let sharp = brightness(clothes.images(0..<100))
let coarse = avgPool2d(sharp, kernel: 2)
var learned = tent.reshaped(1, 1, 4, 4)
for _ in 0..<400 {
  let slope = gradient(
    of: { w in mseLoss(convTranspose2d(coarse, w, stride: 2, padding: 1), sharp) },
    at: learned)
  learned = learned - slope * 2
}
print("== fig-learned")
func doubledBack(_ images: Tensor, _ kernel: Tensor) -> Float {
  let weights = kernel.reshaped(1, 1, 4, 4)
  let half = avgPool2d(images, kernel: 2)
  let back = convTranspose2d(half, weights, stride: 2, padding: 1)
  return psnr(back, images, range: 1)
}
let others = brightness(clothes.images(100..<200))
expect(doubledBack(others, learned) > doubledBack(others, tent), "learning has paid")
show(kernels(
  concatenated([tent.reshaped(1, 4, 4), learned.reshaped(1, 4, 4)]), columns: 2,
  captions: ["bilinear", "learned"]))
print("== tbl-learned")
let photographs = brightness(fashion.test.images(0..<100))
func measured(_ name: String, _ kernel: Tensor) -> [String] {
  return [
    name, fixed(doubledBack(others, kernel), 2),
    fixed(doubledBack(photographs, kernel), 2),
  ]
}
show(table(
  ["kernel", "drawn clothes", "photographs"],
  [
    measured("ones in the middle (nearest)", box),
    measured("¼ ¾ ¾ ¼ (bilinear)", tent),
    measured("learned on drawn clothes", learned),
  ]))
expect(doubledBack(photographs, learned) > doubledBack(photographs, tent), "on both")
print("== lst-names")
let image = Tensor.random(1, 3, 9, 9, seed: 4)
let weights = Tensor.random(5, 3, 3, 3, seed: 5)
let upstream = Tensor.random(1, 5, 5, 5, seed: 6)
let backward = gradient(
  of: { x in conv2d(x, weights, stride: 2, padding: 1) },
  at: image, upstream: upstream)
let transposed = convTranspose2d(upstream, weights, stride: 2, padding: 1)
print(backward.shape, transposed.shape, maxAbsDifference(backward, transposed))
expect(backward == transposed, "the gradient is a transposed convolution")
print("== tbl-who")
func weightsOf(_ inputs: Int, _ outputs: Int, kernel: Int) -> String {
  return "\(inputs * outputs * kernel * kernel)"
}
show(table(
  ["network", "goes up by", "one step", "weights"],
  [
    ["FCN, segmentation", "transposed convolution with bilinear weights to begin with",
     "21 classes, kernel 64, stride 32", weightsOf(21, 21, kernel: 64)],
    ["U-Net, segmentation", "up-convolution, then joined with the encoder's features",
     "1024 → 512 channels, kernel 2, stride 2", weightsOf(1024, 512, kernel: 2)],
    ["DCGAN, generator", "transposed convolution, four in a row",
     "1024 → 512 channels, kernel 5, stride 2", weightsOf(1024, 512, kernel: 5)],
    ["SegNet, segmentation", "max unpooling with remembered places, then convolution",
     "the unpooling", "0"],
    ["FPN, detection", "nearest neighbour, then added to the encoder's features",
     "the doubling", "0"],
    ["ESPCN, super-resolution", "convolution, then pixel shuffle",
     "32 → 1 channel, kernel 3, factor 3", weightsOf(32, 9, kernel: 3)],
    ["SRGAN, super-resolution", "convolution, then pixel shuffle",
     "64 → 64 channels, kernel 3, factor 2", weightsOf(64, 256, kernel: 3)],
  ]))
print("== lst-linear")
let first = Tensor.random(1, 1, 4, 4, seed: 7)
let second = Tensor.random(1, 1, 4, 4, seed: 8)
func isLinear(_ double: (Tensor) -> Tensor) -> Bool {
  return maxAbsDifference(double(first + second), double(first) + double(second)) < 1e-6
}
let places = maxPool2dWithIndices(Tensor.random(1, 1, 8, 8, seed: 9), kernel: 2).indices
let kernel = Tensor.random(1, 1, 4, 4, seed: 10)
print("nearest:               ", isLinear { x in upsample(x, scale: 2) })
print("bilinear:              ", isLinear { x in upsample(x, scale: 2, mode: .bilinear) })
print("transposed convolution:", isLinear { x in convTranspose2d(x, kernel, stride: 2) })
print("max unpooling:         ", isLinear { x in maxUnpool2d(x, places, kernel: 2) })
print("max pooling:           ", isLinear { x in maxPool2d(x, kernel: 2) })
print("== value 3")
print("\(3 * 3)")
print("== lst-rounds")
func round(_ images: Tensor) -> Tensor {
  return convTranspose2d(avgPool2d(images, kernel: 2), learned, stride: 2, padding: 1)
}
let once = round(others)
let twice = round(once)
print("first round: ", fixed(psnr(once, others, range: 1), 1), "dB")
print("second round:", fixed(psnr(twice, once, range: 1), 1), "dB")
expect(psnr(twice, once, range: 1) > psnr(once, others, range: 1), "the second loses less")
}
