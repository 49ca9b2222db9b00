import DeconvFormats
import Testing

@Suite struct DecimalTextTests {
  @Test(arguments: [
    (0.125, 2, "0.12"), (0.375, 2, "0.38"), (2.5, 0, "2"), (3.5, 0, "4"), (0.5, 0, "0"),
    (1.5, 0, "2"), (0.1 + 0.2, 17, "0.30000000000000004"),
    (0.1, 20, "0.10000000000000000555"), (2.675, 2, "2.67"), (1.005, 2, "1.00"),
    (9.996, 2, "10.00"), (99.5, 0, "100"), (0.05, 0, "0"), (1234.5678, 1, "1234.6"),
    (-1.25, 1, "-1.2"), (1, 3, "1.000"), (0, 2, "0.00"),
  ])
  func fixedRoundsTheExactBinaryValueToEven(number: Double, decimals: Int, text: String) {
    #expect(DecimalText.fixed(number, decimals) == text)
  }

  @Test func zeroHasNoSign() {
    #expect(DecimalText.fixed(-0.0, 0) == "0")
    #expect(DecimalText.fixed(-0.0, 2) == "0.00")
    #expect(DecimalText.fixed(-0.001, 2) == "0.00")
    #expect(DecimalText.fixed(-0.006, 2) == "-0.01")
    #expect(DecimalText.scientific(-0.0, 1) == "0.0e+00")
    #expect(DecimalText.percent(-0.0, 1) == "0.0%")
  }

  @Test func extremesAreExact() {
    #expect(DecimalText.fixed(0x1p80, 0) == "1208925819614629174706176")
    #expect(DecimalText.fixed(.greatestFiniteMagnitude, 0).hasPrefix("17976931348623157081452"))
    #expect(DecimalText.fixed(.greatestFiniteMagnitude, 0).count == 309)
    let tiniest = DecimalText.fixed(.leastNonzeroMagnitude, 1074)
    #expect(tiniest.hasPrefix("0.000"))
    #expect(tiniest.hasSuffix("7265625"))
    #expect(tiniest.count == 1076)
    #expect(DecimalText.fixed(.leastNonzeroMagnitude, 3) == "0.000")
    #expect(DecimalText.scientific(.leastNonzeroMagnitude, 3) == "4.941e-324")
    #expect(DecimalText.scientific(.leastNormalMagnitude, 15) == "2.225073858507201e-308")
    #expect(DecimalText.scientific(.greatestFiniteMagnitude, 2) == "1.80e+308")
  }

  @Test(arguments: [
    (1234.5, 2, "1.23e+03"), (0.00125, 1, "1.3e-03"), (9.995, 2, "9.99e+00"),
    (9.996, 2, "1.00e+01"), (1, 0, "1e+00"), (-250, 0, "-2e+02"), (252, 0, "3e+02"),
    (-350, 0, "-4e+02"),
    (0, 3, "0.000e+00"), (1e100, 0, "1e+100"),
  ])
  func scientificHasOneDigitBeforeThePoint(number: Double, decimals: Int, text: String) {
    #expect(DecimalText.scientific(number, decimals) == text)
  }

  @Test(arguments: [
    (0.125, 1, "12.5%"), (1, 0, "100%"), (0.474, 1, "47.4%"), (0.00125, 1, "0.1%"),
    (-0.5, 0, "-50%"), (0.145, 0, "14%"), (0, 1, "0.0%"), (12.5, 0, "1250%"),
  ])
  func percentMovesThePointExactly(number: Double, decimals: Int, text: String) {
    #expect(DecimalText.percent(number, decimals) == text)
  }

  @Test func whatIsNoNumberHasAName() {
    #expect(DecimalText.fixed(.nan, 2) == "nan")
    #expect(DecimalText.fixed(-.nan, 2) == "nan")
    #expect(DecimalText.fixed(.infinity, 2) == "inf")
    #expect(DecimalText.scientific(-.infinity, 2) == "-inf")
    #expect(DecimalText.percent(.infinity, 0) == "inf%")
  }

  /// Seventeen significant digits read back as the same number, whatever its bits are.
  @Test func seventeenDigitsRoundTrip() {
    var bits: UInt64 = 0x9E37_79B9_7F4A_7C15
    for _ in 0..<2000 {
      bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let number = Double(bitPattern: bits)
      guard number.isFinite else { continue }
      #expect(Double(DecimalText.scientific(number, 16)) == number)
    }
  }
}
