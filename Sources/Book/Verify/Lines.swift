extension StringProtocol {
  /// What stands between the line feeds.
  ///
  /// Bytes decide: to Swift, a carriage return and a line feed are one character, and a search for
  /// a line feed would pass over them.
  var feedLines: [String] {
    utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether two texts are the same bytes; Swift's `==` takes `é` and `e` + `´` for equal.
  func hasSameBytes(as other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }

  /// Whether the bytes of another text stand somewhere in this one's.
  func containsBytes(of other: String) -> Bool {
    guard let first = other.utf8.first else { return true }
    return utf8.indices.contains { utf8[$0] == first && utf8[$0...].starts(with: other.utf8) }
  }

  /// The text on one line: a space for each control character, line ends among them.
  var withoutControlCharacters: String {
    let scalars = unicodeScalars.lazy.map { scalar -> Unicode.Scalar in
      scalar.value < 0x20 || scalar.value == 0x7f ? " " : scalar
    }
    return String(String.UnicodeScalarView(scalars))
  }

  /// The length of the longest run of backticks.
  var longestBacktickRun: Int {
    var longest = 0
    var run = 0
    for byte in utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = Swift.max(longest, run)
    }
    return longest
  }
}

/// Reads the lines of a recorded result one after the other.
struct LineReader {
  private let lines: [String]
  /// The line that comes next, from 0.
  private(set) var index = 0

  init(_ lines: [String]) { self.lines = lines }

  var next: String? { index < lines.count ? lines[index] : nil }

  mutating func take() -> String? {
    guard let line = next else { return nil }
    index += 1
    return line
  }

  /// The next line if it is this one.
  mutating func take(_ expected: String) -> Bool {
    guard let line = next, line.hasSameBytes(as: expected) else { return false }
    index += 1
    return true
  }

  mutating func skipBlankLines() {
    while let line = next, line.utf8.isEmpty { index += 1 }
  }
}
