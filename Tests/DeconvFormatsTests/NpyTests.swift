import DeconvFormats
import Testing

/// The files are those of NumPy: see Reference/npy.py.
@Suite struct NpyTests {
  @Test func encodingIsNumPysToTheByte() throws {
    let file = Self.file("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }")
    let bytes = try Npy.encode(
      NumericArray(name: "a", shape: [2, 2], floats: [1, -2.5, 0, .infinity]))
    #expect(bytes == file + [0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC0, 0, 0, 0, 0, 0, 0, 0x80, 0x7F])
    #expect(file.count == 128)
    #expect(
      try Npy.encode(NumericArray(name: "a", shape: [], doubles: [0.1]))
        == Self.file("{'descr': '<f8', 'fortran_order': False, 'shape': (), }")
        + [0x9A, 0x99, 0x99, 0x99, 0x99, 0x99, 0xB9, 0x3F])
    #expect(
      try Npy.encode(NumericArray(name: "a", shape: [1], integers: [-7]))
        == Self.file("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }")
        + [0xF9, 255, 255, 255, 255, 255, 255, 255])
  }

  @Test func contentsComeBack() throws {
    let arrays = [
      try NumericArray(name: "a", shape: [2, 1, 2], floats: [1, -2, .nan, -0.0]),
      try NumericArray(name: "a", shape: [], doubles: [0.1]),
      try NumericArray(name: "a", shape: [0, 3], integers: []),
      try NumericArray(name: "a", shape: [3], scalar: .u8, bytes: [1, 2, 3]),
    ]
    for array in arrays {
      #expect(try Npy.decode(Npy.encode(array), name: "a") == array)
    }
  }

  @Test func laterVersionsAreRead() throws {
    let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 3), }"
    for version in [UInt8(2), 3] {
      let array = try Npy.decode(Self.file(header, version: version) + [1, 2, 3], name: "a")
      #expect(array.shape == [1, 3])
      #expect(array.bytes == [1, 2, 3])
    }
  }

  @Test(arguments: [
    "{'descr':'|u1','fortran_order':False,'shape':(3,)}",
    "{\"shape\": (3,), \"descr\": \"|u1\", \"fortran_order\": True}",
    "{ 'fortran_order' : False , 'shape' : ( 3 , ) , 'descr' : '|u1' , } ",
  ])
  func otherSpellingsOfTheHeaderAreRead(header: String) throws {
    let array = try Npy.decode(Self.file(header) + [1, 2, 3], name: "a")
    #expect(array.shape == [3])
  }

  @Test func otherFilesAreRefused() {
    check(
      [],
      "expected an .npy file, which begins with the bytes 93 4E 55 4D 50 59, "
        + "found an empty file")
    check(
      Array("PK\u{3}\u{4}".utf8),
      "expected an .npy file, which begins with the bytes "
        + "93 4E 55 4D 50 59, found the bytes 50 4B 03 04")
    check(
      Self.file("{}", version: 4),
      "expected an .npy file of version 1.0, 2.0 or 3.0, found version 4.0")
  }

  @Test func cutsAndAdditionsAreNoticed() {
    let file = Self.file("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }") + [1, 2, 3]
    for length in 0..<file.count {
      #expect(throws: NpyError.self) { try Npy.decode(Array(file[..<length]), name: "a") }
    }
    check(
      file.prefix(7), "expected 10 bytes at least with the header, found 7: the file was cut off")
    check(
      file.prefix(9), "expected 10 bytes at least with the header, found 9: the file was cut off")
    check(
      file.prefix(100),
      "expected 128 bytes at least with the header, found 100: the file was cut off")
    check(
      file.prefix(129),
      "expected 131 bytes at least with the numbers of the shape [3], "
        + "found 129: the file was cut off")
    check(
      file + [0, 0],
      "expected the end of the file behind the numbers of shape [3], "
        + "found 2 more bytes")
  }

  @Test func otherArraysAreRefusedWithAdvice() {
    check(
      header: "{'descr': '>f4', 'fortran_order': False, 'shape': (), }",
      "expected numbers of the type '<f4', '<f8', '<i8', '|u1', "
        + "found '>f4': save the array as array.astype('<f4')")
    check(
      header: "{'descr': '|O', 'fortran_order': False, 'shape': (), }",
      "expected numbers of the type '<f4', '<f8', '<i8', '|u1', "
        + "found '|O': save the array as array.astype('<f4')")
    check(
      header: "{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), }",
      "expected numbers in C order, found Fortran order for the shape [1, 1]: "
        + "save the array as numpy.ascontiguousarray(array)")
  }

  @Test func hugeSizesAreRefusedBeforeAnythingIsRead() {
    check(
      header: "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }",
      "expected a shape whose bytes can be counted, found [4294967296, 4294967296]")
    check(
      header: "{'descr': '|u1', 'fortran_order': False, 'shape': (9223372036854775807,), }",
      "expected a shape whose bytes can be counted, found [9223372036854775807]")
    check(
      header: "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000,), }",
      "expected 4000000128 bytes at least with the numbers of the shape [1000000000], "
        + "found 128: the file was cut off")
    var long = Self.file("{'descr': '|u1', 'fortran_order': False, 'shape': (), }", version: 2)
    long[10] = 0xFF
    check(long, "expected an .npy header of at most 10000 bytes, found 16711796")
  }

  @Test(arguments: [
    ("", "'{' at byte 53 of the .npy header, found the byte 0A"),
    ("[]", "'{' at byte 0 of the .npy header, found '['"),
    ("{}", "a string in quotes at byte 1 of the .npy header, found '}'"),
    ("{descr: '<f4'}", "a string in quotes at byte 1 of the .npy header, found 'd'"),
    ("{'descr", "a string that ends at byte 2 of the .npy header, found 'd'"),
    ("{'de\\scr': 1}", "a string of plain characters at byte 2 of the .npy header, found 'd'"),
    ("{'descr' '<f4'}", "':' at byte 9 of the .npy header, found '''"),
    ("{'descr': [('a', '<f4')]}", "a string in quotes at byte 10 of the .npy header, found '['"),
    ("{'descr': '<f4'}", "\(items) at byte 15 of the .npy header, found '}'"),
    ("{'descr': '<f4', 'descr': 1}", "\(items) at byte 17 of the .npy header, found '''"),
    ("{'other': 1}", "\(items) at byte 1 of the .npy header, found '''"),
    ("{'fortran_order': 0}", "True or False at byte 18 of the .npy header, found '0'"),
    ("{'shape': 3}", "'(' at byte 10 of the .npy header, found '3'"),
    ("{'shape': (3)}", "',' at byte 12 of the .npy header, found ')'"),
    ("{'shape': (,)}", "a natural number at byte 11 of the .npy header, found ','"),
    ("{'shape': (-1,)}", "a natural number at byte 11 of the .npy header, found '-'"),
    ("{'shape': (03,)}", "a natural number at byte 11 of the .npy header, found '0'"),
    ("{'shape': (3L,)}", "',' at byte 12 of the .npy header, found 'L'"),
    ("{'shape': (3, 4}", "')' at byte 15 of the .npy header, found '}'"),
    (
      "{'shape': (99999999999999999999,)}",
      "a natural number at byte 11 of the .npy header, found '9'"
    ),
    ("\(whole), 'x': 1}", "'}' at byte 54 of the .npy header, found '''"),
    (whole, "'}' at byte 53 of the .npy header, found the byte 0A"),
    ("\(whole)} x", "only spaces and a line feed at byte 54 of the .npy header, found 'x'"),
  ])
  func malformedHeadersAreRefused(header: String, expected: String) {
    check(header: header, "expected \(expected)")
  }

  private static let items = "one each of 'descr', 'fortran_order' and 'shape'"
  private static let whole = "{'descr': '<f4', 'fortran_order': False, 'shape': ()"

  @Test func deepNestingIsRefusedAtOnce() {
    check(
      header: "{'shape': " + String(repeating: "(", count: 9000),
      "expected a natural number at byte 11 of the .npy header, found '('")
  }

  private func check(
    header: String, _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    check(Self.file(header), sentence, sourceLocation: sourceLocation)
  }

  private func check(
    _ bytes: some Collection<UInt8>, _ sentence: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    do throws(NpyError) {
      _ = try Npy.decode(Array(bytes), name: "a")
      Issue.record("no error", sourceLocation: sourceLocation)
    } catch {
      #expect(error.description == sentence, sourceLocation: sourceLocation)
    }
  }

  /// All that stands before the numbers of a file, filled up to a multiple of 64 bytes.
  private static func file(_ header: String, version: UInt8 = 1) -> [UInt8] {
    let start = version == 1 ? 10 : 12
    let size = (start + header.utf8.count + 64) / 64 * 64 - start
    let padding = String(repeating: " ", count: size - header.utf8.count - 1) + "\n"
    return [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, version, 0]
      + (0..<start - 8).map { UInt8(truncatingIfNeeded: size >> ($0 * 8)) }
      + Array((header + padding).utf8)
  }
}
