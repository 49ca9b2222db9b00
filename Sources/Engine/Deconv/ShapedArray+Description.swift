import DeconvFormats

extension ShapedArray {
  /// The elements in nested brackets, as in `[[12, 8], [14, 18]]`.
  ///
  /// - Where all elements are integers they have no point. Otherwise all have the same number of
  ///   decimals: as few as show them, at most four. Where the largest magnitude is at least 10^15,
  ///   or less than 0.001, they are mantissas of three decimals with a power of ten.
  /// - An axis of more than twenty elements is shown by its first six and last three.
  /// - What takes more than eighty columns is broken, one row a line, and its columns aligned.
  /// - Where more than ten thousand elements would be shown, only the shape is.
  public var description: String {
    let style = NumberStyle(self)
    let shown = shape.map(Self.shownIndices)
    var shownCount = 1
    for indices in shown where shownCount <= 10_000 { shownCount *= indices.count }
    guard shownCount <= 10_000 else { return "array of shape \(shape)" }
    var texts: [String] = []
    var longest = 0
    forEachShown(shown) { offset in
      let scalar = scalars[offset]
      let text = (scalar as? Int).map(String.init) ?? style.text(scalar.doubleValue)
      longest = Swift.max(longest, text.count)
      texts.append(text)
    }
    var layout = BracketLayout(shown: shown, texts: texts, width: 0)
    let line = layout.line
    guard line.count > 80, rank > 1 else { return line }
    layout.width = longest
    return layout.lines
  }

  /// The indices of an axis that are printed; nil stands for those left out.
  private static func shownIndices(_ size: Int) -> [Int?] {
    guard size > 20 else { return Array(0..<size) }
    return Array(0..<6) + [nil] + Array(size - 3..<size)
  }

  /// Calls back with the place in storage of every element that is printed, in order.
  private func forEachShown(_ shown: [[Int?]], _ body: (Int) -> Void) {
    var offsets = [0]
    for (axis, indices) in shown.enumerated() {
      offsets = offsets.flatMap { start in
        indices.compactMap { $0 }.map { start * shape[axis] + $0 }
      }
    }
    offsets.forEach(body)
  }
}

/// How the elements of one array are written.
private enum NumberStyle {
  case integer
  case fixed(decimals: Int)
  case scientific

  init(_ array: some ShapedArray) {
    var isIntegral = true
    var largest = 0.0
    var decimals = 1
    for scalar in array.scalars {
      let value = scalar.doubleValue
      guard value.isFinite else { continue }
      largest = max(largest, value.magnitude)
      if value != value.rounded(.towardZero) { isIntegral = false }
    }
    if largest >= 1e15 || (largest < 1e-3 && !isIntegral) {
      self = .scientific
      return
    }
    guard !isIntegral else {
      self = .integer
      return
    }
    for scalar in array.scalars where decimals < 4 && scalar.doubleValue.isFinite {
      let digits = DecimalText.fixed(scalar.doubleValue, 4).suffix(4)
      decimals = max(decimals, 4 - digits.reversed().prefix { $0 == "0" }.count)
    }
    self = .fixed(decimals: decimals)
  }

  func text(_ value: Double) -> String {
    switch self {
    case .integer: DecimalText.fixed(value, 0)
    case .fixed(let decimals): DecimalText.fixed(value, decimals)
    case .scientific: DecimalText.scientific(value, 3)
    }
  }
}

/// Texts of elements in nested brackets.
private struct BracketLayout {
  let shown: [[Int?]]
  let texts: [String]
  /// The width to which the elements are aligned, or 0.
  var width: Int

  /// Everything on one line.
  var line: String {
    var next = 0
    return text(axis: 0, next: &next) { _ in ", " }
  }

  /// One row a line; an empty line between matrices.
  var lines: String {
    var next = 0
    return text(axis: 0, next: &next) { axis in
      let depth = shown.count - 1 - axis
      guard depth > 0 else { return ", " }
      return "," + String(repeating: "\n", count: depth) + String(repeating: " ", count: axis + 1)
    }
  }

  private func text(axis: Int, next: inout Int, separator: (Int) -> String) -> String {
    guard axis < shown.count else {
      let text = texts[next]
      next += 1
      return String(repeating: " ", count: max(0, width - text.count)) + text
    }
    var parts: [String] = []
    for index in shown[axis] {
      parts.append(index == nil ? "…" : text(axis: axis + 1, next: &next, separator: separator))
    }
    return "[" + parts.joined(separator: separator(axis)) + "]"
  }
}
