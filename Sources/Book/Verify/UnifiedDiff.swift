/// One side of a comparison: its name in the header, and the number of its first line.
package struct DiffSide: Sendable {
  package var name: String
  package var lines: [String]
  package var firstLine: Int

  package init(name: String, lines: [String], firstLine: Int = 1) {
    self.name = name
    self.lines = lines
    self.firstLine = firstLine
  }
}

/// The differences of two texts as `diff -u` writes them; empty when there are none.
///
/// Lines are equal when their bytes are. The changes are the fewest possible (Myers 1986) up to
/// `changeLimit` of them; beyond it, everything between the first and the last difference is shown
/// as replaced. At most `lineLimit` lines are written.
package func unifiedDiff(
  _ old: DiffSide, _ new: DiffSide, context: Int = 3, changeLimit: Int = 1000, lineLimit: Int = 400
) -> String {
  let edits = lineEdits(from: old.lines, to: new.lines, changeLimit: changeLimit)
  let hunks = hunks(of: edits, context: context)
  guard !hunks.isEmpty else { return "" }
  var output = ["--- \(old.name)", "+++ \(new.name)"]
  for hunk in hunks {
    let hunkEdits = edits[hunk]
    let oldLines = hunkEdits.lazy.filter { $0.isInOld }.count
    let newLines = hunkEdits.lazy.filter { $0.isInNew }.count
    let first = hunkEdits[hunk.lowerBound]
    let oldRange = hunkRange(first.oldIndex + old.firstLine, oldLines)
    let newRange = hunkRange(first.newIndex + new.firstLine, newLines)
    output.append("@@ -\(oldRange) +\(newRange) @@")
    for edit in hunkEdits {
      switch edit.kind {
      case .same: output.append(" " + old.lines[edit.oldIndex])
      case .removed: output.append("-" + old.lines[edit.oldIndex])
      case .added: output.append("+" + new.lines[edit.newIndex])
      }
    }
  }
  if output.count > lineLimit {
    let hidden = output.count - lineLimit
    output = output.prefix(lineLimit) + ["… and \(hidden) more lines"]
  }
  return output.joined(separator: "\n")
}

/// `12,3` for lines 12 to 14, `12` for one line, and `11,0` for no line after line 11.
private func hunkRange(_ first: Int, _ count: Int) -> String {
  switch count {
  case 0: "\(first - 1),0"
  case 1: "\(first)"
  default: "\(first),\(count)"
  }
}

/// One line of a comparison, with the place that both sides have come to.
struct LineEdit: Hashable {
  enum Kind { case same, removed, added }

  var kind: Kind
  var oldIndex: Int
  var newIndex: Int

  var isInOld: Bool { kind != .added }
  var isInNew: Bool { kind != .removed }
}

/// The lines of both texts in the order of a comparison, removed lines before added ones.
func lineEdits(from old: [String], to new: [String], changeLimit: Int) -> [LineEdit] {
  // Each different line as one number; keyed by bytes, because equal strings need not be.
  var numbers: [[UInt8]: Int] = [:]
  func number(_ line: String) -> Int {
    let key = Array(line.utf8)
    if let known = numbers[key] { return known }
    numbers[key] = numbers.count
    return numbers.count - 1
  }
  let a = old.map(number)
  let b = new.map(number)

  var prefix = 0
  while prefix < a.count, prefix < b.count, a[prefix] == b[prefix] { prefix += 1 }
  var suffix = 0
  while suffix < a.count - prefix, suffix < b.count - prefix,
    a[a.count - 1 - suffix] == b[b.count - 1 - suffix]
  { suffix += 1 }

  let middle = changedLines(
    Array(a[prefix..<a.count - suffix]), Array(b[prefix..<b.count - suffix]),
    changeLimit: changeLimit)
  var script = (0..<prefix).map { _ in LineEdit.Kind.same }
  script += middle
  script += (0..<suffix).map { _ in .same }

  var edits: [LineEdit] = []
  var (oldIndex, newIndex) = (0, 0)
  for kind in script {
    edits.append(LineEdit(kind: kind, oldIndex: oldIndex, newIndex: newIndex))
    if kind != .added { oldIndex += 1 }
    if kind != .removed { newIndex += 1 }
  }
  return edits
}

/// The shortest script that turns `a` into `b`: Myers, "An O(ND) difference algorithm", 1986.
///
/// An addition is followed by a removal nowhere: of the two ways over the same two lines, the one
/// that removes first is always further on the diagonal between.
private func changedLines(_ a: [Int], _ b: [Int], changeLimit: Int) -> [LineEdit.Kind] {
  let everything =
    a.map { _ in LineEdit.Kind.removed } + b.map { _ in LineEdit.Kind.added }
  if a.isEmpty || b.isEmpty { return everything }
  let limit = min(a.count + b.count, changeLimit)
  // reached[limit + k] is the furthest x on diagonal k = x - y with the changes made so far.
  var reached = [Int](repeating: 0, count: 2 * limit + 2)
  var history: [[Int]] = []
  for changes in 0...limit {
    history.append(Array(reached[(limit - changes)...(limit + changes)]))
    for k in stride(from: -changes, through: changes, by: 2) {
      var x = startOfSnake(k, changes, furthest: { reached[limit + $0] })
      while x < a.count, x - k < b.count, a[x] == b[x - k] { x += 1 }
      reached[limit + k] = x
      if x >= a.count, x - k >= b.count {
        return backtracked(history, endingAt: (a.count, b.count))
      }
    }
  }
  return everything
}

/// Where diagonal `k` is entered with this number of changes: from below or from the left.
private func startOfSnake(_ k: Int, _ changes: Int, furthest: (Int) -> Int) -> Int {
  if changes == 0 { return 0 }
  if k == -changes || (k != changes && furthest(k - 1) < furthest(k + 1)) { return furthest(k + 1) }
  return furthest(k - 1) + 1
}

/// The script found, read from its end; `history[d]` is the state before the d-th change, on the
/// diagonals from -d to d.
private func backtracked(_ history: [[Int]], endingAt end: (Int, Int)) -> [LineEdit.Kind] {
  var (x, y) = end
  var script: [LineEdit.Kind] = []
  for changes in history.indices.reversed() {
    let k = x - y
    let furthest = { (diagonal: Int) in history[changes][changes + diagonal] }
    let start = startOfSnake(k, changes, furthest: furthest)
    while x > start {
      script.append(.same)
      (x, y) = (x - 1, y - 1)
    }
    guard changes > 0 else { break }
    let cameFromAbove = k == -changes || (k != changes && furthest(k - 1) < furthest(k + 1))
    script.append(cameFromAbove ? .added : .removed)
    if cameFromAbove { y -= 1 } else { x -= 1 }
  }
  return script.reversed()
}

/// The ranges of edits that are shown: each change with its context, those that touch joined.
private func hunks(of edits: [LineEdit], context: Int) -> [Range<Int>] {
  var hunks: [Range<Int>] = []
  for (index, edit) in edits.enumerated() where edit.kind != .same {
    let range = max(0, index - context)..<min(edits.count, index + 1 + context)
    if let last = hunks.last, range.lowerBound <= last.upperBound {
      hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
    } else {
      hunks.append(range)
    }
  }
  return hunks
}
