import DeconvLessons

// The networks of the last chapters.

extension RegistryPart {
  static let architectureTypes = ["UNetDecoderBlock", "UNetDecoderBlock.SizeRepair"]

  static let architectureBuiltins = blocks + blockMembers + repairs + heads

  private static let blocks: [Builtin] = [
    .member(
      of: "UNetDecoderBlock",
      "init(_ inputChannels: Int, skip skipChannels: Int, _ outputChannels: Int, seed: Int)",
      "A decoder block of a U-Net, which brings the doubled input to the skip's size.",
      running: { (runtime: Runtime, inputs: Int, skip: Int, outputs: Int, seed: Int) in
        try runtime.reserveBlock(inputs, skip, outputs)
        return try Checked.uNetDecoderBlock(inputs, skip: skip, outputs, seed: seed)
      }),
    .member(
      of: "UNetDecoderBlock",
      """
      init(_ inputChannels: Int, skip skipChannels: Int, _ outputChannels: Int, \
      repair: UNetDecoderBlock.SizeRepair, seed: Int)
      """,
      "A decoder block of a U-Net, and what happens where the sides do not fit.",
      running: {
        (
          runtime: Runtime, inputs: Int, skip: Int, outputs: Int,
          repair: UNetDecoderBlock.SizeRepair, seed: Int
        ) in
        try runtime.reserveBlock(inputs, skip, outputs)
        return try Checked.uNetDecoderBlock(
          inputs, skip: skip, outputs, repair: repair, seed: seed)
      }),
  ]

  private static let blockMembers: [Builtin] = [
    .member(
      of: "UNetDecoderBlock", "func callAsFunction(_ x: Tensor, skip: Tensor) -> Tensor",
      "The output for an input and what the encoder saw: `block(x, skip: features)`.",
      running: { (runtime: Runtime, block: UNetDecoderBlock, x: Tensor, skip: Tensor) in
        try runtime.chargeBlock(block, x, skip)
        return try block.forward(x, skip: skip)
      }),
    .member(of: "UNetDecoderBlock", "var up: ConvTranspose2d", "The layer that doubles.") {
      (block: UNetDecoderBlock) in block.up
    },
    .member(of: "UNetDecoderBlock", "var conv: Sequential", "The layers that see both.") {
      (block: UNetDecoderBlock) in block.conv
    },
    .member(of: "UNetDecoderBlock", "var state: LayerState", "All numbers under their names.") {
      (block: UNetDecoderBlock) in block.state
    },
    .member(of: "UNetDecoderBlock", "var description: String", "The layers, one a line.") {
      (block: UNetDecoderBlock) in block.description
    },
  ]

  private static let repairs: [Builtin] = [
    choice(
      "none", "Nothing happens: it is an error that says what would help.",
      UNetDecoderBlock.SizeRepair.none),
    choice(
      "outputPadding", "The transposed convolution makes the skip's size.",
      UNetDecoderBlock.SizeRepair.outputPadding),
    choice(
      "pad", "Zeros are put around the doubled input.", UNetDecoderBlock.SizeRepair.pad),
    choice(
      "crop", "The larger of both loses its outer rows and columns.",
      UNetDecoderBlock.SizeRepair.crop),
    .member(
      of: "UNetDecoderBlock.SizeRepair",
      "static func resize(_ mode: UpsampleMode) -> UNetDecoderBlock.SizeRepair",
      "The doubled input is brought to the skip's size."
    ) { (mode: UpsampleMode) in UNetDecoderBlock.SizeRepair.resize(mode) },
  ]

  private static let heads: [Builtin] = [
    .member(
      of: "Sequential",
      """
      static func fcnHead(_ channels: Int, classes: Int, scale: Int = 32, seed: Int) -> Sequential
      """,
      "The head of a segmenting network: scores of classes, enlarged bilinearly to the picture.",
      running: { (runtime: Runtime, channels: Int, classes: Int, scale: Int, seed: Int) in
        try runtime.reserveElements([channels, classes, 2])
        try runtime.reserveElements([classes, classes, scale, scale, 8])
        return try Checked.fcnHead(channels, classes: classes, scale: scale, seed: seed)
      }),
    .member(
      of: "Sequential",
      """
      static func dcganGenerator(latent: Int = 100, features: Int = 64, channels: Int = 3, \
      doublings: Int = 4, seed: Int) -> Sequential
      """,
      "The generator of a DCGAN: pictures of random numbers [N, latent, 1, 1].",
      running: {
        (
          runtime: Runtime, latent: Int, features: Int, channels: Int, doublings: Int, seed: Int
        ) in
        if (1...8).contains(doublings) {
          let widest = saturatingProduct([features, 1 << doublings])
          try runtime.reserveElements([latent, widest, 16])
          try runtime.reserveElements([widest, widest, 16])
          try runtime.reserveElements([features, channels, 32])
        }
        return try Checked.dcganGenerator(
          latent: latent, features: features, channels: channels, doublings: doublings, seed: seed)
      }),
  ]
}

extension Runtime {
  /// Memory for the weights of a decoder block, twice while they are made.
  fileprivate func reserveBlock(_ inputs: Int, _ skip: Int, _ outputs: Int) throws {
    try reserveElements([inputs, inputs, 16])
    try reserveElements([saturatingSum([inputs, skip, outputs]), outputs, 18])
  }

  /// The work of both parts of a block; the layer that doubles may get a row more for the skip.
  fileprivate func chargeBlock(_ block: UNetDecoderBlock, _ x: Tensor, _ skip: Tensor) throws {
    // Where the shapes do not fit the call itself says why.
    guard x.rank == 4, skip.rank == 4,
      let doubling = try? Checked.forwardWork(of: block.up, input: x.shape)
    else { return }
    let sides = (2...3).map { max(skip.shape[$0], saturatingProduct([2, x.shape[$0]])) }
    let joined = [x.shape[0], doubling.output[1] + skip.shape[1]] + sides
    try reserveElements(joined + [3])
    guard let joining = try? Checked.forwardWork(of: block.conv, input: joined) else { return }
    try reserveElements([joining.elements])
    try charge(multiplyAdds: saturatingSum([doubling.multiplyAdds, joining.multiplyAdds]))
  }
}

extension UNetDecoderBlock: NativeValue {
  package static let typeName = "UNetDecoderBlock"
  package var byteCount: Int { up.byteCount + conv.byteCount }
}

extension UNetDecoderBlock.SizeRepair: NativeValue {
  package static let typeName = "UNetDecoderBlock.SizeRepair"
}
