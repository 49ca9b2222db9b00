import BookModel

/// The known data sets and where they are: the work of `data list`.
///
/// It looks at sizes alone, so that it answers at once; `data verify` reads the files.
struct DataList: Encodable, Equatable {
  struct File: Encodable, Equatable {
    enum State: String, Encodable {
      case here, missing
      /// There is something of another size.
      case wrong
      /// A download that was not ended.
      case unfinished
    }

    var name: String
    var byteCount: Int
    var md5: String
    var sha256: String
    var state: State
    /// The size of what is there; nil where nothing is.
    var foundByteCount: Int?
  }

  struct Entry: Encodable, Equatable {
    var name: String
    var summary: String
    /// The folder of its files; nil for a data set that the program draws itself.
    var folder: String?
    var isComplete: Bool
    var files: [File]
  }

  /// Who named the folder.
  var source: DataFolder.Source
  var dataSets: [Entry]

  /// Looks for every data set that the program knows.
  init(folder: DataFolder) {
    source = folder.source
    dataSets = KnownDataSet.allCases.map { dataSet in
      let files = dataSet.files
      let place = folder.folder(of: dataSet.rawValue, files: files.map(\.name))
      let found = files.map { Self.look(for: $0, in: place) }
      return Entry(
        name: dataSet.rawValue, summary: dataSet.summary, folder: files.isEmpty ? nil : place,
        isComplete: found.allSatisfy { $0.state == .here }, files: found)
    }
  }

  private static func look(for file: RemoteFile, in folder: String) -> File {
    let path = DataFolder.joined(folder, file.name)
    var found = File(
      name: file.name, byteCount: file.byteCount, md5: file.md5, sha256: file.sha256,
      state: .missing)
    do throws(LocalFileError) {
      if let byteCount = try byteCountOfFile(at: path) {
        found.state = byteCount == file.byteCount ? .here : .wrong
        found.foundByteCount = byteCount
      } else if let byteCount = try byteCountOfFile(at: path + ".part") {
        found.state = .unfinished
        found.foundByteCount = byteCount
      }
    } catch {
      found.state = .wrong
    }
    return found
  }

  /// The list for people.
  var text: String {
    dataSets.map { entry in
      var lines = ["\(entry.name)  \(entry.summary)"]
      if let folder = entry.folder {
        lines.append("  \(folder) (\(Self.reason(for: source)))")
      }
      let nameWidth = entry.files.map(\.name.count).max() ?? 0
      let sizeWidth = entry.files.map { grouped($0.byteCount).count }.max() ?? 0
      for file in entry.files {
        let size = grouped(file.byteCount)
        lines.append(
          "  " + file.name + String(repeating: " ", count: nameWidth - file.name.count + 2)
            + String(repeating: " ", count: sizeWidth - size.count) + size + " bytes  "
            + Self.words(for: file))
      }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  private static func reason(for source: DataFolder.Source) -> String {
    switch source {
    case .option: "named by --data-dir"
    case .environment: "named by \(DataFolder.variable)"
    case .cache: "the cache folder"
    }
  }

  private static func words(for file: File) -> String {
    let size = file.foundByteCount.map { "\(grouped($0)) bytes" }
    switch file.state {
    case .here: return "here"
    case .missing: return "not here"
    case .wrong: return "wrong: " + (size.map { "it has \($0)" } ?? "no readable file")
    case .unfinished: return "unfinished: \(size ?? "nothing") of it are here"
    }
  }
}
