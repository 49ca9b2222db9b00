package import BookModel

/// Everything that the pages are made from: no file is read, nothing is run.
package struct BookInput: Sendable {
  package var info: BookInfo
  package var chapters: [ChapterInput]
  package var bibliography: [BibliographyEntry]
  /// The text of the front page, where the book has one: it is no chapter of the list.
  package var frontPage: ChapterInput?
  /// What the book promises to cover, where it says so.
  package var inventory: Inventory?

  package init(
    info: BookInfo, chapters: [ChapterInput], bibliography: [BibliographyEntry],
    frontPage: ChapterInput? = nil, inventory: Inventory? = nil
  ) {
    self.info = info
    self.chapters = chapters
    self.bibliography = bibliography
    self.frontPage = frontPage
    self.inventory = inventory
  }

  /// All that is written as Markdown: the chapters, and behind them the text of the front page.
  var texts: [ChapterInput] { chapters + (frontPage.map { [$0] } ?? []) }
}

/// What `book.yml` says of the book as a whole.
package struct BookInfo: Sendable {
  package var title: String
  package var description: String
  /// A BCP 47 tag, such as `en`.
  package var language: String
  package var authors: [String]
  /// The address of the repository, where the book has one.
  package var repository: String?

  package init(
    title: String, description: String, language: String = "en", authors: [String] = [],
    repository: String? = nil
  ) {
    self.title = title
    self.description = description
    self.language = language
    self.authors = authors
    self.repository = repository
  }
}

/// A chapter with what its blocks yielded.
package struct ChapterInput: Sendable {
  package var chapter: Chapter
  package var outcome: ChapterOutcome
  package var title: String
  package var description: String
  /// The number that figures and sections are prefixed by; nil for a chapter outside the count.
  package var number: Int?
  /// The stem of the chapter's file, such as `07-overlap`; the page is `07-overlap.html`.
  package var slug: String
  /// The coloured ranges of each block's code, aligned with `chapter.blocks`.
  package var highlights: [[HighlightedRange]]
  /// The chapter's blocks as one Swift file, for readers who want to compile them.
  package var tangledSwift: String

  package init(
    chapter: Chapter, outcome: ChapterOutcome, title: String, description: String, number: Int?,
    slug: String, highlights: [[HighlightedRange]], tangledSwift: String
  ) {
    self.chapter = chapter
    self.outcome = outcome
    self.title = title
    self.description = description
    self.number = number
    self.slug = slug
    self.highlights = highlights
    self.tangledSwift = tangledSwift
  }
}

/// A work that chapters cite by its key.
package struct BibliographyEntry: Sendable, Hashable {
  package var key: String
  package var authors: [String]
  package var title: String
  package var year: Int?
  /// The journal, the conference or the site.
  package var venue: String?
  package var url: String?

  package init(
    key: String, authors: [String], title: String, year: Int? = nil, venue: String? = nil,
    url: String? = nil
  ) {
    self.key = key
    self.authors = authors
    self.title = title
    self.year = year
    self.venue = venue
    self.url = url
  }
}

/// A file of the built book: its path below the output folder, and its bytes.
package struct OutputFile: Sendable, Hashable {
  package var path: String
  package var bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}
