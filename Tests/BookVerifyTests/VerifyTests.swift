import BookModel
import Testing

@testable import BookVerify

/// A chapter of one block, recorded.
private func recorded(_ outcome: BlockOutcome, label: String = "fig-a") -> Fixture {
  Fixture(
    text: "# Title\n\n```swift\n//| label: \(label)\nshow()\n```\n\nEnd.\n", blocks: [outcome]
  ).accepted()
}

/// The one diagnostic that a fixture has.
private func onlyDiagnostic(
  _ fixture: Fixture, sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws -> Diagnostic {
  let found = fixture.verification().diagnostics
  #expect(found.count == 1, sourceLocation: sourceLocation)
  return try #require(found.first, sourceLocation: sourceLocation)
}

@Suite struct VerifyTests {
  @Test func aChapterThatSaysWhatItComputesIsClean() throws {
    var random = RandomOutcome(seed: 1)
    for _ in 0..<20 {
      let fixture = recorded(try random.outcome())
      let verification = fixture.verification()
      #expect(verification.diagnostics == [])
      #expect(verification.unverified == [])
    }
  }

  @Test func changedTextIsShownAsADiff() throws {
    var fixture = recorded(outcome(.text("1\n2\n")), label: "lst-a")
    fixture.blocks = [outcome(.text("1\n3\n"))]
    let found = try onlyDiagnostic(fixture)
    #expect(found.id == "result-drift")
    #expect(found.kind == .drift)
    #expect(found.message == "the recorded result of `lst-a` is not what the code computes")
    #expect(found.path == "chapters/07-overlap.md")
    #expect(found.span?.start.line == 12)
    #expect(found.span?.start.column == 1)
    #expect(found.hint == "if the change is meant, run `deconv-book accept 07-overlap#lst-a`")
    #expect(
      found.details == """
        --- chapters/07-overlap.md:12 (recorded)
        +++ chapters/07-overlap.md:12 (computed)
        @@ -9,6 +9,6 @@
         
         ```text
         1
        -2
        +3
         ```
         
        """)
  }

  @Test func driftInAQuotationIsLocatedBehindTheMark() throws {
    var fixture = Fixture(
      text: "> ```swift\n> //| label: lst-a\n> ```\n", blocks: [outcome(.text("1\n"))]
    ).accepted()
    fixture.blocks = [outcome(.text("2\n"))]
    let span = try #require(try onlyDiagnostic(fixture).span)
    #expect((span.start.line, span.start.column) == (8, 3))
    #expect(fixture.chapter.source.text(span.bytes) == "1")
  }

  @Test func aShownResultWithoutALabelIsAnError() throws {
    let fixture = Fixture(
      text: "A\n\n```swift\nshow()\n```\n", blocks: [outcome(.figure(try heatmap([1])))])
    let found = try onlyDiagnostic(fixture)
    #expect(found.id == "missing-label")
    #expect(found.kind == .invalid)
    #expect(found.span?.start.line == 3)
    #expect(found.hint == "write `//| label: fig-NAME` as the first line of the block")
  }

  @Test func aBlockWithoutARecordDrifts() throws {
    let fixture = Fixture(
      text: "```swift\n//| label: lst-a\n```\n", blocks: [outcome(.text("1\n"))])
    let found = try onlyDiagnostic(fixture)
    #expect(found.id == "unrecorded-result")
    #expect(found.kind == .drift)
    #expect(found.hint == "run `deconv-book accept 07-overlap#lst-a` to record it")
    #expect(found.details == "+```text\n+1\n+```")
  }

  @Test func anEditedRecordIsFoundThoughItsDigestStands() throws {
    var fixture = recorded(outcome(.text("1\n")))
    fixture.text.replace("\n1\n", with: "\n7\n")
    let found = try onlyDiagnostic(fixture)
    #expect(found.id == "edited-result")
    #expect(found.span?.start.line == 11)
    #expect(found.details?.contains("\n-7\n+1\n") == true)
  }

  @Test func anEditInUnicodesOtherFormIsFound() throws {
    var fixture = recorded(outcome(.text("é\n")))
    let scalars = fixture.text.unicodeScalars.flatMap { scalar -> [Unicode.Scalar] in
      scalar == "é" ? ["e", "\u{301}"] : [scalar]
    }
    let edited = String(String.UnicodeScalarView(scalars))
    #expect(edited == fixture.text, "to Swift's == nothing has changed")
    fixture.text = edited
    #expect(fixture.ids == ["edited-result"])
  }

  @Test func anAlteredDigestIsFound() throws {
    var fixture = recorded(outcome(.text("1\n")))
    fixture.text.replace(testDigest(outcome(.text("1\n"))), with: "0123")
    let found = try onlyDiagnostic(fixture)
    #expect(found.id == "altered-digest")
    #expect(found.span?.start.line == 14)
  }

  @Test func aRenamedBlockNoLongerHasItsRecord() throws {
    var fixture = recorded(outcome(.text("1\n")))
    fixture.text.replace("//| label: fig-a", with: "//| label: fig-b")
    #expect(try onlyDiagnostic(fixture).id == "result-drift")
    #expect(fixture.accepted().ids == [])
  }

  @Test func aRecordOfABlockThatShowsNothingDrifts() throws {
    var fixture = recorded(outcome(.figure(try heatmap([1]))))
    fixture.blocks = [outcome()]
    #expect(try onlyDiagnostic(fixture).id == "unexpected-result")
    fixture.blocks = [nil]
    fixture.text.replace("show()", with: "show()\n//| output: false")
    #expect(try onlyDiagnostic(fixture).id == "unexpected-result")
  }

  @Test func anErrorMessageIsCompared() throws {
    var fixture = recorded(outcome(error: "out of range"))
    fixture.blocks = [outcome(error: "out of bounds")]
    #expect(try onlyDiagnostic(fixture).id == "result-drift")
  }

  @Test func aVolatileRecordIsNotCompared() throws {
    var fixture = Fixture(
      text: "```swift\n//| label: lst-a\n//| volatile: true\n```\n", blocks: [outcome(.text("1\n"))]
    )
    #expect(fixture.ids == ["unrecorded-result"])
    fixture = fixture.accepted()
    fixture.blocks = [outcome(.text("2\n"))]
    #expect(fixture.ids == [])
    fixture.text.replace("```text", with: "```txt")
    #expect(fixture.ids == ["malformed-result"])
  }

  @Test func blocksThatWereNotRunAreCounted() throws {
    var fixture = recorded(outcome(.figure(try heatmap([1]))))
    fixture.text += "`1`<!--{swift} n-->\n"
    fixture.blocks = [nil]
    fixture.values = [nil]
    let verification = fixture.verification()
    #expect(verification.diagnostics == [])
    #expect(
      verification.unverified.map(\.message) == [
        "the result of `fig-a` was not verified: its block was not run",
        "the value `n` was not verified: it was not computed",
      ])
    #expect(verification.unverified.allSatisfy { $0.kind == .unverified && $0.severity == .note })
  }

  @Test func aRecordThatWasNotRunMustStillBeSound() throws {
    let clean = recorded(outcome(.text("1\n"), .figure(try heatmap([1]))))
    func ids(_ change: (inout Fixture) -> Void) -> [String] {
      var fixture = clean
      fixture.blocks = [nil]
      change(&fixture)
      return fixture.ids
    }
    #expect(ids { _ in } == [])
    #expect(ids { $0.text.replace("\n1\n", with: "\n2\n") } == ["edited-result"])
    #expect(ids { $0.text.replace("![Heat", with: "![Hot") } == ["edited-result"])
    #expect(ids { $0.files["fig-a.png"] = nil } == ["missing-result-file"])
    #expect(ids { $0.files["fig-a.png"] = [1, 2] } == ["damaged-result-file"])
    #expect(ids { $0.files["fig-a.safetensors"] = [1, 2] } == ["damaged-result-file"])
    #expect(ids { $0.files["fig-a.2.png"] = [] } == ["unused-result-file"])
    #expect(ids { $0.files["fig-a.frame-1.png"] = [] } == ["unused-result-file"])
  }

  @Test func aFrameTooManyIsUnused() throws {
    var fixture = recorded(outcome(.explorer(try explorer([1, 2]))))
    fixture.files["fig-a.frame-3.png"] = []
    #expect(fixture.ids == ["unused-result-file"])
    fixture.blocks = [nil]
    #expect(fixture.ids == ["unused-result-file"])
  }

  @Test func valuesAreCompared() throws {
    var fixture = Fixture(
      text: "A `9`<!--{swift} n--> and `{swift} m`.\n", values: ["10", "3"])
    let found = fixture.verification().diagnostics
    #expect(found.map(\.id) == ["value-drift", "unrecorded-value"])
    #expect(found.map { $0.span?.start.column } == [3, 27])
    #expect(
      found.map(\.message) == [
        "the value `n` is recorded as `9`, computed as `10`",
        "the value `m` has no recorded text; it is `3`",
      ])
    fixture.values = ["9", "3"]
    #expect(fixture.ids == ["unrecorded-value"])
  }

  @Test func unusedFilesAreNamed() throws {
    var fixture = recorded(outcome(.figure(try heatmap([1]))))
    fixture.files["fig-a.2.png"] = []
    let found = try onlyDiagnostic(fixture)
    #expect(found.id == "unused-result-file")
    #expect(found.kind == .drift)
    #expect(found.path == "chapters/results/07-overlap/fig-a.2.png")
  }
}

