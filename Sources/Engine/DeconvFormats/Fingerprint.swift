/// An FNV-1a digest (64 bits): tells apart what differs by accident, and is no defence against
/// forgery.
///
/// Every part is preceded by its length, so that parts cannot run into each other.
package struct Fingerprint: Sendable {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  package init() {}

  package mutating func add(_ bytes: [UInt8]) {
    add(bytes.count)
    for byte in bytes { add(byte) }
  }

  package mutating func add(_ text: String) { add(Array(text.utf8)) }

  package mutating func add(_ number: Int) {
    add(UInt64(bitPattern: Int64(number)), byteCount: 8)
  }

  package mutating func add(_ numbers: [Float]) {
    add(numbers.count)
    for number in numbers { add(UInt64(number.bitPattern), byteCount: 4) }
  }

  private mutating func add(_ word: UInt64, byteCount: Int) {
    for place in 0..<byteCount { add(UInt8(truncatingIfNeeded: word >> (place * 8))) }
  }

  private mutating func add(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }

  /// The digest as 16 hexadecimal digits.
  package var text: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
