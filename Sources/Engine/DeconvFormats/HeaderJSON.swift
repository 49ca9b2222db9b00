/// Reads the header of a safetensors file: the JSON of the format, strictly, and no other JSON.
///
///     header   = "{" [ member *( "," member ) ] "}" *" "
///     member   = string ":" tensor | "\"__metadata__\"" ":" "{" [ remark *( "," remark ) ] "}"
///     remark   = string ":" string
///     tensor   = "{" field "," field "," field "}"      each of the fields below once
///     field    = "\"dtype\"" ":" string | "\"shape\"" ":" list | "\"data_offsets\"" ":" list
///     list     = "[" [ integer *( "," integer ) ] "]"
///
/// White space is allowed where JSON allows it. The grammar has no recursion, so no input can nest
/// deeper than this reader.
struct HeaderJSON {
  /// What the header says about one tensor.
  struct Entry {
    let name: String
    let scalar: ScalarType
    let shape: [Int]
    let offsets: (begin: Int, end: Int)
  }

  private let bytes: [UInt8]
  private var position = 0

  /// Starts at the first byte of a header that is valid UTF-8.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads the whole header.
  mutating func header() throws(SafetensorsError) -> ([Entry], metadata: [String: String]?) {
    guard bytes.first == UInt8(ascii: "{") else { throw expected("'{'") }
    var entries: [Entry] = []
    var metadata: [String: String]?
    var names: Set<String> = []
    try members { reader, name throws(SafetensorsError) in
      guard names.insert(name).inserted else { throw .duplicateName(name) }
      if name == "__metadata__" {
        metadata = try reader.remarks()
      } else {
        entries.append(try reader.tensor(named: name))
      }
    }
    while position < bytes.count {
      guard bytes[position] == UInt8(ascii: " ") else { throw expected("only spaces at the end") }
      position += 1
    }
    return (entries, metadata)
  }

  /// A string in quotes, with the escapes that JSON demands.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private mutating func remarks() throws(SafetensorsError) -> [String: String] {
    var remarks: [String: String] = [:]
    try members { reader, name throws(SafetensorsError) in
      guard remarks.updateValue(try reader.string(), forKey: name) == nil else {
        throw .duplicateName(name)
      }
    }
    return remarks
  }

  private mutating func tensor(named name: String) throws(SafetensorsError) -> Entry {
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
    try members { reader, field throws(SafetensorsError) in
      switch field {
      case "dtype" where type == nil: type = try reader.string()
      case "shape" where shape == nil: shape = try reader.integers()
      case "data_offsets" where offsets == nil: offsets = try reader.integers()
      default: throw reader.expected("one each of dtype, shape and data_offsets, not '\(field)'")
      }
    }
    guard let type, let shape, let offsets else {
      throw expected("dtype, shape and data_offsets of tensor '\(name)' before this")
    }
    guard offsets.count == 2 else {
      throw expected("two data_offsets of tensor '\(name)' before this")
    }
    guard let scalar = ScalarType(rawValue: type) else {
      throw .unsupportedType(name: name, type: type)
    }
    return Entry(name: name, scalar: scalar, shape: shape, offsets: (offsets[0], offsets[1]))
  }

  /// Reads an object, calling back behind the colon of each member.
  private mutating func members(
    _ body: (inout HeaderJSON, String) throws(SafetensorsError) -> Void
  ) throws(SafetensorsError) {
    try expect("{")
    if skip("}") { return }
    repeat {
      let name = try string()
      try expect(":")
      try body(&self, name)
    } while skip(",")
    try expect("}")
  }

  private mutating func integers() throws(SafetensorsError) -> [Int] {
    try expect("[")
    if skip("]") { return [] }
    var integers: [Int] = []
    repeat { integers.append(try integer()) } while skip(",")
    try expect("]")
    return integers
  }

  private mutating func integer() throws(SafetensorsError) -> Int {
    skipSpace()
    let start = position
    while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position])
    {
      position += 1
    }
    let digits = bytes[start..<position]
    // JSON has no leading zeros; an integer that does not fit is no size or offset either.
    guard digits.count == 1 || digits.first != UInt8(ascii: "0"),
      let value = Int(String(decoding: digits, as: UTF8.self))
    else {
      position = start
      throw expected("a natural number")
    }
    return value
  }

  private mutating func string() throws(SafetensorsError) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += Array(String(try escaped()).utf8)
      case 0..<0x20: throw expected("no control character in a string")
      default: text.append(byte)
      }
    }
    throw expected("the end of a string")
  }

  private mutating func escaped() throws(SafetensorsError) -> Unicode.Scalar {
    guard position < bytes.count else { throw expected("an escape") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw expected("an escape")
    }
  }

  private mutating func unicodeEscape() throws(SafetensorsError) -> Unicode.Scalar {
    let first = try codeUnit()
    guard (0xD800..<0xDC00).contains(first) else {
      guard let scalar = Unicode.Scalar(first) else { throw expected("the first of a pair") }
      return scalar
    }
    guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    else { throw expected("the second of a pair") }
    position += 2
    let second = try codeUnit()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw expected("the second of a pair") }
    return scalar
  }

  private mutating func codeUnit() throws(SafetensorsError) -> UInt32 {
    guard position + 4 <= bytes.count else { throw expected("four hexadecimal digits") }
    let digits = bytes[position..<position + 4]
    let isHexadecimal = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
    guard isHexadecimal, let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw expected("four hexadecimal digits") }
    position += 4
    return unit
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(SafetensorsError) {
    guard skip(character) else { throw expected("'\(character)'") }
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
  }

  private func expected(_ what: String) -> SafetensorsError {
    .malformedHeader(offset: position, expected: what)
  }
}