@Suite struct FigureVerifyTests {
  @Test func theLargestDifferenceIsNamed() throws {
    var fixture = recorded(outcome(.figure(try heatmap([1, 2, 3, 4], shape: [2, 2]))))
    fixture.blocks = [outcome(.figure(try heatmap([1, 2.5, 3, 2], shape: [2, 2], gray: 7)))]
    let found = try onlyDiagnostic(fixture)
    #expect(found.id == "figure-drift")
    #expect(found.kind == .drift)
    #expect(found.span?.start.line == 10)
    #expect(
      found.details == """
        values: 2 of 4 numbers differ; the largest difference is 2.0, at [1, 1]: recorded 4.0, \
        computed 2.0
        the pictures differ in 2 of 2 pixels
        """)
    let drift = try #require(fixture.verification().figureDrifts.first)
    #expect(drift.pictureName == "fig-a.png")
    #expect(drift.recorded.png == fixture.files["fig-a.png"])
    #expect(drift.computed == fixture.blocks[0].flatMap { figure(in: $0) })
  }

  private func figure(in outcome: BlockOutcome) -> FigureArtifact? {
    guard case .figure(let figure) = outcome.artifacts.first else { return nil }
    return figure
  }

  @Test func equalPixelsAreSaid() throws {
    var fixture = recorded(outcome(.figure(try heatmap([0]))))
    fixture.blocks = [outcome(.figure(try heatmap([-0.0])))]
    #expect(
      try onlyDiagnostic(fixture).details == """
        values: 1 of 1 numbers differ; the largest difference is 0.0, at [0]: recorded 0.0, \
        computed -0.0
        the pictures are equal all the same
        """)
  }

  @Test func aNaNIsTheLargestDifference() throws {
    var fixture = recorded(outcome(.figure(try heatmap([1, 2, 3]))))
    fixture.blocks = [outcome(.figure(try heatmap([9, .nan, .nan])))]
    #expect(
      try onlyDiagnostic(fixture).details?.hasPrefix(
        "values: 3 of 3 numbers differ; the largest difference is nan, at [1]: recorded 2.0, "
          + "computed nan\n") == true)
  }

  @Test func integersKeepTheirDigits() throws {
    func figure(_ bytes: [UInt8]) throws -> FigureArtifact {
      var figure = try heatmap([1])
      figure.data[0] = DataArray(name: "n", shape: [1], scalarType: "I64", bytes: bytes)
      return figure
    }
    var fixture = recorded(outcome(.figure(try figure([0, 0, 0, 0, 0, 0, 0, 0x80]))))
    fixture.blocks = [
      outcome(.figure(try figure([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f])))
    ]
    #expect(
      try onlyDiagnostic(fixture).details?.hasPrefix(
        "n: 1 of 1 numbers differ; the largest difference is 18446744073709551615, at [0]: "
          + "recorded -9223372036854775808, computed 9223372036854775807\n") == true)
  }

  @Test func aParameterOrAShapeIsDriftToo() throws {
    var fixture = recorded(outcome(.figure(try heatmap([1, 2]))))
    fixture.blocks = [outcome(.figure(try heatmap([1, 2], shape: [2, 1], title: "Sums")))]
    #expect(
      try onlyDiagnostic(fixture).details == """
        parameter recorded: title = Counts
        parameter computed: title = Sums
        values: recorded shape [2], computed [2, 1]
        the pictures are equal all the same
        """)
  }

  @Test func filesThatWereTamperedWithAreFound() throws {
    let clean = recorded(outcome(.figure(try heatmap([1]))))
    func diagnostic(_ name: String, _ bytes: [UInt8]?) throws -> Diagnostic {
      var fixture = clean
      fixture.files[name] = bytes
      let found = try onlyDiagnostic(fixture)
      #expect(fixture.accepted().files == clean.files)
      return found
    }
    #expect(try diagnostic("fig-a.png", nil).id == "missing-result-file")
    #expect(try diagnostic("fig-a.png", []).id == "damaged-result-file")
    #expect(try diagnostic("fig-a.png", try png(gray: 3)).id == "picture-drift")
    #expect(
      try diagnostic("fig-a.png", try png(width: 3)).details
        == "pixels: recorded 3 × 1, computed 2 × 1")
    #expect(try diagnostic("fig-a.safetensors", nil).id == "missing-result-file")
    #expect(try diagnostic("fig-a.safetensors", [0]).id == "damaged-result-file")
    let other = encodedFigure(try heatmap([5]))
    #expect(try diagnostic("fig-a.safetensors", other).id == "figure-drift")
    let explorer = encodedExplorer(try explorer([1]))
    #expect(try diagnostic("fig-a.safetensors", explorer).id == "damaged-result-file")
  }

  @Test func theBytesOfAPictureMayDiffer() throws {
    var fixture = recorded(outcome(.figure(try heatmap([1]))))
    let other = recompressed(try #require(fixture.files["fig-a.png"]))
    #expect(other != fixture.files["fig-a.png"])
    fixture.files["fig-a.png"] = other
    #expect(fixture.ids == [])
  }

  @Test func framesOfAnExplorerAreCompared() throws {
    var fixture = recorded(outcome(.explorer(try explorer([1, 2, 3, 4, 5, 6, 7, 8]))))
    var changed = try explorer([1, 2.5, 3, 4, 5, 6, 7, 8])
    changed.frames[2].note = "other"
    changed.sliders[0].name = "kernel"
    fixture.blocks = [outcome(.explorer(changed))]
    let found = try onlyDiagnostic(fixture)
    #expect(found.id == "figure-drift")
    #expect(
      found.details == """
        slider recorded: stride: 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0; first 1
        slider computed: kernel: 1.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0; first 1
        frame 2:
          values: 1 of 1 numbers differ; the largest difference is 0.5, at [0]: recorded 2.0, \
        computed 2.5
          the pictures are equal all the same
          note: recorded `stride 2.0`, computed `stride 2.5`
        frame 3:
          note: recorded `stride 3.0`, computed `other`
        """)
    #expect(fixture.verification().figureDrifts.map(\.pictureName) == ["fig-a.frame-2.png"])
    fixture.blocks = [outcome(.explorer(try explorer([2, 3, 4, 5, 6, 7, 8, 9])))]
    #expect(
      fixture.verification().diagnostics[0].details?.hasSuffix("\n… and 3 more frames") == true)
  }

  @Test func aFrameThatIsMissingIsFound() throws {
    var fixture = recorded(outcome(.explorer(try explorer([1, 2]))))
    fixture.files["fig-a.frame-1.png"] = nil
    let found = try onlyDiagnostic(fixture)
    #expect(found.id == "missing-result-file")
    #expect(found.message.contains("results/07-overlap/fig-a.frame-1.png"))
  }

  @Test func aNewFigureIsSaidOnce() throws {
    var fixture = recorded(outcome(.figure(try heatmap([1]))))
    fixture.blocks = [outcome(.figure(try heatmap([1])), .figure(try heatmap([2])))]
    #expect(try onlyDiagnostic(fixture).id == "result-drift")
    fixture = fixture.accepted()
    fixture.blocks = [outcome(.figure(try heatmap([1])))]
    #expect(try onlyDiagnostic(fixture).id == "result-drift")
  }
}

@Suite struct RecordedOutcomeTests {
  @Test func theRecordsStandForTheRun() throws {
    var fixture = Fixture(
      text: """
        ```swift
        let n = 1
        ```

        ```swift
        //| label: fig-a
        ```

        ```swift
        //| eval: false
        ```

        `{swift} n` and `8`<!--{swift} m-->

        """,
      blocks: [outcome(), outcome(.figure(try heatmap([1])), error: "stop"), nil],
      values: [nil, "8"]
    ).accepted()
    let (found, diagnostics) = recordedOutcome(
      chapter: fixture.chapter, resultFiles: fixture.files, stem: Fixture.stem)
    #expect(diagnostics == [])
    #expect(found == fixture.outcome)

    fixture.files["fig-a.safetensors"] = nil
    let damaged = recordedOutcome(
      chapter: fixture.chapter, resultFiles: fixture.files, stem: Fixture.stem)
    #expect(damaged.outcome.blocks == [outcome(), nil, nil])
    #expect(damaged.diagnostics.map(\.id) == ["missing-result-file"])
    #expect(damaged.diagnostics.first?.span?.start.line == 11)
  }
}
