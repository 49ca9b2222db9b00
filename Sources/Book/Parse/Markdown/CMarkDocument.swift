internal import CDeconvCMark

/// cmark's tree, copied into values of our own: the one file that sees a type of libcmark.
struct CMarkDocument {
  struct Node {
    enum Kind: Equatable {
      case quote
      case list(start: Int?, isTight: Bool)
      case item
      case code(info: String, literal: String)
      case html(String)
      case paragraph
      case heading(level: Int)
      case thematicBreak
      case text(String)
      case softBreak
      case lineBreak
      case codeSpan(String)
      case inlineHTML(String)
      case emphasis
      case strong
      case link(destination: String, title: String)
      case image(source: String, title: String)
    }

    var kind: Kind
    /// The node's first line, from 1; cmark is exact here for blocks, and for blocks alone.
    var startLine: Int
    var endLine: Int
    /// Indices of the children, in order.
    var children: [Int] = []
  }

  /// How much of a tree is copied.
  struct Bounds {
    /// Nodes deeper than this are left out.
    var depth = 100
    var nodeCount = 400_000
    /// How many of the document's own children are copied.
    var rootCount = Int.max
    /// Whether what stands inside paragraphs and headings is copied.
    var includesInlines = false
  }

  /// The nodes, each after its parent.
  private(set) var nodes: [Node] = []
  private(set) var roots: [Int] = []
  /// The nodes whose children were left out because they are nested too deep.
  private(set) var truncated: Set<Int> = []
  /// Whether the document has more nodes than the bounds allow.
  private(set) var isTooLarge = false

  init(parsing bytes: [UInt8], bounds: Bounds) {
    let document = bytes.withUnsafeBytes { buffer in
      cmark_parse_document(
        buffer.bindMemory(to: CChar.self).baseAddress, buffer.count, CMARK_OPT_DEFAULT)
    }
    guard let document else { return }
    defer { cmark_node_free(document) }
    copy(document, bounds: bounds)
  }

  /// Copies the tree without recursion: a document may be nested as deep as it has bytes.
  private mutating func copy(_ document: OpaquePointer, bounds: Bounds) {
    var pending: [(node: OpaquePointer, parent: Int?, depth: Int)] = []
    if let first = cmark_node_first_child(document) { pending.append((first, nil, 1)) }
    while let (node, parent, depth) = pending.popLast() {
      if parent == nil, roots.count >= bounds.rootCount { return }
      if nodes.count >= bounds.nodeCount {
        isTooLarge = true
        return
      }
      if let next = cmark_node_next(node) { pending.append((next, parent, depth)) }
      guard let kind = Self.kind(of: node) else { continue }
      let index = nodes.count
      nodes.append(
        Node(
          kind: kind, startLine: Int(cmark_node_get_start_line(node)),
          endLine: Int(cmark_node_get_end_line(node))))
      if let parent { nodes[parent].children.append(index) } else { roots.append(index) }
      let holdsInlines = kind == .paragraph || kind.isHeading
      guard bounds.includesInlines || !holdsInlines, let child = cmark_node_first_child(node) else {
        continue
      }
      if depth < bounds.depth {
        pending.append((child, index, depth + 1))
      } else {
        truncated.insert(index)
      }
    }
  }

  private static func kind(of node: OpaquePointer) -> Node.Kind? {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_BLOCK_QUOTE: .quote
    case CMARK_NODE_LIST:
      .list(
        start: cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
          ? Int(cmark_node_get_list_start(node)) : nil,
        isTight: cmark_node_get_list_tight(node) != 0)
    case CMARK_NODE_ITEM: .item
    case CMARK_NODE_CODE_BLOCK:
      .code(info: text(cmark_node_get_fence_info(node)), literal: text(of: node))
    case CMARK_NODE_HTML_BLOCK: .html(text(of: node))
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_HEADING: .heading(level: Int(cmark_node_get_heading_level(node)))
    case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
    case CMARK_NODE_TEXT: .text(text(of: node))
    case CMARK_NODE_SOFTBREAK: .softBreak
    case CMARK_NODE_LINEBREAK: .lineBreak
    case CMARK_NODE_CODE: .codeSpan(text(of: node))
    case CMARK_NODE_HTML_INLINE: .inlineHTML(text(of: node))
    case CMARK_NODE_EMPH: .emphasis
    case CMARK_NODE_STRONG: .strong
    case CMARK_NODE_LINK:
      .link(
        destination: text(cmark_node_get_url(node)), title: text(cmark_node_get_title(node)))
    case CMARK_NODE_IMAGE:
      .image(source: text(cmark_node_get_url(node)), title: text(cmark_node_get_title(node)))
    // Custom nodes are made by programs, never by the parser.
    default: nil
    }
  }

  private static func text(of node: OpaquePointer) -> String { text(cmark_node_get_literal(node)) }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
    pointer.map { String(cString: $0) } ?? ""
  }
}

extension CMarkDocument.Node.Kind {
  var isHeading: Bool {
    if case .heading = self { true } else { false }
  }
}

extension CMarkDocument {
  /// What a text without markup reads as: cmark alone knows the names of all entities.
  static func decoded(entity: some Sequence<UInt8>) -> String {
    var bounds = Bounds()
    bounds.includesInlines = true
    let document = CMarkDocument(parsing: Array(entity), bounds: bounds)
    return document.nodes.reduce(into: "") { text, node in
      if case .text(let literal) = node.kind { text += literal }
    }
  }
}
