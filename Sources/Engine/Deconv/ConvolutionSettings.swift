package import DeconvKernels

/// The settings of a convolution, as its caller gave them.
package struct ConvolutionSettings: Hashable, Sendable {
  package var stride: AxisValues
  /// What is added, or cropped, at the ends of each axis.
  package var padding: Padding
  package var outputPadding: AxisValues
  package var dilation: AxisValues
  package var groups: Int

  /// Collects the settings; what is left out has its usual value.
  package init(
    stride: AxisValues = .every(1), padding: AxisValues = .every(0),
    outputPadding: AxisValues = .every(0), dilation: AxisValues = .every(1), groups: Int = 1
  ) {
    self.init(
      stride: stride, padding: padding.convolutionPadding, outputPadding: outputPadding,
      dilation: dilation, groups: groups)
  }

  /// Collects the settings with a padding of any kind.
  package init(
    stride: AxisValues = .every(1), padding: some ConvolutionPadding,
    outputPadding: AxisValues = .every(0), dilation: AxisValues = .every(1), groups: Int = 1
  ) {
    self.stride = stride
    self.padding = padding.convolutionPadding
    self.outputPadding = outputPadding
    self.dilation = dilation
    self.groups = groups
  }

  /// What is not as usual, in the words of a call: `stride: 2, padding: 1`.
  var text: String {
    let usual = ConvolutionSettings()
    var parts: [String] = []
    if stride != usual.stride { parts.append("stride: \(stride)") }
    if padding != usual.padding { parts.append("padding: \(padding)") }
    if outputPadding != usual.outputPadding { parts.append("outputPadding: \(outputPadding)") }
    if dilation != usual.dilation { parts.append("dilation: \(dilation)") }
    if groups != usual.groups { parts.append("groups: \(groups)") }
    return parts.joined(separator: ", ")
  }

  /// The axes of an operation over inputs and kernels of the given sizes.
  ///
  /// - Parameters:
  ///   - input: The sizes of the input, one for each axis.
  ///   - kernel: The sizes of the kernel, one for each axis.
  ///   - isTransposed: Whether the input holds positions, not pixels.
  ///   - operation: The name to report in an error.
  /// - Returns: One geometry for each axis.
  /// - Throws: ``TensorError`` if a setting does not fit the axes or is impossible.
  package func axes(
    input: [Int], kernel: [Int], isTransposed: Bool, operation: String
  ) throws(TensorError) -> [AxisGeometry] {
    try axes(
      input.count == 1 ? [.length] : [.height, .width], input: input, kernel: kernel,
      isTransposed: isTransposed, operation: operation)
  }

  /// The one axis of an operation whose errors need not name it.
  func axis(
    input: Int, kernel: Int, isTransposed: Bool, operation: String
  ) throws(TensorError) -> AxisGeometry {
    try axes(
      [nil], input: [input], kernel: [kernel], isTransposed: isTransposed, operation: operation)[0]
  }

  private func axes(
    _ names: [Axis?], input: [Int], kernel: [Int], isTransposed: Bool, operation: String
  ) throws(TensorError) -> [AxisGeometry] {
    let count = names.count
    let stride = try stride.values(count, operation: operation, argument: "stride")
    let rules = try padding.axisRules(count, operation: operation)
    let extra = try outputPadding.values(
      count, operation: operation, argument: "output padding")
    let dilation = try dilation.values(count, operation: operation, argument: "dilation")
    var axes: [AxisGeometry] = []
    for index in 0..<count {
      let movement = AxisMovement(
        input: input[index], kernel: kernel[index], stride: stride[index],
        outputPadding: extra[index], dilation: dilation[index], axis: names[index])
      axes.append(
        isTransposed
          ? try movement.transposed(rules[index], operation: operation)
          : try movement.convolution(rules[index], operation: operation))
    }
    return axes
  }
}

/// The settings of one axis.
private struct AxisMovement {
  let input: Int
  let kernel: Int
  let stride: Int
  let outputPadding: Int
  let dilation: Int
  let axis: Axis?

  func convolution(
    _ rule: Padding.AxisRule, operation: String
  ) throws(TensorError) -> AxisGeometry {
    do throws(GeometryError) {
      switch rule {
      case .ends(let start, let end):
        return try .convolution(
          input: input, kernel: kernel, stride: stride, paddingStart: start, paddingEnd: end,
          dilation: dilation, axis: axis)
      case .valid:
        return try .convolution(
          input: input, kernel: kernel, stride: stride, dilation: dilation, axis: axis)
      case .same:
        return try .sameConvolution(
          input: input, kernel: kernel, stride: stride, dilation: dilation, axis: axis)
      }
    } catch {
      throw .geometry(operation: operation, error)
    }
  }

  func transposed(
    _ rule: Padding.AxisRule, operation: String
  ) throws(TensorError) -> AxisGeometry {
    do throws(GeometryError) {
      switch rule {
      case .ends(let start, let end):
        return try .transposed(
          input: input, kernel: kernel, stride: stride, paddingStart: start, paddingEnd: end,
          outputPadding: outputPadding, dilation: dilation, axis: axis)
      case .valid where outputPadding == 0:
        return try .validTransposed(
          input: input, kernel: kernel, stride: stride, dilation: dilation, axis: axis)
      case .same where outputPadding == 0:
        return try .sameTransposed(
          input: input, kernel: kernel, stride: stride, dilation: dilation, axis: axis)
      case .valid, .same: break
      }
    } catch {
      throw .geometry(operation: operation, error)
    }
    throw .argument(
      operation: operation, argument: "output padding", value: outputPadding,
      expected: "0 with the padding .same or .valid, which choose the size of the output")
  }
}
