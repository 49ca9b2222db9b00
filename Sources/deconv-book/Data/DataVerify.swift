import BookModel
import BookPipeline

/// Compares the files of a data set with what they must be: the work of `data verify`.
struct DataVerify {
  var dataSet: KnownDataSet
  var files: [RemoteFile]
  var folder: String
  /// The command that brings what is missing.
  var fetchCommand: String

  /// Reads every file whole; all that is wrong is told, not the first alone.
  func run() -> DataReport {
    var report = DataReport(dataSet: dataSet, folder: folder)
    for file in files {
      let path = DataFolder.joined(folder, file.name)
      let state: DataReport.File.State
      do throws(LocalFileError) {
        switch try file.state(at: path) {
        case .right: state = .verified
        case .missing:
          state = .missing
          report.add(
            Diagnostic(
              "data-missing",
              "a file of \(grouped(file.byteCount)) bytes was expected, and there is none",
              path: path, hint: "run: \(fetchCommand)"), exit: .invalid)
        case .wrong(let fault):
          state = .wrong
          report.add(
            Diagnostic(
              "data-wrong", "this is not the release's file: \(fault)", path: path,
              hint: "run: \(fetchCommand) --force"), exit: .invalid)
        }
      } catch {
        state = .failed
        report.add(error)
      }
      report.files.append(
        .init(name: file.name, path: path, byteCount: file.byteCount, state: state))
    }
    report.summary = "\(dataSet.rawValue) is whole in \(folder): MD5 and SHA-256 are right"
    return report
  }
}
