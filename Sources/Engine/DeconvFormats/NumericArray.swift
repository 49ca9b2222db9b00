/// The type of the numbers in a ``NumericArray``, by the names that safetensors uses.
public enum ScalarType: String, Hashable, Sendable, CaseIterable {
  /// IEEE 754 single precision.
  case f32 = "F32"
  /// IEEE 754 double precision.
  case f64 = "F64"
  /// Signed 64-bit integers.
  case i64 = "I64"
  /// Unsigned bytes.
  case u8 = "U8"

  /// The number of bytes that one number takes.
  public var sizeBytes: Int {
    switch self {
    case .f32: 4
    case .f64, .i64: 8
    case .u8: 1
    }
  }
}

/// A named array of numbers as it lies in a file: shape, type and little-endian bytes.
///
/// This is the common coin of the engine, the figures and the checkpoints. Two arrays are equal
/// when their bytes are, so a comparison is a comparison of bits; the initialisers write every NaN
/// as the one quiet NaN with a clear sign, because the bits of a NaN carry no result.
///
/// The bytes always agree with the shape and the type.
public struct NumericArray: Hashable, Sendable {
  /// The name under which the array is stored.
  public var name: String
  /// The sizes of the axes, outermost first; an empty shape holds one number.
  public let shape: [Int]
  /// The type of the numbers.
  public let scalar: ScalarType
  /// The numbers in row-major order, little-endian.
  public let bytes: [UInt8]

  /// Makes an array of raw bytes.
  ///
  /// - Parameters:
  ///   - name: The name of the array.
  ///   - shape: The sizes of the axes, outermost first.
  ///   - scalar: The type of the numbers.
  ///   - bytes: The numbers in row-major order, little-endian.
  /// - Throws: ``NumericArrayError`` if the bytes do not fill the shape exactly.
  public init(
    name: String, shape: [Int], scalar: ScalarType, bytes: [UInt8]
  ) throws(NumericArrayError) {
    guard let expected = Self.byteCount(shape: shape, scalar: scalar) else {
      throw .invalidShape(name: name, shape: shape)
    }
    guard expected == bytes.count else {
      throw .sizeMismatch(
        name: name, shape: shape, scalar: scalar, expectedBytes: expected, foundBytes: bytes.count)
    }
    self.init(checkedName: name, shape: shape, scalar: scalar, bytes: bytes)
  }

  /// Makes an array of single-precision numbers.
  ///
  /// - Parameters:
  ///   - name: The name of the array.
  ///   - shape: The sizes of the axes, outermost first.
  ///   - floats: The numbers in row-major order.
  /// - Throws: ``NumericArrayError`` if the numbers do not fill the shape exactly.
  public init(name: String, shape: [Int], floats: [Float]) throws(NumericArrayError) {
    let bytes = Self.littleEndian(floats) { $0.isNaN ? 0x7fc0_0000 : $0.bitPattern }
    try self.init(name: name, shape: shape, scalar: .f32, bytes: bytes)
  }

  /// Makes an array of double-precision numbers.
  ///
  /// - Parameters:
  ///   - name: The name of the array.
  ///   - shape: The sizes of the axes, outermost first.
  ///   - doubles: The numbers in row-major order.
  /// - Throws: ``NumericArrayError`` if the numbers do not fill the shape exactly.
  public init(name: String, shape: [Int], doubles: [Double]) throws(NumericArrayError) {
    let bytes = Self.littleEndian(doubles) { $0.isNaN ? 0x7ff8_0000_0000_0000 : $0.bitPattern }
    try self.init(name: name, shape: shape, scalar: .f64, bytes: bytes)
  }

  /// Makes an array of integers.
  ///
  /// - Parameters:
  ///   - name: The name of the array.
  ///   - shape: The sizes of the axes, outermost first.
  ///   - integers: The numbers in row-major order.
  /// - Throws: ``NumericArrayError`` if the numbers do not fill the shape exactly.
  public init(name: String, shape: [Int], integers: [Int]) throws(NumericArrayError) {
    let bytes = Self.littleEndian(integers) { UInt64(bitPattern: Int64($0)) }
    try self.init(name: name, shape: shape, scalar: .i64, bytes: bytes)
  }

  /// The caller has checked that the bytes fill the shape.
  init(checkedName name: String, shape: [Int], scalar: ScalarType, bytes: [UInt8]) {
    self.name = name
    self.shape = shape
    self.scalar = scalar
    self.bytes = bytes
  }

  /// The number of numbers.
  public var count: Int { bytes.count / scalar.sizeBytes }

  /// The numbers in row-major order if they are single-precision, otherwise nil.
  public var floats: [Float]? {
    scalar == .f32 ? words(UInt32.self).map(Float.init(bitPattern:)) : nil
  }

  /// The numbers in row-major order if they are double-precision, otherwise nil.
  public var doubles: [Double]? {
    scalar == .f64 ? words(UInt64.self).map(Double.init(bitPattern:)) : nil
  }

  /// The numbers in row-major order if they are 64-bit integers, otherwise nil.
  public var integers: [Int]? {
    scalar == .i64 ? words(UInt64.self).map { Int(Int64(bitPattern: $0)) } : nil
  }

  /// The bytes that a shape needs, or nil if an axis is negative or the product overflows.
  package static func byteCount(shape: [Int], scalar: ScalarType) -> Int? {
    guard shape.allSatisfy({ $0 >= 0 }) else { return nil }
    var total = scalar.sizeBytes
    for size in shape {
      let (product, overflows) = total.multipliedReportingOverflow(by: size)
      if overflows { return nil }
      total = product
    }
    return total
  }

  private static func littleEndian<Number, Word: FixedWidthInteger>(
    _ numbers: [Number], _ word: (Number) -> Word
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(numbers.count * Word.bitWidth / 8)
    for number in numbers {
      var rest = word(number)
      for _ in 0..<Word.bitWidth / 8 {
        bytes.append(UInt8(truncatingIfNeeded: rest))
        rest >>= 8
      }
    }
    return bytes
  }

  private func words<Word: FixedWidthInteger>(_: Word.Type) -> [Word] {
    let size = Word.bitWidth / 8
    return stride(from: 0, to: bytes.count, by: size).map { start in
      var word: Word = 0
      for offset in (0..<size).reversed() {
        word = word << 8 | Word(truncatingIfNeeded: bytes[start + offset])
      }
      return word
    }
  }
}

/// The reason why numbers do not make a ``NumericArray``.
public enum NumericArrayError: Error, Hashable, Sendable, CustomStringConvertible {
  /// An axis is negative, or the number of bytes does not fit an integer.
  case invalidShape(name: String, shape: [Int])
  /// The bytes do not fill the shape exactly.
  case sizeMismatch(
    name: String, shape: [Int], scalar: ScalarType, expectedBytes: Int, foundBytes: Int)

  /// The error as one sentence.
  public var description: String {
    switch self {
    case .invalidShape(let name, let shape):
      "array '\(name)': \(shape) is no shape: sizes must not be negative, and their product must "
        + "fit a 64-bit integer"
    case .sizeMismatch(let name, let shape, let scalar, let expected, let found):
      "array '\(name)': the shape \(shape) of \(scalar.rawValue) takes \(expected) bytes, "
        + "there are \(found)"
    }
  }
}
