import Deconv
import Foundation

/// The folder that a training writes into.
struct TrainingFolder {
  /// What stands in the folder before a training.
  enum Contents: Equatable {
    case nothing
    /// A training that can be resumed.
    case training
    /// Something else, such as this file.
    case other(String)
  }

  /// The files of a training.
  enum File: String, CaseIterable {
    case best = "best.safetensors"
    case last = "last.safetensors"
    case resume = "resume.safetensors"
    case historyJSON = "history.json"
    case historyCSV = "history.csv"
    case config = "config.json"
    case pictures = "reconstructions.png"
  }

  var path: String

  /// The path of a file.
  func path(of file: File) -> String { DataFolder.joined(path, file.rawValue) }

  /// What stands in the folder; hidden files do not count: a kill may leave one of ours.
  func contents() throws(FileError) -> Contents {
    guard FileManager.default.fileExists(atPath: path) else { return .nothing }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw FileError(
        path: path, expectation: "a folder that can be read", finding: error.localizedDescription)
    }
    if names.contains(File.resume.rawValue) { return .training }
    return names.filter { !$0.hasPrefix(".") }.min().map(Contents.other) ?? .nothing
  }

  /// Makes the folder where there is none.
  func create() throws(FileError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw FileError(
        path: path, expectation: "a folder that can be made", finding: error.localizedDescription)
    }
  }

  /// Runs `body` while no other process does so for this folder.
  ///
  /// The lock is on the folder itself, so it leaves no file; the system takes it from a process
  /// that dies. A file system without locks goes without.
  func locked<Result>(_ body: () -> Result) throws(FileError) -> Result {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileError(
        path: path, expectation: "a folder that can be opened",
        finding: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      throw FileError(
        path: path, expectation: "a folder for one training", finding: "another one that runs in it"
      )
    }
    return body()
  }

  /// Writes a file, whole or not at all.
  func write(_ bytes: [UInt8], _ file: File) throws(FileError) {
    try AtomicFile.write(bytes, to: path(of: file))
  }

  func write(_ text: String, _ file: File) throws(FileError) {
    try write(Array(text.utf8), file)
  }
}
