import BookModel
import BookPipeline
import Foundation
import Testing

@testable import deconv_book

private typealias Reply = DownloadServer.Reply

private let file = DownloadScene.file
private let smallFile = DownloadScene.smallFile

/// The work of `data fetch`, `data verify` and `data list` on a set of two small files.
@Suite struct DataFetchTests {
  private let scene: DownloadScene

  init() throws { scene = try DownloadScene() }

  private func fetch(
    from addresses: [String], into folder: String? = nil, text: Log<String> = Log(),
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) -> DataReport {
    DataFetch(
      dataSet: .fashionMNIST, files: [smallFile, file], folder: folder ?? scene.folder,
      downloader: Downloader(addresses: addresses, isCancelled: isCancelled), write: text.add
    ).run()
  }

  private func server() throws -> DownloadServer {
    try DownloadServer { request in
      Reply(
        body: request.path == "/small.gz" ? DownloadScene.smallBody : DownloadScene.body)
    }
  }

  private func verify() -> DataReport {
    DataVerify(
      dataSet: .fashionMNIST, files: [smallFile, file], folder: scene.folder,
      fetchCommand: "deconv-book data fetch fashion-mnist"
    ).run()
  }

  // MARK: - fetch

  @Test func setIsFetchedIntoAFolderThatIsMadeForIt() throws {
    let server = try server()
    let folder = scene.folder + "/new/set"
    let text = Log<String>()
    let report = fetch(from: [server.address], into: folder, text: text)
    #expect(report.exit == .success)
    #expect(report.diagnostics == [])
    #expect(report.files.map(\.state) == [.fetched, .fetched])
    #expect(report.summary == "fashion-mnist is whole in \(folder): 2 of 2 files downloaded")
    #expect(FileManager.default.contents(atPath: folder + "/labels.gz") == DownloadScene.body)
    #expect(
      text.elements.joined() == """
        small.gz: 0.3 kB from \(server.address)
        small.gz: MD5 and SHA-256 are right
        labels.gz: 5.0 kB from \(server.address)
        labels.gz: MD5 and SHA-256 are right

        """)
  }

  @Test func setThatIsWholeIsNotFetchedAgain() throws {
    try scene.write(DownloadScene.smallBody, to: "small.gz")
    try scene.write(DownloadScene.body, to: "labels.gz")
    let report = fetch(from: [])
    #expect(report.files.map(\.state) == [.verified, .verified])
    #expect(report.summary == "fashion-mnist is whole in \(scene.folder): nothing to download")
    #expect(scene.contents.keys.sorted() == ["labels.gz", "small.gz"], "nothing is written")
  }

  @Test func failureOfTheNetworkIs74AndEndsTheFetch() throws {
    let server = try DownloadServer { _ in Reply(status: 404) }
    let report = fetch(from: [server.address])
    #expect(report.exit == .inputOutput)
    #expect(report.files.map(\.state) == [.failed])
    let path = scene.folder + "/small.gz"
    #expect(
      report.renderedDiagnostics == [
        """
        \(path): error: a file of 300 bytes was expected, and no address gave it
          hint: name another address with --mirror, or put the file there yourself
          \(server.address)small.gz: the file was expected, and the server answered 404
        """
      ])
  }

  @Test func failureTellsWhatIsKept() throws {
    let server = try DownloadServer { _ in Reply(body: DownloadScene.smallBody).cut(after: 100) }
    let report = fetch(from: [server.address])
    #expect(report.exit == .inputOutput)
    let path = scene.folder + "/small.gz"
    #expect(
      report.diagnostics.first?.hint == """
        100 bytes are kept in \(path).part; the same command goes on from there, \
        or name another address with --mirror, or put the file there yourself
        """)
    #expect(
      report.diagnostics.first?.details
        == "  \(server.address)small.gz: it ended after 100 of 300 bytes")
  }

  @Test func wrongFileFromAnAddressIs2() throws {
    let wrong = try DownloadServer { _ in Reply(body: Data(count: 300)) }
    let missing = try DownloadServer { _ in Reply(status: 404) }
    let report = fetch(from: [wrong.address, missing.address])
    #expect(report.exit == .invalid)
    #expect(
      report.diagnostics.first?.details == """
          \(wrong.address)small.gz: MD5 39604a2fc8f46a37862b727142c6c099 was expected, \
        and it has 4aa09c46db228e7f610ad440cd89c103
          \(missing.address)small.gz: the file was expected, and the server answered 404
        """)
  }

  @Test func foreignFileUnderTheNameIsLeftAndTheOthersAreFetched() throws {
    let server = try server()
    try scene.write(Data("mine".utf8), to: "small.gz")
    let report = fetch(from: [server.address])
    #expect(report.exit == .invalid)
    #expect(report.files.map(\.state) == [.wrong, .fetched])
    #expect(
      report.renderedDiagnostics == [
        """
        \(scene.folder)/small.gz: error: this is not the release's file: \
        300 bytes were expected, and it has 4
          hint: move it away, or replace it with --force
        """
      ])
    #expect(scene.contents["small.gz"] == Data("mine".utf8))
  }

  @Test func interruptionIs130AndTellsWhatIsKept() throws {
    let server = try DownloadServer { _ in
      Reply(body: DownloadScene.smallBody).cut(after: 100, hangs: true)
    }
    let part = scene.folder + "/small.gz.part"
    let report = fetch(from: [server.address]) {
      FileManager.default.contents(atPath: part)?.count == 100
    }
    #expect(report.exit == .interrupted)
    #expect(
      report.diagnostics.first?.hint
        == "100 bytes are kept in \(part); the same command goes on from there")
  }

  @Test func folderThatCannotBeMadeIs74() throws {
    try scene.write(Data(), to: "file")
    let report = fetch(from: [], into: scene.folder + "/file/set")
    #expect(report.exit == .inputOutput)
    #expect(
      report.diagnostics.map(\.message) == [
        "cannot make the folder \(scene.folder)/file/set: Not a directory"
      ])
  }

  @Test func twoFetchesAtOnceShareOneDownload() throws {
    let server = try DownloadServer { request in
      var reply = Reply(
        body: request.path == "/small.gz" ? DownloadScene.smallBody : DownloadScene.body)
      reply.pauseSeconds = 0.2
      return reply
    }
    let reports = Log<[DataReport.File.State]>()
    let text = Log<String>()
    let group = DispatchGroup()
    for _ in 0..<2 {
      group.enter()
      Thread {
        reports.add(fetch(from: [server.address], text: text).files.map(\.state))
        group.leave()
      }.start()
    }
    group.wait()
    #expect(reports.elements == [[.fetched, .fetched], [.verified, .verified]])
    #expect(server.requests.count == 2)
    #expect(scene.contents["labels.gz"] == DownloadScene.body)
    #expect(
      text.elements.contains(
        "another process downloads into \(scene.folder): waiting for it\n"))
  }

  @Test func waitForAnotherFetchCanBeInterrupted() throws {
    let report = try FolderLock.locked(
      scene.folder, isCancelled: { false }, onWait: {},
      body: { fetch(from: [], isCancelled: { true }) })
    #expect(report?.exit == .interrupted)
    #expect(report?.files == [])
  }

  // MARK: - verify

  @Test func verifyOfWhatIsRightSaysSo() throws {
    try scene.write(DownloadScene.smallBody, to: "small.gz")
    try scene.write(DownloadScene.body, to: "labels.gz")
    let report = verify()
    #expect(report.exit == .success)
    #expect(report.files.map(\.state) == [.verified, .verified])
    #expect(
      report.summary == "fashion-mnist is whole in \(scene.folder): MD5 and SHA-256 are right")
  }

  @Test func verifyTellsAllThatIsMissingAndWrong() throws {
    try scene.write(DownloadScene.wrongBody, to: "labels.gz")
    let report = verify()
    #expect(report.exit == .invalid)
    #expect(report.files.map(\.state) == [.missing, .wrong])
    #expect(
      report.renderedDiagnostics == [
        """
        \(scene.folder)/small.gz: error: a file of 300 bytes was expected, and there is none
          hint: run: deconv-book data fetch fashion-mnist
        """,
        """
        \(scene.folder)/labels.gz: error: this is not the release's file: \
        MD5 d98647bc1267f45a0c881380dcce5a84 was expected, and it has 60d5cf8743f7d6f129f74fb8970291bd
          hint: run: deconv-book data fetch fashion-mnist --force
        """,
      ])
  }

  @Test func verifyOfWhatCannotBeReadIs74UnlessSomethingIsWrong() throws {
    try FileManager.default.createDirectory(
      atPath: scene.folder + "/small.gz", withIntermediateDirectories: false)
    try scene.write(DownloadScene.body, to: "labels.gz")
    #expect(verify().exit == .inputOutput)
    #expect(
      verify().diagnostics.map(\.message) == [
        "cannot read \(scene.folder)/small.gz: it is not a regular file"
      ])
    try scene.write(Data(), to: "labels.gz")
    #expect(verify().exit == .invalid)
  }

  @Test func reportIsOneObjectInJSON() throws {
    try scene.write(DownloadScene.smallBody, to: "small.gz")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(verify().json().utf8)) as? [String: Any])
    #expect(report["status"] as? Int == 2)
    #expect(report["dataSet"] as? String == "fashion-mnist")
    #expect(report["folder"] as? String == scene.folder)
    let files = try #require(report["files"] as? [[String: Any]])
    #expect(files.map { $0["state"] as? String } == ["verified", "missing"])
    let diagnostics = try #require(report["diagnostics"] as? [[String: Any]])
    #expect(diagnostics.map { $0["id"] as? String } == ["data-missing"])
    #expect(diagnostics.map { $0["path"] as? String } == [scene.target])
  }

  // MARK: - list

  @Test func listTellsHowEachFileStands() throws {
    let names = KnownDataSet.fashionMNIST.files.map(\.name)
    try scene.write(Data(count: 29_515), to: names[1])
    try scene.write(Data(count: 7), to: names[2])
    try scene.write(Data(count: 100), to: names[3] + ".part")
    let list = DataList(folder: DataFolder(path: scene.folder, source: .option))
    #expect(
      list.text == """
        fashion-mnist  Fashion-MNIST of Zalando Research (MIT licence): 70,000 pictures of 28×28, \
        ten classes
          \(scene.folder) (named by --data-dir)
          train-images-idx3-ubyte.gz  26,421,880 bytes  not here
          train-labels-idx1-ubyte.gz      29,515 bytes  here
          t10k-images-idx3-ubyte.gz    4,422,102 bytes  wrong: it has 7 bytes
          t10k-labels-idx1-ubyte.gz        5,148 bytes  unfinished: 100 bytes of it are here

        garments  drawn by the program: the same shape and classes as Fashion-MNIST, \
        nothing to download
        """)
    #expect(list.dataSets.map(\.isComplete) == [false, true])
    #expect(list.dataSets.map(\.folder) == [scene.folder, nil])
  }
}
