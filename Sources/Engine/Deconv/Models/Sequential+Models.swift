import DeconvKernels

extension Sequential {
  /// The head of a fully convolutional network: class scores of features, enlarged to the picture.
  ///
  /// Long, Shelhamer and Darrell (CVPR 2015): a convolution of kernel 1 makes a map of scores for
  /// each class, a transposed convolution enlarges it. The first begins by Xavier's uniform rule and
  /// a bias of 0, the second as bilinear interpolation: kernel `2 · scale` (less 1 for an odd scale),
  /// padding `scale / 2`, no bias. So `H × W` becomes exactly `scale · H × scale · W`.
  ///
  /// - Parameters:
  ///   - channels: The channels of the features.
  ///   - classes: The number of classes.
  ///   - scale: How many times smaller than the picture the features are.
  ///   - seed: Chooses the first values of the scores' weights.
  /// - Returns: The head.
  /// - Precondition: All numbers are at least 1.
  public static func fcnHead(
    _ channels: Int, classes: Int, scale: Int = 32, seed: Int
  ) -> Sequential {
    orTrap { () throws(TensorError) in
      try Checked.fcnHead(channels, classes: classes, scale: scale, seed: seed)
    }
  }

  /// The generator of a DCGAN: pictures of random numbers.
  ///
  /// Radford, Metz and Chintala (arXiv:1511.06434), as in PyTorch's tutorial. A transposed convolution
  /// of kernel 4 makes 4 × 4 of `[N, latent, 1, 1]`; each of the next (kernel 4, stride 2, padding 1)
  /// doubles the sides and halves the channels, down to `features`; the last makes the picture. All
  /// have no bias; all but the last have a batch normalisation and a ReLU after them; a tanh is the
  /// end. Weights begin normal with deviation 0.02, those of the normalisations around 1.
  ///
  /// - Parameters:
  ///   - latent: The random numbers of a picture.
  ///   - features: The channels before the last layer.
  ///   - channels: The channels of the picture.
  ///   - doublings: How often 4 × 4 is doubled: 4 times, to 64 × 64, in the paper.
  ///   - seed: Chooses the first values.
  /// - Returns: The generator.
  /// - Precondition: All numbers are at least 1, and there are at most 8 doublings.
  public static func dcganGenerator(
    latent: Int = 100, features: Int = 64, channels: Int = 3, doublings: Int = 4, seed: Int
  ) -> Sequential {
    orTrap { () throws(TensorError) in
      try Checked.dcganGenerator(
        latent: latent, features: features, channels: channels, doublings: doublings, seed: seed)
    }
  }
}

extension Checked {
  /// The head of a segmenting network: see ``Sequential/fcnHead(_:classes:scale:seed:)``.
  package static func fcnHead(
    _ channels: Int, classes: Int, scale: Int = 32, seed: Int
  ) throws(TensorError) -> Sequential {
    guard 1...AxisGeometry.maximumArgument / 2 ~= scale else {
      throw .argument(
        operation: "fcnHead", argument: "scale", value: scale,
        expected: "between 1 and \(AxisGeometry.maximumArgument / 2)")
    }
    var scores = try conv2dLayer(channels, classes, kernel: .every(1), seed: seed)
    try scores.core.setWeight(
      initial(
        .xavierUniform(), shape: scores.weight.shape, InitialNumbers(seed: seed, parameter: 0)))
    try scores.core.setBias(full(shape: [classes], value: 0))
    var larger = try convTranspose2dLayer(
      classes, classes, kernel: .every(2 * scale - scale % 2),
      ConvolutionSettings(stride: .every(scale), padding: .every(scale / 2)), bias: false,
      seed: seed)
    try larger.core.setWeight(
      initial(.bilinear, shape: larger.weight.shape, InitialNumbers(seed: seed, parameter: 0)))
    return Sequential(scores, larger)
  }

  /// The generator of a DCGAN: see
  /// ``Sequential/dcganGenerator(latent:features:channels:doublings:seed:)``.
  package static func dcganGenerator(
    latent: Int = 100, features: Int = 64, channels: Int = 3, doublings: Int = 4, seed: Int
  ) throws(TensorError) -> Sequential {
    guard 1...8 ~= doublings else {
      throw .argument(
        operation: "dcganGenerator", argument: "number of doublings", value: doublings,
        expected: "between 1 and 8")
    }
    // With this bound the widest layer's channels do not overflow.
    let most = AxisGeometry.maximumArgument >> 8
    guard 1...most ~= features else {
      throw .argument(
        operation: "dcganGenerator", argument: "number of features", value: features,
        expected: "between 1 and \(most)")
    }
    let doubling = ConvolutionSettings(stride: .every(2), padding: .every(1))
    var layers: [any Layer] = []
    var input = latent
    for step in 0...doublings {
      let isLast = step == doublings
      let output = isLast ? channels : features << (doublings - 1 - step)
      var layer = try convTranspose2dLayer(
        input, output, kernel: .every(4), step == 0 ? .init() : doubling, bias: false, seed: 0)
      try layer.core.setWeight(
        initial(
          .normal(deviation: 0.02), shape: layer.weight.shape,
          InitialNumbers(seed: layerSeed(seed, 2 * step), parameter: 0)))
      layers.append(layer)
      if isLast {
        layers.append(Tanh())
      } else {
        var norm = try batchNorm2dLayer(output)
        norm.weight = try initial(
          .normal(mean: 1, deviation: 0.02), shape: [output],
          InitialNumbers(seed: layerSeed(seed, 2 * step + 1), parameter: 0))
        layers += [norm, ReLU()]
      }
      input = output
    }
    return Sequential(layers)
  }
}
