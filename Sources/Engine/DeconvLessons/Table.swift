import Deconv

/// Rows of cells below a header.
public struct Table: Sendable, Equatable {
  /// What stands above each column.
  public let header: [String]
  /// The cells, row by row, as many in each as the header has.
  public let rows: [[String]]
}

/// A table of texts; numbers are written with interpolation, `fixed` or `percent`.
///
/// - Precondition: There is a column, every row has as many cells as the header, and there are at
///   most 10,000 cells.
public func table(_ header: [String], _ rows: [[String]]) -> Table {
  orTrap { () throws(LessonError) in try Lessons.table(header, rows) }
}

extension Lessons {
  package static func table(_ header: [String], _ rows: [[String]]) throws(LessonError) -> Table {
    guard !header.isEmpty else {
      throw .argument("table", "header", expected: "one text for each column", found: "none")
    }
    let limit = 10_000
    guard header.count <= limit, rows.count <= limit / header.count else {
      throw .tooLarge("table", "cells", limit: limit)
    }
    for (index, row) in rows.enumerated() where row.count != header.count {
      throw .raggedTable(row: index, cells: row.count, columns: header.count)
    }
    return Table(header: header, rows: rows)
  }
}
