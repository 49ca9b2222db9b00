/// Reads the header of an `.npy` file: the part of Python's literals that the format prescribes.
///
///     header = "{" item *( "," item ) [ "," ] "}" padding       each of the items below once
///     item   = "'descr'" ":" string | "'fortran_order'" ":" ( "True" | "False" )
///            | "'shape'" ":" tuple
///     tuple  = "(" ")" | "(" integer "," ")" | "(" integer 1*( "," integer ) [ "," ] ")"
///
/// Strings stand in single or double quotes and have no escapes; spaces are allowed between all of
/// these. The grammar has no recursion, so no input can nest deeper than this reader.
struct NpyHeader {
  private let bytes: [UInt8]
  private var position = 0

  /// Starts at the first byte of a header.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads the whole header.
  mutating func header() throws(NpyError) -> (shape: [Int], scalar: ScalarType) {
    var type: String?
    var isFortran: Bool?
    var shape: [Int]?
    try expect("{")
    repeat {
      if type != nil, isFortran != nil, shape != nil { break }
      skipSpace()
      let start = position
      let key = try string()
      try expect(":")
      switch key {
      case "descr" where type == nil: type = try string()
      case "fortran_order" where isFortran == nil: isFortran = try boolean()
      case "shape" where shape == nil: shape = try tuple()
      default:
        position = start
        throw expected("one each of 'descr', 'fortran_order' and 'shape'")
      }
    } while skip(",")
    guard let type, let isFortran, let shape else {
      throw expected("one each of 'descr', 'fortran_order' and 'shape'")
    }
    try expect("}")
    try padding()
    guard let scalar = ScalarType.allCases.first(where: { $0.npyName == type }) else {
      throw .unsupportedType(type)
    }
    // With one axis, or none, both orders are the same.
    guard !isFortran || shape.count <= 1 else { throw .fortranOrder(shape: shape) }
    return (shape, scalar)
  }

  private mutating func padding() throws(NpyError) {
    while position < bytes.count {
      guard [UInt8(ascii: " "), UInt8(ascii: "\n")].contains(bytes[position]) else {
        throw expected("only spaces and a line feed")
      }
      position += 1
    }
  }

  private mutating func tuple() throws(NpyError) -> [Int] {
    try expect("(")
    if skip(")") { return [] }
    var sizes: [Int] = []
    repeat {
      if !sizes.isEmpty, skip(")") { return sizes }
      sizes.append(try integer())
    } while skip(",")
    // `(3)` is a number in Python, not a tuple.
    guard sizes.count > 1 else { throw expected("','") }
    try expect(")")
    return sizes
  }

  private mutating func integer() throws(NpyError) -> Int {
    skipSpace()
    let start = position
    while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position])
    {
      position += 1
    }
    let digits = bytes[start..<position]
    guard digits.count == 1 || digits.first != UInt8(ascii: "0"),
      let value = Int(String(decoding: digits, as: UTF8.self))
    else {
      position = start
      throw expected("a natural number")
    }
    return value
  }

  private mutating func boolean() throws(NpyError) -> Bool {
    skipSpace()
    for (word, value) in [("True", true), ("False", false)] {
      if bytes[position...].starts(with: word.utf8) {
        position += word.utf8.count
        return value
      }
    }
    throw expected("True or False")
  }

  private mutating func string() throws(NpyError) -> String {
    skipSpace()
    guard position < bytes.count,
      [UInt8(ascii: "'"), UInt8(ascii: "\"")].contains(bytes[position])
    else { throw expected("a string in quotes") }
    let quote = bytes[position]
    let start = position + 1
    guard let end = bytes[start...].firstIndex(of: quote) else {
      position = start
      throw expected("a string that ends")
    }
    let text = bytes[start..<end]
    guard text.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\\") }) else {
      position = start
      throw expected("a string of plain characters")
    }
    position = end + 1
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(NpyError) {
    guard skip(character) else { throw expected("'\(character)'") }
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
  }

  private func expected(_ what: String) -> NpyError {
    .malformedHeader(
      offset: position, expected: what, found: position < bytes.count ? bytes[position] : nil)
  }
}
