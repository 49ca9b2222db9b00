/// The contents of a safetensors file: named arrays and a map of remarks.
///
/// The layout is that of the reference implementation (huggingface/safetensors): eight bytes with
/// the little-endian size of the header, the header as JSON, and the arrays' bytes without gaps.
/// Encoding is a function of the contents alone: the header's names are sorted, and it is padded
/// with spaces to a multiple of eight bytes; wider types lie before narrower ones, so that every
/// array is aligned.
public struct Safetensors: Hashable, Sendable {
  /// The largest header that is read or written, in bytes.
  public static let maximumHeaderBytes = 100_000_000

  /// The arrays, in the order of their names when decoded.
  public var arrays: [NumericArray]
  /// Remarks about the file, or nil if it has none.
  public var metadata: [String: String]?

  /// Collects the contents of a file.
  ///
  /// - Parameters:
  ///   - arrays: The arrays, each with a name of its own.
  ///   - metadata: Remarks about the file.
  public init(arrays: [NumericArray], metadata: [String: String]? = nil) {
    self.arrays = arrays
    self.metadata = metadata
  }

  /// The array of a name, or nil if there is none.
  ///
  /// - Parameter name: The name.
  public subscript(name: String) -> NumericArray? {
    arrays.first { $0.name == name }
  }

  /// The bytes of the file.
  ///
  /// - Returns: The bytes, the same for equal contents in any order.
  /// - Throws: ``SafetensorsError`` if two arrays have the same name or the header is too large.
  public func encoded() throws(SafetensorsError) -> [UInt8] {
    let sorted = arrays.sorted { Self.precedes($0.name, $1.name) }
    var names: Set = ["__metadata__"]
    for array in sorted {
      guard names.insert(array.name).inserted else { throw .duplicateName(array.name) }
    }
    // A stable order: widths first, names within, so that every array is aligned to its type.
    let placed = [8, 4, 1].flatMap { width in sorted.filter { $0.scalar.sizeBytes == width } }
    var offsets: [String: Range<Int>] = [:]
    var end = 0
    for array in placed {
      offsets[array.name] = end..<end + array.bytes.count
      end += array.bytes.count
    }

    var fields: [String] = []
    if let metadata {
      let remarks = metadata.sorted { Self.precedes($0.key, $1.key) }
        .map { "\(HeaderJSON.quoted($0.key)):\(HeaderJSON.quoted($0.value))" }
      fields.append("\"__metadata__\":{\(remarks.joined(separator: ","))}")
    }
    for array in sorted {
      let place = offsets[array.name] ?? 0..<0
      let shape = array.shape.map(String.init).joined(separator: ",")
      fields.append(
        "\(HeaderJSON.quoted(array.name)):{\"dtype\":\"\(array.scalar.rawValue)\","
          + "\"shape\":[\(shape)],\"data_offsets\":[\(place.lowerBound),\(place.upperBound)]}")
    }
    var header = Array("{\(fields.joined(separator: ","))}".utf8)
    header += Array(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    guard header.count <= Self.maximumHeaderBytes else {
      throw .headerTooLarge(bytes: UInt64(header.count), limit: Self.maximumHeaderBytes)
    }
    var bytes = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> ($0 * 8)) }
    bytes.reserveCapacity(8 + header.count + end)
    bytes += header
    for array in placed { bytes += array.bytes }
    return bytes
  }

  /// Reads the bytes of a file; all of it is checked before anything is returned.
  ///
  /// - Parameter bytes: The whole file.
  /// - Throws: ``SafetensorsError`` if the bytes are not exactly such a file.
  public init(decoding bytes: [UInt8]) throws(SafetensorsError) {
    guard bytes.count >= 8 else {
      throw .truncated(expectedBytes: 8, foundBytes: bytes.count)
    }
    let claimed = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << (UInt64($1) * 8) }
    guard claimed <= UInt64(Self.maximumHeaderBytes) else {
      throw .headerTooLarge(bytes: claimed, limit: Self.maximumHeaderBytes)
    }
    let dataStart = 8 + Int(claimed)
    guard bytes.count >= dataStart else {
      throw .truncated(expectedBytes: dataStart, foundBytes: bytes.count)
    }
    let header = Array(bytes[8..<dataStart])
    guard String(validating: header, as: UTF8.self) != nil else { throw .headerNotUTF8 }
    var reader = HeaderJSON(header)
    let (entries, metadata) = try reader.header()
    try Self.check(entries, dataBytes: bytes.count - dataStart)

    self.metadata = metadata
    arrays = entries.map { entry in
      let data = bytes[dataStart + entry.offsets.begin..<dataStart + entry.offsets.end]
      return NumericArray(
        checkedName: entry.name, shape: entry.shape, scalar: entry.scalar,
        bytes: Array(data)
      )
    }
    .sorted { Self.precedes($0.name, $1.name) }
  }

  /// Checks that the tensors fit their bytes and cover the data without overlap or gap.
  private static func check(
    _ entries: [HeaderJSON.Entry], dataBytes: Int
  ) throws(SafetensorsError) {
    let byPlace = entries.sorted {
      ($0.offsets.begin, $0.offsets.end) < ($1.offsets.begin, $1.offsets.end)
    }
    var position = 0
    for entry in byPlace {
      let (begin, end) = entry.offsets
      guard begin == position, end >= begin, end <= dataBytes else {
        throw .misplacedData(
          name: entry.name, begin: begin, end: end, expectedBegin: position, dataBytes: dataBytes)
      }
      guard NumericArray.byteCount(shape: entry.shape, scalar: entry.scalar) == end - begin else {
        throw .sizeMismatch(
          name: entry.name, shape: entry.shape, type: entry.scalar, bytes: end - begin)
      }
      position = end
    }
    guard position == dataBytes else { throw .unusedData(bytes: dataBytes - position) }
  }

  /// The order of names: by their UTF-8 bytes, the same on every machine.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
