import BookModel
import BookPipeline
import Foundation

/// Downloads a data set into its folder: the work of `data fetch`.
struct DataFetch {
  var dataSet: KnownDataSet
  var files: [RemoteFile]
  var folder: String
  var downloader: Downloader
  /// Takes a line or a piece of a line for the person who waits.
  var write: (String) -> Void = { _ in }
  var isTerminal = false
  /// Seconds on a clock that only moves forward.
  var now: () -> Double = { 0 }

  /// Brings file after file, and stops at the first that cannot be had.
  func run() -> DataReport {
    var report = DataReport(dataSet: dataSet, folder: folder)
    do throws(LocalFileError) {
      // Nothing is written, not even a lock, where nothing is lacking: the folder may be read-only.
      if try isWhole() {
        report.files = files.map { entry(for: $0, .verified) }
        report.summary = summary(of: report)
        return report
      }
      try makeFolder(folder)
      let fetched = try FolderLock.locked(
        folder, isCancelled: downloader.isCancelled,
        onWait: { write("another process downloads into \(folder): waiting for it\n") },
        body: { fetchAll(report) })
      if let fetched { return fetched }
      report.add(Self.interruption(path: folder), exit: .interrupted)
    } catch {
      report.add(error)
    }
    return report
  }

  private func isWhole() throws(LocalFileError) -> Bool {
    for file in files {
      guard try file.state(at: DataFolder.joined(folder, file.name)) == .right else { return false }
    }
    return true
  }

  private func entry(
    for file: RemoteFile, _ state: DataReport.File.State
  ) -> DataReport.File {
    DataReport.File(
      name: file.name, path: DataFolder.joined(folder, file.name), byteCount: file.byteCount,
      state: state)
  }

  private func fetchAll(_ empty: DataReport) -> DataReport {
    var report = empty
    for file in files {
      let path = DataFolder.joined(folder, file.name)
      let progress = DownloadProgress(
        file: file, isTerminal: isTerminal, now: now, write: write)
      var downloader = downloader
      downloader.report = progress.report
      func add(_ state: DataReport.File.State) {
        report.files.append(entry(for: file, state))
      }
      do throws(LocalFileError) {
        let outcome = try downloader.fetch(file, to: path)
        progress.finish()
        switch outcome {
        case .wasHere: add(.verified)
        case .fetched:
          write("\(file.name): MD5 and SHA-256 are right\n")
          add(.fetched)
        case .occupied(let fault):
          add(.wrong)
          report.add(Self.occupation(path: path, fault: fault), exit: .invalid)
        case .failed(let attempts, let keptBytes):
          add(.failed)
          let isWrong = attempts.contains { $0.failure.isWrongContent }
          report.add(
            failure(of: file, path: path, attempts: attempts, keptBytes: keptBytes),
            exit: isWrong ? .invalid : .inputOutput)
          return report
        case .cancelled(let keptBytes):
          add(.failed)
          report.add(Self.interruption(path: path, keptBytes: keptBytes), exit: .interrupted)
          return report
        }
      } catch {
        progress.finish()
        add(.failed)
        report.add(error)
        return report
      }
    }
    report.summary = summary(of: report)
    return report
  }

  /// Makes a folder and those above it, where they are not there.
  private func makeFolder(_ path: String) throws(LocalFileError) {
    if mkdir(path, 0o755) == 0 { return }
    var errorNumber = errno
    let above = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if errorNumber == ENOENT, above != path {
      try makeFolder(above)
      errorNumber = mkdir(path, 0o755) == 0 ? 0 : errno
    }
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard errorNumber == 0 || exists && isFolder.boolValue else {
      throw LocalFileError(path: path, attempt: "make the folder", errorNumber: errorNumber)
    }
  }

  private func summary(of report: DataReport) -> String {
    let fetched = report.files.filter { $0.state == .fetched }.count
    let whole = "\(dataSet.rawValue) is whole in \(folder)"
    return fetched == 0
      ? whole + ": nothing to download" : whole + ": \(fetched) of \(files.count) files downloaded"
  }

  private static func occupation(path: String, fault: ContentFault) -> Diagnostic {
    Diagnostic(
      "data-wrong", "this is not the release's file: \(fault)", path: path,
      hint: "move it away, or replace it with --force")
  }

  private static func interruption(path: String, keptBytes: Int = 0) -> Diagnostic {
    Diagnostic(
      "interrupted", "the download was interrupted", path: path,
      hint: keptBytes == 0
        ? nil
        : "\(grouped(keptBytes)) bytes are kept in \(path).part; the same command goes on from there"
    )
  }

  private func failure(
    of file: RemoteFile, path: String, attempts: [DownloadAttempt], keptBytes: Int
  ) -> Diagnostic {
    let reasons = attempts.map { "  \($0.address)\(file.name): \($0.failure)" }
    let advice = "name another address with --mirror, or put the file there yourself"
    let kept =
      "\(grouped(keptBytes)) bytes are kept in \(path).part; the same command goes on from there"
    return Diagnostic(
      "download-failed",
      "a file of \(grouped(file.byteCount)) bytes was expected, and no address gave it",
      path: path, hint: keptBytes == 0 ? advice : kept + ", or " + advice,
      details: reasons.joined(separator: "\n"))
  }
}
