import BookModel

/// A table in GitHub's syntax, and back.
///
/// Cells are text, not Markdown: what Markdown would read as more than itself is escaped. A table
/// whose rows differ in length is padded, and a comment above it gives the lengths.
enum RecordedTable {
  static func lines(_ table: TableArtifact) -> [String] {
    let lengths = [table.header.count] + table.rows.map(\.count)
    let width = max(1, lengths.max() ?? 1)
    var lines: [String] = []
    if lengths.contains(where: { $0 != width }) {
      lines.append(marker + lengths.map { String($0) }.joined(separator: " ") + " -->")
    }
    lines.append(row(table.header, width: width))
    lines.append("|" + String(repeating: " --- |", count: width))
    return lines + table.rows.map { row($0, width: width) }
  }

  static func begins(_ line: String) -> Bool {
    line.utf8.starts(with: "|".utf8) || line.utf8.starts(with: marker.utf8)
  }

  /// Reads the table that comes next; nil if it is not what `lines` writes.
  static func read(_ reader: inout LineReader) -> TableArtifact? {
    var lengths: [Int]?
    if let line = reader.next, line.utf8.starts(with: marker.utf8) {
      guard let listed = readLengths(line) else { return nil }
      lengths = listed
      _ = reader.take()
    }
    guard let header = reader.take().flatMap(cells),
      reader.take("|" + String(repeating: " --- |", count: header.count))
    else { return nil }
    var rows = [header]
    while let line = reader.next, line.utf8.starts(with: "|".utf8) {
      _ = reader.take()
      guard let row = cells(line), row.count == header.count else { return nil }
      rows.append(row)
    }
    if let lengths {
      guard lengths.count == rows.count,
        zip(rows, lengths).allSatisfy({ row, length in
          length <= row.count && row.dropFirst(length).allSatisfy(\.isEmpty)
        })
      else { return nil }
      rows = zip(rows, lengths).map { Array($0.prefix($1)) }
    }
    return TableArtifact(header: rows[0], rows: Array(rows.dropFirst()))
  }

  private static let marker = "<!-- deconv:table "

  private static func readLengths(_ line: String) -> [Int]? {
    var words = line.dropFirst(marker.count).split(separator: " ")
    guard words.popLast() == "-->" else { return nil }
    let lengths = words.compactMap { Int($0) }
    return lengths.count == words.count && lengths.allSatisfy { $0 >= 0 } ? lengths : nil
  }

  private static func row(_ cells: [String], width: Int) -> String {
    let padding = [String](repeating: "", count: width - cells.count)
    return "| " + (cells.map(MarkdownText.escaped) + padding).joined(separator: " | ") + " |"
  }

  /// The cells of a row, unescaped; nil if a cell lacks its spaces or holds an unknown escape.
  private static func cells(_ line: String) -> [String]? {
    let bytes = Array(line.utf8)
    let bar = UInt8(ascii: "|")
    guard bytes.first == bar else { return nil }
    var cells: [String] = []
    var cell: [UInt8] = []
    var index = 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
        cell += bytes[index...index + 1]
        index += 2
        continue
      }
      index += 1
      guard byte == bar else {
        cell.append(byte)
        continue
      }
      guard cell.count >= 2, cell.first == UInt8(ascii: " "), cell.last == UInt8(ascii: " "),
        let text = MarkdownText.unescaped(cell.dropFirst().dropLast())
      else { return nil }
      cells.append(text)
      cell = []
    }
    return cell.isEmpty && !cells.isEmpty ? cells : nil
  }
}

/// Plain text within one line of Markdown, and back.
enum MarkdownText {
  /// The text with a backslash before each sign that means something, `<br>` for a line feed, and
  /// numeric references for control characters and for spaces at the ends.
  static func escaped(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    let leading = scalars.prefix { $0 == " " }.count
    let trailing = leading == scalars.count ? 0 : scalars.reversed().prefix { $0 == " " }.count
    var result = ""
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "\n": result += "<br>"
      case " " where index < leading || index >= scalars.count - trailing: result += "&#32;"
      case "\\", "|", "`", "*", "_", "<", "&", "[", "]", "$", "~":
        result += "\\"
        result.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0x7f: result += "&#\(scalar.value);"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The text that `escaped` was given; nil if it cannot have written this.
  static func unescaped(_ bytes: some Sequence<UInt8>) -> String? {
    var result = ""
    var rest = String(decoding: Array(bytes), as: UTF8.self).unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\\":
        guard let escaped = rest.popFirst() else { return nil }
        result.unicodeScalars.append(escaped)
      case "<":
        guard rest.starts(with: "br>".unicodeScalars) else { return nil }
        rest = rest.dropFirst(3)
        result += "\n"
      case "&":
        guard rest.popFirst() == "#", let end = rest.firstIndex(of: ";"),
          let value = UInt32(String(rest[..<end])), let escaped = Unicode.Scalar(value)
        else { return nil }
        result.unicodeScalars.append(escaped)
        rest = rest[rest.index(after: end)...]
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
