import Foundation
import Testing

@testable import deconv_book

private typealias Reply = DownloadServer.Reply

private let body = DownloadScene.body
private let patience = TransferLimits(connectSeconds: 20, stallSeconds: 20)

/// One file from one or more addresses, as well and as badly as networks do.
@Suite struct DownloadTests {
  private let scene: DownloadScene

  init() throws { scene = try DownloadScene() }

  /// Fetches the file of the scene.
  private func fetch(
    from addresses: [String], limits: TransferLimits = patience, replacesWrongFiles: Bool = false,
    file: RemoteFile = DownloadScene.file, events: Log<DownloadEvent> = Log(),
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(LocalFileError) -> DownloadOutcome {
    try Downloader(
      addresses: addresses, limits: limits, replacesWrongFiles: replacesWrongFiles,
      isCancelled: isCancelled, report: events.add
    ).fetch(file, to: scene.target)
  }

  /// Why the addresses failed, one after the other; nil where the download did not fail.
  private func failures(_ outcome: DownloadOutcome) -> [AddressFailure]? {
    guard case .failed(let attempts, _) = outcome else { return nil }
    return attempts.map(\.failure)
  }

  // MARK: - The whole file

  @Test func wholeFileIsVerifiedAndNothingElseIsLeft() throws {
    let server = try DownloadServer { _ in Reply(headers: ["ETag": "\"1\""], body: body) }
    let events = Log<DownloadEvent>()
    #expect(try fetch(from: [server.address], events: events) == .fetched)
    #expect(scene.contents == ["labels.gz": body])
    #expect(server.requests.map(\.path) == ["/labels.gz"])
    #expect(server.requests.first?.headers["accept-encoding"] == "identity")
    #expect(server.requests.first?.headers["range"] == nil)
    #expect(events.elements.first == .asking(address: server.address, offset: 0))
    #expect(events.elements.last == .received(5000))
  }

  @Test func fileOfUnknownLengthIsTakenToItsEnd() throws {
    let server = try DownloadServer { _ in .chunked(body) }
    #expect(try fetch(from: [server.address]) == .fetched)
    #expect(scene.contents == ["labels.gz": body])
  }

  @Test func slowBodyIsNoStall() throws {
    let server = try DownloadServer { _ in
      var reply = Reply(body: body)
      reply.pieces =
        [reply.pieces[0]]
        + stride(from: 0, to: 5000, by: 1000).map {
          body[$0..<$0 + 1000]
        }
      reply.pauseSeconds = 0.25
      return reply
    }
    let limits = TransferLimits(connectSeconds: 20, stallSeconds: 1)
    #expect(try fetch(from: [server.address], limits: limits) == .fetched)
  }

  @Test func fileThatIsRightIsNotAskedFor() throws {
    let server = try DownloadServer { _ in Reply(body: body) }
    try scene.write(body, to: "labels.gz")
    #expect(try fetch(from: [server.address]) == .wasHere)
    #expect(server.requests == [])
    #expect(scene.contents == ["labels.gz": body])
  }

  @Test func wrongFileUnderTheNameIsReplacedOnlyWhenAsked() throws {
    let server = try DownloadServer { _ in Reply(body: body) }
    let mine = Data("mine".utf8)
    try scene.write(mine, to: "labels.gz")
    #expect(try fetch(from: [server.address]) == .occupied(.size(expected: 5000, found: 4)))
    #expect(server.requests == [])
    #expect(scene.contents == ["labels.gz": mine])
    #expect(try fetch(from: [server.address], replacesWrongFiles: true) == .fetched)
    #expect(scene.contents == ["labels.gz": body])
  }

  @Test func wrongFileStaysWhereItsReplacementFails() throws {
    let server = try DownloadServer { _ in Reply(body: DownloadScene.wrongBody) }
    let mine = Data("mine".utf8)
    try scene.write(mine, to: "labels.gz")
    _ = try fetch(from: [server.address], replacesWrongFiles: true)
    #expect(scene.contents == ["labels.gz": mine])
  }

  @Test func redirectToHTTPIsFollowed() throws {
    let second = try DownloadServer { _ in Reply(body: body) }
    let address = second.address
    let first = try DownloadServer { _ in
      Reply(status: 302, headers: ["Location": address + "elsewhere"])
    }
    #expect(try fetch(from: [first.address]) == .fetched)
    #expect(second.requests.map(\.path) == ["/elsewhere"])
  }

  // MARK: - What goes wrong at an address

  private struct Fault: CustomTestStringConvertible {
    var testDescription: String
    var failure: AddressFailure
    /// What stays in the part.
    var kept = 0
    var limits = patience
    var reply: @Sendable (DownloadServer.Request) -> Reply
  }

  private static let wrongDigest = AddressFailure.content(
    .digest(
      name: "MD5", expected: "d98647bc1267f45a0c881380dcce5a84",
      found: "60d5cf8743f7d6f129f74fb8970291bd"))

  private static let faults: [Fault] = [
    Fault(testDescription: "not found", failure: .status(404)) { _ in
      Reply(status: 404, body: Data("<html>".utf8))
    },
    Fault(testDescription: "server error", failure: .status(500)) { _ in Reply(status: 500) },
    Fault(testDescription: "a part nobody asked for", failure: .status(206)) { _ in
      .rest(of: body, from: 10)
    },
    Fault(testDescription: "other bytes", failure: wrongDigest) { _ in
      Reply(body: DownloadScene.wrongBody)
    },
    Fault(
      testDescription: "another length",
      failure: .content(.size(expected: 5000, found: 6))
    ) { _ in Reply(body: Data("<html>".utf8)) },
    Fault(
      testDescription: "too many bytes, unannounced", failure: .content(.tooLong(expected: 5000))
    ) { _ in .chunked(body + body) },
    Fault(
      testDescription: "too few bytes, unannounced", failure: .cut(received: 70, expected: 5000),
      kept: 70
    ) { _ in .chunked(body.prefix(70)) },
    Fault(
      testDescription: "a cut connection", failure: .cut(received: 1234, expected: 5000),
      kept: 1234
    ) { _ in Reply(body: body).cut(after: 1234) },
    Fault(
      testDescription: "a stall", failure: .transfer(.stalled(seconds: 0.5)), kept: 1234,
      limits: TransferLimits(connectSeconds: 20, stallSeconds: 0.5)
    ) { _ in Reply(body: body).cut(after: 1234, hangs: true) },
    Fault(
      testDescription: "no answer", failure: .transfer(.noAnswer(seconds: 0.2)),
      limits: TransferLimits(connectSeconds: 0.2, stallSeconds: 20)
    ) { _ in .silence },
    Fault(testDescription: "a compressed body", failure: .encoded("gzip")) { _ in
      Reply(headers: ["Content-Encoding": "gzip"], body: body)
    },
    Fault(
      testDescription: "a way out of HTTP",
      failure: .transfer(.redirected(to: "ftp://127.0.0.1/labels.gz"))
    ) { _ in Reply(status: 302, headers: ["Location": "ftp://127.0.0.1/labels.gz"]) },
  ]

  @Test(arguments: faults)
  private func addressThatFailsIsToldAndTheNextOneIsTried(fault: Fault) throws {
    let bad = try DownloadServer(fault.reply)
    let good = try DownloadServer { request in
      request.headers["range"] == nil ? Reply(body: body) : .rest(of: body, from: fault.kept)
    }
    let outcome = try fetch(from: [bad.address], limits: fault.limits)
    #expect(
      outcome
        == .failed(
          [DownloadAttempt(address: bad.address, failure: fault.failure)], keptBytes: fault.kept))
    #expect(
      scene.contents["labels.gz.part"] == (fault.kept == 0 ? nil : body.prefix(fault.kept)))
    #expect(scene.contents["labels.gz"] == nil)

