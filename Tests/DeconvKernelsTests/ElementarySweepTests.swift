import DeconvKernels
import Foundation
import Testing

/// The stated bounds, on millions of points.
@Suite struct ElementarySweepTests {
  #if arch(x86_64)
    /// How far a number is from an exact value, in ulp of that value.
    private static func error(of number: Double, from exact: Float80) -> Double {
      let nearest = Double(exact)
      if number == nearest { return 0.5 }
      guard number.isFinite, nearest.isFinite else {
        return number.isNaN && nearest.isNaN ? 0 : .infinity
      }
      let spacing = max(exact.binade.magnitude * 0x1p-52, 0x1p-1074)
      return Double((Float80(number) - exact).magnitude / spacing)
    }

    private static func exactly(_ name: String, _ x: Double) -> Float80 {
      let x = Float80(x)
      switch name {
      case "exp": return Foundation.exp(x)
      case "log": return Foundation.log(x)
      case "tanh": return Foundation.tanh(x)
      case "sigmoid":
        return x < 0 ? Foundation.exp(x) / (1 + Foundation.exp(x)) : 1 / (1 + Foundation.exp(-x))
      case "sin": return Foundation.sin(x)
      default: return Foundation.cos(x)
      }
    }

    /// Against the system's functions of 64 bits: they are less than 2⁻¹⁰ ulp of `Double` off.
    @Test(arguments: Stretch.all)
    func doublesKeepTheirBound(_ stretch: Stretch) throws {
      let function = try #require(ElementaryFunction.named(stretch.function))
      var random = TestRandom(seed: 11)
      var worst = (error: 0.0, at: 0.0)
      for _ in 0..<100_000 {
        let x = random.number(in: stretch.numbers)
        let error = Self.error(of: function.double(x), from: Self.exactly(function.name, x))
        if !(error <= worst.error) { worst = (error, x) }
      }
      #expect(worst.error < function.bound, "\(function.name)(\(worst.at))")
    }

    @Test func powersOfDoublesKeepTheirBound() {
      var worst = (error: 0.0, x: 0.0, y: 0.0)
      for (x, y) in powerArguments(count: 500_000, seed: 12) {
        let exact = Foundation.pow(Float80(x), Float80(y))
        let error = Self.error(of: Elementary.pow(x, y), from: exact)
        if !(error <= worst.error) { worst = (error, x, y) }
      }
      #expect(worst.error < powerBound, "pow(\(worst.x), \(worst.y))")
    }

    /// The numbers of every size, where angles are reduced with every part of 2/π.
    @Test(arguments: ["log", "sin", "cos"])
    func numbersOfEverySizeKeepTheBound(_ name: String) throws {
      let function = try #require(ElementaryFunction.named(name))
      var random = TestRandom(seed: 13)
      var worst = (error: 0.0, at: 0.0)
      for _ in 0..<100_000 {
        let x = random.positive()
        let error = Self.error(of: function.double(x), from: Self.exactly(name, x))
        if !(error <= worst.error) { worst = (error, x) }
      }
      #expect(worst.error < function.bound, "\(name)(\(worst.at))")
    }
  #endif

  /// Whether a float is within 0.501 ulp of a value that is known to 2⁻²⁹ of them.
  private static func isRounded(_ float: Float, from value: Double) -> Bool {
    if float == Float(value) { return true }
    guard float.isFinite, value.isFinite else { return float.isNaN && value.isNaN }
    let spacing = max(value.binade.magnitude * 0x1p-23, 0x1p-149)
    return (Double(float) - value).magnitude <= 0.501 * spacing
  }

  /// Floats of all bit patterns: NaN, infinities, subnormal numbers and both signs are among them.
  ///
  /// Every float, if the environment has DECONV_FULL_TESTS; build for release then.
  @Test(arguments: ElementaryFunction.all)
  func floatsAreRoundedOnce(_ function: ElementaryFunction) {
    let isFull = ProcessInfo.processInfo.environment["DECONV_FULL_TESTS"] != nil
    var wrong: [Float] = []
    for pattern in stride(from: 0, through: UInt64(UInt32.max), by: isFull ? 1 : 4099) {
      let x = Float(bitPattern: UInt32(pattern))
      let isRight = Self.isRounded(function.float(x), from: function.systemDouble(Double(x)))
      if !isRight, wrong.count < 10 { wrong.append(x) }
    }
    #expect(wrong == [], "\(function.name)")
  }

  @Test(arguments: Stretch.all)
  func floatsOfAStretchAreRoundedOnce(_ stretch: Stretch) throws {
    let function = try #require(ElementaryFunction.named(stretch.function))
    var random = TestRandom(seed: 14)
    var wrong: [Float] = []
    for _ in 0..<50_000 {
      let x = Float(random.number(in: stretch.numbers))
      let isRight = Self.isRounded(function.float(x), from: function.systemDouble(Double(x)))
      if !isRight, wrong.count < 10 { wrong.append(x) }
    }
    #expect(wrong == [], "\(function.name)")
  }

  @Test func powersOfFloatsAreRoundedOnce() {
    var random = TestRandom(seed: 15)
    for _ in 0..<500_000 {
      let x = Float(random.number(in: 0...20))
      let y = Float(random.number(in: -40...40))
      let isRight = Self.isRounded(Elementary.pow(x, y), from: Foundation.pow(Double(x), Double(y)))
      if !isRight { Issue.record("pow(\(x), \(y))") }
    }
  }
}
