import DeconvKernels

/// The settings of a convolution, as its caller gave them.
package struct ConvolutionSettings: Hashable, Sendable {
  package var stride: AxisValues
  package var padding: AxisValues
  package var outputPadding: AxisValues
  package var dilation: AxisValues
  package var groups: Int

  /// Collects the settings; what is left out has its usual value.
  package init(
    stride: AxisValues = .every(1), padding: AxisValues = .every(0),
    outputPadding: AxisValues = .every(0), dilation: AxisValues = .every(1), groups: Int = 1
  ) {
    self.stride = stride
    self.padding = padding
    self.outputPadding = outputPadding
    self.dilation = dilation
    self.groups = groups
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
  func axes(
    input: [Int], kernel: [Int], isTransposed: Bool, operation: String
  ) throws(TensorError) -> [AxisGeometry] {
    let count = input.count
    let names: [Axis] = count == 1 ? [.length] : [.height, .width]
    let stride = try stride.values(count, operation: operation, argument: "stride")
    let padding = try padding.values(count, operation: operation, argument: "padding")
    let extra = try outputPadding.values(
      count, operation: operation, argument: "output padding")
    let dilation = try dilation.values(count, operation: operation, argument: "dilation")
    var axes: [AxisGeometry] = []
    for (index, axis) in names.enumerated() {
      do throws(GeometryError) {
        if isTransposed {
          axes.append(
            try .transposed(
              input: input[index], kernel: kernel[index], stride: stride[index],
              paddingStart: padding[index], paddingEnd: padding[index],
              outputPadding: extra[index], dilation: dilation[index], axis: axis))
        } else {
          axes.append(
            try .convolution(
              input: input[index], kernel: kernel[index], stride: stride[index],
              paddingStart: padding[index], paddingEnd: padding[index],
              dilation: dilation[index], axis: axis))
        }
      } catch {
        throw .geometry(operation: operation, error)
      }
    }
    return axes
  }
}
