import Foundation

/// Reads whole files for the engine: regular ones, and never more than was allowed.
package enum FileBytes {
  /// The bytes of a file.
  ///
  /// - Parameters:
  ///   - path: The path of a regular file, or of a symbolic link to one.
  ///   - limit: The most bytes that the file may have; a larger one is not read at all.
  /// - Returns: The bytes.
  /// - Throws: ``FileError`` if there is no such file, or it cannot be read, or it is too large.
  package static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    try checkPath(path)
    // Without this flag, opening a named pipe would wait for somebody who writes to it.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure(path, expectation: "a file that can be read") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw failure(path, expectation: "a file that can be read")
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw FileError(path: path, expectation: "a file", finding: "a folder")
    default: throw FileError(path: path, expectation: "a file", finding: "a device or a pipe")
    }
    guard status.st_size <= limit else {
      throw FileError(
        path: path, expectation: "a file of at most \(limit) bytes",
        finding: "one of \(status.st_size)")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size))
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = Foundation.read(descriptor, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(path, expectation: "a file that can be read") }
      if count == 0 { return bytes }
      // The file may have grown since its size was asked for.
      guard count <= limit - bytes.count else {
        throw FileError(
          path: path, expectation: "a file of at most \(limit) bytes", finding: "one that grows")
      }
      bytes += piece[..<count]
    }
  }

  /// Whether there is something at a path, or something in the way of looking: whoever reads it
  /// then learns what.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    guard !path.utf8.contains(0) else { return false }
    return stat(path, &status) == 0 || errno != ENOENT && errno != ENOTDIR
  }

  /// Refuses what C would silently cut off.
  static func checkPath(_ path: String) throws(FileError) {
    guard !path.isEmpty else {
      throw FileError(path: "''", expectation: "a path", finding: "nothing")
    }
    guard !path.utf8.contains(0) else {
      throw FileError(
        path: path.split(separator: "\0").joined(separator: "\u{2400}"),
        expectation: "a path without NUL characters", finding: "one")
    }
  }

  /// The error of the system call that just failed.
  static func failure(_ path: String, expectation: String) -> FileError {
    let code = errno
    guard code != ENOENT else {
      return FileError(path: path, expectation: expectation, finding: "nothing there")
    }
    var error = FileError(
      path: path, expectation: expectation,
      finding: "the system's error \"\(String(cString: strerror(code)))\"")
    error.isFailureOfSystem = true
    return error
  }
}