    let events = Log<DownloadEvent>()
    #expect(try fetch(from: [good.address], events: events) == .fetched)
    #expect(scene.contents == ["labels.gz": body])
    #expect(events.elements.first == .asking(address: good.address, offset: fault.kept))
  }

  @Test func addressesAreTriedInTheirOrder() throws {
    let missing = try DownloadServer { _ in Reply(status: 404) }
    let wrong = try DownloadServer { _ in Reply(body: DownloadScene.wrongBody) }
    let good = try DownloadServer { _ in Reply(body: body) }
    let unused = try DownloadServer { _ in Reply(body: body) }
    let events = Log<DownloadEvent>()
    let addresses = [missing, wrong, good, unused].map(\.address)
    #expect(try fetch(from: addresses, events: events) == .fetched)
    #expect(unused.requests == [])
    let failed = events.elements.filter { if case .failed = $0 { true } else { false } }
    #expect(
      failed == [
        .failed(DownloadAttempt(address: missing.address, failure: .status(404))),
        .failed(DownloadAttempt(address: wrong.address, failure: Self.wrongDigest)),
      ])
  }

  @Test func closedPortIsTold() throws {
    let server = try DownloadServer(isListening: false) { _ in Reply() }
    #expect(
      failures(try fetch(from: [server.address]))
        == [.transfer(.broken(reason: "the server does not accept connections"))])
  }

  @Test func redirectsWithoutEndAreTold() throws {
    let server = try DownloadServer { _ in Reply(status: 302, headers: ["Location": "/again"]) }
    let outcome = try fetch(from: [server.address])
    #expect(failures(outcome) == [.transfer(.broken(reason: "it leads on and on"))])
  }

  @Test func whatIsNotHTTPIsTold() throws {
    let server = try DownloadServer { _ in
      var reply = Reply()
      reply.pieces = [Data("\u{1}\u{2}\u{3} no protocol\r\n\r\n".utf8)]
      return reply
    }
    guard case .transfer(.broken) = try #require(failures(try fetch(from: [server.address]))).first
    else {
      Issue.record("a broken transfer was expected")
      return
    }
    #expect(scene.contents == [:])
  }

  @Test func bothDigestsCount() throws {
    let server = try DownloadServer { _ in Reply(body: body) }
    var file = DownloadScene.file
    file.sha256 = String(repeating: "0", count: 64)
    let fault = ContentFault.digest(
      name: "SHA-256", expected: file.sha256, found: DownloadScene.file.sha256)
    #expect(failures(try fetch(from: [server.address], file: file)) == [.content(fault)])
    #expect(scene.contents == [:])
  }

  // MARK: - Going on

  @Test func partGoesOnWhereItEndsIfTheVersionIsTheSame() throws {
    let server = try DownloadServer { request in
      request.headers["range"] == nil
        ? Reply(headers: ["ETag": "\"v1\""], body: body).cut(after: 2000)
        : .rest(of: body, from: 2000)
    }
    _ = try fetch(from: [server.address])
    #expect(
      scene.contents == [
        "labels.gz.part": body.prefix(2000),
        "labels.gz.part.from": Data("\(server.address)\n\"v1\"\n".utf8),
      ])
    #expect(try fetch(from: [server.address]) == .fetched)
    #expect(server.requests.last?.headers["range"] == "bytes=2000-")
    #expect(server.requests.last?.headers["if-range"] == "\"v1\"")
    #expect(scene.contents == ["labels.gz": body])
  }

  @Test func weakTagIsNoVersionAndTheDateIs() throws {
    let date = "Sat, 21 Nov 2020 07:28:00 GMT"
    let server = try DownloadServer { _ in
      Reply(headers: ["ETag": "W/\"v1\"", "Last-Modified": date], body: body).cut(after: 10)
    }
    _ = try fetch(from: [server.address])
    #expect(scene.contents["labels.gz.part.from"] == Data("\(server.address)\n\(date)\n".utf8))
  }

  @Test func versionOfOneAddressIsNotAskedOfAnother() throws {
    let server = try DownloadServer { _ in .rest(of: body, from: 2000) }
    try scene.writePart(body.prefix(2000), from: "http://other/", validator: "\"v1\"")
    #expect(try fetch(from: [server.address]) == .fetched)
    #expect(server.requests.map { $0.headers["range"] } == ["bytes=2000-"])
    #expect(server.requests.map { $0.headers["if-range"] } == [nil])
  }

  @Test func serverThatIgnoresTheRangeStartsOver() throws {
    let server = try DownloadServer { _ in Reply(body: body) }
    try scene.writePart(DownloadScene.wrongBody.prefix(2000))
    #expect(try fetch(from: [server.address]) == .fetched)
    #expect(server.requests.count == 1)
    #expect(scene.contents == ["labels.gz": body])
  }

  @Test(arguments: [
    (416, "bytes */5000"), (206, "bytes 1000-4999/5000"), (206, "bytes 2000-5999/6000"),
    (206, "nonsense"),
  ])
  func partThatDoesNotFitIsAskedForAgain(status: Int, range: String) throws {
    let server = try DownloadServer { request in
      request.headers["range"] == nil
        ? Reply(body: body)
        : Reply(status: status, headers: ["Content-Range": range], body: body.dropFirst(1000))
    }
    try scene.writePart(body.prefix(2000))
    let events = Log<DownloadEvent>()
    #expect(try fetch(from: [server.address], events: events) == .fetched)
    #expect(server.requests.map { $0.headers["range"] } == ["bytes=2000-", nil])
    #expect(events.elements.contains(.startingOver))
    #expect(scene.contents == ["labels.gz": body])
  }

  /// The address is not to blame for what was there before.
  @Test func partOfOtherBytesIsFoundOutAndAskedForAgain() throws {
    let server = try DownloadServer { request in
      request.headers["range"] == nil ? Reply(body: body) : .rest(of: body, from: 2000)
    }
    try scene.writePart(DownloadScene.wrongBody.prefix(2000))
    #expect(try fetch(from: [server.address]) == .fetched)
    #expect(server.requests.map { $0.headers["range"] } == ["bytes=2000-", nil])
    #expect(scene.contents == ["labels.gz": body])
  }

  @Test func partWithAllBytesOnlyNeedsItsName() throws {
    let server = try DownloadServer { _ in Reply(status: 500) }
    try scene.writePart(body)
    #expect(try fetch(from: [server.address]) == .fetched)
    #expect(server.requests == [])
    #expect(scene.contents == ["labels.gz": body])
  }

  @Test(arguments: [DownloadScene.wrongBody, body + body])
  func partThatCannotBeTheFileIsThrownAway(part: Data) throws {
    let server = try DownloadServer { _ in Reply(body: body) }
    try scene.writePart(part)
    #expect(try fetch(from: [server.address]) == .fetched)
    #expect(server.requests.map { $0.headers["range"] } == [nil])
    #expect(scene.contents == ["labels.gz": body])
  }

  @Test func pageInPlaceOfTheFileDoesNotCostThePart() throws {
    let server = try DownloadServer { _ in Reply(body: Data("<html>Log in".utf8)) }
    try scene.writePart(body.prefix(2000))
    #expect(
      failures(try fetch(from: [server.address])) == [.content(.size(expected: 5000, found: 12))])
    #expect(scene.contents["labels.gz.part"] == body.prefix(2000))
  }

  // MARK: - Interruption, and this machine's own files

  @Test func interruptionKeepsWhatCame() throws {
    let server = try DownloadServer { _ in Reply(body: body).cut(after: 1234, hangs: true) }
    let events = Log<DownloadEvent>()
    let outcome = try fetch(from: [server.address, server.address], events: events) {
      events.elements.contains(.received(1234))
    }
    #expect(outcome == .cancelled(keptBytes: 1234))
    #expect(server.requests.count == 1)
    #expect(scene.contents == ["labels.gz.part": body.prefix(1234)])
  }

  @Test func folderUnderTheNameIsTold() throws {
    try FileManager.default.createDirectory(
      atPath: scene.target, withIntermediateDirectories: false)
    #expect(
      throws: LocalFileError(
        path: scene.target, attempt: "read", reason: "it is not a regular file")
    ) { try fetch(from: []) }
  }

  @Test func partThatCannotBeWrittenIsToldWithoutTryingAddresses() throws {
    let server = try DownloadServer { _ in Reply(body: body) }
    let part = scene.target + ".part"
    try FileManager.default.createDirectory(atPath: part, withIntermediateDirectories: false)
    #expect(throws: LocalFileError(path: part, attempt: "write", reason: "Is a directory")) {
      try fetch(from: [server.address])
    }
    #expect(server.requests == [])
  }
}
