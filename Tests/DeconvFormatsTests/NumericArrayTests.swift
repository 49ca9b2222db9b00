import DeconvFormats
import Testing

@Suite struct NumericArrayTests {
  @Test func numbersAreLittleEndianBytes() throws {
    #expect(try NumericArray(name: "a", shape: [1], floats: [1]).bytes == [0, 0, 0x80, 0x3F])
    #expect(
      try NumericArray(name: "a", shape: [1], doubles: [-2]).bytes == [0, 0, 0, 0, 0, 0, 0, 0xC0])
    #expect(
      try NumericArray(name: "a", shape: [1], integers: [-2]).bytes
        == [0xFE, 255, 255, 255, 255, 255, 255, 255])
  }

  @Test func numbersComeBack() throws {
    let floats: [Float] = [0, -0.0, 1.5, .infinity, .leastNonzeroMagnitude]
    #expect(try NumericArray(name: "a", shape: [5], floats: floats).floats == floats)
    let doubles = [0.1, -1e300]
    #expect(try NumericArray(name: "a", shape: [2, 1], doubles: doubles).doubles == doubles)
    let integers = [Int.min, 0, Int.max]
    #expect(try NumericArray(name: "a", shape: [3], integers: integers).integers == integers)
    #expect(try NumericArray(name: "a", shape: [1], floats: [1]).doubles == nil)
    #expect(try NumericArray(name: "a", shape: [], floats: [1]).count == 1)
  }

  @Test func everyNaNHasTheSameBits() throws {
    let odd = Float(bitPattern: 0xFFC0_1234)
    #expect(try NumericArray(name: "a", shape: [1], floats: [odd]).bytes == [0, 0, 0xC0, 0x7F])
    #expect(
      try NumericArray(name: "a", shape: [1], doubles: [-.nan]).bytes
        == [0, 0, 0, 0, 0, 0, 0xF8, 0x7F])
  }

  @Test func numbersMustFillTheShape() {
    #expect(
      throws: NumericArrayError.sizeMismatch(
        name: "w", shape: [2, 3], scalar: .f32, expectedBytes: 24, foundBytes: 20)
    ) {
      try NumericArray(name: "w", shape: [2, 3], floats: [1, 2, 3, 4, 5])
    }
    #expect(throws: NumericArrayError.invalidShape(name: "w", shape: [-1])) {
      try NumericArray(name: "w", shape: [-1], scalar: .u8, bytes: [])
    }
    #expect(throws: NumericArrayError.invalidShape(name: "w", shape: [1 << 62, 4])) {
      try NumericArray(name: "w", shape: [1 << 62, 4], scalar: .u8, bytes: [])
    }
  }
}
