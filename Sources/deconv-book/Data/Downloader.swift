import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Why one address did not give a file.
enum AddressFailure: Equatable, Sendable, CustomStringConvertible {
  case transfer(TransferFailure)
  case status(Int)
  /// The body ended before the file did.
  case cut(received: Int, expected: Int)
  /// The system would unpack the file on its way.
  case encoded(String)
  case content(ContentFault)

  var description: String {
    switch self {
    case .transfer(let failure): "\(failure)"
    case .status(let code): "the file was expected, and the server answered \(code)"
    case .cut(let received, let expected):
      "it ended after \(grouped(received)) of \(grouped(expected)) bytes"
    case .encoded(let encoding):
      "the bare file was expected, and the server sends it with Content-Encoding: \(encoding)"
    case .content(let fault): "\(fault)"
    }
  }

  /// Whether a file came, and was not the one that is known.
  var isWrongContent: Bool {
    if case .content = self { true } else { false }
  }
}

/// An address that was tried in vain.
struct DownloadAttempt: Equatable, Sendable {
  var address: String
  var failure: AddressFailure
}

/// What a download tells while it goes on.
enum DownloadEvent: Equatable, Sendable {
  /// An address is asked for a file from the byte `offset` on.
  case asking(address: String, offset: Int)
  /// So many bytes of the file are here.
  case received(Int)
  case failed(DownloadAttempt)
  /// What an earlier download left does not fit: the file is asked for from its first byte on.
  case startingOver
}

/// How a download ended.
enum DownloadOutcome: Equatable, Sendable {
  case wasHere
  case fetched
  /// Something else stands under the file's name, and was left there.
  case occupied(ContentFault)
  /// No address had the file; so many bytes of it are kept.
  case failed([DownloadAttempt], keptBytes: Int)
  case cancelled(keptBytes: Int)
}

/// Brings files of known size and digests from the first address that has them whole.
///
/// A file takes its final name by rename when its size and both digests are right. What was
/// received before a failure is kept in `NAME.part` and goes on from there, at the same address or
/// at another one: the digests tell in the end whether the pieces belong together.
struct Downloader {
  /// Folders on the network, ending in a slash, in the order in which they are tried.
  var addresses: [String]
  var limits = TransferLimits()
  /// Whether a file that stands under the name and is not the right one is replaced.
  var replacesWrongFiles = false
  var isCancelled: @Sendable () -> Bool = { false }
  var report: (DownloadEvent) -> Void = { _ in }

  /// Sees to it that a file stands at the path `target`, whole and verified.
  ///
  /// The caller holds the lock of the folder, which exists.
  ///
  /// - Throws: `LocalFileError` where this machine's own files fail.
  func fetch(_ file: RemoteFile, to target: String) throws(LocalFileError) -> DownloadOutcome {
    switch try file.state(at: target) {
    case .right: return .wasHere
    case .wrong(let fault) where !replacesWrongFiles: return .occupied(fault)
    case .wrong, .missing: break
    }
    var part = try PartFile(for: target)
    defer { if part.byteCount == 0 { part.remove() } }
    var attempts: [DownloadAttempt] = []
    for address in addresses {
      guard let failure = try fill(&part, with: file, from: address) else {
        try part.finish(as: target)
        return .fetched
      }
      if failure == .transfer(.cancelled) { return .cancelled(keptBytes: part.byteCount) }
      let attempt = DownloadAttempt(address: address, failure: failure)
      report(.failed(attempt))
      attempts.append(attempt)
    }
    return .failed(attempts, keptBytes: part.byteCount)
  }

  /// Asks one address until the part is the whole file, or it is clear that this cannot be.
  ///
  /// An address is blamed for wrong bytes only when it sent all of them.
  private func fill(
    _ part: inout PartFile, with file: RemoteFile, from address: String
  ) throws(LocalFileError) -> AddressFailure? {
    while true {
      switch try receive(file, from: address, into: &part) {
      case .failed(let failure): return failure
      case .unfit: try part.restart(from: nil)
      case .whole(let isPatched):
        guard case .wrong(let fault) = try file.state(at: part.path) else { return nil }
        try part.restart(from: nil)
        guard isPatched else { return .content(fault) }
      }
      report(.startingOver)
    }
  }

