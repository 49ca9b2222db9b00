import Foundation

/// The folder that data sets are read from and downloaded into.
///
/// The first that is named counts, whether it holds anything or not, so that what a command reads
/// does not depend on what lies elsewhere: `--data-dir`, then `DECONV_BOOK_DATA`, then the cache.
struct DataFolder: Equatable, Sendable {
  /// Who named the folder.
  enum Source: String, Sendable, Encodable {
    case option, environment, cache
  }

  /// No folder is known, and none was named.
  struct Unknown: Error, Equatable, CustomStringConvertible {
    var description: String {
      "no folder for data is known: neither \(DataFolder.variable) nor HOME is set; "
        + "name one with --data-dir"
    }
  }

  /// The environment variable that names a folder.
  static let variable = "DECONV_BOOK_DATA"

  var path: String
  var source: Source

  /// The folder that counts.
  ///
  /// - Parameters:
  ///   - option: what `--data-dir` says.
  ///   - environment: the process's environment; an empty variable counts as none.
  /// - Returns: the first folder that is named, or the cache.
  /// - Throws: `Unknown` where the system names no place for a cache.
  static func resolve(
    option: String?, environment: [String: String]
  ) throws(Unknown) -> DataFolder {
    if let option { return DataFolder(path: option, source: .option) }
    if let path = environment[variable], !path.isEmpty {
      return DataFolder(path: path, source: .environment)
    }
    guard let caches = cacheFolder(environment) else { throw Unknown() }
    return DataFolder(path: joined(joined(caches, "deconv-book"), "data"), source: .cache)
  }

  /// Where the system keeps what can be had again.
  ///
  /// Relative paths are no answer, as the XDG base directory specification says.
  private static func cacheFolder(_ environment: [String: String]) -> String? {
    func absolute(_ name: String) -> String? {
      environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    #if os(macOS)
      return absolute("HOME").map { joined(joined($0, "Library"), "Caches") }
    #else
      return absolute("XDG_CACHE_HOME") ?? absolute("HOME").map { joined($0, ".cache") }
    #endif
  }

  /// The folder of one data set: the folder of its name, or this folder where that holds the set's
  /// files itself.
  ///
  /// - Parameters:
  ///   - name: the data set's name.
  ///   - files: the names of its files.
  /// - Returns: a folder that exists, or the one to make.
  func folder(of name: String, files: [String]) -> String {
    let named = Self.joined(path, name)
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    if manager.fileExists(atPath: named, isDirectory: &isFolder), isFolder.boolValue {
      return named
    }
    let holdsFiles = files.contains { manager.fileExists(atPath: Self.joined(path, $0)) }
    return holdsFiles ? path : named
  }

  /// The folders of the data sets that are there, by name: what a chapter may read.
  ///
  /// A set counts when all its files are there, packed or not; whether they are sound is seen when
  /// they are read.
  static func available(option: String?, environment: [String: String]) -> [String: String] {
    guard let data = try? resolve(option: option, environment: environment) else { return [:] }
    var folders: [String: String] = [:]
    for set in KnownDataSet.allCases where !set.files.isEmpty {
      let folder = data.folder(of: set.rawValue, files: set.files.map(\.name))
      let isWhole = set.files.allSatisfy { file in
        let unpacked = file.name.hasSuffix(".gz") ? String(file.name.dropLast(3)) : file.name
        return [file.name, unpacked].contains {
          FileManager.default.fileExists(atPath: joined(folder, $0))
        }
      }
      if isWhole { folders[set.rawValue] = folder }
    }
    return folders
  }

  /// A path below a folder.
  static func joined(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }
}
