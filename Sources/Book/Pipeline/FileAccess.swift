package import BookModel
import CDeconvSystem
import Foundation

/// A file or folder that could not be read or written: where, what was tried, what the system said.
package struct FileAccessError: Error, CustomStringConvertible {
  package var path: String
  package var attempt: String
  package var reason: String

  package var description: String { "cannot \(attempt) \(path): \(reason)" }

  package var diagnostic: Diagnostic { Diagnostic("file-access", description, path: path) }

  init(path: String, attempt: String, reason: String) {
    self.path = path
    self.attempt = attempt
    self.reason = reason
  }

  /// What Foundation says, in the words of the system where it knows them: they name the cause,
  /// and do not depend on the language of the machine.
  fileprivate init(path: String, attempt: String, cause: any Error) {
    let underlying = (cause as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    let reason: String
    if let underlying, underlying.domain == NSPOSIXErrorDomain {
      reason = String(cString: strerror(Int32(underlying.code)))
    } else if (cause as? CocoaError)?.code == .fileReadNoSuchFile {
      reason = String(cString: strerror(ENOENT))
    } else {
      reason = cause.localizedDescription
    }
    self.init(path: path, attempt: attempt, reason: reason)
  }
}

/// The files below one folder, by paths relative to it: the only way in which the book's code
/// touches the disk.
///
/// A symbolic link that leads out of the folder is refused, so a chapter cannot show what is not
/// the book's.
package struct FileTree: Sendable {
  /// The folder, absolute, its own symbolic links resolved.
  package let root: String

  package init(root path: String) {
    root = URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }

  /// The absolute place of a relative path.
  ///
  /// - Throws: `FileAccessError` where the path leads out of the folder.
  private func url(_ path: String) throws(FileAccessError) -> URL {
    let folder = URL(fileURLWithPath: root)
    let url = path.isEmpty ? folder : folder.appendingPathComponent(path)
    let resolved = url.resolvingSymlinksInPath().standardizedFileURL.path
    guard resolved == root || resolved.hasPrefix(root == "/" ? "/" : root + "/") else {
      throw FileAccessError(
        path: path, attempt: "use", reason: "it leads out of the folder \(root)")
    }
    return url
  }

  package func exists(_ path: String) -> Bool {
    ((try? url(path)).map { FileManager.default.fileExists(atPath: $0.path) }) ?? false
  }

  /// A file's bytes, at most `limit` of them.
  package func read(_ path: String, limit: Int = 64 << 20) throws(FileAccessError) -> [UInt8] {
    let url = try url(path)
    do {
      let values = try url.resolvingSymlinksInPath().resourceValues(forKeys: [
        .fileSizeKey, .isRegularFileKey,
      ])
      guard values.isRegularFile == true else {
        throw FileAccessError(path: path, attempt: "read", reason: "it is not a regular file")
      }
      guard (values.fileSize ?? 0) <= limit else {
        throw FileAccessError(
          path: path, attempt: "read", reason: "it has more than \(limit >> 20) MB")
      }
      return [UInt8](try Data(contentsOf: url))
    } catch let error as FileAccessError {
      throw error
    } catch {
      throw FileAccessError(path: path, attempt: "read", cause: error)
    }
  }

  /// The names in a folder, sorted by bytes; empty where there is no such folder.
  package func names(in folder: String) throws(FileAccessError) -> [String] {
    guard exists(folder) else { return [] }
    do {
      let names = try FileManager.default.contentsOfDirectory(atPath: try url(folder).path)
      return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    } catch let error as FileAccessError {
      throw error
    } catch {
      throw FileAccessError(path: folder, attempt: "list", cause: error)
    }
  }

  /// Whether a path is a symbolic link, wherever it leads.
  private func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat("\(root)/\(path)", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  package func isFolder(_ path: String) -> Bool {
    guard let url = try? url(path) else { return false }
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// All files below a folder, as paths relative to it, sorted by bytes.
  ///
  /// A symbolic link counts as a file: it could lead back to a folder above it.
  package func files(below folder: String) throws(FileAccessError) -> [String] {
    var found: [String] = []
    var pending = [""]
    while let prefix = pending.popLast() {
      for name in try names(in: folder + (prefix.isEmpty ? "" : "/" + prefix)) {
        let path = prefix.isEmpty ? name : prefix + "/" + name
        let place = folder + "/" + path
        if isFolder(place), !isLink(place) { pending.append(path) } else { found.append(path) }
      }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Writes a whole file: into a neighbour first, then by rename, so that no reader and no kill
  /// ever sees half of it.
  ///
  /// The neighbour's name depends on the file's alone, so what a kill leaves is used up when the
  /// file is written again.
  package func write(_ bytes: [UInt8], to path: String) throws(FileAccessError) {
    let target = try url(path)
    var parts = path.split(separator: "/").map(String.init)
    parts.append(".\(parts.popLast() ?? "").new")
    let fresh = try url(parts.joined(separator: "/"))
    do {
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: fresh)
    } catch {
      try? FileManager.default.removeItem(at: fresh)
      throw FileAccessError(path: path, attempt: "write", cause: error)
    }
    try rename(fresh, to: target, path: path)
  }

  /// Removes a file, a folder with all that is in it, or a symbolic link, not what it leads to.
  package func remove(_ path: String) throws(FileAccessError) {
    let parts = path.split(separator: "/")
    let folder = try url(parts.dropLast().joined(separator: "/"))
    do {
      try FileManager.default.removeItem(
        at: folder.appendingPathComponent(String(parts.last ?? "")))
    } catch let error as FileAccessError {
      throw error
    } catch {
      throw FileAccessError(path: path, attempt: "remove", cause: error)
    }
  }

  /// Puts the folder `fresh` in the place of the folder `path`, and removes the old one.
  ///
  /// Where the system can exchange two folders at once it does; elsewhere two renames do, and
  /// `repairExchange` mends what a kill between them leaves.
  package func exchange(_ fresh: String, with path: String) throws(FileAccessError) {
    let freshURL = try url(fresh)
    let target = try url(path)
    guard exists(path) else { return try rename(freshURL, to: target, path: path) }
    guard isFolder(path) else {
      throw FileAccessError(
        path: path, attempt: "replace", reason: "a folder was expected, and it is a file")
    }
    if deconv_exchange(freshURL.path, target.path) == 0 { return try remove(fresh) }
    let old = Self.oldName(of: path)
    if exists(old) { try remove(old) }
    try rename(target, to: try url(old), path: path)
    try rename(freshURL, to: target, path: path)
    try remove(old)
  }

  /// Runs `body` while no other process does so for this folder, so that two that write at once
  /// do not mix their files; goes on unlocked where the file system has no locks.
  package func locked<Result, Failure>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let descriptor = open(root, O_RDONLY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    if descriptor >= 0 { while flock(descriptor, LOCK_EX) != 0, errno == EINTR {} }
    return try body()
  }

  /// Ends an exchange that a kill left between its two renames.
  package func repairExchange(of path: String) throws(FileAccessError) {
    let old = Self.oldName(of: path)
    guard exists(old) else { return }
    if exists(path) { return try remove(old) }
    try rename(try url(old), to: try url(path), path: path)
  }

  private static func oldName(of path: String) -> String { path + ".old" }

  private func rename(_ source: URL, to target: URL, path: String) throws(FileAccessError) {
    guard Foundation.rename(source.path, target.path) == 0 else {
      throw FileAccessError(
        path: path, attempt: "replace", reason: String(cString: strerror(errno)))
    }
  }
}
