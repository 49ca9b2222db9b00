import ArgumentParser
import BookModel
import BookPipeline
import Foundation

/// What a data command found and did: a line for each file, and what went wrong.
struct DataReport {
  struct File: Equatable, Encodable {
    enum State: String, Encodable {
      case verified, fetched, missing, wrong, failed
    }

    var name: String
    var path: String
    var byteCount: Int
    var state: State
  }

  var dataSet: KnownDataSet
  /// The folder of the data set; nil where none is needed.
  var folder: String?
  var files: [File] = []
  var diagnostics: [Diagnostic] = []
  var exit = ExitStatus.success
  /// What to say at the end when all is well.
  var summary = ""

  /// Adds what went wrong; an interruption outranks a wrong file, and this a failed disk.
  mutating func add(_ diagnostic: Diagnostic, exit: ExitStatus) {
    func rank(_ exit: ExitStatus) -> Int {
      switch exit {
      case .success, .drift, .unverified: 0
      case .inputOutput: 1
      case .invalid: 2
      case .interrupted: 3
      }
    }
    diagnostics.append(diagnostic)
    if rank(exit) > rank(self.exit) { self.exit = exit }
  }

  mutating func add(_ error: LocalFileError) {
    add(Diagnostic("data-access", "\(error)", path: error.path), exit: .inputOutput)
  }
}

// MARK: - Printing

extension DataReport {
  /// What went wrong, as a person reads it.
  var renderedDiagnostics: [String] { diagnostics.map { $0.rendered(source: nil) } }

  /// The report as one object, its keys in the order of the alphabet.
  func json() throws -> String {
    try Self.json(
      JSON(
        dataSet: dataSet.rawValue, folder: folder, status: exit.rawValue, summary: summary,
        files: files,
        diagnostics: diagnostics.map {
          .init(
            id: $0.id, severity: $0.severity.rawValue, message: $0.message, path: $0.path,
            hint: $0.hint, details: $0.details)
        }))
  }

  /// Any value as JSON, as all commands print it.
  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private struct JSON: Encodable {
    struct Entry: Encodable {
      var id, severity, message: String
      var path, hint, details: String?
    }

    var dataSet: String
    var folder: String?
    var status: Int32
    var summary: String
    var files: [File]
    var diagnostics: [Entry]
  }
}
