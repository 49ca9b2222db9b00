import DeconvKernels
import Testing

@Suite struct ElementaryTests {
  private static func bits(_ numbers: [Double]) -> [UInt64] { numbers.map(\.bitPattern) }

  // MARK: Exact values

  @Test func doublesAgreeWithExactValues() throws {
    for words in Self.reference where !words[0].hasSuffix("f") {
      let patterns = try words.dropFirst().dropLast().map { try #require(UInt64($0, radix: 16)) }
      let numbers = patterns.map(Double.init(bitPattern:))
      let nearest = try #require(patterns.last)
      let rest = try #require(words.last.flatMap { Double($0) })
      let (computed, bound) =
        words[0] == "pow"
        ? (Elementary.pow(numbers[0], numbers[1]), powerBound)
        : try Self.value(words[0], numbers[0])
      // Steps of the bit pattern are ulp; those of the magnitude, as the rest is.
      let steps = Int64(bitPattern: computed.bitPattern) - Int64(bitPattern: nearest)
      #expect((Double(steps) - rest).magnitude < bound, "\(words.joined(separator: " "))")
    }
  }

  @Test func floatsAreTheNearestToExactValues() throws {
    for words in Self.reference where words[0].hasSuffix("f") {
      let numbers = try words.dropFirst().map {
        Float(bitPattern: try #require(UInt32($0, radix: 16)))
      }
      let computed =
        words[0] == "powf"
        ? Elementary.pow(numbers[0], numbers[1])
        : try #require(ElementaryFunction.named(words[0].dropLast())).float(numbers[0])
      #expect(computed == numbers.last, "\(words.joined(separator: " "))")
    }
  }

  private static let reference = elementaryReference.split(separator: "\n").map {
    $0.split(separator: " ")
  }

  private static func value(
    _ name: Substring, _ x: Double
  ) throws -> (value: Double, bound: Double) {
    let function = try #require(ElementaryFunction.named(name))
    return (function.double(x), function.bound)
  }

  // MARK: The same bits everywhere

  /// Results are part of what books record: another processor, build or algorithm must not change
  /// one bit of them.
  @Test(
    arguments: [
      ("exp", 0x6236_B37C_FD2E_5AEA), ("log", 0x6A4C_8E40_777D_D1F2),
      ("tanh", 0x7406_E442_89D0_D751), ("sigmoid", 0x47E3_4563_FB03_70DB),
      ("sin", 0xC1D0_55B0_A8D4_11D2), ("cos", 0x7A21_F03E_B7C5_59B3),
      ("pow", 0x0223_71F9_522F_92E5),
    ] as [(String, UInt64)])
  func bitsAreTheRecordedOnes(_ name: String, _ recorded: UInt64) throws {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ number: Double) {
      digest = (digest ^ number.bitPattern) &* 0x100_0000_01B3
    }
    if let function = ElementaryFunction.named(name) {
      var random = TestRandom(seed: 21)
      for stretch in Stretch.all where stretch.function == name {
        for _ in 0..<2000 { add(function.double(random.number(in: stretch.numbers))) }
      }
      for _ in 0..<2000 {
        let x = Double(
          bitPattern: random.positive().bitPattern | UInt64(random.integer(in: 0...1)) << 63)
        add(function.double(x))
        add(Double(function.float(Float(x))))
      }
    } else {
      for (x, y) in powerArguments(count: 8000, seed: 22) { add(Elementary.pow(x, y)) }
    }
    #expect(digest == recorded)
  }

  // MARK: Special values

  @Test func zerosInfinitiesAndOnes() {
    let infinity = Double.infinity
    #expect(
      Self.bits([0, -0.0, -infinity, infinity].map(Elementary.exp))
        == Self.bits([1, 1, 0, infinity]))
    #expect(
      Self.bits([1, 0, -0.0, infinity].map(Elementary.log))
        == Self.bits([0, -infinity, -infinity, infinity]))
    #expect(
      Self.bits([0, -0.0, infinity, -infinity].map(Elementary.tanh)) == Self.bits([0, -0.0, 1, -1]))
    #expect(
      Self.bits([0, -0.0, infinity, -infinity].map(Elementary.sigmoid))
        == Self.bits([0.5, 0.5, 1, 0]))
    #expect(Self.bits([0, -0.0].map(Elementary.sin)) == Self.bits([0, -0.0]))
    #expect(Self.bits([0, -0.0].map(Elementary.cos)) == Self.bits([1, 1]))
  }

  /// Another NaN would be another result on another processor.
  @Test func everyNaNIsTheCanonicalOne() {
    let strange = Double(bitPattern: 0xFFF0_0000_DEAD_BEEF)
    let canonical = Double.nan.bitPattern
    for function in ElementaryFunction.all {
      #expect(function.double(strange).bitPattern == canonical, "\(function.name)")
      #expect(function.float(Float(strange)).bitPattern == Float.nan.bitPattern, "\(function.name)")
    }
    for value in [
      Elementary.log(-1), Elementary.log(-.infinity), Elementary.sin(.infinity),
      Elementary.sin(-.infinity), Elementary.cos(.infinity), Elementary.cos(-.infinity),
      Elementary.pow(strange, 2), Elementary.pow(2, strange), Elementary.pow(-2, 0.5),
      Elementary.pow(-1, 1.5), Elementary.pow(-.leastNonzeroMagnitude, 4_503_599_627_370_495.5),
    ] {
      #expect(value.bitPattern == canonical)
    }
  }

  /// The table of annex F.10.4.4 of C99, with 3, 2 and 0.5 for odd, even and no integers.
  @Test func powersHaveTheSpecialValuesOfTheStandard() {
    let infinity = Double.infinity
    let cases: [(x: Double, y: Double, power: Double)] = [
      (0, -3, infinity), (-0.0, -3, -infinity), (0, -2, infinity), (-0.0, -2, infinity),
      (-0.0, -0.5, infinity), (-0.0, -infinity, infinity), (0, 3, 0), (-0.0, 3, -0.0), (0, 2, 0),
      (-0.0, 2, 0), (-0.0, 0.5, 0), (0, infinity, 0), (-1, infinity, 1), (-1, -infinity, 1),
      (-1, 3, -1), (-1, 2, 1), (1, .nan, 1), (1, infinity, 1), (.nan, 0, 1), (.nan, -0.0, 1),
      (0, 0, 1), (infinity, 0, 1), (0.5, -infinity, infinity), (-0.5, -infinity, infinity),
      (2, -infinity, 0), (-2, -infinity, 0), (0.5, infinity, 0), (-0.5, infinity, 0),
      (2, infinity, infinity), (-2, infinity, infinity), (-infinity, -3, -0.0), (-infinity, -2, 0),
      (-infinity, -0.5, 0), (-infinity, 3, -infinity), (-infinity, 2, infinity),
      (-infinity, 0.5, infinity), (infinity, -3, 0), (infinity, 0.5, infinity),
      (-2, 3, -8), (-2, -3, -0.125), (-2, 4, 16), (-3, 0x1p53, infinity), (-0.5, 0x1p53 - 1, -0.0),
      (2, 1024, infinity), (-2, 1025, -infinity), (2, -1074, .leastNonzeroMagnitude),
      (2, -1075, 0), (-2, -1077, -0.0), (2, 1e300, infinity), (0.5, 1e300, 0), (2, 1e-300, 1),
      (2, 0x1p-50, 1 + 3 * .ulpOfOne), (1 + .ulpOfOne, 0x1p64, infinity),
      (1 + .ulpOfOne, -0x1p64, 0),
    ]
    for (x, y, power) in cases {
      #expect(Elementary.pow(x, y).bitPattern == power.bitPattern, "pow(\(x), \(y))")
    }
  }

  @Test func overflowAndUnderflowBeginWhereTheyMust() {
    #expect(Elementary.exp(709.782712893384) == 0x1.fffffffffff2ap1023)
    #expect(Elementary.exp(709.7827128933841) == .infinity)
    #expect(Elementary.exp(-745.1332191019411) == .leastNonzeroMagnitude)
    #expect(Elementary.exp(-745.1332191019412) == 0)
    #expect(Elementary.exp(88.72283 as Float) < .infinity)
    #expect(Elementary.exp(88.72284 as Float) == .infinity)
    #expect(Elementary.exp(-103.97208 as Float) == .leastNonzeroMagnitude)
    #expect(Elementary.exp(-103.972084 as Float) == 0)
    #expect(Elementary.exp(-Double.greatestFiniteMagnitude) == 0)
    #expect(Elementary.exp(Double.greatestFiniteMagnitude) == .infinity)
  }

  @Test func tinyNumbersKeepTheirBits() {
    for x in [.leastNonzeroMagnitude, -.leastNonzeroMagnitude, 0x1p-1022, -1e-200, 1e-20]
      as [Double]
    {
      #expect(Elementary.sin(x).bitPattern == x.bitPattern)
      #expect(Elementary.tanh(x).bitPattern == x.bitPattern)
      #expect(Elementary.cos(x) == 1)
      #expect(Elementary.exp(x) == 1)
      #expect(Elementary.sigmoid(x) == 0.5)
    }
  }

  // MARK: Properties

  /// Sign symmetry is exact, and cos of an angle is that of its negative.
  @Test func oddAndEvenFunctionsAreSymmetric() {
    var random = TestRandom(seed: 31)
    for _ in 0..<20_000 {
      let x = random.number(in: -30...30) * (random.integer(in: 0...9) == 0 ? 1e5 : 1)
      #expect(Elementary.tanh(-x) == -Elementary.tanh(x))
      #expect(Elementary.sin(-x) == -Elementary.sin(x))
      #expect(Elementary.cos(-x) == Elementary.cos(x))
    }
  }

  @Test func powersThatAreNumbersAreExact() {
    for base in 2...1000 {
      var power = base
      for exponent in 1...52 {
        #expect(Elementary.pow(Double(base), Double(exponent)) == Double(power))
        let (next, overflow) = power.multipliedReportingOverflow(by: base)
        if overflow || next > 1 << 53 { break }
        power = next
      }
    }
    var random = TestRandom(seed: 32)
    for _ in 0..<5000 {
      let root = Double(random.integer(in: 1...0x3FF_FFFF))
      #expect(Elementary.pow(root * root, 0.5) == root)
      #expect(Elementary.pow(root, 2) == root * root)
    }
  }

  /// The square of a float often lies in the middle of two floats: it goes to the even one.
  @Test func squaresOfFloatsAreRoundedToEven() {
    for base in stride(from: 4097, through: 16_383, by: 2) {
      #expect(Elementary.pow(Float(base), 2) == Float(base) * Float(base))
    }
  }

  /// Where one method gives way to another, and where the tables' intervals meet.
  @Test(
    arguments: [
      ("exp", [0, 0.0027076061740622863, 0.6931471805599453, -708.3964185322641, 709.78]),
      ("log", [1, 0.6875, 1.375, 0.99609375, 1.0078125, 2, 0.5, 0x1p-1022]),
      ("tanh", [0, 0x1p-28, 0.25, -0.25, 20, -20]),
      ("sigmoid", [0, 48, -48, 37, -708.4]),
      ("sin", [0x1p-27, 0.7853981633974483, -0.7853981633974483]),
    ] as [(String, [Double])])
  func functionsGrowAcrossTheirSeams(_ name: String, _ seams: [Double]) throws {
    let function = try #require(ElementaryFunction.named(name))
    for seam in seams {
      var x = seam
      for _ in 0..<500 { x = x.nextDown }
      var last = function.double(x)
      for _ in 0..<1000 {
        x = x.nextUp
        let value = function.double(x)
        #expect(value >= last, "\(name)(\(x))")
        last = value
      }
    }
  }

  @Test func genericCodeReachesTheSameFunctions() {
    func values<Scalar: KernelScalar>(_ x: Scalar) -> [Scalar] {
      [Scalar.exp(x), Scalar.log(x), Scalar.tanh(x), Scalar.sigmoid(x)]
    }
    let (single, double) = (0.75 as Float, 0.75 as Double)
    #expect(
      values(single)
        == [
          Elementary.exp(single), Elementary.log(single), Elementary.tanh(single),
          Elementary.sigmoid(single),
        ])
    #expect(
      values(double)
        == [
          Elementary.exp(double), Elementary.log(double), Elementary.tanh(double),
          Elementary.sigmoid(double),
        ])
  }
}
