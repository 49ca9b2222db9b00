import DeconvLessons

// What a call will take is asked for before it is made: the limits of a run hold inside the engine
// too.
extension Runtime {
  /// Multiply-adds that count as one step.
  private static let multiplyAddsPerStep = 128
  /// Multiply-adds of a training that take as long as a step.
  private static let trainingMultiplyAddsPerStep = 8000
  /// How much faster a convolution by a kernel is than that.
  private static let kernelSpeed = 4
  /// How much faster the layers of a model are, which have many channels.
  private static let modelSpeed = 32
  /// How much longer a loop as one reads it takes than a kernel.
  private static let plainLoop = 3
  /// Numbers of a tensor that count as one step.
  static let elementsPerStep = 64
  /// What an operation costs however small its tensors are: a layer, or a line of a tape.
  static let stepsPerOperation = 30

  /// Memory for a new tensor of a shape that the chapter chose.
  func reserveElements(_ shape: [Int]) throws {
    let elements = saturatingProduct(shape)
    try reserve(bytes: saturatingProduct([elements, 4]))
    try charge(steps: elements / Self.elementsPerStep)
  }

  /// Memory for the result and the two repeated operands of an operation with broadcasting.
  func reserveBroadcast(_ left: [Int], _ right: [Int]) throws {
    guard left != right else { return }
    let rank = max(left.count, right.count)
    let a = Array(repeating: 1, count: rank - left.count) + left
    let b = Array(repeating: 1, count: rank - right.count) + right
    try reserve(bytes: saturatingProduct(zip(a, b).map { max($0, $1) } + [24]))
  }

  func reservePadding(_ x: Tensor, _ margins: Margins) throws {
    var shape = x.shape
    guard let columns = shape.indices.last else { return }
    shape[columns] = saturatingSum([shape[columns], margins.left, margins.right])
    if columns > 0 {
      shape[columns - 1] = saturatingSum([shape[columns - 1], margins.top, margins.bottom])
    }
    try reserveElements(shape)
  }

  func chargeProduct(_ factors: Int...) throws {
    try charge(multiplyAdds: saturatingProduct(factors))
  }

  /// The memory and the work of an operation whose result has as many elements as it takes.
  func chargeElements(_ x: Tensor) throws { try reserveElements(x.shape) }

  /// The result and the work of a convolution, or of a transposed one.
  ///
  /// Where the shapes do not fit the call itself says why; nothing is charged for it.
  func chargeConvolution(
    _ x: Tensor, _ w: Tensor, axes: Int, isTransposed: Bool, _ settings: ConvolutionSettings,
    _ algorithm: TransposedConvolutionAlgorithm = .gather
  ) throws {
    let operation = ConvolutionOperation(
      axes: axes, isTransposed: isTransposed, settings: settings)
    guard let output = try? operation.outputShape(x.shape, weight: w.shape) else { return }
    try reserveElements(output)
    let products = operation.multiplyAdds(inputs: [x.shape, w.shape], output: output)
    switch algorithm {
    case .gather: try charge(multiplyAdds: products / Self.kernelSpeed)
    case .scatter, .polyphase:
      try charge(multiplyAdds: saturatingProduct([Self.plainLoop, products]))
    case .zeroInsertion:
      // Each output element reads every weight that leads to its channel, zeros included.
      let perElement = w.rank == axes ? w.count : w.count / max(w.shape[1], 1)
      try charge(multiplyAdds: saturatingProduct(output + [Self.plainLoop, perElement]))
    }
  }

  /// The work of comparing or adding under a window at each of its places.
  func chargePooling(_ x: Tensor, _ settings: PoolingSettings, axes: Int) throws {
    guard x.rank >= axes else { return }
    var factors = Array(x.shape.dropLast(axes))
    for axis in 0..<axes {
      let kernel = settings.kernel.value(axis)
      guard
        let size = try? Checked.outputSize(
          input: x.shape[x.rank - axes + axis], kernel: kernel,
          stride: settings.stride?.value(axis) ?? kernel, padding: settings.padding.value(axis),
          dilation: settings.dilation.value(axis))
      else { return }
      factors += [size, kernel]
    }
    try charge(multiplyAdds: saturatingProduct(factors + [Self.plainLoop]))
  }

