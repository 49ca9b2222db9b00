import Testing

@testable import DeconvFigures

@Suite struct NumberTextTests {
  private static let cases: [([Double], [String])] = [
    ([0, 1, -2, 36], ["0", "1", "−2", "36"]),
    ([0.25, -0.5, 1], ["0.25", "−0.50", "1"]),
    ([0.5, 120.5], ["0.5", "120.5"]),
    ([100.25, 7.125], ["100", "7"]),
    ([10.125, 0.2], ["10.1", "0.2"]),
    ([0.015625, 0.002], ["0.016", "0.002"]),
    ([1 / 3, 2 / 3], ["0.33", "0.67"]),
    ([0.125, 0.375], ["0.12", "0.38"]),
    ([Double(Float(0.1)), 0.5], ["0.1", "0.5"]),
    ([-0.0, 0], ["0", "0"]),
    ([0.004, 5], ["0.00", "5"]),
    ([-0.004, 5], ["0.00", "5"]),
    ([.nan, .infinity, -.infinity, 1.5], ["nan", "∞", "−∞", "1.5"]),
    ([1.24e-5, 1], ["1.2e−5", "1"]),
    ([123_456_789, -2e300], ["1.2e8", "−2e300"]),
    ([999_999], ["999999"]),
  ]

  @Test(arguments: cases)
  func cellsHaveOneNumberOfDecimals(values: [Double], texts: [String]) {
    #expect(NumberText.cells(values) == texts)
  }
}
