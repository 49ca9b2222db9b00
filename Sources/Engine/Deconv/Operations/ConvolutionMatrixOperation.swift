import DeconvKernels

/// The matrix of a convolution.
///
/// Input: the kernel, `[K]` or `[Kh, Kw]`. The gradient of a tap is the sum of the gradients at all
/// places where it stands, starting at +0, in row-major order of the positions.
package struct ConvolutionMatrixOperation: Operation {
  /// The size of the convolution's input.
  let input: AxisValues
  let settings: ConvolutionSettings

  /// Describes the operation.
  ///
  /// - Parameters:
  ///   - input: The size of the convolution's input, for every axis of the kernel or for each.
  ///   - settings: How the kernel moves.
  package init(input: AxisValues, settings: ConvolutionSettings) {
    self.input = input
    self.settings = settings
  }

  package var name: String { "convolutionMatrix" }

  package var settingsText: String {
    ["input: \(input)", settings.text].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    let places = try Places(kernel: inputs[0].shape, self)
    let taps = inputs[0].scalars
    var matrix = [A.Scalar](repeating: 0, count: places.count)
    places.forEach { tap, place in matrix[place] = taps[tap] }
    return A(shape: places.shape, scalars: matrix)
  }

  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let kernel = pass.inputs[0]
    let matrix = pass.gradient.scalars
    var taps = [A.Scalar](repeating: 0, count: kernel.count)
    try Places(kernel: kernel.shape, self).forEach { tap, place in taps[tap] += matrix[place] }
    return [A(shape: kernel.shape, scalars: taps)]
  }

  /// Where the taps of the kernel stand in the matrix.
  private struct Places {
    let shape: [Int]
    let count: Int
    private let rows: AxisGeometry
    private let columns: AxisGeometry

    init(kernel: [Int], _ operation: ConvolutionMatrixOperation) throws(TensorError) {
      let name = operation.name
      guard (1...2).contains(kernel.count) else {
        throw .rank(
          operation: name, argument: "kernel", shape: kernel, expected: "[K] or [Kh, Kw]")
      }
      let input = try operation.input.values(kernel.count, operation: name, argument: "input")
      let axes = try operation.settings.axes(
        input: input, kernel: kernel, isTransposed: false, operation: name)
      (rows, columns) = (axes.count == 1 ? .single : axes[0], axes[axes.count - 1])
      let outputs = try Shape.count(axes.map(\.positions), operation: name)
      let inputs = try Shape.count(input, operation: name)
      shape = [outputs, inputs]
      count = try Shape.count(shape, operation: name)
    }

    /// Calls back with each tap and a place where it stands, in row-major order of the positions.
    func forEach(_ body: (_ tap: Int, _ place: Int) -> Void) {
      for row in 0..<rows.positions {
        for column in 0..<columns.positions {
          let line = (row * columns.positions + column) * shape[1]
          for rowTap in 0..<rows.kernel {
            guard let y = rows.pixel(position: row, tap: rowTap) else { continue }
            for columnTap in 0..<columns.kernel {
              guard let x = columns.pixel(position: column, tap: columnTap) else { continue }
              body(rowTap * columns.kernel + columnTap, line + y * columns.pixels + x)
            }
          }
        }
      }
    }
  }
}
