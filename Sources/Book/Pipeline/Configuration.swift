import BookModel
package import BookRender
import Yams

/// What `chapters/book.yml` says.
package struct BookConfiguration: Sendable {
  package var info: BookInfo
  package var limits: LimitSettings

  static let keys = ["title", "description", "language", "authors", "repository", "limits"]
}

/// What a chapter's front matter says.
package struct ChapterSettings: Sendable {
  package var title: String
  package var description: String
  package var limits: LimitSettings

  static let keys = ["title", "description", "limits"]
}

/// Limits that a book or a chapter lowers; nil keeps the default.
package struct LimitSettings: Sendable {
  package var steps: Int?
  package var memoryMegabytes: Int?
  package var outputKilobytes: Int?
  package var recursionDepth: Int?
  package var seconds: Int?
  /// Billions of multiply-adds of training.
  package var trainingGigamacs: Int?

  static let keys = [
    "steps", "memory-megabytes", "output-kilobytes", "recursion-depth", "seconds",
    "training-gigamacs",
  ]

  package init() {}
}

extension SettingsReader {
  mutating func configuration() -> BookConfiguration {
    var configuration = BookConfiguration(
      info: BookInfo(title: "", description: ""),
      limits: LimitSettings())
    for (key, value) in entries(allowedKeys: BookConfiguration.keys) {
      switch key.value {
      case "title": configuration.info.title = string(value, key.value) ?? ""
      case "description": configuration.info.description = string(value, key.value) ?? ""
      case "language": configuration.info.language = string(value, key.value) ?? "en"
      case "authors": configuration.info.authors = strings(value, key.value)
      case "repository": configuration.info.repository = string(value, key.value)
      default: configuration.limits = limits(value)
      }
    }
    if configuration.info.title.isEmpty, diagnostics.isEmpty {
      report("missing-title", "a book needs a title", at: nil, hint: "add `title: …` to \(path)")
    }
    return configuration
  }

  mutating func chapterSettings(fallbackTitle: String) -> ChapterSettings {
    var settings = ChapterSettings(title: "", description: "", limits: LimitSettings())
    for (key, value) in entries(allowedKeys: ChapterSettings.keys) {
      switch key.value {
      case "title": settings.title = string(value, key.value) ?? ""
      case "description": settings.description = string(value, key.value) ?? ""
      default: settings.limits = limits(value)
      }
    }
    if settings.title.isEmpty { settings.title = fallbackTitle }
    return settings
  }

  /// The front page has its title and its description from `book.yml`.
  mutating func frontPageSettings(title: String) -> ChapterSettings {
    var settings = ChapterSettings(title: title, description: "", limits: LimitSettings())
    for (key, value) in entries(allowedKeys: ChapterSettings.keys) {
      if key.value == "limits" {
        settings.limits = limits(value)
      } else {
        report(
          "front-page-title", "the front page shows the \(key.value) of the book",
          at: key.span, hint: "delete the line, and write `\(key.value): …` in chapters/book.yml")
      }
    }
    return settings
  }

  mutating func bibliography() -> [BibliographyEntry] {
    let fields = ["authors", "title", "year", "where", "url"]
    return entries().map { key, value in
      var entry = BibliographyEntry(key: key.value, authors: [], title: "")
      for (field, text) in entries(of: value, allowedKeys: fields) {
        switch field.value {
        case "authors": entry.authors = strings(text, field.value)
        case "title": entry.title = string(text, field.value) ?? ""
        case "year": entry.year = count(text, field.value)
        case "where": entry.venue = string(text, field.value)
        default: entry.url = string(text, field.value)
        }
      }
      return entry
    }
  }

  private mutating func limits(_ node: Node) -> LimitSettings {
    var limits = LimitSettings()
    for (key, value) in entries(of: node, allowedKeys: LimitSettings.keys) {
      let number = count(value, key.value)
      switch key.value {
      case "steps": limits.steps = number
      case "memory-megabytes": limits.memoryMegabytes = number
      case "output-kilobytes": limits.outputKilobytes = number
      case "recursion-depth": limits.recursionDepth = number
      case "training-gigamacs": limits.trainingGigamacs = number
      default: limits.seconds = number
      }
    }
    return limits
  }
}
