import BookModel
import Testing

@testable import BookVerify

@Suite struct CanonicalEncodingTests {
  @Test func theLayoutIsAsDocumented() {
    let bytes = canonicalEncoding(of: outcome(.text("é"), error: "x"))
    var expected: [UInt8] = [22, 0, 0, 0, 0, 0, 0, 0]
    expected += Array("deconv-book result 1".utf8)
    expected[0] = 20
    expected += [1, 0, 0, 0, 0, 0, 0, 0]
    expected += [1, 2, 0, 0, 0, 0, 0, 0, 0, 0xc3, 0xa9]
    expected += [1, 1, 0, 0, 0, 0, 0, 0, 0, 0x78]
    #expect(bytes == expected)
  }

  @Test func everyFieldCounts() throws {
    var outcomes: [BlockOutcome] = [
      outcome(), outcome(error: ""), outcome(.text("")), outcome(.text("a")), outcome(.text("b")),
      outcome(.text("a"), .text("")), outcome(.text("é")), outcome(.text("e\u{301}")),
      outcome(.table(TableArtifact(header: ["a", "b"], rows: []))),
      outcome(.table(TableArtifact(header: ["ab"], rows: []))),
      outcome(.table(TableArtifact(header: ["a"], rows: [["b"]]))),
      outcome(.table(TableArtifact(header: [], rows: [["a"], ["b"]]))),
      outcome(.table(TableArtifact(header: [], rows: [["a", "b"]]))),
      outcome(.derivation(DerivationArtifact(lines: []))),
      outcome(.derivation(DerivationArtifact(lines: [.init(left: "a", relation: "", right: "")]))),
      outcome(.derivation(DerivationArtifact(lines: [.init(left: "", relation: "a", right: "")]))),
    ]
    let figure = try heatmap([1, 2])
    var figures = [figure, try heatmap([1, -2]), try heatmap([1, 2], shape: [2, 1])]
    figures.append(try heatmap([0, 2]))
    figures.append(try heatmap([-0.0, 2]))
    figures.append(try heatmap([1, 2], title: "Sums"))
    figures += [figure, figure, figure, figure, figure, figure]
    figures[6].kind = "kernels"
    figures[7].parameters = []
    figures[8].displayWidth = 2
    figures[9].displayHeight = 2
    figures[10].alternativeText = ""
    figures[11].data[0].name = "other"
    outcomes += figures.map { outcome(.figure($0)) }
    let explorer = try explorer([1, 2])
    var other = explorer
    other.frames[1].note = ""
    var third = explorer
    third.sliders[0].initial = 0
    outcomes += [explorer, other, third].map { outcome(.explorer($0)) }
    #expect(Set(outcomes.map(canonicalEncoding)).count == outcomes.count)
  }

  @Test func thePictureIsNotPartOfIt() throws {
    #expect(
      canonicalEncoding(of: try heatmap([1], gray: 1))
        == canonicalEncoding(of: try heatmap([1], gray: 2)))
  }

  @Test func everyNaNIsTheSame() {
    func bits(_ type: String, _ bytes: [UInt8]) -> [UInt8] {
      DataArray(name: "", shape: [1], scalarType: type, bytes: bytes).canonicalBytes
    }
    #expect(bits("F32", [1, 0, 0x80, 0xff]) == [0, 0, 0xc0, 0x7f])
    #expect(bits("F32", [0, 0, 0x80, 0xff]) == [0, 0, 0x80, 0xff])  // -infinity
    #expect(bits("F32", [0, 0, 0, 0x80]) == [0, 0, 0, 0x80])  // -0
    #expect(bits("F64", [1, 0, 0, 0, 0, 0, 0xf0, 0x7f]) == [0, 0, 0, 0, 0, 0, 0xf8, 0x7f])
    #expect(bits("F64", [0, 0, 0, 0, 0, 0, 0xf0, 0x7f]) == [0, 0, 0, 0, 0, 0, 0xf0, 0x7f])
    #expect(bits("I64", [1, 0, 0, 0, 0, 0, 0xf0, 0x7f]) == [1, 0, 0, 0, 0, 0, 0xf0, 0x7f])
  }
}
