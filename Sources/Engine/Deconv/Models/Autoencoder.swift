/// The convolutional autoencoder of the lessons: it squeezes a picture through a narrow code.
///
/// Two convolutions of stride 2 halve a 28 × 28 picture twice, to a code of 64 × 7 × 7; two
/// transposed convolutions double it back. All have kernel 3 and padding 1. The transposed ones need
/// output padding 1: without it 7 would become 13 and not 14, because a convolution of stride 2
/// makes 7 of 13 as well as of 14. Pictures are in [−1, 1], as is the tanh at the end.
///
/// With the usual numbers of channels there are 37,569 parameters, under PyTorch's names
/// `encoder.0.weight`, `encoder.0.bias`, `encoder.2.…`, `decoder.0.…` and `decoder.2.…`.
///
/// ```swift
/// let model = Autoencoder(seed: 0)
/// let reconstruction = model(pictures)      // [N, 1, 28, 28] → [N, 1, 28, 28]
/// ```
public struct Autoencoder: EncoderDecoder {
  /// The half that makes a code: two convolutions.
  public var encoder: Sequential

  /// The half that makes a picture of a code: two transposed convolutions.
  public var decoder: Sequential

  /// Makes the model with its first values.
  ///
  /// Convolution `n`, counted from the input, has the seed `layerSeed(seed, n)`.
  ///
  /// - Parameters:
  ///   - channels: The channels of the picture, between the two convolutions of a half, and of the
  ///     code.
  ///   - outputPadding: The output paddings of the two transposed convolutions in order.
  ///   - seed: Chooses the first values.
  /// - Precondition: There are three numbers of channels and two output paddings, all possible.
  public init(channels: [Int] = [1, 32, 64], outputPadding: [Int] = [1, 1], seed: Int) {
    self = orTrap { () throws(TensorError) in
      try Checked.autoencoder(channels: channels, outputPadding: outputPadding, seed: seed)
    }
  }

  init(encoder: Sequential, decoder: Sequential) {
    self.encoder = encoder
    self.decoder = decoder
  }
}

extension Checked {
  /// The model of the lessons: see ``Autoencoder/init(channels:outputPadding:seed:)``.
  package static func autoencoder(
    channels: [Int] = [1, 32, 64], outputPadding: [Int] = [1, 1], seed: Int
  ) throws(TensorError) -> Autoencoder {
    try count(channels, 3, "Autoencoder", "number of channels")
    try count(outputPadding, 2, "Autoencoder", "number of output paddings")
    func half(_ extra: Int = 0) -> ConvolutionSettings {
      ConvolutionSettings(stride: .every(2), padding: .every(1), outputPadding: .every(extra))
    }
    return Autoencoder(
      encoder: Sequential(
        try conv2dLayer(
          channels[0], channels[1], kernel: .every(3), half(), seed: layerSeed(seed, 0)), ReLU(),
        try conv2dLayer(
          channels[1], channels[2], kernel: .every(3), half(), seed: layerSeed(seed, 1)), ReLU()),
      decoder: Sequential(
        try convTranspose2dLayer(
          channels[2], channels[1], kernel: .every(3), half(outputPadding[0]),
          seed: layerSeed(seed, 2)), ReLU(),
        try convTranspose2dLayer(
          channels[1], channels[0], kernel: .every(3), half(outputPadding[1]),
          seed: layerSeed(seed, 3)), Tanh()))
  }

  /// Refuses a list of settings with another number of entries than a model takes.
  static func count(
    _ values: [Int], _ expected: Int, _ model: String, _ what: String
  ) throws(TensorError) {
    guard values.count == expected else {
      throw .argument(
        operation: model, argument: what, value: values.count, expected: "\(expected)")
    }
  }
}