  private enum Reception {
    /// All bytes are here, some of them from an earlier request where `isPatched` is set.
    case whole(isPatched: Bool)
    /// The server cannot go on from where the part ends.
    case unfit
    case failed(AddressFailure)
  }

  /// Makes one request for what the part lacks, and adds what comes.
  private func receive(
    _ file: RemoteFile, from address: String, into part: inout PartFile
  ) throws(LocalFileError) -> Reception {
    if part.byteCount > file.byteCount { return .unfit }
    if part.byteCount == file.byteCount { return .whole(isPatched: true) }
    guard let request = request(for: file, at: address, part: part) else {
      return .failed(.transfer(.broken(reason: "this is no address")))
    }
    report(.asking(address: address, offset: part.byteCount))
    let transfer = Transfer(request, limits: limits, isCancelled: isCancelled)
    var isPatched = false
    while true {
      switch transfer.next() {
      case .answer(let response):
        switch Self.meaning(of: response, for: file, offset: part.byteCount) {
        case .restOfFile: isPatched = true
        case .wholeFile: try part.restart(from: Self.origin(of: response, at: address))
        case .unfit: return .unfit
        case .refused(let failure): return .failed(failure)
        }
      case .bytes(let bytes):
        guard part.byteCount + bytes.count <= file.byteCount else {
          try part.restart(from: nil)
          return .failed(.content(.tooLong(expected: file.byteCount)))
        }
        try part.append(bytes)
        report(.received(part.byteCount))
      case .end:
        return part.byteCount == file.byteCount
          ? .whole(isPatched: isPatched)
          : .failed(.cut(received: part.byteCount, expected: file.byteCount))
      case .failed(.broken) where transfer.isAnswered:
        return .failed(.cut(received: part.byteCount, expected: file.byteCount))
      case .failed(let failure): return .failed(.transfer(failure))
      }
    }
  }
}

// MARK: - The questions and answers of HTTP

extension Downloader {
  private func request(
    for file: RemoteFile, at address: String, part: PartFile
  ) -> URLRequest? {
    guard let url = URL(string: address + file.name) else { return nil }
    var request = URLRequest(url: url)
    // The file is compressed already, and its digests are those of the compressed bytes.
    request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    if part.byteCount > 0 {
      request.setValue("bytes=\(part.byteCount)-", forHTTPHeaderField: "Range")
      if let origin = part.origin, origin.address == address {
        request.setValue(origin.validator, forHTTPHeaderField: "If-Range")
      }
    }
    return request
  }

  private enum Meaning {
    case wholeFile, restOfFile, unfit
    case refused(AddressFailure)
  }

  private static func meaning(
    of response: HTTPURLResponse, for file: RemoteFile, offset: Int
  ) -> Meaning {
    let encoding = response.value(forHTTPHeaderField: "Content-Encoding") ?? "identity"
    switch response.statusCode {
    case 200, 206:
      if encoding.lowercased() != "identity" { return .refused(.encoded(encoding)) }
    case 416 where offset > 0: return .unfit
    default: return .refused(.status(response.statusCode))
    }
    if response.statusCode == 206 {
      guard offset > 0 else { return .refused(.status(206)) }
      let range = response.value(forHTTPHeaderField: "Content-Range") ?? ""
      let expected = "bytes \(offset)-\(file.byteCount - 1)/"
      let fits = [expected + String(file.byteCount), expected + "*"].contains(range.lowercased())
      return fits ? .restOfFile : .unfit
    }
    let announced = Int(clamping: response.expectedContentLength)
    guard announced < 0 || announced == file.byteCount else {
      return .refused(.content(.size(expected: file.byteCount, found: announced)))
    }
    return .wholeFile
  }

  /// What tells this version of the file from others: a strong `ETag`, or the date.
  private static func origin(of response: HTTPURLResponse, at address: String) -> PartFile.Origin? {
    let tag = response.value(forHTTPHeaderField: "ETag").flatMap {
      $0.hasPrefix("\"") ? $0 : nil
    }
    return (tag ?? response.value(forHTTPHeaderField: "Last-Modified"))
      .map { PartFile.Origin(address: address, validator: $0) }
  }
}
