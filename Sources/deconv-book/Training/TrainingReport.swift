import ArgumentParser
import BookModel
import BookPipeline
import Deconv

/// The ways in which a training or a reconstruction fails.
enum TrainingFailure: Error {
  /// The folder of `--out` has something in it that it must not have.
  case folder(String, String, hint: String)
  /// The saved training at a path is none, or another one.
  case resume(String, TrainingError)
  /// A file that is read is missing or wrong.
  case file(FileError)
  /// What the model or the training itself says.
  case training(String)
  /// The training diverged; what is left of it.
  case diverged(TrainingError, left: String)
  /// The pictures or the array at a path do not fit.
  case input(String, String)
  /// The training would take too much memory.
  case memory(String, String, hint: String)
  /// A file cannot be written.
  case output(FileError)
  case interrupted(step: Int, folder: String)

  /// What is to be told; what paths and files say stays within its line.
  var diagnostic: Diagnostic {
    var diagnostic = words
    diagnostic.path = diagnostic.path?.onOneLine
    diagnostic.message = diagnostic.message.onOneLine
    diagnostic.hint = diagnostic.hint?.onOneLine
    return diagnostic
  }

  private var words: Diagnostic {
    switch self {
    case .folder(let path, let message, let hint):
      Diagnostic("training-folder", message, path: path, hint: hint)
    case .resume(let path, let error): Diagnostic("training-resume", "\(error)", path: path)
    case .file(let error), .output(let error):
      Diagnostic(
        "training-file", "expected \(error.expectation), found \(error.finding)", path: error.path)
    case .training(let message): Diagnostic("training", message)
    case .diverged(let error, let left): Diagnostic("training-diverged", "\(error)", hint: left)
    case .input(let path, let message): Diagnostic("training-input", message, path: path)
    case .memory(let path, let message, let hint):
      Diagnostic("training-memory", message, path: path, hint: hint)
    case .interrupted(let step, let folder):
      Diagnostic(
        "interrupted", "the training was interrupted after step \(step), and is saved",
        path: folder, hint: "the same command with --resume goes on")
    }
  }

  var exit: ExitStatus {
    switch self {
    case .output: .inputOutput
    case .file(let error) where error.isFailureOfSystem: .inputOutput
    case .interrupted: .interrupted
    default: .invalid
    }
  }
}

/// What a training made and what went wrong.
struct TrainingReport {
  /// How far a training came.
  struct Result {
    var data: String
    var parameters: Int
    var steps: Int
    var history: TrainingHistory

    init(_ trainer: Trainer<Autoencoder>, images: String) {
      data = images
      parameters = trainer.model.parameterCount
      steps = trainer.stepCount
      history = trainer.history
    }
  }

  var folder: String
  var result: Result?
  var failure: TrainingFailure?

  mutating func add(_ failure: TrainingFailure) { self.failure = failure }

  /// Prints the report and ends the process where it is not of success.
  func finish(_ format: ResultFormat) throws {
    switch format {
    case .json: try StandardOutput.write(json)
    case .text:
      if let failure { printError(failure.diagnostic.rendered(source: nil)) }
      if let text { try StandardOutput.write(text) }
    }
    if let failure { throw ExitCode(failure.exit.rawValue) }
  }

  /// The result in lines; nil where there is none.
  var text: String? {
    guard let result else { return nil }
    var lines = [
      "Autoencoder of \(result.parameters) weights on \(result.data.onOneLine): "
        + "\(result.history.epochs.count) epochs, \(result.steps) steps"
    ]
    for (name, record) in [("last", result.history.last), ("best", result.history.best)] {
      guard let record else { continue }
      lines.append(
        "\(name): epoch \(record.epoch), train MSE \(fixed(record.trainLoss, 5)), "
          + "validation MSE \(fixed(record.validationLoss, 5)), "
          + "PSNR \(fixed(record.psnr, 2)) dB")
    }
    lines.append(
      "in \(folder.onOneLine): \(TrainingFolder.File.allCases.map(\.rawValue).joined(separator: ", "))"
    )
    return lines.joined(separator: "\n") + "\n"
  }

  /// The report as one object.
  var json: String {
    var members: [(String, JSONValue)] = [("status", .integer(Int(failure?.exit.rawValue ?? 0)))]
    if let result {
      let folder = TrainingFolder(path: folder)
      members += [
        ("model", .string("Autoencoder")), ("parameters", .integer(result.parameters)),
        ("data", .string(result.data)), ("epochs", .integer(result.history.epochs.count)),
        ("steps", .integer(result.steps)), ("last", result.history.last?.json ?? .null),
        ("best", result.history.best?.json ?? .null), ("psnr_range", .integer(2)),
        (
          "files",
          .object(
            TrainingFolder.File.allCases.map { ($0.rawValue, .string(folder.path(of: $0))) })
        ),
      ]
    }
    members.append(("diagnostics", .array(failure.map { [Self.json($0.diagnostic)] } ?? [])))
    return JSONValue.object(members).text
  }

  /// A diagnostic as an object.
  static func json(_ diagnostic: Diagnostic) -> JSONValue {
    .object(
      [
        ("id", diagnostic.id), ("severity", diagnostic.severity.rawValue),
        ("message", diagnostic.message), ("path", diagnostic.path), ("hint", diagnostic.hint),
      ].compactMap { name, value in value.map { (name, .string($0)) } })
  }
}
