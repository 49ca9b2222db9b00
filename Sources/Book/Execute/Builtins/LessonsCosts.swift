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
    try charge(steps: saturatingProduct(factors) / Self.multiplyAddsPerStep)
  }

  /// The work of a convolution: every weight at every position, for every image.
  ///
  /// Where a size cannot be computed the call itself says why; nothing is charged for it.
  func chargeConvolution(_ x: Tensor, _ w: Tensor, axes: Int, _ settings: ConvolutionSettings)
    throws
  {
    guard x.rank >= axes, w.rank >= axes else { return }
    var factors = [w.count, x.rank == axes + 2 ? x.shape[0] : 1]
    for axis in 0..<axes {
      guard
        let size = try? Checked.outputSize(
          input: x.shape[x.rank - axes + axis], kernel: w.shape[w.rank - axes + axis],
          stride: settings.stride.value(axis), padding: settings.padding.value(axis),
          dilation: settings.dilation.value(axis))
      else { return }
      factors.append(size)
    }
    try charge(steps: saturatingProduct(factors) / Self.multiplyAddsPerStep)
  }

  /// The work of a transposed convolution: every weight of its channel for every input element.
  ///
  /// By zero insertion it is every weight for every output element.
  func chargeTransposedConvolution(
    _ x: Tensor, _ w: Tensor, axes: Int, _ settings: ConvolutionSettings,
    _ algorithm: TransposedConvolutionAlgorithm
  ) throws {
    guard x.rank >= axes, w.rank >= axes else { return }
    var sizes = [x.rank == axes + 2 ? x.shape[0] : 1]
    for axis in 0..<axes {
      guard
        let size = try? Checked.transposedOutputSize(
          input: x.shape[x.rank - axes + axis], kernel: w.shape[w.rank - axes + axis],
          stride: settings.stride.value(axis), padding: settings.padding.value(axis),
          outputPadding: settings.outputPadding.value(axis),
          dilation: settings.dilation.value(axis))
      else { return }
      sizes.append(size)
    }
    let channels = w.rank == axes ? 1 : w.shape[1]
    try reserve(bytes: saturatingProduct(sizes + [channels, max(settings.groups, 1), 4]))
    let factors =
      algorithm == .zeroInsertion
      ? sizes + [w.count] : [x.count, w.rank == axes ? w.count : w.count / max(w.shape[0], 1)]
    try charge(steps: saturatingProduct(factors) / Self.multiplyAddsPerStep)
  }
}

extension AxisValues {
  /// The setting of one axis; a list that is too short has been given for another operation.
  fileprivate func value(_ axis: Int) -> Int {
    switch self {
    case .every(let value): value
    case .each(let values): axis < values.count ? values[axis] : 0
    }
  }
}

/// The product of sizes, or the largest integer; negative sizes are refused by the call itself.
private func saturatingProduct(_ factors: [Int]) -> Int {
  guard factors.allSatisfy({ $0 > 0 }) else { return 0 }
  return factors.reduce(1) { product, factor in
    let (result, overflows) = product.multipliedReportingOverflow(by: factor)
    return overflows ? Int.max : result
  }
}

private func saturatingSum(_ terms: [Int]) -> Int {
  terms.reduce(0) { sum, term in
    let (result, overflows) = sum.addingReportingOverflow(max(term, 0))
    return overflows ? Int.max : result
  }
}
