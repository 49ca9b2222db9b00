import Testing

@Suite struct InferenceTests {
  @Test func literalsHaveSwiftsDefaultTypes() {
    #expect(
      types(#"let a = 1; let b = 2.5; let c = "x"; let d = true; let e = [1, 2]; let f = [1, 2.5]"#)
        == ["Int", "Double", "String", "Bool", "[Int]", "[Double]"])
  }

  @Test func literalsTakeTheTypeOfWhatStandsBesideThem() {
    #expect(types("let y = 3.0; let z = 1/3*y") == ["Double", "Double"])
    #expect(dump("let z = 1 / 2 + 0.5") == "s0 = +(/(1.0d, 2.0d), 0.5d)")
    #expect(dump("let z: Float = 1/3") == "s0 = /(1.0f, 3.0f)")
    #expect(dump("let z = 1 / 2 * 3") == "s0 = *(/(1, 2), 3)")
    #expect(
      dump("let t = Tensor.zeros(2); let u = 2 * t + 1")
        == "s0 = zeros(2...)\ns1 = +(*(2.0f, s0), 1.0f)")
    #expect(
      dump(#"let i = symbol("i", 4); let o = i + 2 * 3"#)
        == #"s0 = symbol("i", 4)"# + "\n"
        + "s1 = +(s0, *(integerLiteral(2), integerLiteral(3)))")
  }

  @Test func contextDecidesWhatLiteralsAre() {
    #expect(dump("let a: [Double] = [1, 2]") == "s0 = [1.0d, 2.0d]")
    #expect(
      dump("let t: Tensor = [[1, -2.5], [3, 4]]")
        == "s0 = arrayLiteral([[1.0f, -2.5f], [3.0f, 4.0f]])")
    #expect(dump("let t = relu([1, 2])") == "s0 = relu(arrayLiteral([1.0f, 2.0f]))")
    #expect(dump("let t = Tensor([[1, 2.5]])") == "s0 = init([[1.0d, 2.5d]])")
    #expect(dump("let x = Float(0.1) + Float(2)") == "s0 = +(0.1f, 2.0f)")
    #expect(
      types("let x = Double(1) / 3; let n = 2; let z = Double(n) * 2") == [
        "Double", "Int", "Double",
      ])
  }

  @Test func membersOfLiteralsHaveDefaultTypes() {
    #expect(
      types("let a = [1, 2].max(); let b = 5.isMultiple(of: 2); let c = 2.0.squareRoot()")
        == ["Int?", "Bool", "Double"])
    #expect(types("let a = (1 + 2.5).rounded()") == ["Double"])
    #expect(types("let a = [1, 2.5].sorted()[0]") == ["Double"])
  }

  @Test func optionalsArePromotedWhereWanted() {
    #expect(dump("let a: Int? = 3") == "s0 = some(3)")
    #expect(dump("let a: Double? = 1 + 2") == "s0 = some(+(1.0d, 2.0d))")
    #expect(dump("let a: Int? = nil; let b = a ?? 0") == "s0 = nil\ns1 = (s0 ?? 0)")
    #expect(types("let a = [1, nil]; let b = true ? 1 : nil") == ["[Int?]", "Int?"])
    #expect(
      types("let a = [1]; let b = a.first; let c = b ?? 2; let d = a.first ?? b")
        == ["[Int]", "Int?", "Int", "Int?"])
    #expect(dump("let a = [1]; let b = a.first == 1") == "s0 = [1]\ns1 = ==(first(s0), some(1))")
    #expect(
      dump("let t = Tensor.zeros(1); let y = conv2d(t, t, bias: t, stride: [1, 2])")
        == "s0 = zeros(1...)\ns1 = conv2d(s0, s0, some(s0), [1, 2], -, -)")
  }

  @Test func closuresGetTheirTypesFromContext() {
    #expect(
      types("let a = [1, 2].map { $0 * 2 }; let b = [1, 2].map { $0 * 2.5 }")
        == ["[Int]", "[Double]"])
    #expect(types("let a = [1.5].reduce(0) { $0 + $1 }") == ["Double"])
    #expect(
      types("let a = [1.5].reduce(0, +); let b = [3].map(String.init)")
        == ["Double", "[String]"])
    #expect(types(#"let a = ["a"].enumerated().map { i, s in i + s.count }"#) == ["[Int]"])
    #expect(types(#"let a = zip([1], [2.0]).map { Double($0) * $1 }"#) == ["[Double]"])
    #expect(
      types("let f = { (x: Int) in x * 2 }; let g: (Double) -> Double = { $0 / 2 }")
        == ["(Int) -> Int", "(Double) -> Double"])
    #expect(
      types("let a = (1...3).map { n in\n let m = n * 2\n return Double(m)\n}")
        == ["[Double]"])
    #expect(types("let ts = [Tensor.zeros(1)]; let us = ts.map(relu)") == ["[Tensor]", "[Tensor]"])
    #expect(types("let a = [3, 1].sorted { $0 > $1 }") == ["[Int]"])
    #expect(types("let a = [[1, 2], [3]].map { row in row.map { Double($0) } }") == ["[[Double]]"])
    #expect(
      types(#"let a = ["1"].compactMap { Int($0) }; let b = ["1"].map { Int($0) ?? 0 }"#)
        == ["[Int]", "[Int]"])
  }

  @Test func implicitMembersBelongToTheWantedType() {
    #expect(
      dump("let t = Tensor.zeros(1); let u = upsample(t, scale: 2, mode: .nearest)")
        == "s0 = zeros(1...)\ns1 = upsample(s0, 2, nearest())")
    #expect(
      types("let m: Mode = .bilinear; let n = Mode.nearest; let b = m == .nearest")
        == ["Mode", "Mode", "Bool"])
  }

  @Test func tuplesHaveLabelsAndPlaces() {
    #expect(
      types("let t = (x: 1, y: 2.0); let a = t.y; let b = t.0; let (c, d) = t")
        == ["(x: Int, y: Double)", "Double", "Int", "(x: Int, y: Double)"])
  }

  @Test func rangesTakeTheirBounds() {
    #expect(
      types("let a = 0..<3; let b = 0...2.5; let c = (1...3).map { $0 }")
        == ["Range<Int>", "ClosedRange<Double>", "[Int]"])
  }

  @Test func optionalChainsAreFlat() {
    #expect(
      types(#"let s: String? = nil; let n = s?.count; let a = [[1]]; let m = a.first?.first"#)
        == ["String?", "Int?", "[[Int]]", "Int?"])
  }
}
