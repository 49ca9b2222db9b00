/// The convolutional autoencoder with batch normalisation of the reference chapter.
///
/// Each of three convolutions (kernel 3, stride 2, padding 1) and the first two of three transposed
/// ones (kernel 4, stride 2, padding 1) is followed by a batch normalisation and a ReLU; a sigmoid
/// is the end. Kernel 4 is a multiple of the stride, so no output padding is needed: pictures whose
/// sides are multiples of 8 come back in their size. Pictures are in [0, 1].
///
/// With the usual numbers of channels there are 1,030,723 parameters, and the code of a 224 × 224
/// picture has 256 · 28 · 28 numbers, 4/3 as many as the picture. The biases of the convolutions
/// before a batch normalisation, 640 of them, change nothing: the normalisation takes them off again.
public struct BatchNormAutoencoder: EncoderDecoder {
  /// The half that makes a code: convolutions, batch normalisations and ReLUs.
  public var encoder: Sequential

  /// The half that makes a picture of a code.
  public var decoder: Sequential

  /// Makes the model with its first values.
  ///
  /// Convolution `n`, counted from the input, has the seed `layerSeed(seed, n)`.
  ///
  /// - Parameters:
  ///   - channels: The channels of the picture, behind each convolution but the last, and of the
  ///     code: two numbers or more.
  ///   - seed: Chooses the first values.
  /// - Precondition: There are two numbers of channels at least, all possible.
  public init(channels: [Int] = [3, 64, 128, 256], seed: Int) {
    self = orTrap { () throws(TensorError) in
      try Checked.batchNormAutoencoder(channels: channels, seed: seed)
    }
  }

  init(encoder: Sequential, decoder: Sequential) {
    self.encoder = encoder
    self.decoder = decoder
  }
}

extension Checked {
  /// The model of the reference chapter: see ``BatchNormAutoencoder/init(channels:seed:)``.
  package static func batchNormAutoencoder(
    channels: [Int] = [3, 64, 128, 256], seed: Int
  ) throws(TensorError) -> BatchNormAutoencoder {
    guard channels.count >= 2 else {
      throw .argument(
        operation: "BatchNormAutoencoder", argument: "number of channels", value: channels.count,
        expected: "2 at least: those of the picture and of the code")
    }
    let settings = ConvolutionSettings(stride: .every(2), padding: .every(1))
    let steps = channels.count - 1
    var encoder: [any Layer] = []
    for step in 0..<steps {
      encoder.append(
        try conv2dLayer(
          channels[step], channels[step + 1], kernel: .every(3), settings,
          seed: layerSeed(seed, step)))
      encoder += [try batchNorm2dLayer(channels[step + 1]), ReLU()]
    }
    var decoder: [any Layer] = []
    for step in 0..<steps {
      let (from, to) = (channels[steps - step], channels[steps - step - 1])
      decoder.append(
        try convTranspose2dLayer(
          from, to, kernel: .every(4), settings, seed: layerSeed(seed, steps + step)))
      decoder += step == steps - 1 ? [Sigmoid()] : [try batchNorm2dLayer(to), ReLU()]
    }
    return BatchNormAutoencoder(encoder: Sequential(encoder), decoder: Sequential(decoder))
  }
}
