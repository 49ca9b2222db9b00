/// A block of a chapter's prose, with its place.
package struct MarkdownBlock: Sendable {
  package indirect enum Kind: Sendable {
    case heading(level: Int, [MarkdownInline], id: String)
    case paragraph([MarkdownInline])
    case quote([MarkdownBlock])
    case callout(CalloutKind, title: [MarkdownInline], [MarkdownBlock])
    case list(MarkdownList)
    /// A fence that is shown, not executed.
    case code(language: String?, String)
    /// An executed block: an index into `Chapter.blocks`.
    case executed(Int)
    /// Display math: the TeX, and the label of a numbered equation.
    case math(tex: String, texOrigin: SourceLocation, label: Located<String>?)
    case table(MarkdownTable)
    case thematicBreak
    /// A footnote's text, shown where the notes are collected.
    case footnoteDefinition(name: String, [MarkdownBlock])
    /// What the book writes itself, at a place that the author chose.
    case generated(GeneratedPart)
  }

  package var kind: Kind
  package var span: SourceSpan

  package init(_ kind: Kind, _ span: SourceSpan) {
    self.kind = kind
    self.span = span
  }
}

/// A part of a page that is made from the whole book; it stands where the comment
/// `<!-- deconv:NAME -->` stands alone on its line.
package enum GeneratedPart: String, CaseIterable, Sendable {
  /// The map of the chapters, on the front page.
  case chapters
  /// The inventory, each item with the blocks that cover it.
  case coverage

  /// The comment, as chapters spell it.
  package var comment: String { "<!-- deconv:\(rawValue) -->" }
}

/// GitHub's five kinds of callout, and the two of a textbook.
package enum CalloutKind: String, CaseIterable, Sendable {
  case note = "NOTE"
  case tip = "TIP"
  case important = "IMPORTANT"
  case warning = "WARNING"
  case caution = "CAUTION"
  case exercise = "EXERCISE"
  case answer = "ANSWER"
}

package struct MarkdownList: Sendable {
  package struct Item: Sendable {
    /// Nil where the item is not a task.
    package var isDone: Bool?
    package var blocks: [MarkdownBlock]

    package init(isDone: Bool?, blocks: [MarkdownBlock]) {
      self.isDone = isDone
      self.blocks = blocks
    }
  }

  /// The first number of an ordered list; nil for a bullet list.
  package var start: Int?
  package var isTight: Bool
  package var items: [Item]

  package init(start: Int?, isTight: Bool, items: [Item]) {
    self.start = start
    self.isTight = isTight
    self.items = items
  }
}

package struct MarkdownTable: Sendable {
  package enum Alignment: String, Sendable { case none, left, center, right }

  package var alignments: [Alignment]
  package var header: [[MarkdownInline]]
  package var rows: [[[MarkdownInline]]]

  package init(
    alignments: [Alignment], header: [[MarkdownInline]], rows: [[[MarkdownInline]]]
  ) {
    self.alignments = alignments
    self.header = header
    self.rows = rows
  }
}

/// A run of text inside a block, with its place.
package struct MarkdownInline: Sendable {
  package indirect enum Kind: Sendable {
    case text(String)
    case emphasis([MarkdownInline])
    case strong([MarkdownInline])
    case code(String)
    /// A value in prose: an index into `Chapter.values`.
    case value(Int)
    case math(tex: String, texOrigin: SourceLocation)
    case link(destination: String, title: String?, [MarkdownInline])
    case image(source: String, title: String?, alternative: String)
    /// `@fig-overlap`: a label of a figure, table, listing, equation or section.
    case reference(label: String)
    /// `[@key; @other]`: keys of the bibliography.
    case citation(keys: [String])
    case footnote(name: String)
    case softBreak
    case lineBreak
  }

  package var kind: Kind
  package var span: SourceSpan

  package init(_ kind: Kind, _ span: SourceSpan) {
    self.kind = kind
    self.span = span
  }
}
