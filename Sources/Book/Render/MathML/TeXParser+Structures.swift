import BookModel

extension TeXParser {
  // MARK: Fractions, roots, accents

  mutating func fraction(_ name: String) throws(TeXProblem) -> MathAtom {
    let outer = isDisplay
    isDisplay = false
    defer { isDisplay = outer }
    let top = try argument(of: "\\\(name)")
    let bottom = try argument(of: "\\\(name)")
    switch name {
    case "binom":
      let stack = HTMLNode.math(.mfrac, [.math(.linethickness, "0")], [top, bottom])
      return MathAtom(node: .math(.mrow, [fence("(", "prefix"), stack, fence(")", "postfix")]))
    case "dfrac", "tfrac":
      let value = name == "dfrac" ? "true" : "false"
      return MathAtom(
        node: .math(
          .mstyle, [.math(.displaystyle, value), .math(.scriptlevel, "0")],
          [.math(.mfrac, [top, bottom])]))
    default: return MathAtom(node: .math(.mfrac, [top, bottom]))
    }
  }

  mutating func root() throws(TeXProblem) -> MathAtom {
    guard lexer.peek().kind == .character("[") else {
      return MathAtom(node: .math(.msqrt, [try argument(of: "\\sqrt")]))
    }
    let open = lexer.next()
    let index = group(try row(endingAtBracket: true))
    guard lexer.next().kind == .character("]") else {
      throw TeXProblem(range: open.range, message: "this [ is never closed", hint: nil)
    }
    return MathAtom(node: .math(.mroot, [try argument(of: "\\sqrt"), index]))
  }

  mutating func accented(
    _ name: String, _ text: String, stretches: Bool, below: Bool
  ) throws(TeXProblem) -> MathAtom {
    let base = try argument(of: "\\\(name)")
    let sign = HTMLNode.math(.mo, .math(.stretchy, stretches ? "true" : "false"), text: text)
    let node: HTMLNode =
      below
      ? .math(.munder, [.math(.accentunder, "true")], [base, sign])
      : .math(.mover, [.math(.accent, "true")], [base, sign])
    let isBrace = name == "underbrace" || name == "overbrace"
    return MathAtom(node: node, limits: isBrace ? .always : .never)
  }

  mutating func stacked(_ name: String) throws(TeXProblem) -> MathAtom {
    let outer = isDisplay
    isDisplay = false
    let script: HTMLNode
    do {
      defer { isDisplay = outer }
      script = try argument(of: "\\\(name)")
    }
    let base = try argument(of: "\\\(name)")
    return MathAtom(
      node: .math(name == "underset" ? .munder : .mover, [base, script]),
      atomClass: name == "stackrel" ? .relation : .ordinary)
  }

  mutating func modulus(_ name: String) throws(TeXProblem) -> MathAtom {
    let content = try argument(of: "\\\(name)")
    var nodes: [HTMLNode] = [
      .math(.mspace, [.math(.width, "1em")], []),
      .math(.mi, text: "mod"),
      .math(.mspace, [.math(.width, "0.3333em")], []),
      content,
    ]
    if name == "pmod" {
      nodes.insert(sign("(", after: .ordinary).node, at: 1)
      nodes.append(sign(")", after: .ordinary).node)
    }
    return MathAtom(node: .math(.mrow, nodes))
  }

  func padded(_ node: HTMLNode) -> HTMLNode {
    let space = HTMLNode.math(.mspace, [.math(.width, "0.4em")], [])
    return .math(.mrow, [space, node, space])
  }

  // MARK: Fences

  mutating func fenced(_ left: TeXToken) throws(TeXProblem) -> MathAtom {
    var nodes = [fence(try delimiter(of: "\\left"), "prefix")]
    while true {
      nodes += try row()
      let token = lexer.next()
      switch token.kind {
      case .command("middle"): nodes.append(fence(try delimiter(of: "\\middle"), "infix"))
      case .command("right"):
        nodes.append(fence(try delimiter(of: "\\right"), "postfix"))
        return MathAtom(node: .math(.mrow, nodes.filter { $0 != fence("", "prefix") }))
      case .end:
        throw TeXProblem(range: left.range, message: "this \\left has no \\right", hint: nil)
      default: throw unexpected(token)
      }
    }
  }

