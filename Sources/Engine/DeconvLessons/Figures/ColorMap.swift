import Deconv
public import DeconvFigures

/// How a lesson's figures turn numbers into colours.
public enum ColorMap: String, Hashable, Sendable, CaseIterable {
  /// For counts `counts`; where a number is negative `diverging`; otherwise `sequential`.
  case automatic
  /// From pale to dark: amounts.
  case sequential
  /// Blue below zero, white at zero, red above: signed values.
  case diverging
  /// One step for each whole number, zero left white: overlap counts.
  case counts
  /// Unrelated light colours for the whole numbers from 0: classes, phases.
  case categorical
  /// From black to white: images.
  case gray
}

extension ColorMap {
  /// The map of the figure for numbers of some kind.
  func figureMap(for grids: [FigureGrid], isCounts: Bool) -> FigureColorMap {
    switch self {
    case .automatic:
      if grids.contains(where: { $0.values.contains { $0 < 0 } }) { return .diverging }
      return isCounts ? .counts : .sequential
    case .sequential: return .sequential
    case .diverging: return .diverging
    case .counts: return .counts
    case .categorical: return .categorical
    case .gray: return .gray
    }
  }
}

/// One cell of a figure, to be highlighted.
///
/// - Parameters:
///   - row: The row, from 0.
///   - column: The column, from 0.
/// - Returns: The cell.
public func cell(_ row: Int, _ column: Int) -> FigureRegion {
  FigureRegion(row: row, column: column)
}

/// A rectangle of cells of a figure, to be highlighted: `cells(rows: 0..<3, columns: 1..<4)`.
///
/// - Parameters:
///   - rows: The rows, from 0.
///   - columns: The columns, from 0.
/// - Returns: The rectangle.
/// - Precondition: The ranges do not begin below 0.
public func cells(rows: Range<Int>, columns: Range<Int>) -> FigureRegion {
  orTrap { () throws(LessonError) in try Lessons.cells(rows: rows, columns: columns) }
}

extension Lessons {
  package static func cells(rows: Range<Int>, columns: Range<Int>) throws(LessonError)
    -> FigureRegion
  {
    // The length of a range that begins below zero may not be a number.
    guard rows.lowerBound >= 0, columns.lowerBound >= 0 else {
      throw .argument(
        "cells", "rows and columns", expected: "ranges from 0",
        found: "\(rows) and \(columns)")
    }
    return FigureRegion(
      row: rows.lowerBound, column: columns.lowerBound, rows: rows.count, columns: columns.count)
  }
}

/// The range of a colour map as the figures take it.
func figureRange(_ function: String, _ range: ClosedRange<Double>?) throws(LessonError)
  -> FigureRange?
{
  guard let range else { return nil }
  return try drawing(function) { () throws(FigureError) in
    try FigureRange(low: range.lowerBound, high: range.upperBound)
  }
}
