/// The runs of backticks in a text, to find in constant time the one that closes a code span.
struct BacktickRuns {
  /// The starts of the runs of each length, in order.
  private var starts: [Int: [Int]] = [:]
  /// The runs of each length that are behind the reader.
  private var passed: [Int: Int] = [:]

  /// cmark takes longer runs for text.
  private static let limit = 80

  init(_ bytes: [UInt8]) {
    var index = 0
    while index < bytes.count {
      guard bytes[index] == Byte.backtick else {
        index += 1
        continue
      }
      let end = bytes.skip(from: index) { $0 == Byte.backtick }
      if end - index <= Self.limit { starts[end - index, default: []].append(index) }
      index = end
    }
  }

  /// The start of the next run of a length; successive calls come with growing places.
  mutating func close(for length: Int, from start: Int) -> Int? {
    guard let starts = starts[length] else { return nil }
    var next = passed[length, default: 0]
    while next < starts.count, starts[next] < start { next += 1 }
    passed[length] = next
    return next < starts.count ? starts[next] : nil
  }
}

/// The dollar signs of a text that can close a formula.
///
/// The first `$` behind the one that opens must close: no white space stands before it, no digit
/// behind it. A formula holds no backtick and no comment, which keeps `$5` from reaching into a
/// code span. A sign behind a backslash is a text.
struct DollarSigns {
  private let bytes: [UInt8]
  private var signs = PassedList()
  private var pairs = PassedList()
  private var barriers = PassedList()

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case Byte.backslash:
        index += 1
      case Byte.backtick:
        barriers.places.append(index)
      case Byte.less where bytes.has("<!--", at: index):
        barriers.places.append(index)
      case Byte.dollar:
        signs.places.append(index)
        if bytes.at(index + 1) == Byte.dollar { pairs.places.append(index) }
      default:
        break
      }
      index += 1
    }
  }

  /// The sign that closes the formula whose text begins at a place.
  mutating func close(from start: Int) -> Int? {
    guard let close = close(\.signs, from: start), close > start,
      !bytes[close - 1].isMarkdownSpace, !(bytes.at(close + 1)?.isASCIIDigit ?? false)
    else { return nil }
    return close
  }

  /// The first of the two signs that close a display formula.
  mutating func displayClose(from start: Int) -> Int? { close(\.pairs, from: start) }

  private mutating func close(
    _ list: WritableKeyPath<DollarSigns, PassedList>, from start: Int
  ) -> Int? {
    guard let close = self[keyPath: list].next(from: start) else { return nil }
    if let barrier = barriers.next(from: start), barrier < close { return nil }
    return close
  }

  /// Places in order, of which those behind the reader are passed once.
  private struct PassedList {
    var places: [Int] = []
    private var passed = 0

    init() {}

    mutating func next(from start: Int) -> Int? {
      while passed < places.count, places[passed] < start { passed += 1 }
      return passed < places.count ? places[passed] : nil
    }
  }
}

/// The first `$$` from a place on that no backslash precedes.
func displayMark(in bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
  var index = start
  while let byte = bytes.at(index) {
    if bytes.has("$$", at: index) { return index }
    index += byte == Byte.backslash ? 2 : 1
  }
  return nil
}
