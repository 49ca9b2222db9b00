/// Spells the parameters of a figure.
///
/// A list is written with a semicolon after each entry; semicolons and backslashes inside an entry
/// stand behind a backslash.
struct ParameterWriter {
  private(set) var parameters: [FigureParameter] = []

  mutating func add(_ name: String, _ value: String) {
    parameters.append(FigureParameter(name: name, value: value))
  }

  mutating func add(_ name: String, _ value: Bool) {
    add(name, value ? "true" : "false")
  }

  mutating func add(_ name: String, _ value: Int) {
    add(name, String(value))
  }

  mutating func add(_ name: String, _ value: FigureRange?) {
    // The description of a Double is the shortest text that reads back as the same number.
    add(name, value.map { "\($0.low) \($0.high)" } ?? "automatic")
  }

  mutating func add<Choice: RawRepresentable<String>>(_ name: String, _ value: Choice) {
    add(name, value.rawValue)
  }

  mutating func add(_ name: String, _ values: [String]) {
    var text = ""
    for value in values {
      for character in value {
        if character == ";" || character == "\\" { text.append("\\") }
        text.append(character)
      }
      text.append(";")
    }
    add(name, text)
  }

  mutating func add(_ name: String, _ regions: [FigureRegion]) {
    add(name, regions.map { "\($0.row) \($0.column) \($0.rows) \($0.columns)" })
  }
}

/// Reads the parameters of a recorded figure, in the order in which its kind writes them.
struct ParameterReader {
  let kind: String
  private var rest: ArraySlice<FigureParameter>

  init(kind: String, _ parameters: [FigureParameter]) {
    self.kind = kind
    rest = parameters[...]
  }

  mutating func text(_ name: String) throws(FigureError) -> String {
    guard let next = rest.popFirst() else {
      throw .badParameter(kind: kind, expected: "“\(name)”", found: "the end of the list")
    }
    guard next.name == name else {
      throw .badParameter(kind: kind, expected: "“\(name)”", found: "“\(next.name)”")
    }
    return next.value
  }

  func finish() throws(FigureError) {
    if let extra = rest.first {
      throw .badParameter(
        kind: kind, expected: "the end of the list", found: "“\(extra.name)”")
    }
  }

  private func damaged(_ name: String, _ expected: String, _ value: String) -> FigureError {
    .badParameter(kind: kind, expected: "“\(name)” to be \(expected)", found: "“\(value)”")
  }

  mutating func flag(_ name: String) throws(FigureError) -> Bool {
    let value = try text(name)
    switch value {
    case "true": return true
    case "false": return false
    default: throw damaged(name, "true or false", value)
    }
  }

  mutating func integer(_ name: String) throws(FigureError) -> Int {
    let value = try text(name)
    guard let number = Int(value), String(number) == value else {
      throw damaged(name, "a whole number", value)
    }
    return number
  }

  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, of: Choice.Type = Choice.self
  ) throws(FigureError) -> Choice {
    let value = try text(name)
    guard let choice = Choice(rawValue: value) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw damaged(name, "one of \(names)", value)
    }
    return choice
  }

  mutating func range(_ name: String) throws(FigureError) -> FigureRange? {
    let value = try text(name)
    if value == "automatic" { return nil }
    let parts = value.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, let low = Double(parts[0]), let high = Double(parts[1]) else {
      throw damaged(name, "automatic or two numbers", value)
    }
    return try FigureRange(low: low, high: high)
  }

  mutating func list(_ name: String) throws(FigureError) -> [String] {
    let value = try text(name)
    var entries: [String] = []
    var entry = ""
    var isEscaped = false
    for character in value {
      if isEscaped || (character != ";" && character != "\\") {
        entry.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        entries.append(entry)
        entry = ""
      }
    }
    guard entry.isEmpty, !isEscaped else {
      throw damaged(name, "a list with a semicolon after each entry", value)
    }
    return entries
  }

  mutating func regions(_ name: String) throws(FigureError) -> [FigureRegion] {
    var regions: [FigureRegion] = []
    for entry in try list(name) {
      let words = entry.split(separator: " ", omittingEmptySubsequences: false)
      let numbers = words.compactMap { Int($0) }
      guard words.count == 4, numbers.count == 4 else {
        throw damaged(name, "regions of four whole numbers", entry)
      }
      regions.append(
        FigureRegion(
          row: numbers[0], column: numbers[1], rows: numbers[2], columns: numbers[3]))
    }
    return regions
  }
}
