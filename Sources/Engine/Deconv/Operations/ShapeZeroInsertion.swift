import DeconvKernels

/// Zeros between the elements of the last two axes.
///
/// Input: an array of rank 1, which has one axis to fill, or more. The gradient is the part of the
/// output's at the places of the elements.
package struct ZeroInsertionOperation: Operation {
  let stride: AxisValues

  /// Describes the operation.
  ///
  /// - Parameter stride: The distance of two elements in the output.
  package init(stride: AxisValues) {
    self.stride = stride
  }

  package var name: String { "zeroInserted" }

  package var settingsText: String { "stride: \(stride)" }

  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    let places = try Places(inputs[0].shape, stride, operation: name)
    let scalars = inputs[0].scalars
    var result = [A.Scalar](repeating: 0, count: places.count)
    places.forEach { element, place in result[place] = scalars[element] }
    return A(shape: places.shape, scalars: result)
  }

  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let x = pass.inputs[0]
    let places = try Places(x.shape, stride, operation: name)
    let scalars = pass.gradient.scalars
    var result = [A.Scalar](repeating: 0, count: x.count)
    places.forEach { element, place in result[element] = scalars[place] }
    return [A(shape: x.shape, scalars: result)]
  }

  /// Where the elements of an array stand among the inserted zeros.
  private struct Places {
    let shape: [Int]
    let count: Int
    private let rows: Int
    private let columns: Int
    private let lines: Int
    private let strides: (row: Int, column: Int)

    init(_ old: [Int], _ stride: AxisValues, operation: String) throws(TensorError) {
      guard old.count >= 1 else {
        throw .rank(
          operation: operation, argument: "tensor", shape: old, expected: "of rank 1 at least")
      }
      let names: [Axis] = old.count == 1 ? [.length] : [.height, .width]
      let values = try stride.values(names.count, operation: operation, argument: "stride")
      var shape = old
      for (index, axis) in names.enumerated() {
        let place = old.count - names.count + index
        do throws(GeometryError) {
          shape[place] = try AxisGeometry.zeroInserted(
            count: old[place], stride: values[index], axis: axis)
        } catch {
          throw .geometry(operation: operation, error)
        }
      }
      count = try Shape.count(shape, operation: operation)
      self.shape = shape
      columns = old[old.count - 1]
      rows = old.count == 1 ? 1 : old[old.count - 2]
      lines = old.dropLast().reduce(1, *)
      strides = (values[0], values[values.count - 1])
    }

    /// Calls back with each element's place in the array and among the zeros.
    func forEach(_ body: (_ element: Int, _ place: Int) -> Void) {
      let width = shape[shape.count - 1]
      let height = shape.count == 1 ? 1 : shape[shape.count - 2]
      for line in 0..<lines {
        let (plane, row) = line.quotientAndRemainder(dividingBy: rows)
        let start = (plane * height + (shape.count == 1 ? 0 : row * strides.row)) * width
        for column in 0..<columns {
          body(line * columns + column, start + column * strides.column)
        }
      }
    }
  }
}
