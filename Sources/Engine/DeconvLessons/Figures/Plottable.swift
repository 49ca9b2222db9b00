public import Deconv
import DeconvFigures
package import DeconvFormats

/// What a figure can draw: numbers in rows and columns.
///
/// One axis is drawn as a row. Leading axes of size 1, such as those of one image in a batch, are
/// left out; of more than two axes, draw a slice.
public protocol Plottable: Sendable {
  /// The sizes of the axes, outermost first.
  var shape: [Int] { get }
  /// The numbers in row-major order.
  var plottedNumbers: [Double] { get }
  /// How the numbers are stored.
  var plottedKind: PlottedKind { get }
}

/// What kind of number a figure draws; it is recorded in that kind.
public enum PlottedKind: Sendable {
  /// The elements of a tensor.
  case single
  /// The elements of a matrix.
  case double
  /// Counts.
  case integer
}

extension Tensor: Plottable {
  /// The elements, exactly.
  public var plottedNumbers: [Double] { scalars.map { Double($0) } }
  /// Single precision.
  public var plottedKind: PlottedKind { .single }
}

extension Matrix: Plottable {
  /// The elements.
  public var plottedNumbers: [Double] { scalars }
  /// Double precision.
  public var plottedKind: PlottedKind { .double }
}

extension Counts: Plottable {
  /// The counts, exactly up to 2^53.
  public var plottedNumbers: [Double] { scalars.map { Double($0) } }
  /// Integers.
  public var plottedKind: PlottedKind { .integer }
}

extension PlottedKind {
  package var scalarType: ScalarType {
    switch self {
    case .single: .f32
    case .double: .f64
    case .integer: .i64
    }
  }
}

extension Plottable {
  /// The numbers as a grid, for the figure that `function` draws.
  func grid(for function: String) throws(LessonError) -> FigureGrid {
    var sizes = shape[...]
    while sizes.count > 2, sizes.first == 1 { sizes.removeFirst() }
    guard sizes.count <= 2 else { throw .rank(function, shape: shape) }
    let columns = sizes.last ?? 1
    let rows = sizes.count == 2 ? sizes[sizes.startIndex] : 1
    return try drawing(function) { () throws(FigureError) in
      try FigureGrid(
        rows: rows, columns: columns, values: plottedNumbers, scalar: plottedKind.scalarType)
    }
  }
}

/// The result of a function of the figures; its error is told with the name that a lesson calls.
func drawing<Result>(_ function: String, _ body: () throws(FigureError) -> Result)
  throws(LessonError) -> Result
{
  do throws(FigureError) {
    return try body()
  } catch {
    throw .figure(function, error.description)
  }
}
