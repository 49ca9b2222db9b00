import Testing

@testable import Deconv

/// What must hold of gradients through the public functions of the library.
@Suite struct GradientTests {
  let x: Tensor = [[1, -2, 3], [4, 5, -6]]

  /// A function of tensors by the name under which a failure shows it.
  struct Function: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let apply: @Sendable (Tensor) -> Tensor

    init(_ name: String, _ apply: @escaping @Sendable (Tensor) -> Tensor) {
      testDescription = name
      self.apply = apply
    }
  }

  static let functions: [Function] = [
    Function("+") { $0 + $0 }, Function("-") { $0 - $0 }, Function("*") { $0 * $0 },
    Function("/") { $0 / $0 }, Function("+ number") { $0 + 1 }, Function("number +") { 1 + $0 },
    Function("- number") { $0 - 1 }, Function("number -") { 1 - $0 },
    Function("* number") { $0 * 2 }, Function("number *") { 2 * $0 },
    Function("/ number") { $0 / 2 }, Function("number /") { 2 / $0 }, Function("prefix -") { -$0 },
    Function("abs") { $0.abs() }, Function("matmul") { matmul($0, $0) },
    Function("reshaped") { $0.reshaped(2, 2) }, Function("reshaped to a list") { $0.reshaped([4]) },
    Function("flattened") { $0.flattened }, Function("T") { $0.T }, Function("row") { $0.row(1) },
    Function("slice") { $0.slice(axis: 1, from: 0, to: 1) },
    Function("flipped") { $0.flipped() }, Function("padded") { $0.padded(1) },
    Function("padded at sides") { $0.padded(top: 1) }, Function("cropped") { $0.cropped([1, 0]) },
    Function("cropped at sides") { $0.cropped(left: 1) },
    Function("cropped to ranges") { $0.cropped(rows: 0..<1, columns: 0..<2) },
    Function("concatenated") { concatenated([$0, .ones(1, 2)]) },
    Function("zeroInserted") { zeroInserted($0, stride: 2) },
    Function("unfold") { unfold($0, kernel: 2) },
    Function("convolutionMatrix") { convolutionMatrix($0, input: 3) },
    Function("conv1d") { conv1d($0.flattened, .ones(2)) },
    Function("conv2d") { conv2d($0, .ones(2, 2)) },
    Function("convTranspose1d") { convTranspose1d($0.flattened, .ones(2)) },
    Function("convTranspose2d") { convTranspose2d($0, .ones(2, 2)) },
    Function("sqrt") { sqrt($0) }, Function("square") { square($0) }, Function("exp") { exp($0) },
    Function("log") { log($0) }, Function("pow") { pow($0, 2) },
    Function("maximum") { maximum($0, .ones(2)) }, Function("minimum") { minimum(.ones(2), $0) },
    Function("clamped") { $0.clamped(min: 0, max: 2) },
    Function("sum of an axis") { $0.sum(axis: 0) },
    Function("mean of an axis") { $0.mean(axis: 1, keepingAxis: true) },
    Function("total") { $0.total() },
  ]

  @Test(arguments: functions)
  func functionsStayOnTheTape(_ function: Function) {
    let watched = Tape().watch([[1, 2], [3, 4]])
    #expect(function.apply(watched).place != nil)
  }

  /// What is written once for all arrays keeps a tensor on its tape as well.
  @Test func genericFunctionsStayOnTheTape() throws {
    func turned<A: ShapedArray>(_ array: A) -> A { array.reshaped(3, 2).T.row(0).flattened }
    func moved<A: ShapedArray>(_ array: A, by number: A.Scalar) throws -> A
    where A.Scalar: FloatingPoint {
      try Checked.negative(
        Checked.arithmetic(.subtract, number, Checked.arithmetic(.divide, array, number)))
    }
    let watched = Tape().watch(x)
    #expect(try moved(watched, by: 2).place != nil)
    #expect(try moved([1, 2] as Tensor, by: 4) == [-3.75, -3.5])
    #expect(try moved(Matrix([[1, 2]]), by: 4) == [[-3.75, -3.5]])
    #expect(turned(watched).place != nil)
    #expect(turned(Counts([[1, 2, 3], [4, 5, 6]])) == [1, 3, 5])
    #expect(turned(Matrix([[1, 2, 3], [4, 5, 6]])).scalars == [1, 3, 5])
  }

  @Test func whatBroadcastingRepeatedGetsTheSum() {
    let column: Tensor = [[10], [20]]
    let found = gradients(of: { $0[0] * $0[1] }, at: [x, column])
    #expect(found[0] == [[10, 10, 10], [20, 20, 20]])
    #expect(found[1] == [[2], [3]])
    let number = Tensor(shape: [], scalars: [2])
    #expect(gradient(of: { x - $0 }, at: number) == Tensor(shape: [], scalars: [-6]))
    #expect(gradient(of: { x + $0 }, at: [1, 1, 1]) == [2, 2, 2])
    let dividend = gradient(of: { $0 / column }, at: [1, 2, 3] as Tensor)
    #expect(maxAbsDifference(dividend, [0.15, 0.15, 0.15]) <= 2e-8)
    #expect(gradient(of: { x / $0 }, at: column).shape == [2, 1])
  }

  /// The gradient of a broadcast sum is the sum of the gradients of the explicit repetition.
  @Test(arguments: [[3], [1, 3], [2, 1], [1, 1], []])
  func broadcastingIsRepeatingAndAdding(_ shape: [Int]) {
    let small = Tensor(
      shape: shape, scalars: (0..<shape.reduce(1, *)).map { 0.5 + Float($0) })
    let upstream: Tensor = [[1, 2, 3], [4, 5, 6]]
    let ones = Tensor.ones(2, 3)
    let repeated = small * ones
    let direct = gradient(of: { exp($0) * x }, at: small, upstream: upstream)
    let inner = gradient(of: { exp($0) * x }, at: repeated, upstream: upstream)
    let summed = gradient(of: { $0 * ones }, at: small, upstream: inner)
    #expect(maxAbsDifference(direct, summed) <= 1e-4 * direct.abs().max())
  }

  @Test func gradientsAreLinearInTheUpstreamGradient() {
    let (a, b): (Tensor, Tensor) = ([[1, 2, 3], [4, 5, 6]], [[2, -1, 0], [8, 1, 3]])
    func pulled(_ upstream: Tensor) -> Tensor {
      gradient(of: { square($0) * x + $0.flipped() - 3 * $0 }, at: x, upstream: upstream)
    }
    #expect(pulled(2 * a - b) == 2 * pulled(a) - pulled(b))
  }

  @Test func theChainRuleHolds() {
    // d/dx of Σ (x² + 1)³ = 6 x (x² + 1)²
    let found = gradient(of: { pow(square($0) + 1, 3).total() }, at: x)
    #expect(found == 6 * x * square(square(x) + 1))
  }

  @Test func aTensorUsedInManyPlacesGetsAllParts() {
    let found = gradient(of: { concatenated([$0, $0, 2 * $0], axis: 1).total() }, at: x)
    #expect(found == Tensor.full(2, 3, value: 4))
  }

  @Test func valuesAtKinksAreThoseOfPyTorch() {
    let kinks: Tensor = [0, -0.0, 2, -2]
    #expect(gradient(of: { $0.abs() }, at: kinks) == [0, 0, 1, -1])
    #expect(gradient(of: { $0.clamped(min: -2, max: 2) }, at: kinks) == [1, 1, 1, 1])
    #expect(gradient(of: { $0.clamped(max: 0) }, at: kinks) == [1, 1, 0, 1])
    #expect(gradient(of: { maximum($0, .zeros(4)) }, at: kinks) == [0.5, 0.5, 1, 0])
    #expect(gradient(of: { minimum($0, .zeros(4)) }, at: kinks) == [0.5, 0.5, 0, 1])
    #expect(gradient(of: { pow($0, 0) }, at: kinks) == [0, 0, 0, 0])
    let undefined = Tensor([Float.nan])
    #expect(gradient(of: { $0.abs() }, at: undefined) == [0])
    #expect(gradient(of: { $0.clamped(min: 0) }, at: undefined) == [0])
    #expect(gradient(of: { maximum($0, [1]) }, at: undefined) == [1])
    #expect(gradient(of: { sqrt($0) }, at: [0, 4]) == Tensor([Float.infinity, 0.25]))
    #expect(gradient(of: { pow($0, 0.5) }, at: [0, 4]) == Tensor([Float.infinity, 0.25]))
  }

  @Test func theGradientOfUnfoldingFolds() {
    // Each pixel counts the kernels that lie on it.
    let found = gradient(of: { unfold($0, kernel: 2) }, at: .zeros(3, 4))
    #expect(found == [[1, 2, 2, 1], [2, 4, 4, 2], [1, 2, 2, 1]])
    let strided = gradient(of: { unfold($0, kernel: 3, stride: 2, padding: 1) }, at: .zeros(3, 3))
    #expect(strided == [[1, 2, 1], [2, 4, 2], [1, 2, 1]])
  }

  @Test func theTapeNamesWhatWasCalled() {
    let tape = Tape()
    let watched = tape.watch(x)
    _ = (2 * watched.T.slice(axis: 0, from: 1, to: 3)).padded(top: 1).sum(axis: 0) + 1
    #expect(
      tape.description == """
        %0 = watched  → [2, 3]
        %1 = T(%0)  → [3, 2]
        %2 = slice(%1, axis: 0, from: 1, to: 3)  → [2, 2]
        %3 = *(%2, number: 2.0 on the left)  → [2, 2]
        %4 = padded(%3, top: 1)  → [3, 2]
        %5 = sum(%4, axis: 0)  → [2]
        %6 = +(%5, number: 1.0)  → [2]
        """)
  }
}
