import BookModel

/// The rows of a GitHub table.
enum TableSyntax {
  /// Whether a table begins: a header and, below it, as many cells of hyphens and colons.
  static func begins(at header: Range<Int>, delimiter: Range<Int>, in bytes: [UInt8]) -> Bool {
    guard bytes[delimiter].contains(Byte.pipe), let columns = alignments(in: bytes, delimiter)
    else { return false }
    return columns.count == cells(in: bytes, header).count
  }

  /// The alignments that a delimiter row sets, or nil if the line is none.
  static func alignments(in bytes: [UInt8], _ line: Range<Int>) -> [MarkdownTable.Alignment]? {
    guard bytes[line].allSatisfy({ "|-: \t".utf8.contains($0) }) else { return nil }
    var alignments: [MarkdownTable.Alignment] = []
    for cell in cells(in: bytes, line) {
      var hyphens = cell
      let isLeft = bytes.at(hyphens.lowerBound) == Byte.colon
      if isLeft { hyphens = hyphens.dropFirst() }
      let isRight = !hyphens.isEmpty && bytes[hyphens.upperBound - 1] == Byte.colon
      if isRight { hyphens = hyphens.dropLast() }
      guard !hyphens.isEmpty, bytes[hyphens].allSatisfy({ $0 == Byte.hyphen }) else { return nil }
      switch (isLeft, isRight) {
      case (true, true): alignments.append(.center)
      case (true, false): alignments.append(.left)
      case (false, true): alignments.append(.right)
      case (false, false): alignments.append(.none)
      }
    }
    return alignments
  }

  /// The cells of a row, without white space at their ends; a pipe behind a backslash is a text.
  static func cells(in bytes: [UInt8], _ line: Range<Int>) -> [Range<Int>] {
    var row = bytes.trimmedRange(line)
    if bytes[row].first == Byte.pipe { row = row.dropFirst() }
    var cells: [Range<Int>] = []
    var start = row.lowerBound
    var index = start
    while index < row.upperBound {
      switch bytes[index] {
      case Byte.backslash:
        index += 2
      case Byte.pipe:
        cells.append(bytes.trimmedRange(start..<index))
        index += 1
        start = index
      default:
        index += 1
      }
    }
    if start < row.upperBound || cells.isEmpty {
      cells.append(bytes.trimmedRange(start..<row.upperBound))
    }
    return cells
  }
}
