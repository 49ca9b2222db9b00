import DeconvKernels

/// Planes in another size, by repetition or linear interpolation.
///
/// Input: x. Each element that was read gets the gradient times its weight.
package struct ResizeOperation: Operation {
  /// The size of the output, as its caller gave it.
  package enum Target: Hashable, Sendable {
    /// A whole multiple of the input's size.
    case scale(AxisValues)
    /// The size itself.
    case size(AxisValues)
  }

  /// The number of spatial axes, 1 or 2.
  let axes: Int
  let target: Target
  let mode: UpsampleMode

  package init(axes: Int, _ target: Target, _ mode: UpsampleMode) {
    self.axes = axes
    self.target = target
    self.mode = mode
  }

  package var name: String { axes == 1 ? "upsample1d" : "upsample" }

  package var settingsText: String {
    let size =
      switch target {
      case .scale(let scale): "scale: \(scale)"
      case .size(let size): "size: \(size)"
      }
    guard mode.interpolates else { return size }
    let corners = mode.alignsCorners ? "(alignCorners: true)" : ""
    return size + ", mode: .\(axes == 1 ? "linear" : "bilinear")" + corners
  }

  /// The shape of the output for an input of a shape.
  func outputShape(_ input: [Int]) throws(TensorError) -> [Int] {
    try Call(input, self).outputShape
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    let call = try Call(inputs[0].shape, self)
    let x = inputs[0].scalars
    let columns: [Neighbours<A.Scalar>] = call.columns(mode)
    let rows: [Neighbours<A.Scalar>] = call.rows(mode)
    var result: [A.Scalar] = []
    result.reserveCapacity(call.planes * rows.count * columns.count)
    for plane in 0..<call.planes {
      for row in rows {
        let top = (plane * call.height + row.first) * call.width
        let bottom = (plane * call.height + row.second) * call.width
        for column in columns {
          let upper = column.mixed(x, top)
          result.append(
            row.weight == 0
              ? upper : (1 - row.weight) * upper + row.weight * column.mixed(x, bottom))
        }
      }
    }
    return A(shape: call.outputShape, scalars: result)
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let call = try Call(pass.inputs[0].shape, self)
    let gradient = pass.gradient.scalars
    let columns: [Neighbours<A.Scalar>] = call.columns(mode)
    let rows: [Neighbours<A.Scalar>] = call.rows(mode)
    var result = [A.Scalar](repeating: 0, count: pass.inputs[0].count)
    var element = 0
    for plane in 0..<call.planes {
      for row in rows {
        let top = (plane * call.height + row.first) * call.width
        let bottom = (plane * call.height + row.second) * call.width
        for column in columns {
          if row.weight == 0 {
            column.spread(gradient[element], &result, top)
          } else {
            column.spread((1 - row.weight) * gradient[element], &result, top)
            column.spread(row.weight * gradient[element], &result, bottom)
          }
          element += 1
        }
      }
    }
    return [A(shape: pass.inputs[0].shape, scalars: result)]
  }
}

/// The two elements of an axis between which a new one lies.
private struct Neighbours<Scalar: KernelScalar> {
  let first: Int
  let second: Int
  /// The weight of the second; that of the first is 1 minus it.
  let weight: Scalar

  /// The element of a line that begins at `line`.
  @inline(__always)
  func mixed(_ x: [Scalar], _ line: Int) -> Scalar {
    weight == 0
      ? x[line + first] : (1 - weight) * x[line + first] + weight * x[line + second]
  }

  /// Adds the parts of a gradient to a line that begins at `line`.
  @inline(__always)
  func spread(_ gradient: Scalar, _ x: inout [Scalar], _ line: Int) {
    if weight == 0 {
      x[line + first] += gradient
    } else {
      x[line + first] += (1 - weight) * gradient
      x[line + second] += weight * gradient
    }
  }
}

/// One call whose shapes have been checked.
private struct Call {
  let planes: Int
  let height: Int
  let width: Int
  let outputShape: [Int]
  private let outputHeight: Int
  private let outputWidth: Int

  init(_ shape: [Int], _ operation: ResizeOperation) throws(TensorError) {
    let name = operation.name
    let input = try Planes(shape, axes: operation.axes, operation: name)
    guard input.sizes.allSatisfy({ $0 > 0 }) else { throw .empty(operation: name, shape: shape) }
    let sizes = try Self.sizes(input, operation)
    outputShape = try input.shape(sizes, operation: name)
    planes = input.count
    height = input.sizes.count == 1 ? 1 : input.sizes[0]
    outputHeight = sizes.count == 1 ? 1 : sizes[0]
    width = input.sizes[input.sizes.count - 1]
    outputWidth = sizes[sizes.count - 1]
  }

  func rows<Scalar: KernelScalar>(_ mode: UpsampleMode) -> [Neighbours<Scalar>] {
    Self.neighbours(input: height, output: outputHeight, mode)
  }

  func columns<Scalar: KernelScalar>(_ mode: UpsampleMode) -> [Neighbours<Scalar>] {
    Self.neighbours(input: width, output: outputWidth, mode)
  }

  /// The sizes of the output's spatial axes.
  private static func sizes(
    _ input: Planes, _ operation: ResizeOperation
  ) throws(TensorError) -> [Int] {
    let (argument, values) =
      switch operation.target {
      case .scale(let scale): ("scale", scale)
      case .size(let size): ("size", size)
      }
    let numbers = try values.values(
      operation.axes, operation: operation.name, argument: argument)
    for number in numbers {
      guard 1...AxisGeometry.maximumArgument ~= number else {
        throw .argument(
          operation: operation.name, argument: argument, value: number,
          expected: "between 1 and \(AxisGeometry.maximumArgument)")
      }
    }
    guard case .scale = operation.target else { return numbers }
    // Stamps as large as the step of a transposed convolution tile its output.
    var sizes: [Int] = []
    for (size, scale) in zip(input.sizes, numbers) {
      do throws(GeometryError) {
        sizes.append(try AxisGeometry.transposed(input: size, kernel: scale, stride: scale).pixels)
      } catch {
        throw .geometry(operation: operation.name, error)
      }
    }
    return sizes
  }

  /// For each element of the output the elements between which it lies.
  ///
  /// The place is a fraction: its whole part is the first neighbour, the rest the weight of the
  /// second.
  private static func neighbours<Scalar: KernelScalar>(
    input: Int, output: Int, _ mode: UpsampleMode
  ) -> [Neighbours<Scalar>] {
    (0..<output).map { element in
      guard mode.interpolates else {
        return Neighbours(first: element * input / output, second: 0, weight: 0)
      }
      let (numerator, denominator) =
        mode.alignsCorners
        ? (element * (input - 1), max(output - 1, 1))
        : (max((2 * element + 1) * input - output, 0), 2 * output)
      let first = numerator / denominator
      guard first < input - 1 else { return Neighbours(first: first, second: first, weight: 0) }
      return Neighbours(
        first: first, second: first + 1,
        weight: Scalar(numerator % denominator) / Scalar(denominator))
    }
  }
}
