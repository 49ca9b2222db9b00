import Foundation
import Synchronization

@testable import deconv_book

/// A folder for one test, and the file that it downloads.
final class DownloadScene: Sendable {
  /// 5000 bytes with the digests that Python's hashlib gives for them.
  static let file = RemoteFile(
    name: "labels.gz", byteCount: 5000, md5: "d98647bc1267f45a0c881380dcce5a84",
    sha256: "b5eaa690b0bc3b91b693d582ba42e0a4c5eabd8d8d5b3d7bd0e8e602ec950c06")

  /// 300 bytes, likewise.
  static let smallFile = RemoteFile(
    name: "small.gz", byteCount: 300, md5: "39604a2fc8f46a37862b727142c6c099",
    sha256: "abc59630fa748705f6112d1e7d2e8a0a24a666d156eef7a72e3880d5b933b2a5")

  static let body = bytes(count: 5000)
  static let smallBody = bytes(count: 300)
  /// Of the right size, and wrong from the first byte on.
  static let wrongBody = bytes(count: 5000, shift: 1)

  private static func bytes(count: Int, shift: Int = 0) -> Data {
    Data((0..<count).map { UInt8(truncatingIfNeeded: $0 * 31 + $0 / 256 + shift) })
  }

  let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/download-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Where the file is to stand.
  var target: String { folder + "/" + Self.file.name }

  /// The files in the folder with their contents.
  var contents: [String: Data] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.reduce(into: [:]) {
      $0[$1] = FileManager.default.contents(atPath: folder + "/" + $1)
    }
  }

  func write(_ bytes: Data, to name: String) throws {
    try bytes.write(to: URL(fileURLWithPath: folder + "/" + name))
  }

  /// Leaves what an interrupted download of the bytes leaves.
  func writePart(_ bytes: Data, from address: String? = nil, validator: String = "") throws {
    try write(bytes, to: "labels.gz.part")
    if let address {
      try write(Data("\(address)\n\(validator)\n".utf8), to: "labels.gz.part.from")
    }
  }
}

/// A list that several threads add to.
final class Log<Element: Sendable>: Sendable {
  private let storage = Mutex<[Element]>([])

  var elements: [Element] { storage.withLock { $0 } }

  func add(_ element: Element) { storage.withLock { $0.append(element) } }
}
