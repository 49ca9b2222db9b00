import Crypto
import Foundation

/// What is wrong with the bytes of a file.
enum ContentFault: Error, Equatable, CustomStringConvertible {
  case size(expected: Int, found: Int)
  /// There is more to come when the file should end.
  case tooLong(expected: Int)
  case digest(name: String, expected: String, found: String)

  var description: String {
    switch self {
    case .size(let expected, let found):
      "\(grouped(expected)) bytes were expected, and it has \(grouped(found))"
    case .tooLong(let expected):
      "\(grouped(expected)) bytes were expected, and it has more"
    case .digest(let name, let expected, let found):
      "\(name) \(expected) was expected, and it has \(found)"
    }
  }
}

/// A file on this machine that could not be read or written: where, what was tried, and what the
/// system said.
struct LocalFileError: Error, Equatable, CustomStringConvertible {
  var path: String
  var attempt: String
  var reason: String

  var description: String { "cannot \(attempt) \(path): \(reason)" }

  init(path: String, attempt: String, reason: String) {
    self.path = path
    self.attempt = attempt
    self.reason = reason
  }

  /// The error of the system's last call.
  init(path: String, attempt: String, errorNumber: Int32) {
    self.init(path: path, attempt: attempt, reason: String(cString: strerror(errorNumber)))
  }

  /// What Foundation says, in the words of the system where it knows them.
  init(path: String, attempt: String, cause: any Error) {
    let error = cause as NSError
    let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    if underlying.domain == NSPOSIXErrorDomain {
      self.init(path: path, attempt: attempt, errorNumber: Int32(underlying.code))
    } else {
      self.init(path: path, attempt: attempt, reason: error.localizedDescription)
    }
  }
}

/// How a file of a data set stands in its folder.
enum FileState: Equatable, Sendable {
  case missing
  case right
  case wrong(ContentFault)
}

extension RemoteFile {
  /// Reads the file at `path` whole and compares its size and both digests with what they must be.
  ///
  /// - Throws: `LocalFileError` where there is something that cannot be read.
  func state(at path: String) throws(LocalFileError) -> FileState {
    guard let found = try byteCountOfFile(at: path) else { return .missing }
    guard found == byteCount else { return .wrong(.size(expected: byteCount, found: found)) }
    let digests = try Self.digests(at: path)
    if digests.md5 != md5 {
      return .wrong(.digest(name: "MD5", expected: md5, found: digests.md5))
    }
    if digests.sha256 != sha256 {
      return .wrong(.digest(name: "SHA-256", expected: sha256, found: digests.sha256))
    }
    return .right
  }

  private static func digests(
    at path: String
  ) throws(LocalFileError) -> (md5: String, sha256: String) {
    var md5 = Insecure.MD5()
    var sha256 = SHA256()
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
        md5.update(data: piece)
        sha256.update(data: piece)
      }
    } catch {
      throw LocalFileError(path: path, attempt: "read", cause: error)
    }
    return (hexadecimal(md5.finalize()), hexadecimal(sha256.finalize()))
  }
}

/// The size of the regular file at a path; nil where there is nothing.
///
/// - Throws: `LocalFileError` for a folder or anything else that is no regular file.
func byteCountOfFile(at path: String) throws(LocalFileError) -> Int? {
  var status = stat()
  guard stat(path, &status) == 0 else {
    if errno == ENOENT || errno == ENOTDIR { return nil }
    throw LocalFileError(path: path, attempt: "read", errorNumber: errno)
  }
  guard status.st_mode & S_IFMT == S_IFREG else {
    throw LocalFileError(path: path, attempt: "read", reason: "it is not a regular file")
  }
  return Int(status.st_size)
}

private func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// A count with a comma between each three digits.
func grouped(_ count: Int) -> String {
  let digits = String(count.magnitude)
  var text = count < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
    text.append(digit)
  }
  return text
}
