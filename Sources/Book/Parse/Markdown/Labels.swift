import BookModel

/// The labels of a chapter: those of blocks, equations and sections share one space of names.
struct LabelTable {
  private let findings: ChapterFindings
  private var places: [String: SourceSpan] = [:]

  init(findings: ChapterFindings) { self.findings = findings }

  /// Adds a label; `prefix` is what it must begin with, if anything.
  mutating func add(_ label: Located<String>, prefix: String?) {
    if let diagnostic = malformedLabel(label, path: findings.path) {
      findings.diagnostics.append(diagnostic)
      return
    }
    if let prefix, !label.value.utf8.starts(with: prefix.utf8) {
      let other = referencePrefixes.first { label.value.utf8.starts(with: $0.utf8) }
      let name = label.value.utf8.dropFirst(other?.utf8.count ?? 0)
      findings.report(
        "malformed-label", "Expected a label that begins with `\(prefix)`, found `\(label.value)`.",
        label.span,
        hint: "Write for example `{#\(prefix)\(String(decoding: name, as: UTF8.self))}`.")
      return
    }
    if let first = places[label.value] {
      findings.report(
        "duplicate-label",
        "The label `\(label.value)` is given twice; the first is on line \(first.start.line).",
        label.span, hint: "Give one of them another label.")
      return
    }
    places[label.value] = label.span
  }
}

/// The ids of headings that have none of their own, as GitHub makes them.
struct HeadingIDs {
  private var used: Set<String> = []
  /// The next number to try behind each id: a thousand equal headings need a thousand steps.
  private var nextNumber: [String: Int] = [:]

  /// Keeps an id for a heading that names it.
  mutating func reserve(_ id: String) { used.insert(id) }

  mutating func make(for title: String) -> String {
    let slug = Self.slug(title)
    var id = slug
    while used.contains(id) {
      let number = nextNumber[slug, default: 1]
      nextNumber[slug] = number + 1
      id = "\(slug)-\(number)"
    }
    used.insert(id)
    return id
  }

  /// Letters in lower case, digits, hyphens and underscores; a hyphen for each space.
  private static func slug(_ title: String) -> String {
    var slug = ""
    for scalar in title.lowercased().unicodeScalars {
      if scalar == " " || scalar == "-" || scalar == "_" {
        slug.unicodeScalars.append(scalar == " " ? "-" : scalar)
        continue
      }
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
        slug.unicodeScalars.append(scalar)
      default:
        break
      }
    }
    return slug.isEmpty ? "section" : slug
  }
}
