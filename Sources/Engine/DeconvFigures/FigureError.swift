/// Why a figure cannot be drawn.
public enum FigureError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A grid has no cells, or a negative side.
  case emptyGrid(rows: Int, columns: Int)
  /// The number of values is not rows × columns.
  case valueCount(rows: Int, columns: Int, found: Int)
  /// A value cannot be held by the number type of its grid.
  case unrepresentable(value: Double, index: Int, scalar: String)
  /// There is more of something than a figure holds.
  case tooLarge(what: String, found: Int, limit: Int)
  /// A figure of this kind needs at least one grid.
  case nothingToDraw(kind: String)
  /// A list of labels does not have an entry for each row, column, or picture.
  case labelCount(what: String, expected: Int, found: Int)
  /// A highlighted region does not lie inside its grid.
  case regionOutside(region: String, rows: Int, columns: Int)
  /// A number must lie in a range.
  case outOfRange(name: String, found: Int, expected: String)
  /// The range of a colour map is empty or not finite.
  case badRange(low: Double, high: Double)
  /// No figure has this kind.
  case unknownKind(String)
  /// The next parameter of a recorded figure is not the one that its kind has there.
  case badParameter(kind: String, expected: String, found: String)
  /// The data of a recorded figure are not what its kind draws.
  case badData(kind: String, expected: String, found: String)

  /// What was expected and what was found, as one sentence.
  public var description: String {
    switch self {
    case .emptyGrid(let rows, let columns):
      "a grid of \(rows) × \(columns) has no cells to draw; expected at least 1 × 1"
    case .valueCount(let rows, let columns, let found):
      "a grid of \(rows) × \(columns) needs one value for each cell, found \(found) values"
    case .unrepresentable(let value, let index, let scalar):
      "value \(value) at index \(index) of a grid is not a number of its type \(scalar)"
    case .tooLarge(let what, let found, let limit):
      "a figure has room for \(limit) \(what), found \(found); draw a part of it, or a smaller one"
    case .nothingToDraw(let kind):
      "a \(kind) figure needs at least one grid, found none"
    case .labelCount(let what, let expected, let found):
      "expected \(expected) \(what), one for each, found \(found)"
    case .regionOutside(let region, let rows, let columns):
      "the highlighted region \(region) does not lie inside the grid of \(rows) × \(columns)"
    case .outOfRange(let name, let found, let expected):
      "expected \(name) \(expected), found \(found)"
    case .badRange(let low, let high):
      "expected a colour range of two finite numbers, the lower first, found \(low) to \(high)"
    case .unknownKind(let kind):
      "no figure is called “\(kind)”; expected one of \(Figure.kinds.joined(separator: ", "))"
    case .badParameter(let kind, let expected, let found):
      "parameters of a recorded \(kind) figure are damaged: expected \(expected), found \(found)"
    case .badData(let kind, let expected, let found):
      "data of a recorded \(kind) figure are damaged: expected \(expected), found \(found)"
    }
  }
}
