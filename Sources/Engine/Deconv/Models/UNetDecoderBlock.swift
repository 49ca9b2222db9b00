/// A decoder block of a U-Net: it doubles its input and joins it with what the encoder saw.
///
/// Ronneberger, Fischer and Brox (arXiv:1505.04597), in the form of the reference chapter: a
/// transposed convolution (kernel 4, stride 2, padding 1) halves the channels and doubles the sides;
/// the skip connection's channels are joined to them; two convolutions of kernel 3, each with a batch
/// normalisation and a ReLU, follow. Its names are PyTorch's: `up.weight`, `conv.0.weight`, ….
///
/// An encoder halves odd sides too, 29 to 14, and 14 doubled is 28: the two sides that are to be
/// joined differ. A ``SizeRepair`` says what happens then.
///
/// ```swift
/// let block = UNetDecoderBlock(128, skip: 64, 64, repair: .outputPadding, seed: 0)
/// let y = block(x, skip: features)      // [N, 128, 14, 14] and [N, 64, 29, 29] → [N, 64, 29, 29]
/// ```
public struct UNetDecoderBlock: Sendable, CustomStringConvertible {
  /// What happens where the doubled input and the skip connection have different sides.
  public enum SizeRepair: Hashable, Sendable {
    /// Nothing: it is an error that says what would help.
    case none
    /// The doubled input is brought to the skip's size. With `nearest` from 28 to 29, pixel 0 is
    /// there twice and all others are shifted by one.
    case resize(UpsampleMode)
    /// The transposed convolution gets the output padding with which it makes the skip's size: it
    /// computes the missing row and column.
    case outputPadding
    /// Zeros around the doubled input; the odd one at the bottom and right.
    case pad
    /// The larger of both loses its outer rows and columns; the odd one at the bottom and right.
    case crop
  }

  /// The layer that doubles.
  public var up: ConvTranspose2d

  /// The convolutions that see both.
  public var conv: Sequential

  /// What happens where the sides differ.
  public var repair: SizeRepair

  /// Makes the block with its first values.
  ///
  /// The transposed convolution has the seed `layerSeed(seed, 0)`, the others 1 and 2.
  ///
  /// - Parameters:
  ///   - inputChannels: The channels of the input; the transposed convolution makes half of them.
  ///   - skipChannels: The channels of the skip connection.
  ///   - outputChannels: The channels of the output.
  ///   - repair: What happens where the sides differ.
  ///   - seed: Chooses the first values.
  /// - Precondition: There are two input channels at least, and one of the others.
  public init(
    _ inputChannels: Int, skip skipChannels: Int, _ outputChannels: Int,
    repair: SizeRepair = .resize(.nearest), seed: Int
  ) {
    self = orTrap { () throws(TensorError) in
      try Checked.uNetDecoderBlock(
        inputChannels, skip: skipChannels, outputChannels, repair: repair, seed: seed)
    }
  }

  fileprivate init(up: ConvTranspose2d, conv: Sequential, repair: SizeRepair) {
    self.up = up
    self.conv = conv
    self.repair = repair
  }

  /// Computes the output as it is used after training.
  ///
  /// - Parameters:
  ///   - x: `[N, in, H, W]`.
  ///   - skip: `[N, skip, H′, W′]`.
  /// - Returns: `[N, out, H′, W′]`, or smaller where the repair crops.
  /// - Precondition: The inputs fit the block.
  public func callAsFunction(_ x: Tensor, skip: Tensor) -> Tensor {
    orTrap { () throws(TensorError) in try forward(x, skip: skip) }
  }

  /// Computes the output as it is used after training.
  ///
  /// - Parameters:
  ///   - x: `[N, in, H, W]`.
  ///   - skip: `[N, skip, H′, W′]`.
  /// - Returns: `[N, out, H′, W′]`, or smaller where the repair crops.
  /// - Throws: ``TensorError`` if the inputs do not fit the block.
  public func forward(_ x: Tensor, skip: Tensor) throws(TensorError) -> Tensor {
    let joined = try joined(x, skip)
    return try TensorError.inside("conv") { () throws(TensorError) in try conv.forward(joined) }
  }

  /// Computes the output as it is used during training, and updates the running statistics.
  ///
  /// - Parameters:
  ///   - x: `[N, in, H, W]`.
  ///   - skip: `[N, skip, H′, W′]`.
  /// - Returns: `[N, out, H′, W′]`, or smaller where the repair crops.
  /// - Throws: ``TensorError`` if the inputs do not fit the block.
  public mutating func trainingForward(
    _ x: Tensor, skip: Tensor
  ) throws(TensorError) -> Tensor {
    let joined = try joined(x, skip)
    return try TensorError.inside("conv") { () throws(TensorError) in
      try conv.trainingForward(joined)
    }
  }

  /// The tensors of the block under PyTorch's names.
  public var state: LayerState {
    get { LayerState(parts: [("up", up.state), ("conv", conv.state)]) }
    set {
      up.state = newValue.part("up")
      conv.state = newValue.part("conv")
    }
  }