  func fence(_ text: String, _ form: String, size: String? = nil) -> HTMLNode {
    // An invisible fence, `\left.`, is an empty row, which `fenced` leaves out.
    if text.isEmpty { return .math(.mrow) }
    var attributes: [HTMLAttribute] = [.math(.form, form), .math(.stretchy, "true")]
    if form == "infix" { attributes += [.math(.lspace, "0.2em"), .math(.rspace, "0.2em")] }
    if let size { attributes += [.math(.minsize, size), .math(.maxsize, size)] }
    return .math(.mo, attributes, [.text(text)])
  }

  mutating func delimiter(of command: String) throws(TeXProblem) -> String {
    let token = lexer.next()
    switch token.kind {
    case .character("."): return ""
    case .character("<"): return "⟨"
    case .character(">"): return "⟩"
    case .character(let scalar) where "()[]|/".unicodeScalars.contains(scalar):
      return String(scalar)
    case .command(let name):
      if let sign = TeXVocabulary.delimiters[name] { return sign }
      fallthrough
    default:
      throw TeXProblem(
        range: token.range,
        message: "\(command) needs a bracket, a bar or a point, but \(described(token)) follows",
        hint: nil)
    }
  }

  // MARK: Environments

  /// The rows of a table of formulas, up to a token that ends no cell.
  private mutating func cells() throws(TeXProblem) -> [(cells: [HTMLNode], isRuled: Bool)] {
    var rows: [(cells: [HTMLNode], isRuled: Bool)] = []
    var current: (cells: [HTMLNode], isRuled: Bool) = ([], false)
    while true {
      while current.cells.isEmpty, lexer.peek().kind == .command("hline") {
        _ = lexer.next()
        current.isRuled = true
      }
      current.cells.append(.math(.mrow, try row()))
      switch lexer.peek().kind {
      case .alignment: _ = lexer.next()
      case .command("\\"):
        _ = lexer.next()
        rows.append(current)
        current = ([], false)
      default:
        let isEmpty = current.cells == [.math(.mrow)]
        if !isEmpty || rows.isEmpty { rows.append(current) }
        return rows
      }
    }
  }

  mutating func environment(_ begin: TeXToken) throws(TeXProblem) -> MathAtom {
    guard let (name, range) = lexer.rawGroup() else {
      throw TeXProblem(range: begin.range, message: "\\begin needs a name: \\begin{…}", hint: nil)
    }
    guard TeXVocabulary.environments.contains(name) else {
      throw TeXProblem(
        range: range, message: "unknown TeX environment \(name)",
        hint: nearestName(to: name, among: TeXVocabulary.environments).map { "did you mean \($0)?" }
      )
    }
    var columns: [Unicode.Scalar] = []
    if name == "array" {
      guard let text = lexer.rawGroup()?.text,
        text.unicodeScalars.allSatisfy({ "lcr| ".unicodeScalars.contains($0) })
      else {
        throw TeXProblem(
          range: range, message: "array needs its columns in braces, such as {lcr} or {c|c}",
          hint: nil)
      }
      columns = text.unicodeScalars.filter { $0 != " " }
    }
    let outer = isDisplay
    isDisplay = Self.isAligned(name) || name.hasPrefix("gather")
    defer { isDisplay = outer }
    let rows = try cells()
    let token = lexer.next()
    guard token.kind == .command("end") else {
      if token.kind != .end { throw unexpected(token) }
      throw TeXProblem(
        range: begin.range, message: "this \\begin{\(name)} has no \\end{\(name)}", hint: nil)
    }
    let end = lexer.rawGroup()
    guard end?.text == name else {
      throw TeXProblem(
        range: end?.range ?? token.range,
        message: "\\begin{\(name)} is ended by \\end{\(end?.text ?? "")}", hint: nil)
    }
    return MathAtom(node: table(name, rows, columns))
  }

