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
    guard try isFolder() else { return .nothing }
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

  /// Whether there is a folder, or a link to one; not where there is nothing at all.
  private func isFolder() throws(FileError) -> Bool {
    let expectation = "a folder, or a name for a new one"
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard errno == ENOENT else { throw failure(expectation) }
      guard lstat(path, &status) != 0 else {
        throw FileError(
          path: path, expectation: expectation, finding: "a symbolic link to nothing")
      }
      return false
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return true
    case S_IFREG: throw FileError(path: path, expectation: expectation, finding: "a file")
    case S_IFIFO: throw FileError(path: path, expectation: expectation, finding: "a pipe")
    default: throw FileError(path: path, expectation: expectation, finding: "a device or a socket")
    }
  }

  /// The error of the system call that just failed.
  private func failure(_ expectation: String) -> FileError {
    FileError(
      path: path, expectation: expectation,
      finding: "the system's error \"\(String(cString: strerror(errno)))\"")
  }

  /// Makes the folder, and those that it lies in, where there is none.
  func create() throws(FileError) {
    var missing: [String] = []
    var folder = path
    while mkdir(folder, 0o777) != 0, errno != EEXIST {
      let rest = folder.utf8.reversed().drop { $0 == UInt8(ascii: "/") }
        .drop { $0 != UInt8(ascii: "/") }
      guard errno == ENOENT, !rest.isEmpty else { throw failure("a folder that can be made") }
      missing.append(folder)
      folder = String(decoding: rest.reversed(), as: UTF8.self)
    }
    for folder in missing.reversed() where mkdir(folder, 0o777) != 0 && errno != EEXIST {
      throw failure("a folder that can be made")
    }
  }

  /// Keeps all other processes from doing the same for this folder.
  ///
  /// The lock is on the folder itself, so it leaves no file; the system takes it from a process
  /// that dies. A file system without locks goes without.
  ///
  /// - Returns: what holds the lock, until it is closed.
  /// - Throws: `FileError` where another process holds it.
  func lock() throws(FileError) -> Int32 {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("a folder that can be opened") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      close(descriptor)
      throw FileError(
        path: path, expectation: "a folder for one training", finding: "another one that runs in it"
      )
    }
    return descriptor
  }

  /// Removes a file, if it is there.
  func remove(_ file: File) throws(FileError) {
    guard unlink(path(of: file)) == 0 || errno == ENOENT else {
      throw failure("a folder whose files can be removed")
    }
  }

  /// Writes a file, whole or not at all.
  func write(_ bytes: [UInt8], _ file: File) throws(FileError) {
    try AtomicFile.write(bytes, to: path(of: file))
  }

  func write(_ text: String, _ file: File) throws(FileError) {
    try write(Array(text.utf8), file)
  }
}