  /// The layers, one a line, as PyTorch prints them.
  public var description: String {
    Sequential.description("UNetDecoderBlock", [LayerPart("up", up), LayerPart("conv", conv)])
  }
}

extension UNetDecoderBlock {
  /// The doubled input after its repair, and the skip connection behind its channels.
  private func joined(_ x: Tensor, _ skip: Tensor) throws(TensorError) -> Tensor {
    guard skip.rank == 4, x.rank == 4 else {
      throw .rank(
        operation: "UNetDecoderBlock", argument: x.rank == 4 ? "skip connection" : "input",
        shape: x.rank == 4 ? skip.shape : x.shape, expected: "[N, C, H, W]")
    }
    var skip = skip
    let layer = repair == .outputPadding ? try upPadded(for: x, skip) : up
    var doubled = try TensorError.inside("up") { () throws(TensorError) in try layer.forward(x) }
    if doubled.shape[2...] != skip.shape[2...] {
      let size = Array(skip.shape[2...])
      switch repair {
      case .none, .outputPadding:
        throw .shapes(
          operation: "UNetDecoderBlock", left: doubled.shape, right: skip.shape,
          rule: "the doubled input and the skip connection must have the same height and width: "
            + (repair == .none
              ? "choose a repair of sizes: .outputPadding, .resize(.nearest), .pad or .crop"
              : "no output padding of \(up) is enough, choose another repair"))
      case .resize(let mode):
        doubled = try Checked.upsample(doubled, .size(.each(size)), mode: mode)
      case .pad: doubled = try Self.fitted(doubled, size)
      case .crop:
        let common = zip(doubled.shape[2...], size).map { Swift.min($0, $1) }
        doubled = try Self.fitted(doubled, common)
        skip = try Self.fitted(skip, common)
      }
    }
    return try Checked.concatenated([doubled, skip], axis: 1)
  }

  /// The transposed convolution with the output padding that makes the skip's size, if there is one.
  private func upPadded(for x: Tensor, _ skip: Tensor) throws(TensorError) -> ConvTranspose2d {
    let shape = try TensorError.inside("up") { () throws(TensorError) in
      try up.core.outputShape(x.shape)
    }
    do throws(TensorError) {
      try Checked.checkOutput(of: up, input: x.shape, target: Array(shape[..<2] + skip.shape[2...]))
      return up
    } catch {
      guard case .modelOutput(_, _, .outputPadding(let changes)) = error,
        let change = changes.first
      else { return up }
      var layer = up
      layer.core.settings.outputPadding = .each(change.outputPadding)
      return layer
    }
  }

  /// Images with zeros around them, or without their outer rows and columns, to get a size.
  private static func fitted(_ x: Tensor, _ size: [Int]) throws(TensorError) -> Tensor {
    let missing = zip(size, x.shape[2...]).map { $0 - $1 }
    func margins(_ widths: [Int]) -> Margins {
      Margins(
        top: widths[0] / 2, left: widths[1] / 2, bottom: widths[0] - widths[0] / 2,
        right: widths[1] - widths[1] / 2)
    }
    var x = x
    if missing.contains(where: { $0 > 0 }) {
      x = try Checked.padded(x, margins(missing.map { Swift.max($0, 0) }))
    }
    if missing.contains(where: { $0 < 0 }) {
      x = try Checked.cropped(x, margins(missing.map { Swift.max(-$0, 0) }))
    }
    return x
  }
}

extension Checked {
  /// A decoder block: see ``UNetDecoderBlock``.
  package static func uNetDecoderBlock(
    _ inputChannels: Int, skip skipChannels: Int, _ outputChannels: Int,
    repair: UNetDecoderBlock.SizeRepair = .resize(.nearest), seed: Int
  ) throws(TensorError) -> UNetDecoderBlock {
    let half = inputChannels / 2
    let (joined, overflows) = half.addingReportingOverflow(skipChannels)
    guard inputChannels >= 2, skipChannels >= 1, !overflows else {
      throw .argument(
        operation: "UNetDecoderBlock",
        argument: "number of \(inputChannels >= 2 ? "skip" : "input") channels",
        value: inputChannels >= 2 ? skipChannels : inputChannels,
        expected: inputChannels >= 2 ? "at least 1" : "at least 2")
    }
    let same = ConvolutionSettings(padding: .every(1))
    return UNetDecoderBlock(
      up: try convTranspose2dLayer(
        inputChannels, half, kernel: .every(4),
        ConvolutionSettings(stride: .every(2), padding: .every(1)), seed: layerSeed(seed, 0)),
      conv: Sequential(
        try conv2dLayer(
          joined, outputChannels, kernel: .every(3), same, seed: layerSeed(seed, 1)),
        try batchNorm2dLayer(outputChannels), ReLU(),
        try conv2dLayer(
          outputChannels, outputChannels, kernel: .every(3), same, seed: layerSeed(seed, 2)),
        try batchNorm2dLayer(outputChannels), ReLU()),
      repair: repair)
  }
}
