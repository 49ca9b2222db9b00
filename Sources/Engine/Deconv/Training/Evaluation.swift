/// How well a model reconstructs images.
public struct EvaluationResult: Hashable, Sendable {
  /// The range of pixels in [-1, 1], from which ``psnr`` is taken.
  public static let range = 2.0

  /// The mean squared error of each image.
  public let losses: [Double]
  /// The mean squared error over all images.
  public let loss: Double

  /// The peak signal-to-noise ratio in dB, of the mean error: 10 · log10(2² / ``loss``).
  ///
  /// Infinite where there is no error at all.
  public var psnr: Double { Self.psnr(loss) }

  /// The peak signal-to-noise ratio of each image in dB.
  ///
  /// The mean of these is not ``psnr``, and always at least as large.
  public var psnrs: [Double] { losses.map(Self.psnr) }

  /// Takes the mean of the errors of images, added in order.
  ///
  /// - Parameter losses: The mean squared error of each image; one at least.
  package init(losses: [Double]) {
    self.losses = losses
    var sum = 0.0
    for loss in losses { sum += loss }
    loss = sum / Double(losses.count)
  }

  /// The ratio in dB for a mean squared error of pixels in [-1, 1].
  static func psnr(_ loss: Double) -> Double {
    Checked.psnr(mse: loss, range: range)
  }
}

/// Measures how well a model reconstructs images.
///
/// The model is used as after training (``Layer/forward(_:)``), on some images at a time; how many
/// changes no bit of the result.
///
/// **Numerics.** The squared differences of an image are added in row-major order in double
/// precision, and divided by its number of pixels; the images' errors are added in order.
///
/// - Parameters:
///   - model: The model; its output has the shape of its input.
///   - data: The images.
///   - batchSize: The number of images that the model is given at a time.
/// - Returns: The errors.
/// - Precondition: There are images, they fit the model, and the batch size is at least 1.
public func evaluate(
  _ model: some Layer, on data: ImageDataset, batchSize: Int = 128
) -> EvaluationResult {
  orTrap { () throws(TrainingError) in
    try Checked.evaluate(model, on: data, batchSize: batchSize)
  }
}

extension Checked {
  /// How well a model reconstructs images: see ``Deconv/evaluate(_:on:batchSize:)``.
  package static func evaluate(
    _ model: some Layer, on data: ImageDataset, batchSize: Int = 128
  ) throws(TrainingError) -> EvaluationResult {
    guard batchSize >= 1 else {
      throw .setting(name: "batch size", value: "\(batchSize)", expected: "at least 1")
    }
    guard data.count > 0 else { throw .noImages(purpose: "validate", name: data.name) }
    var losses: [Double] = []
    losses.reserveCapacity(data.count)
    var start = 0
    while start < data.count {
      let end = start + Swift.min(batchSize, data.count - start)
      losses += try TrainingError.wrapping { () throws(TensorError) in
        let images = try images(of: data, start..<end)
        return try meanSquaredErrors(of: try model.forward(images), images)
      }
      start = end
    }
    return EvaluationResult(losses: losses)
  }

  /// What a model makes of all images, some at a time; how many changes no bit.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - data: The images; one at least.
  ///   - batchSize: The number of images that the model is given at a time; at least 1.
  /// - Returns: The outputs, one after another.
  /// - Throws: ``TensorError`` if the images do not fit the model.
  package static func outputs(
    of model: some Layer, for data: ImageDataset, batchSize: Int
  ) throws(TensorError) -> Tensor {
    var parts: [Tensor] = []
    var start = 0
    while start < data.count {
      let end = start + Swift.min(batchSize, data.count - start)
      parts.append(try model.forward(try images(of: data, start..<end)))
      start = end
    }
    let shape = [data.count] + (parts.first?.shape.dropFirst() ?? [])
    return try tensor(shape: shape, scalars: parts.flatMap(\.scalars))
  }

  /// The mean squared error of each image of a batch: see ``Deconv/evaluate(_:on:batchSize:)``.
  ///
  /// - Parameters:
  ///   - outputs: What a model made, `[N, …]`.
  ///   - targets: What it should have made, with the same shape.
  /// - Returns: N errors.
  /// - Throws: ``TensorError`` if the shapes are not the same.
  package static func meanSquaredErrors(
    of outputs: Tensor, _ targets: Tensor
  ) throws(TensorError) -> [Double] {
    guard outputs.shape == targets.shape, let count = targets.shape.first else {
      throw .shapes(
        operation: "evaluate", left: outputs.shape, right: targets.shape,
        rule: "the output must have the shape of the images")
    }
    let size = count == 0 ? 0 : targets.count / count
    return (0..<count).map {
      sumOfSquares(outputs.scalars, targets.scalars, $0 * size..<($0 + 1) * size) / Double(size)
    }
  }

  private static func sumOfSquares(
    _ left: [Float], _ right: [Float], _ range: Range<Int>
  ) -> Double {
    var sum = 0.0
    for index in range {
      let difference = Double(left[index]) - Double(right[index])
      sum += difference * difference
    }
    return sum
  }
}
