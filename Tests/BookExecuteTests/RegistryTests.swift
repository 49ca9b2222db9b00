import BookExecute
import BookModel
import Testing

@Suite struct RegistryTests {
  @Test func everyDeclarationAgreesWithItsBinding() {
    #expect(Registry.language.problems == [])
  }

  @Test(arguments: [
    (
      "func f(_ x: Int) -> Double",
      "func f(_ x: Int) -> Double declares Double, its closure gives Int"
    ),
    (
      "func f(_ x: Double) -> Int",
      "func f(_ x: Double) -> Int: value 0 is declared Double, its closure takes Int"
    ),
    (
      "func f(_ x: Int, y: Int) -> Int",
      "func f(_ x: Int, y: Int) -> Int declares 2 values, its closure takes 1"
    ),
    (
      "func f(_ x: Int = some) -> Int",
      "func f(_ x: Int = some) -> Int: the default some is none of: a number, true, false, "
        + "a string, nil, a case"
    ),
  ])
  func aBindingThatDisagreesIsAProblem(declaration: String, problem: String) {
    let part = RegistryPart(builtins: [.function(declaration, "Text.") { (x: Int) in x }])
    #expect(Registry([.language, part]).problems == [problem])
  }

  @Test func omittedArgumentsHaveTheirDeclaredDefaults() {
    let part = RegistryPart(builtins: [
      .function(
        "func f(a: Int = -2, b: Double = 1, c: String = \", \", d: Int? = nil, e: [Int] = [1, 2], "
          + "g: FloatingPointRoundingRule = .up, h: Double? = 0.5, i: Bool = true) -> String",
        "All forms of defaults."
      ) {
        (
          a: Int, b: Double, c: String, d: Int?, e: [Int], g: FloatingPointRoundingRule,
          h: Double?, i: Bool
        ) in
        "\(a) \(b) \(c) \(String(describing: d)) \(e) \(g) \(h ?? 0) \(i)"
      }
    ])
    let registry = Registry([.language, part])
    #expect(registry.problems == [])
    let omitted = call(
      registry.builtins.last?.declaration.text ?? "", .omitted, .omitted, .omitted, .omitted,
      .omitted, .omitted, .omitted, .omitted, type: .string, in: registry)
    #expect(
      run(registry: registry, print(omitted)) == "-2 1.0 ,  nil [1, 2] up 0.5 true\n")
  }

  @Test func settablePartsAndMutatingMethodsOfEngineTypesWorkInPlaceAndByValue() {
    let registry = Registry([.language, RegistryPart(builtins: Cell.builtins, types: ["Cell"])])
    #expect(registry.problems == [])
    let make = call("init(_ value: Int)", of: "Cell", .expression(int(1)), in: registry)
    let property = Place.Step.property(
      id: builtin("var value: Int { get set }", of: "Cell", in: registry))
    let double = Expression(
      .mutating(
        place(0), id: builtin("mutating func double() -> Int", of: "Cell", in: registry), []),
      type: .int, span: at(1))
    #expect(
      run(
        registry: registry, declare(0, make), declare(1, variable(0)),
        add(int(4), to: place(0, property)), print(double), print(variable(0), variable(1)))
        == "10\nCell(10) Cell(1)\n")
  }

  @Test func shownTypesBecomeTheirArtifactsBetweenTheTexts() {
    let table = TableArtifact(header: ["a"], rows: [["1"]])
    let part = RegistryPart(
      builtins: Cell.builtins, types: ["Cell"],
      shown: Dictionary(uniqueKeysWithValues: [
        RegistryPart.shown(Cell.self) { _ in [.table(table)] }
      ]))
    let registry = Registry([.language, part])
    var make = call("init(_ value: Int)", of: "Cell", .expression(int(1)), in: registry)
    make.type = .nominal("Cell", [])
    let program = Program(
      frame: FrameLayout(isBoxed: []),
      units: [
        ProgramUnit(
          origin: .block(0),
          statements: [print(text("a")), statement(.show(make)), print(text("b"))])
      ])
    let result = execute(program, registry: registry, options: ExecutionOptions(path: "a.md"))
    #expect(result.blocks[0]?.artifacts == [.text("a\n"), .table(table), .text("b\n")])
  }
}

/// A type of an engine, as the registry binds it.
private struct Cell: NativeValue, CustomStringConvertible {
  static let typeName = "Cell"
  var value: Int

  var description: String { "Cell(\(value))" }

  static let builtins: [Builtin] = [
    .member(of: "Cell", "init(_ value: Int)", "A cell.") { (value: Int) in Cell(value: value) },
    .settable(
      of: Cell.self, "var value: Int { get set }", "The number.",
      get: { (cell: Cell) in cell.value },
      set: { (cell: inout Cell, value: Int) in cell.value = value }),
    .mutatingMethod(of: Cell.self, "mutating func double() -> Int", "Doubles the number.") {
      (cell: inout Cell) in
      cell.value *= 2
      return cell.value
    },
  ]
}
