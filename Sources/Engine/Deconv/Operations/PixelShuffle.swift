import DeconvKernels

/// Moves channels into space: each group of r² channels becomes one channel of r times the height
/// and width; PyTorch's `pixel_shuffle`.
///
/// Element (c, h · r + i, w · r + j) of the output is element (c · r² + i · r + j, h, w) of the input
/// (Shi et al., arXiv:1609.05158).
///
/// **Shapes.** `[…, C · r², H, W]` → `[…, C, H · r, W · r]`, with any axes before these.
///
/// - Parameters:
///   - x: The input, with at least three axes.
///   - factor: The factor r.
/// - Returns: The output, with the rank of `x`.
/// - Precondition: The channels divide into groups of r².
/// - Complexity: O(size of the input).
public func pixelShuffle(_ x: Tensor, _ factor: Int) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.pixelShuffle(x, factor) }
}

/// Moves space into channels: undoes ``pixelShuffle(_:_:)``; PyTorch's `pixel_unshuffle`.
///
/// **Shapes.** `[…, C, H · r, W · r]` → `[…, C · r², H, W]`, with any axes before these.
///
/// - Parameters:
///   - x: The input, with at least three axes.
///   - factor: The factor r.
/// - Returns: The output, with the rank of `x`.
/// - Precondition: Height and width are multiples of r.
/// - Complexity: O(size of the input).
public func pixelUnshuffle(_ x: Tensor, _ factor: Int) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.pixelUnshuffle(x, factor) }
}

extension Checked {
  /// Channels moved into space: see ``Deconv/pixelShuffle(_:_:)``.
  package static func pixelShuffle(_ x: Tensor, _ factor: Int) throws(TensorError) -> Tensor {
    try Tape.apply(PixelShuffleOperation(factor: factor, isInverse: false), to: [x])
  }

  /// Space moved into channels: see ``Deconv/pixelUnshuffle(_:_:)``.
  package static func pixelUnshuffle(_ x: Tensor, _ factor: Int) throws(TensorError) -> Tensor {
    try Tape.apply(PixelShuffleOperation(factor: factor, isInverse: true), to: [x])
  }
}

/// Channels moved into space, or back.
///
/// Input: x. Each direction is the gradient of the other.
package struct PixelShuffleOperation: Operation {
  let factor: Int
  let isInverse: Bool

  package init(factor: Int, isInverse: Bool) {
    self.factor = factor
    self.isInverse = isInverse
  }

  package var name: String { isInverse ? "pixelUnshuffle" : "pixelShuffle" }

  package var settingsText: String { "\(factor)" }

  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    A(
      shape: try outputShape(inputs[0].shape),
      scalars: moved(inputs[0], shape: inputs[0].shape, intoSpace: !isInverse))
  }

  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let shape = pass.inputs[0].shape
    return [A(shape: shape, scalars: moved(pass.gradient, shape: shape, intoSpace: isInverse))]
  }

  /// Moves elements from one side to the other.
  ///
  /// - Parameters:
  ///   - array: The elements in the order of one side.
  ///   - shape: The shape of the operation's input.
  ///   - intoSpace: Whether that is the side with more channels.
  /// - Returns: The elements in the order of the other side.
  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  private func moved<A: RealArray>(_ array: A, shape: [Int], intoSpace: Bool) -> [A.Scalar] {
    let (height, width) =
      isInverse
      ? (shape[shape.count - 2] / factor, shape[shape.count - 1] / factor)
      : (shape[shape.count - 2], shape[shape.count - 1])
    let source = array.scalars
    var result = source
    guard !source.isEmpty else { return result }
    let square = factor * factor
    let plane = height * width
    var spatial = 0
    for block in 0..<source.count / (square * plane) {
      for row in 0..<height {
        for inner in 0..<factor {
          for column in 0..<width {
            for channel in inner * factor..<(inner + 1) * factor {
              let stacked = (block * square + channel) * plane + row * width + column
              if intoSpace {
                result[spatial] = source[stacked]
              } else {
                result[stacked] = source[spatial]
              }
              spatial += 1
            }
          }
        }
      }
    }
    return result
  }

  private func outputShape(_ input: [Int]) throws(TensorError) -> [Int] {
    guard input.count >= 3 else {
      throw .rank(
        operation: name, argument: "input", shape: input, expected: "[…, C, H, W]")
    }
    guard 1...AxisGeometry.maximumArgument ~= factor else {
      throw .argument(
        operation: name, argument: "factor", value: factor,
        expected: "between 1 and \(AxisGeometry.maximumArgument)")
    }
    var shape = input
    let channel = input.count - 3
    let square = factor * factor
    if isInverse {
      guard input[channel + 1] % factor == 0, input[channel + 2] % factor == 0 else {
        throw .rank(
          operation: name, argument: "input", shape: input,
          expected: "[…, C, H, W] with H and W multiples of \(factor)")
      }
      // A factor that divides a size is not larger than it, unless there are no elements.
      let (channels, overflows) = input[channel].multipliedReportingOverflow(by: square)
      guard !overflows else { throw .tooLarge(operation: name, shape: input) }
      shape[channel] = channels
      shape[channel + 1] /= factor
      shape[channel + 2] /= factor
    } else {
      guard input[channel] % square == 0 else {
        throw .rank(
          operation: name, argument: "input", shape: input,
          expected: "[…, C, H, W] with C a multiple of \(square), the square of the factor")
      }
      shape[channel] /= square
      shape[channel + 1] *= factor
      shape[channel + 2] *= factor
    }
    _ = try Shape.count(shape, operation: name)
    return shape
  }
}
