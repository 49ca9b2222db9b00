import Foundation

/// Writes files so that no reader, no kill and no power failure ever leaves half of one.
package enum AtomicFile {
  /// Writes a whole file: into a neighbour first, which then takes the file's name.
  ///
  /// The neighbour is on the disk (`fsync`) before it is renamed, and the folder is after, so when
  /// this returns the new contents are there to stay; until then the old ones are. The neighbour's
  /// name, `.NAME.new`, depends on the file's alone: what a kill leaves is used up by the next
  /// write. Only one process at a time may write a file.
  ///
  /// - Parameters:
  ///   - bytes: The contents.
  ///   - path: The path of the file; its folder must exist.
  /// - Throws: ``FileError`` if the file cannot be written; the old contents are still there.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try FileBytes.checkPath(path)
    let (folder, name) = split(path)
    guard !name.isEmpty, name != ".", name != ".." else {
      throw FileError(path: path, expectation: "the path of a file", finding: "that of a folder")
    }
    let neighbour = "\(folder)/.\(name).new"
    do throws(FileError) {
      try writeThrough(bytes, to: neighbour, for: path)
      guard rename(neighbour, path) == 0 else {
        throw FileBytes.failure(path, expectation: "a file that can be replaced")
      }
    } catch {
      unlink(neighbour)
      throw error
    }
    try synchronize(folder: folder, for: path)
  }

  /// The folder of a path, "." where it names none, and the name within.
  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    let folder = String(path[..<slash])
    return (folder.isEmpty ? "/." : folder, String(path[path.utf8.index(after: slash)...]))
  }

  private static func writeThrough(
    _ bytes: [UInt8], to neighbour: String, for path: String
  ) throws(FileError) {
    let expectation = "a place where a file can be written"
    // A symbolic link that somebody put there is not followed.
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
    let descriptor = open(neighbour, flags, 0o666)
    guard descriptor >= 0 else { throw FileBytes.failure(path, expectation: expectation) }
    defer { close(descriptor) }
    var position = 0
    while position < bytes.count {
      let piece = Array(bytes[position..<min(position + 1 << 20, bytes.count)])
      let count = Foundation.write(descriptor, piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileBytes.failure(path, expectation: expectation) }
      position += count
    }
    guard fsync(descriptor) == 0 else { throw FileBytes.failure(path, expectation: expectation) }
  }

  /// Puts the new name on the disk; some file systems know no such thing for folders.
  private static func synchronize(folder: String, for path: String) throws(FileError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileBytes.failure(path, expectation: "a folder that can be opened")
    }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw FileBytes.failure(path, expectation: "a folder that can be written to the disk")
    }
  }
}
