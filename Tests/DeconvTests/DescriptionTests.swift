import Deconv
import Testing

@Suite struct DescriptionTests {
  @Test func integersHaveNoPoint() {
    #expect("\([[12, 8], [14, 18]] as Tensor)" == "[[12, 8], [14, 18]]")
    #expect("\([1, -2] as Counts)" == "[1, -2]")
    #expect("\([[1.0, 2.0]] as Matrix)" == "[[1, 2]]")
    #expect("\([-0.0, 16_777_216] as Tensor)" == "[0, 16777216]")
    #expect("\(Tensor(5))" == "5")
    #expect("\(Counts(shape: [1], scalars: [Int.max]))" == "[9223372036854775807]")
    #expect("\([] as Tensor)" == "[]")
    #expect("\(Tensor.zeros(2, 0))" == "[[], []]")
  }

  @Test func decimalsAreAsFewAsShowTheElements() {
    #expect("\([0.5, 2] as Tensor)" == "[0.5, 2.0]")
    #expect("\([0.25, 0.5] as Tensor)" == "[0.25, 0.50]")
    #expect("\([1, 3] / 3 as Tensor)" == "[0.3333, 1.0000]")
    #expect("\([0.1, 0.2] as Tensor)" == "[0.1, 0.2]")
    #expect("\([1.000001] as Matrix.Row)" == "[1.0]")
    #expect("\(Tensor([.nan, 0.5, -.infinity] as [Float]))" == "[nan, 0.5, -inf]")
    #expect("\(Tensor([.nan, 1, .infinity] as [Float]))" == "[nan, 1, inf]")
    #expect("\(Tensor(-0.00001 as Float) * [1, 100_000])" == "[0.0, -1.0]")
  }

  @Test func veryLargeAndVerySmallNumbersHaveExponents() {
    #expect("\([0.0001, 0.00025] as Matrix.Row)" == "[1.000e-04, 2.500e-04]")
    #expect("\([1e15, 1] as Matrix.Row)" == "[1.000e+15, 1.000e+00]")
    #expect("\([123456789.5] as Matrix.Row)" == "[123456789.5]")
  }

  @Test func wideArraysAreBrokenAndAligned() {
    let matrix = convolutionMatrix([[0, 1, 2], [2, 2, 0], [0, 1, 2]], input: 4)
    #expect(
      "\(matrix)" == """
        [[0, 1, 2, 0, 2, 2, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0],
         [0, 0, 1, 2, 0, 2, 2, 0, 0, 0, 1, 2, 0, 0, 0, 0],
         [0, 0, 0, 0, 0, 1, 2, 0, 2, 2, 0, 0, 0, 1, 2, 0],
         [0, 0, 0, 0, 0, 0, 1, 2, 0, 2, 2, 0, 0, 0, 1, 2]]
        """)
    #expect(
      "\(Tensor.arange(12).reshaped(2, 2, 3) * 12345)" == """
        [[[     0,  12345,  24690],
          [ 37035,  49380,  61725]],

         [[ 74070,  86415,  98760],
          [111105, 123450, 135795]]]
        """)
    let line = Tensor.arange(20) * 1000 + 100_000
    #expect(!"\(line)".contains("\n"))
  }

  @Test func longAxesAreElided() {
    #expect("\(Tensor.arange(20))".contains("…") == false)
    #expect("\(Tensor.arange(21))" == "[0, 1, 2, 3, 4, 5, …, 18, 19, 20]")
    #expect(
      "\(Tensor.arange(42).reshaped(21, 2))" == """
        [[ 0,  1],
         [ 2,  3],
         [ 4,  5],
         [ 6,  7],
         [ 8,  9],
         [10, 11],
         …,
         [36, 37],
         [38, 39],
         [40, 41]]
        """)
  }

  @Test func whatIsStillTooLongIsDescribedByItsShape() {
    #expect("\(Tensor.zeros(20, 20, 20, 2))" == "array of shape [20, 20, 20, 2]")
    #expect("\(Tensor.zeros(60, 40, 9, 9))".hasPrefix("[[[[0, 0"))
  }

  @Test func elementsLeftOutDecideWhetherThereIsAPoint() {
    var long = Tensor.arange(30)
    long[15] = 0.5
    #expect("\(long)".hasPrefix("[0.0, 1.0,"))
  }

  @Test func numbersAreFormatted() {
    #expect(fixed(0.125, 2) == "0.12")
    #expect(fixed(2.5, 0) == "2")
    #expect(fixed(0.1 + 0.2, 17) == "0.30000000000000004")
    #expect(fixed(Float(0.1), 10) == "0.1000000015")
    #expect(fixed(3, 1) == "3.0")
    #expect(percent(1, 0) == "100%")
    #expect(scientific(0.00125, 1) == "1.3e-03")
    #expect(scientific(Float(0.5), 0) == "5e-01")
    #expect(percent(0.125, 1) == "12.5%")
    #expect(percent(Float(0.5), 0) == "50%")
  }
}

extension Matrix {
  /// A matrix of one axis, which has no literal of its own.
  struct Row: ExpressibleByArrayLiteral, CustomStringConvertible {
    let description: String

    init(arrayLiteral elements: Double...) {
      description = Matrix(shape: [elements.count], scalars: elements).description
    }
  }
}
