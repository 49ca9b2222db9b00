import Testing

@testable import BookVerify

private func diff(
  _ old: String, _ new: String, firstLine: Int = 1, changeLimit: Int = 1000, lineLimit: Int = 400
) -> String {
  unifiedDiff(
    DiffSide(name: "a", lines: old.feedLines, firstLine: firstLine),
    DiffSide(name: "b", lines: new.feedLines, firstLine: firstLine),
    changeLimit: changeLimit, lineLimit: lineLimit)
}

/// What a script makes of the old lines.
private func applied(_ edits: [LineEdit], _ old: [String], _ new: [String]) -> [String] {
  edits.compactMap { edit in
    switch edit.kind {
    case .same: old[edit.oldIndex]
    case .removed: nil
    case .added: new[edit.newIndex]
    }
  }
}

@Suite struct UnifiedDiffTests {
  @Test func equalTextsHaveNone() {
    #expect(diff("a\nb", "a\nb") == "")
  }

  @Test func oneChangedLine() {
    #expect(
      diff("1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\n3\n4\nX\n6\n7\n8\n9", firstLine: 41) == """
        --- a
        +++ b
        @@ -42,7 +42,7 @@
         2
         3
         4
        -5
        +X
         6
         7
         8
        """)
  }

  @Test func distantChangesAreTwoHunks() {
    #expect(
      diff("1\n2\n3\n4\n5\n6\n7\n8\n9", "0\n1\n2\n3\n4\n5\n6\n7\n8") == """
        --- a
        +++ b
        @@ -1,3 +1,4 @@
        +0
         1
         2
         3
        @@ -6,4 +7,3 @@
         6
         7
         8
        -9
        """)
  }

  @Test func removedLinesComeBeforeAddedOnes() {
    #expect(
      diff("a\nb\nc", "x\ny\nc") == """
        --- a
        +++ b
        @@ -1,3 +1,3 @@
        -a
        -b
        +x
        +y
         c
        """)
  }

  @Test func anEmptySideCountsFromTheLineBefore() {
    let text = unifiedDiff(
      DiffSide(name: "a", lines: [], firstLine: 8), DiffSide(name: "b", lines: ["x"], firstLine: 8))
    #expect(text == "--- a\n+++ b\n@@ -7,0 +8 @@\n+x")
  }

  @Test func bytesDecideNotCharacters() {
    #expect(diff("é", "e\u{301}") == "--- a\n+++ b\n@@ -1 +1 @@\n-é\n+e\u{301}")
    #expect(diff("a\r\nb", "a\nb") == "--- a\n+++ b\n@@ -1,2 +1,2 @@\n-a\r\n+a\n b")
  }

  @Test func longOutputIsCut() {
    #expect(
      diff("a\nb\nc", "x\ny\nz", lineLimit: 4)
        == "--- a\n+++ b\n@@ -1,3 +1,3 @@\n-a\n… and 5 more lines")
  }

  @Test func tooManyChangesReplaceTheMiddle() {
    let old = (["first"] + (0..<50).flatMap { ["old \($0)", "same"] }).joined(separator: "\n")
    let new = (["first"] + (0..<50).flatMap { ["new \($0)", "same"] }).joined(separator: "\n")
    let edits = lineEdits(from: old.feedLines, to: new.feedLines, changeLimit: 10)
    let kinds = edits.map(\.kind)
    #expect(!zip(kinds, kinds.dropFirst()).contains { $0 == .added && $1 == .removed })
    #expect(edits.filter { $0.kind == .same }.count == 2)
    #expect(applied(edits, old.feedLines, new.feedLines) == new.feedLines)
  }

  @Test(arguments: 0..<300)
  func scriptsAreRightAndShortest(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let lines = { (count: Int) in
      (0..<count).map { _ in String(Int.random(in: 0...3, using: &generator)) }
    }
    let old = lines(seed % 13)
    let new = lines(seed % 11)
    let edits = lineEdits(from: old, to: new, changeLimit: 1000)
    #expect(applied(edits, old, new) == new)
    #expect(edits.filter(\.isInOld).map { old[$0.oldIndex] } == old)
    #expect(edits.filter { $0.kind == .same }.allSatisfy { old[$0.oldIndex] == new[$0.newIndex] })
    #expect(edits.filter { $0.kind == .same }.count == longestCommonSubsequence(old, new))
  }

  private func longestCommonSubsequence(_ a: [String], _ b: [String]) -> Int {
    var previous = [Int](repeating: 0, count: b.count + 1)
    for line in a {
      var row = [0]
      for (index, other) in b.enumerated() {
        row.append(line == other ? previous[index] + 1 : max(row[index], previous[index + 1]))
      }
      previous = row
    }
    return previous[b.count]
  }
}
