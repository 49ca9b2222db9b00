import BookPipeline
import Testing

@Suite struct TangleTests {
  @Test func blocksBecomeAFunctionWithItsShownExpressionsWrapped() throws {
    let chapter = """
      # One

      ```swift
      //| label: fig-map
      let n = 2
      heatmap(
        Counts([[1, n]])
      )
      print("é", n)
      ```

      Twice is `{swift} 2 * n`.

      ```swift
      //| label: lst-fails
      //| error: true
      print([1][n])
      ```

      ```swift
      //| eval: false
      print(undefined)
      ```
      """
    let book = try TemporaryBook(["01-one.md": chapter])
    #expect(book.tangle(into: "tangled").places == [])
    let code = try book.read("tangled/Sources/lessons/chapter01_one.swift")
    #expect(
      code == """
        // The code of chapters/01-one.md, in order.
        import DeconvLessons

        func chapter01_one() throws {
        print("== fig-map")
        let n = 2
        show(heatmap(
          Counts([[1, n]])
        ))
        print("é", n)
        print("== value 1")
        print("\\(2 * n)")
        }

        """)
    let expected = try book.read("tangled/expected.txt").split(separator: "\n")
    #expect(expected.count == 5)
    #expect(expected[1].hasPrefix("figure heatmap 1×2 "))
    #expect(expected[2...] == ["é 2", "== value 1", "4"])
  }

  @Test func frozenExpectsWhatIsRecorded() throws {
    let book = try TemporaryBook([
      "01-one.md":
        "# One\n\n```swift\n//| label: lst-one\nprint(1 + 1)\nlet n = 3\n```\n\n`{swift} n`\n"
    ])
    #expect(book.accept().exitStatus == .success)
    #expect(book.tangle(into: "run").exitStatus == .success)
    #expect(book.tangle(into: "frozen", isFrozen: true).exitStatus == .success)
    let expected = try book.read("frozen/expected.txt")
    #expect(expected == "== lst-one\n2\n== value 1\n3\n")
    #expect(try book.read("run/expected.txt") == expected)
  }

  @Test func everySignatureOfTheRegistryIsCalled() throws {
    let book = try TemporaryBook(["01-one.md": "# One\n"])
    #expect(book.tangle(into: "tangled").places == [])
    let calls = try book.read("tangled/Sources/lessons/SignatureCalls.swift")
    #expect(calls.contains("// func conv2d("))
    #expect(calls.contains("_ = conv2d(sample((Tensor).self), sample((Tensor).self))"))
  }
}
