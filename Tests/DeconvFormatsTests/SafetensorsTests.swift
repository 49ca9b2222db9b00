import DeconvFormats
import Testing

@Suite struct SafetensorsTests {
  @Test func encodingIsFixedToTheByte() throws {
    let file = Safetensors(
      arrays: [
        try NumericArray(name: "w", shape: [1, 2], floats: [1, 2]),
        try NumericArray(name: "n", shape: [], integers: [3]),
        try NumericArray(name: "b", shape: [1], scalar: .u8, bytes: [9]),
      ],
      metadata: ["format": "pt", "a\"b": "line\n"])
    let header =
      #"{"__metadata__":{"a\"b":"line\u000a","format":"pt"},"#
      + #""b":{"dtype":"U8","shape":[1],"data_offsets":[16,17]},"#
      + #""n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"#
      + #""w":{"dtype":"F32","shape":[1,2],"data_offsets":[8,16]}}"#
    let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    #expect(
      try file.encoded() == SafetensorsTests.file(padded, data: [3, 0, 0, 0, 0, 0, 0, 0])
        + [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 9])
    #expect(padded.utf8.count % 8 == 0)
  }

  @Test func contentsComeBackSortedByName() throws {
    let arrays = [
      try NumericArray(name: "decoder.0.weight", shape: [2, 1, 2], floats: [1, -2, .nan, 0]),
      try NumericArray(name: "Äpfel \"\\ 𝄞", shape: [2], doubles: [0.1, .infinity]),
      try NumericArray(name: "batch", shape: [], integers: [-7]),
      try NumericArray(name: "empty", shape: [0, 3], floats: []),
      try NumericArray(name: "bytes", shape: [3], scalar: .u8, bytes: [1, 2, 3]),
    ]
    let file = Safetensors(arrays: arrays, metadata: ["epoch": "3"])
    let decoded = try Safetensors(decoding: try file.encoded())
    #expect(
      decoded.arrays.map(\.name)
        == ["batch", "bytes", "decoder.0.weight", "empty", "Äpfel \"\\ 𝄞"])
    #expect(Set(decoded.arrays) == Set(arrays))
    #expect(decoded.metadata == ["epoch": "3"])
    #expect(decoded["batch"]?.integers == [-7])
    #expect(try decoded.encoded() == file.encoded())
    #expect(try Safetensors(decoding: Safetensors(arrays: []).encoded()).arrays.isEmpty)
  }

  @Test func namesMustDiffer() throws {
    let array = try NumericArray(name: "a", shape: [0], floats: [])
    let reserved = try NumericArray(name: "__metadata__", shape: [0], floats: [])
    #expect(throws: SafetensorsError.duplicateName("a")) {
      try Safetensors(arrays: [array, array]).encoded()
    }
    #expect(throws: SafetensorsError.duplicateName("__metadata__")) {
      try Safetensors(arrays: [reserved]).encoded()
    }
    expectFailure(
      tensors: [Self.tensor("a", "U8", [1], 0, 1), Self.tensor("a", "U8", [1], 1, 2)],
      data: [1, 2], .duplicateName("a"))
  }

  @Test func everyCutIsNoticed() throws {
    let bytes = try Safetensors(
      arrays: [try NumericArray(name: "w", shape: [3], floats: [1, 2, 3])]
    ).encoded()
    for length in 0..<bytes.count {
      #expect(throws: SafetensorsError.self) {
        try Safetensors(decoding: Array(bytes[..<length]))
      }
    }
    #expect(throws: SafetensorsError.unusedData(bytes: 1)) {
      try Safetensors(decoding: bytes + [0])
    }
  }

  @Test func sizesAreCheckedBeforeAnythingIsRead() {
    #expect(throws: SafetensorsError.truncated(expectedBytes: 8, foundBytes: 3)) {
      try Safetensors(decoding: [1, 2, 3])
    }
    #expect(throws: SafetensorsError.truncated(expectedBytes: 24, foundBytes: 8)) {
      try Safetensors(decoding: [16, 0, 0, 0, 0, 0, 0, 0])
    }
    #expect(
      throws: SafetensorsError.headerTooLarge(bytes: .max, limit: Safetensors.maximumHeaderBytes)
    ) {
      try Safetensors(decoding: Array(repeating: 255, count: 64))
    }
  }

  @Test func dataMustFitAndCoverTheFile() {
    let one = Self.tensor("a", "F32", [1], 0, 4)
    let data: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
    expectFailure(tensors: [one], data: data, .unusedData(bytes: 4))
    expectFailure(
      tensors: [one, Self.tensor("b", "F32", [1], 2, 6)], data: data,
      .misplacedData(name: "b", begin: 2, end: 6, expectedBegin: 4, dataBytes: 8))
    expectFailure(
      tensors: [one, Self.tensor("b", "U8", [3], 5, 8)], data: data,
      .misplacedData(name: "b", begin: 5, end: 8, expectedBegin: 4, dataBytes: 8))
    expectFailure(
      tensors: [one, Self.tensor("b", "F32", [2], 4, 12)], data: data,
      .misplacedData(name: "b", begin: 4, end: 12, expectedBegin: 4, dataBytes: 8))
    expectFailure(
      tensors: [Self.tensor("a", "F32", [3], 0, 8)], data: data,
      .sizeMismatch(name: "a", shape: [3], type: .f32, bytes: 8))
    expectFailure(
      tensors: [Self.tensor("a", "F32", [1 << 62, 4], 0, 8)], data: data,
      .sizeMismatch(name: "a", shape: [1 << 62, 4], type: .f32, bytes: 8))
    expectFailure(
      tensors: [Self.tensor("a", "BF16", [4], 0, 8)], data: data,
      .unsupportedType(name: "a", type: "BF16"))
  }

  @Test(arguments: [
    "", "[]", " {}", "{", "{}x", "{},", "{\"a\"}", "{\"a\":1}", "{\"a\":{}}",
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[1]}}",
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[01],\"data_offsets\":[0,1]}}",
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[-1],\"data_offsets\":[0,1]}}",
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[1.0],\"data_offsets\":[0,1]}}",
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[1,],\"data_offsets\":[0,1]}}",
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[[1]],\"data_offsets\":[0,1]}}",
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0]}}",
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1],\"x\":1}}",
    "{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}",
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[99999999999999999999],\"data_offsets\":[0,1]}}",
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},}",
    "{\"__metadata__\":{\"a\":1}}", "{\"__metadata__\":[]}", "{\"\\x\":{}}", "{\"\\ud800\":{}}",
    "{\"\\u12\":{}}", "{\"a\nb\":{}}", "{\"a",
  ])
  func malformedHeadersAreRefused(header: String) {
    do throws(SafetensorsError) {
      _ = try Safetensors(decoding: Self.file(header, data: [1]))
      Issue.record("the header was accepted")
    } catch {
      guard case .malformedHeader = error else {
        Issue.record("unexpected error: \(error)")
        return
      }
    }
  }

  @Test func headersMustBeUTF8() {
    #expect(throws: SafetensorsError.headerNotUTF8) {
      try Safetensors(decoding: [4, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x22, 0xFF, 0x7D])
    }
  }

  @Test func deepNestingIsRefusedAtOnce() {
    let deep = "{\"a\":" + String(repeating: "[", count: 100_000)
    #expect(throws: SafetensorsError.malformedHeader(offset: 5, expected: "'{'")) {
      try Safetensors(decoding: Self.file(deep, data: []))
    }
  }

  @Test func escapesAreRead() throws {
    let header =
      #"{"\u00e9\ud834\udd1e\/\t":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#
    let file = try Safetensors(decoding: Self.file(header, data: [5]))
    #expect(file.arrays.map(\.name) == ["é𝄞/\t"])
  }

  @Test func sentencesNameTheTensor() {
    let error = SafetensorsError.sizeMismatch(name: "w", shape: [3], type: .f32, bytes: 8)
    #expect(
      error.description == "tensor 'w' has the shape [3] of F32, its offsets span 8 bytes")
  }

  private func expectFailure(
    tensors: [String], data: [UInt8], _ expected: SafetensorsError,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: expected, sourceLocation: sourceLocation) {
      try Safetensors(
        decoding: Self.file("{" + tensors.joined(separator: ",") + "}", data: data))
    }
  }

  private static func tensor(
    _ name: String, _ type: String, _ shape: [Int], _ begin: Int, _ end: Int
  ) -> String {
    "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":[\(begin),\(end)]}"
  }

  private static func file(_ header: String, data: [UInt8]) -> [UInt8] {
    let size = header.utf8.count
    return (0..<8).map { UInt8(truncatingIfNeeded: size >> ($0 * 8)) } + Array(header.utf8) + data
  }
}