  func charge(multiplyAdds count: Int) throws {
    try charge(steps: count / Self.multiplyAddsPerStep)
  }

  /// The work of finding the shapes inside of a layer: what is no convolution is run for it.
  @discardableResult
  func chargeShapes(of layer: some Layer, _ input: [Int]) throws -> ForwardWork {
    try reserveElements(input)
    let work = try Checked.forwardWork(of: layer, input: input)
    try chargeOperations(1, of: layer)
    try charge(multiplyAdds: work.elements)
    return work
  }

  /// The memory and the work of a layer, found from shapes before anything is computed.
  ///
  /// Its products count as those of a training: a model may be shown many pictures.
  ///
  /// - Returns: What one pass through the layer takes.
  /// - Throws: ``TensorError`` if the input does not fit; then the call would have failed as well.
  @discardableResult
  func chargeForward(_ layer: some Layer, _ input: [Int]) throws -> ForwardWork {
    let work = try Checked.forwardWork(of: layer, input: input)
    try chargeOperations(1, of: layer)
    try reserveElements([work.elements])
    try charge(
      multiplyAdds: saturatingSum([
        work.multiplyAdds / Self.modelSpeed, saturatingProduct([work.reads, Self.plainLoop]),
      ]))
    try charge(trainingMultiplyAdds: work.multiplyAdds)
    return work
  }

  /// What so many passes through a layer cost, however small its tensors are: its operations, and
  /// putting the names of its tensors together, at each level of nested layers again.
  ///
  /// Where each pass has been charged as so many multiply-adds of a training, only what takes longer
  /// than these is counted.
  func chargeOperations(
    _ passes: Int, of layer: some Layer, trainingMultiplyAdds: Int = 0
  ) throws {
    let steps = saturatingSum([Self.stepsPerOperation, layer.partSteps])
    let charged = trainingMultiplyAdds / Self.trainingMultiplyAddsPerStep
    try charge(steps: saturatingProduct([passes, max(0, steps - charged)]))
  }

  /// What reading a tape backwards takes: each line once for its inputs and once for its weights.
  func chargeBackward(_ tape: Tape) throws {
    try charge(steps: saturatingProduct([tape.steps.count, Self.stepsPerOperation]))
    try charge(
      multiplyAdds: saturatingProduct([
        2, saturatingSum([tape.multiplyAdds / Self.kernelSpeed, tape.reads]),
      ]))
    try reserveElements([2, tape.elements])
  }
}

extension Layer {
  /// What it costs to go through the layers inside: each is an operation, and the names of tensors
  /// are put together and taken apart at every level of nested layers again.
  var partSteps: Int {
    var leaves = 0
    return partSteps(&leaves)
  }

  private func partSteps(_ leaves: inout Int) -> Int {
    let parts = parts
    guard !parts.isEmpty else {
      leaves += 1
      return Runtime.stepsPerOperation
    }
    var steps = 0
    var inside = 0
    for part in parts { steps = saturatingSum([steps, part.layer.partSteps(&inside)]) }
    leaves += inside
    return saturatingSum([steps, saturatingProduct([parts.count, inside])])
  }
}

extension AxisValues {
  /// The setting of one axis; a list that is too short has been given for another operation.
  func value(_ axis: Int) -> Int {
    switch self {
    case .every(let value): value
    case .each(let values): axis < values.count ? values[axis] : 0
    }
  }
}

/// The product of sizes, or the largest integer; negative sizes are refused by the call itself.
func saturatingProduct(_ factors: [Int]) -> Int {
  guard factors.allSatisfy({ $0 > 0 }) else { return 0 }
  return factors.reduce(1) { product, factor in
    let (result, overflows) = product.multipliedReportingOverflow(by: factor)
    return overflows ? Int.max : result
  }
}

func saturatingSum(_ terms: [Int]) -> Int {
  terms.reduce(0) { sum, term in
    let (result, overflows) = sum.addingReportingOverflow(max(term, 0))
    return overflows ? Int.max : result
  }
}
