package import BookModel

/// What the book promises to cover: the claims of its sources, each with what became of it.
package struct Inventory: Sendable {
  /// A document whose claims are covered.
  package struct Source: Sendable {
    /// What the ids of its items begin with.
    package var id: String
    package var title: String
    /// The document's key in the bibliography.
    package var reference: String?

    package init(id: String, title: String, reference: String? = nil) {
      self.id = id
      self.title = title
      self.reference = reference
    }
  }

  /// What became of a claim.
  package enum Finding: String, CaseIterable, Sendable {
    /// It is right as it stands.
    case holds
    /// It is right under a condition that the book adds.
    case conditional
    /// It is wrong or unclear, and the book says what is right.
    case repaired
    /// It is no claim about the book's subject.
    case outOfScope = "out-of-scope"
  }

  /// A claim of a source.
  package struct Item: Sendable {
    package var id: Located<String>
    /// The id of the source.
    package var source: String
    package var claim: String
    package var finding: Finding
    /// Where the item is covered if no block shows it: a chapter's stem, ``frontPage`` or
    /// ``bibliography``.
    package var place: Located<String>?

    package init(
      id: Located<String>, source: String, claim: String, finding: Finding,
      place: Located<String>? = nil
    ) {
      self.id = id
      self.source = source
      self.claim = claim
      self.finding = finding
      self.place = place
    }
  }

  /// The names of the two places that are no chapter.
  package static let frontPage = "index"
  package static let bibliography = "bibliography"

  package var sources: [Source]
  package var items: [Item]

  package init(sources: [Source], items: [Item]) {
    self.sources = sources
    self.items = items
  }
}
