import Foundation

/// A download that is not whole yet: `NAME.part`, with what tells its version in `NAME.part.from`.
///
/// It takes the final name only when its bytes have been verified, so nothing under that name is
/// ever half a file.
struct PartFile {
  /// Which version of which address the bytes came from, to ask that address for the rest of it.
  struct Origin: Equatable {
    var address: String
    /// The server's `ETag` or `Last-Modified`, as `If-Range` wants it.
    var validator: String
  }

  let path: String
  private(set) var byteCount: Int
  private let handle: FileHandle

  private var originPath: String { path + ".from" }

  /// Opens the part of the file at `target`, with the bytes that an earlier download left.
  init(for target: String) throws(LocalFileError) {
    path = target + ".part"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw LocalFileError(path: path, attempt: "write", errorNumber: errno)
    }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    byteCount = try byteCountOfFile(at: path) ?? 0
  }

  /// Adds bytes at the end.
  mutating func append(_ bytes: Data) throws(LocalFileError) {
    do {
      try handle.seek(toOffset: UInt64(byteCount))
      try handle.write(contentsOf: bytes)
    } catch {
      throw LocalFileError(path: path, attempt: "write", cause: error)
    }
    byteCount += bytes.count
  }

  /// Throws away all bytes: what follows is a new version, or one that cannot be told.
  mutating func restart(from origin: Origin?) throws(LocalFileError) {
    unlink(originPath)
    do {
      try handle.truncate(atOffset: 0)
      byteCount = 0
      if let origin {
        try "\(origin.address)\n\(origin.validator)\n".write(
          toFile: originPath, atomically: true, encoding: .utf8)
      }
    } catch {
      throw LocalFileError(path: path, attempt: "write", cause: error)
    }
  }

  /// Where the bytes came from, as far as it was written down.
  var origin: Origin? {
    guard let text = try? String(contentsOfFile: originPath, encoding: .utf8) else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return lines.count == 3 ? Origin(address: lines[0], validator: lines[1]) : nil
  }

  /// Gives the file its final name, its bytes being safe on the disk.
  func finish(as target: String) throws(LocalFileError) {
    do {
      try handle.synchronize()
    } catch {
      throw LocalFileError(path: path, attempt: "write", cause: error)
    }
    guard rename(path, target) == 0 else {
      throw LocalFileError(path: target, attempt: "write", errorNumber: errno)
    }
    unlink(originPath)
  }

  /// Removes the file and what belongs to it.
  func remove() {
    unlink(path)
    unlink(originPath)
  }
}
