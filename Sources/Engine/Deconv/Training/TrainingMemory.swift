import DeconvKernels

/// The memory that a training takes, found from shapes before it begins.
///
/// A step keeps the outputs of all layers until their gradients are computed. While those of a layer
/// are, there are also the gradients of its output and its input; a convolution moreover lays a copy
/// of the batch out for the vectors, whose lanes are ``BatchSum/lanes`` images, there or not.
/// An evaluation keeps the input and the output of one layer, and such a copy of the input.
///
/// Measured from 28 × 28 to 2048 × 2048 pixels and with batches from 1 to 4096, a training took
/// between 0.85 and 1.05 times as much.
package struct TrainingMemory: Hashable, Sendable {
  /// The elements that a step holds for every image.
  private let stepElements: Double
  /// The elements that it holds for every lane.
  private let stepLaneElements: Double
  /// The elements that an evaluation holds for every image, and for every lane.
  private let evaluationElements: Double
  private let evaluationLaneElements: Double
  /// The elements of the largest tensor of one image.
  private let largestElements: Double
  /// The bytes that no batch size changes: program, images, weights, moments and their copies.
  private let constantBytes: Double
  private let trainCount: Int
  private let validationCount: Int

  /// The number of images of the larger part: no batch has more.
  package var imageCount: Int { max(trainCount, validationCount) }

  /// The largest batch size whose tensors are not larger than tensors may be.
  package var largestTensorBatchSize: Int {
    Int(Double(Shape.maximumCount) / largestElements)
  }

  /// The program, its threads and their stacks.
  private static let programBytes = 40e6
  /// The weights are there as the model, the best, the optimiser's moments, gradients, and twice
  /// while a step or a file is made.
  private static let weightCopies = 12.0
  /// The pixels are there as the file's bytes, unpacked, and as parts of the data set.
  private static let pixelCopies = 2.0

  fileprivate init(
    _ layers: [(elements: Double, isConvolution: Bool)], inputElements: Double, weights: Int,
    train: ImageDataset, validation: ImageDataset
  ) {
    var (kept, step, stepLanes, pass, passLanes) = (inputElements, 0.0, 0.0, 0.0, 0.0)
    var input = inputElements
    for layer in layers {
      kept += layer.elements
      step = max(step, input + layer.elements)
      pass = max(pass, input + layer.elements)
      if layer.isConvolution {
        stepLanes = max(stepLanes, input + layer.elements)
        passLanes = max(passLanes, input)
      }
      input = layer.elements
    }
    largestElements = layers.reduce(inputElements) { max($0, $1.elements) }
    stepElements = kept + step
    stepLaneElements = stepLanes
    evaluationElements = inputElements + pass
    evaluationLaneElements = passLanes
    trainCount = train.count
    validationCount = validation.count
    let pixels = Double(train.pixels.count) + Double(validation.pixels.count)
    constantBytes =
      Self.programBytes + Self.pixelCopies * pixels
      + Self.weightCopies * Double(weights) * Double(MemoryLayout<Float>.size)
  }

  /// The bytes that a training takes, its evaluations included.
  ///
  /// - Parameter batchSize: The number of images of a step; at least 1.
  /// - Returns: The bytes, about; the largest integer where there are more.
  package func bytes(batchSize: Int) -> Int {
    func bytes(_ count: Int, _ elements: Double, _ laneElements: Double) -> Double {
      let images = Double(min(batchSize, count))
      let lanes = (images / Double(BatchSum.lanes)).rounded(.up) * Double(BatchSum.lanes)
      return (images * elements + lanes * laneElements) * Double(MemoryLayout<Float>.size)
    }
    let work = max(
      bytes(trainCount, stepElements, stepLaneElements),
      bytes(validationCount, evaluationElements, evaluationLaneElements))
    return Int(min(constantBytes + work, 0x1p62))
  }

  /// The largest batch size whose training takes no more than some bytes, and is possible at all.
  ///
  /// - Parameter limit: The most bytes.
  /// - Returns: The batch size; nil where even one image takes more.
  package func largestBatchSize(within limit: Int) -> Int? {
    guard bytes(batchSize: 1) <= limit else { return nil }
    var (fits, beyond) = (1, min(imageCount, largestTensorBatchSize) + 1)
    while beyond - fits > 1 {
      let middle = fits + (beyond - fits) / 2
      if bytes(batchSize: middle) <= limit { fits = middle } else { beyond = middle }
    }
    return fits
  }
}

extension Checked {
  /// The memory that a training takes.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - train: The images that the weights are fitted to.
  ///   - validation: The images that tell which epoch is the best, of the same size.
  /// - Returns: What it takes, for any batch size.
  /// - Throws: ``TensorError`` if the images do not fit the model.
  package static func trainingMemory(
    of model: some Layer, train: ImageDataset, validation: ImageDataset
  ) throws(TensorError) -> TrainingMemory {
    let input = [1, 1, train.rows, train.columns]
    let shapes = try outputShapes(of: model, input: input)
    let layers = zip(leaves(of: model), shapes).map { layer, shape in
      (elements: elements(shape.shape), isConvolution: layer is any ConvolutionLayer)
    }
    return TrainingMemory(
      layers, inputElements: elements(input), weights: model.parameterCount, train: train,
      validation: validation)
  }

  private static func elements(_ shape: [Int]) -> Double {
    shape.reduce(1) { $0 * Double($1) }
  }

  /// The layers inside of a layer that are made of no others, in the order of their work.
  private static func leaves(of layer: any Layer) -> [any Layer] {
    layer.parts.isEmpty ? [layer] : layer.parts.flatMap { leaves(of: $0.layer) }
  }
}
