/// A parsed chapter: the tree of its prose, its blocks, its values in prose, its recorded results.
package struct Chapter: Sendable {
  package let source: SourceText
  /// The YAML between the first two `---` lines, undecoded.
  package var frontMatter: FrontMatterText?
  package var body: [MarkdownBlock]
  /// The executed blocks, in order of appearance.
  package var blocks: [CodeBlock]
  /// The values in prose, in order of appearance.
  package var values: [ProseValue]

  package init(
    source: SourceText, frontMatter: FrontMatterText?, body: [MarkdownBlock], blocks: [CodeBlock],
    values: [ProseValue]
  ) {
    self.source = source
    self.frontMatter = frontMatter
    self.body = body
    self.blocks = blocks
    self.values = values
  }
}

/// The front matter as written: everything between the fences, and where that stands.
package struct FrontMatterText: Hashable, Sendable {
  package let text: String
  package let span: SourceSpan

  package init(text: String, span: SourceSpan) {
    self.text = text
    self.span = span
  }
}

/// A fence whose first word is `swift`: options on top, code below, and what is recorded of it.
package struct CodeBlock: Sendable {
  /// The whole fence.
  package var span: SourceSpan
  package var options: BlockOptions
  /// The code without its option lines.
  package var code: CodeText
  /// The recorded result, where the chapter has one.
  package var region: RecordedRegion?
  /// Where a recorded result would be inserted: the end of the fence's last line.
  package var insertionOffset: Int
  /// The container's prefix of the lines after the fence (`> `, spaces), to be repeated in a region.
  package var linePrefix: String

  package init(
    span: SourceSpan, options: BlockOptions, code: CodeText, region: RecordedRegion?,
    insertionOffset: Int, linePrefix: String
  ) {
    self.span = span
    self.options = options
    self.code = code
    self.region = region
    self.insertionOffset = insertionOffset
    self.linePrefix = linePrefix
  }
}

/// The options of a block, `//| key: value`, as Quarto names them, and a few of our own.
package struct BlockOptions: Sendable {
  package var label: Located<String>?
  /// Show the code.
  package var echo = true
  /// Run the code.
  package var eval = true
  /// Show the results.
  package var output = true
  /// The block must fail, with the recorded message.
  package var error = false
  /// Show the code folded.
  package var codeFold = false
  package var figureCaption: Located<String>?
  package var figureAlternative: Located<String>?
  package var tableCaption: Located<String>?
  /// `build --set` may override this block's bindings.
  package var parameters = false
  /// Run and shown, never compared.
  package var volatile = false
  /// Inventory ids that the block covers.
  package var covers: [Located<String>] = []
  /// Executed, and hidden in a fold.
  package var answer = false

  package init() {}
}

/// A value with its place.
package struct Located<Value> {
  package var value: Value
  package var span: SourceSpan

  package init(_ value: Value, _ span: SourceSpan) {
    self.value = value
    self.span = span
  }
}

extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}
extension Located: Sendable where Value: Sendable {}

/// What stands between `<!-- deconv:result LABEL -->` and `<!-- deconv:end sha256=… -->`.
package struct RecordedRegion: Hashable, Sendable {
  /// The label in the opening comment.
  package var label: String
  /// The digest in the closing comment.
  package var digest: String
  /// The whole region: from the start of the opening comment's line to the end of the closing
  /// comment's line, its line end not included.
  package var span: SourceSpan
  /// What stands between the two comment lines, container prefixes removed, lines joined by `\n`.
  package var content: String

  package init(label: String, digest: String, span: SourceSpan, content: String) {
    self.label = label
    self.digest = digest
    self.span = span
    self.content = content
  }
}

/// A value in prose: `` `{swift} code` ``, or recorded `` `text`<!--{swift} code--> ``.
package struct ProseValue: Hashable, Sendable {
  /// What `accept` replaces: the code span and, when recorded, the comment behind it.
  package var span: SourceSpan
  package var code: CodeText
  /// The text that stands in the chapter; nil until it is recorded.
  package var recorded: String?
  /// Inside a table cell, where `|` must be escaped.
  package var isInTable: Bool
  /// How many of the chapter's blocks stand before the value: it is evaluated after these.
  package var blocksBefore: Int

  package init(
    span: SourceSpan, code: CodeText, recorded: String?, isInTable: Bool, blocksBefore: Int
  ) {
    self.span = span
    self.code = code
    self.recorded = recorded
    self.isInTable = isInTable
    self.blocksBefore = blocksBefore
  }
}

/// A stretch of code with the class that a page colours it by.
package struct HighlightedRange: Hashable, Sendable {
  package enum Class: String, Sendable {
    case keyword, type, number, string, comment, attribute, operatorSign, call, label
  }

  /// UTF-8 offsets in the code.
  package var range: Range<Int>
  package var highlightClass: Class

  package init(range: Range<Int>, highlightClass: Class) {
    self.range = range
    self.highlightClass = highlightClass
  }
}
