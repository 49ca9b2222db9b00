import DeconvLessons

// What a call will take is asked for before it is made: the limits of a run hold inside the engine
// too.
extension Runtime {
  /// Multiply-adds that count as one step.
  private static let multiplyAddsPerStep = 128

  /// Memory for a new tensor of a shape that the chapter chose.
  func reserveElements(_ shape: [Int]) throws {
    try reserve(bytes: saturatingProduct(shape + [4]))
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
    guard algorithm == .zeroInsertion else {
      return try charge(
        multiplyAdds: operation.multiplyAdds(inputs: [x.shape, w.shape], output: output))
    }
    // Each output element reads every weight that leads to its channel, zeros included.
    let perElement = w.rank == axes ? w.count : w.count / max(w.shape[1], 1)
    try charge(multiplyAdds: saturatingProduct(output + [perElement]))
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
    try charge(multiplyAdds: saturatingProduct(factors))
  }

  func charge(multiplyAdds count: Int) throws {
    try charge(steps: count / Self.multiplyAddsPerStep)
  }

  /// The work of finding the shapes inside of a layer: what is no convolution is run for it.
  @discardableResult
  func chargeShapes(of layer: some Layer, _ input: [Int]) throws -> ForwardWork {
    try reserveElements(input)
    let work = try Checked.forwardWork(of: layer, input: input)
    try charge(multiplyAdds: work.elements)
    return work
  }

  /// The memory and the work of a layer, found from shapes before anything is computed.
  ///
  /// - Returns: What one pass through the layer takes.
  /// - Throws: ``TensorError`` if the input does not fit; then the call would have failed as well.
  @discardableResult
  func chargeForward(_ layer: some Layer, _ input: [Int]) throws -> ForwardWork {
    let work = try Checked.forwardWork(of: layer, input: input)
    try reserveElements([work.elements])
    try charge(multiplyAdds: work.multiplyAdds)
    return work
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
