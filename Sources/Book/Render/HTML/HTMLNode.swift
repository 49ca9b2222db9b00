/// A node of a page.
///
/// Only ``HTMLFormatter`` turns it into text, so only there is anything escaped.
package indirect enum HTMLNode: Hashable, Sendable {
  case element(HTMLTag, [HTMLAttribute], [HTMLNode])
  /// An element that has no content and no end tag.
  case void(VoidTag, [HTMLAttribute])
  case math(MathTag, [HTMLAttribute], [HTMLNode])
  case text(String)
}

extension HTMLNode {
  static func element(_ tag: HTMLTag, _ attributes: HTMLAttribute..., text: String) -> HTMLNode {
    .element(tag, attributes, [.text(text)])
  }

  static func math(_ tag: MathTag, _ children: [HTMLNode] = []) -> HTMLNode {
    .math(tag, [], children)
  }

  static func math(_ tag: MathTag, _ attributes: HTMLAttribute..., text: String) -> HTMLNode {
    .math(tag, attributes, [.text(text)])
  }
}

/// The HTML elements that a page may contain.
///
/// There is no `script` or `style` with content.
package enum HTMLTag: String, Sendable, CaseIterable {
  case a, article, b, blockquote, body, button, cite, code, dd, details, div, dl, dt, em
  case figcaption, figure, footer, h1, h2, h3, h4, h5, h6, head, header, html, label, li, main, nav
  case ol, output, p, pre, samp, script, section, small, span, strong, summary, sup, table, tbody
  case td, template, th, thead, title, tr, ul

  /// Starts on a line of its own, so that a page can be read and compared line by line.
  var isBlock: Bool {
    switch self {
    case .a, .b, .button, .cite, .code, .em, .label, .output, .samp, .small, .span, .strong, .sup:
      false
    default: true
    }
  }
}

/// The HTML elements that have no content.
package enum VoidTag: String, Sendable, CaseIterable { case br, hr, img, input, link, meta }

/// The elements of MathML Core.
package enum MathTag: String, Sendable, CaseIterable {
  case math, mfrac, mi, mn, mo, mover, mphantom, mroot, mrow, mspace, msqrt, mstyle, msub, msubsup
  case msup, mtable, mtd, mtext, mtr, munder, munderover
}

/// An attribute.
///
/// Names come from the factories below alone, addresses are checked.
package struct HTMLAttribute: Hashable, Sendable {
  package let name: String
  /// Nil for an attribute whose presence is its meaning.
  package let value: String?

  private init(_ name: String, _ value: String?) {
    self.name = name
    self.value = value
  }

  static func id(_ value: String) -> Self { Self("id", value) }
  static func `class`(_ value: String) -> Self { Self("class", value) }
  static func title(_ value: String) -> Self { Self("title", value) }
  static func lang(_ value: String) -> Self { Self("lang", value) }
  static func href(_ url: PageURL) -> Self { Self("href", url.text) }
  static func src(_ url: PageURL) -> Self { Self("src", url.text) }
  static func rel(_ value: String) -> Self { Self("rel", value) }
  static func alt(_ value: String) -> Self { Self("alt", value) }
  static func type(_ value: String) -> Self { Self("type", value) }
  static func name(_ value: String) -> Self { Self("name", value) }
  static func content(_ value: String) -> Self { Self("content", value) }
  static func `for`(_ id: String) -> Self { Self("for", id) }
  static func role(_ value: String) -> Self { Self("role", value) }
  static func columnSpan(_ count: Int) -> Self { Self("colspan", "\(count)") }
  static func scope(_ value: String) -> Self { Self("scope", value) }
  static func loading(_ value: String) -> Self { Self("loading", value) }
  static func width(_ value: Int) -> Self { Self("width", "\(value)") }
  static func height(_ value: Int) -> Self { Self("height", "\(value)") }
  static func start(_ value: Int) -> Self { Self("start", "\(value)") }
  static func min(_ value: Int) -> Self { Self("min", "\(value)") }
  static func max(_ value: Int) -> Self { Self("max", "\(value)") }
  static func step(_ value: Int) -> Self { Self("step", "\(value)") }
  static func value(_ value: Int) -> Self { Self("value", "\(value)") }
  static func tabIndex(_ value: Int) -> Self { Self("tabindex", "\(value)") }
  static func downloadable(_ fileName: String) -> Self { Self("download", fileName) }
  static func aria(_ name: AriaName, _ value: String) -> Self {
    Self("aria-\(name.rawValue)", value)
  }
  static func data(_ name: DataName, _ value: String) -> Self {
    Self("data-\(name.rawValue)", value)
  }
  static func math(_ name: MathAttributeName, _ value: String) -> Self {
    Self(name.rawValue, value)
  }

  static let charsetUTF8 = Self("charset", "utf-8")
  static let checked = Self("checked", nil)
  static let disabled = Self("disabled", nil)

  enum AriaName: String { case current, hidden, label, labelledby, live, valuetext }

  enum DataName: String { case action, values, language }

  enum MathAttributeName: String {
    case accent, accentunder, alttext, display, displaystyle, form, linethickness, lspace
    case mathvariant, maxsize, minsize, movablelimits, rspace, scriptlevel, stretchy, symmetric
    case width
  }
}
