import BookModel

/// A formula as MathML, and what is wrong with its TeX.
func mathML(_ tex: String, isDisplay: Bool) -> (node: HTMLNode, problems: [TeXProblem]) {
  if let problem = tooLong(tex) { return (mathElement([], tex, isDisplay: isDisplay), [problem]) }
  var parser = TeXParser(tex, isDisplay: isDisplay)
  let nodes = parser.parseFormula()
  return (mathElement(nodes, tex, isDisplay: isDisplay), parser.problems)
}

/// A derivation: its lines below each other, the relations in one column.
func mathML(_ derivation: DerivationArtifact) -> (node: HTMLNode, problems: [TeXProblem]) {
  var problems: [TeXProblem] = []
  let rows = derivation.lines.map { line in
    [line.left, line.relation, line.right].map { tex in
      if let problem = tooLong(tex) {
        problems.append(problem)
        return HTMLNode.math(.mrow)
      }
      var parser = TeXParser(tex, isDisplay: true)
      let nodes = parser.parseFormula()
      problems += parser.problems.map { problem in
        var problem = problem
        problem.message += " in \"\(tex.prefix(80))\""
        return problem
      }
      return .math(.mrow, nodes)
    }
  }
  let table = TeXParser.table("aligned derivation", rows, isDisplay: true) {
    ["right", "relation", "left"][$0]
  }
  let tex = derivation.lines.map { "\($0.left) \($0.relation) \($0.right)" }
  return (mathElement([table], tex.joined(separator: " \\\\ "), isDisplay: true), problems)
}

private func tooLong(_ tex: String) -> TeXProblem? {
  let count = tex.utf8.count
  guard count > TeXParser.maximumBytes else { return nil }
  return TeXProblem(
    range: 0..<count,
    message: "the formula has \(count) bytes; a formula may have \(TeXParser.maximumBytes)",
    hint: "split it into several formulas")
}

private func mathElement(_ nodes: [HTMLNode], _ tex: String, isDisplay: Bool) -> HTMLNode {
  let display: [HTMLAttribute] = isDisplay ? [.math(.display, "block")] : []
  return .math(.math, display + [.math(.alttext, tex)], nodes)
}