  mutating func substack(_ token: TeXToken) throws(TeXProblem) -> MathAtom {
    guard lexer.peek().kind == .openBrace else {
      throw TeXProblem(range: token.range, message: "\\substack needs braces", hint: nil)
    }
    let open = lexer.next()
    let rows = try cells()
    guard lexer.next().kind == .closeBrace else {
      throw TeXProblem(range: open.range, message: "this { is never closed", hint: nil)
    }
    return MathAtom(node: Self.table("substack", rows.map(\.cells), cellClass: { _ in nil }))
  }

  private static func isAligned(_ name: String) -> Bool {
    ["aligned", "align", "align*", "split"].contains(name)
  }

  private func table(
    _ name: String, _ rows: [(cells: [HTMLNode], isRuled: Bool)], _ columns: [Unicode.Scalar]
  ) -> HTMLNode {
    if Self.isAligned(name) {
      return Self.table("aligned", rows.map(\.cells), isDisplay: true) {
        $0 % 2 == 0 ? "right" : "left"
      }
    }
    switch name {
    case "cases":
      let table = Self.table("cases", rows.map(\.cells)) { _ in "left" }
      return .math(.mrow, [fence("{", "prefix"), table])
    case "gathered", "gather", "gather*":
      return Self.table("aligned", rows.map(\.cells), isDisplay: true) { _ in nil }
    case "array":
      let classes = Self.classes(ofColumns: columns)
      let ruled = Set(rows.indices.filter { rows[$0].isRuled })
      return Self.table("matrix", rows.map(\.cells), ruledRows: ruled) {
        $0 < classes.count ? classes[$0] : nil
      }
    default:
      let fences = [
        "pmatrix": "matrix paren", "bmatrix": "matrix bracket", "vmatrix": "matrix bar",
        "Vmatrix": "matrix double-bar", "smallmatrix": "matrix small",
      ]
      let ruled = Set(rows.indices.filter { rows[$0].isRuled })
      let matrix = Self.table(fences[name] ?? "matrix", rows.map(\.cells), ruledRows: ruled) {
        _ in nil
      }
      guard name == "Bmatrix" else { return matrix }
      return .math(.mrow, [fence("{", "prefix"), matrix, fence("}", "postfix")])
    }
  }

  /// The class of each column of an array: its side, and whether a rule stands before it.
  private static func classes(ofColumns columns: [Unicode.Scalar]) -> [String?] {
    var classes: [String?] = []
    var isRuled = false
    for column in columns {
      if column == "|" {
        isRuled = true
        continue
      }
      let names = [column == "l" ? "left" : column == "r" ? "right" : nil, isRuled ? "ruled" : nil]
      let present = names.compactMap(\.self)
      classes.append(present.isEmpty ? nil : present.joined(separator: " "))
      isRuled = false
    }
    return classes
  }

  static func table(
    _ className: String, _ rows: [[HTMLNode]], isDisplay: Bool = false,
    ruledRows: Set<Int> = [], cellClass: (Int) -> String?
  ) -> HTMLNode {
    var attributes: [HTMLAttribute] = [.class(className)]
    if isDisplay { attributes.append(.math(.displaystyle, "true")) }
    return .math(
      .mtable, attributes,
      rows.enumerated().map { index, cells in
        .math(
          .mtr, ruledRows.contains(index) ? [.class("ruled")] : [],
          cells.enumerated().map { column, cell in
            .math(.mtd, cellClass(column).map { [.class($0)] } ?? [], contents(cell))
          })
      })
  }

  /// A cell is a row of its own: the row that was made to hold it is not written.
  private static func contents(_ cell: HTMLNode) -> [HTMLNode] {
    if case .math(.mrow, [], let children) = cell { return children }
    return [cell]
  }
}
