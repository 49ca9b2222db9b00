public import DeconvFormats

/// A matrix of numbers to be drawn, row by row.
///
/// The numbers keep the type that they were computed in, and every NaN is one NaN, so that a
/// recorded figure holds the same bits as the computation.
public struct FigureGrid: Sendable {
  /// The number of rows, at least 1.
  public let rows: Int
  /// The number of columns, at least 1.
  public let columns: Int
  /// The values, row after row.
  public let values: [Double]
  /// The type in which the values are recorded.
  public let scalar: ScalarType

  /// The most cells that a grid may have.
  public static let largestCellCount = 1 << 20

  /// Makes a grid.
  ///
  /// - Throws: `FigureError` when there is no cell, when there are too many, when the number of
  ///   values is not rows × columns, or when a value does not exist in the type `scalar`.
  public init(
    rows: Int, columns: Int, values: [Double], scalar: ScalarType = .f64
  ) throws(FigureError) {
    guard rows > 0, columns > 0 else { throw .emptyGrid(rows: rows, columns: columns) }
    let (count, overflows) = rows.multipliedReportingOverflow(by: columns)
    guard !overflows, count <= Self.largestCellCount else {
      throw .tooLarge(
        what: "cells", found: overflows ? .max : count, limit: Self.largestCellCount)
    }
    guard values.count == count else {
      throw .valueCount(rows: rows, columns: columns, found: values.count)
    }
    for (index, value) in values.enumerated() where !Self.holds(value, in: scalar) {
      throw .unrepresentable(value: value, index: index, scalar: scalar.rawValue)
    }
    self.rows = rows
    self.columns = columns
    self.values = values
    self.scalar = scalar
  }

  /// Whether the type has exactly this value.
  private static func holds(_ value: Double, in scalar: ScalarType) -> Bool {
    switch scalar {
    case .f64: true
    case .f32: value.isNaN || Double(Float(value)) == value
    case .i64: Int(exactly: value) != nil
    case .u8: UInt8(exactly: value) != nil
    }
  }

  // MARK: Recording

  /// The grid of a recorded array of rank 2.
  init(_ array: NumericArray, kind: String) throws(FigureError) {
    guard array.shape.count == 2 else {
      throw .badData(
        kind: kind, expected: "an array of rows and columns",
        found: "the shape \(array.shape) of “\(array.name)”")
    }
    let values: [Double]
    switch array.scalar {
    case .f64: values = array.doubles ?? []
    case .f32: values = (array.floats ?? []).map(Double.init)
    case .i64: values = (array.integers ?? []).map(Double.init)
    case .u8: values = array.bytes.map(Double.init)
    }
    try self.init(
      rows: array.shape[0], columns: array.shape[1], values: values, scalar: array.scalar)
  }

  /// The grid as an array to be recorded.
  func array(named name: String) throws(FigureError) -> NumericArray {
    let shape = [rows, columns]
    do {
      switch scalar {
      case .f64: return try NumericArray(name: name, shape: shape, doubles: values)
      case .f32: return try NumericArray(name: name, shape: shape, floats: values.map { Float($0) })
      case .i64: return try NumericArray(name: name, shape: shape, integers: values.map { Int($0) })
      case .u8:
        return try NumericArray(
          name: name, shape: shape, scalar: .u8, bytes: values.map { UInt8($0) })
      }
    } catch {
      throw .badData(kind: name, expected: "a value for each cell", found: error.description)
    }
  }
}

/// A rectangle of cells that is to be looked at.
public struct FigureRegion: Hashable, Sendable {
  /// The first row, from 0.
  public let row: Int
  /// The first column, from 0.
  public let column: Int
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int

  /// Makes a region; a single cell when no size is given.
  public init(row: Int, column: Int, rows: Int = 1, columns: Int = 1) {
    self.row = row
    self.column = column
    self.rows = rows
    self.columns = columns
  }

  /// Checks that the region has a cell and lies inside a grid.
  func check(inside grid: FigureGrid) throws(FigureError) {
    guard row >= 0, column >= 0, rows > 0, columns > 0, rows <= grid.rows,
      columns <= grid.columns, row <= grid.rows - rows, column <= grid.columns - columns
    else {
      throw .regionOutside(
        region: "\(rows) × \(columns) at row \(row), column \(column)", rows: grid.rows,
        columns: grid.columns)
    }
  }
}
