import BookModel
import Deconv
import Foundation

/// Trains, saves, and tells about it: the work of `train`.
struct TrainingRun {
  var images: TrainingImages
  /// Where the images' files are; nil where there are none.
  var dataFolder: String?
  var settings: TrainingSettings
  /// Chooses the initial weights.
  var seed: Int
  /// The path of other initial weights.
  var initialWeights: String?
  var folder: TrainingFolder
  var resumes: Bool
  /// The most bytes of memory that the training may take.
  var memoryLimit: Int
  var progress: TrainingProgress
  var isCancelled: () -> Bool

  /// How many steps may be lost to a power failure within an epoch.
  static let stepsBetweenSaves = 100
  /// No file that a training resumes from is as large.
  private static let mostBytes = 1 << 30

  /// Trains to the end, or until it is cancelled.
  func run() -> TrainingReport {
    var report = TrainingReport(folder: folder.path)
    do {
      // For a quick answer; what counts is what stands there under the lock.
      _ = try checkedContents()
      let data = try images.load(from: dataFolder)
      var model = Autoencoder(seed: seed)
      if let initialWeights { try model.load(from: initialWeights) }
      var trainer = try begin(model, data)
      let lock = try inputOutput { () throws(FileError) in
        try folder.create()
        return try folder.lock()
      }
      defer { close(lock) }
      let isResumed = try checkedContents() == .training
      if isResumed { try resume(&trainer) }
      report = train(&trainer, report, isResumed: isResumed)
    } catch let failure as TrainingFailure {
      report.add(failure)
    } catch let error as FileError {
      report.add(.file(error))
    } catch {
      report.add(.training("\(error)"))
    }
    return report
  }

  /// What stands in the folder, if a training may begin or go on there.
  private func checkedContents() throws -> TrainingFolder.Contents {
    let contents = try inputOutput { () throws(FileError) in try folder.contents() }
    switch contents {
    case .nothing: return contents
    case .training where resumes: return contents
    case .training:
      throw TrainingFailure.folder(
        folder.path, "there is a training already",
        hint: "go on with it by --resume, or name another folder with --out")
    case .other(let name):
      throw TrainingFailure.folder(
        folder.path,
        resumes
          ? "there is no \(TrainingFolder.File.resume.rawValue) to go on from, but \(name)"
          : "the folder is not empty: it has \(name)",
        hint: "name another folder with --out")
    }
  }

  /// Begins the training, if the images fit the model and the memory; nothing is written yet.
  private func begin(
    _ model: Autoencoder, _ data: (train: ImageDataset, validation: ImageDataset)
  ) throws -> Trainer<Autoencoder> {
    let path = dataFolder ?? images.name
    do {
      try checkMemory(
        try Checked.trainingMemory(of: model, train: data.train, validation: data.validation),
        rows: data.train.rows, columns: data.train.columns, path: path)
      return try Trainer(
        model, train: data.train, validation: data.validation, settings: settings)
    } catch let error as TensorError {
      throw TrainingFailure.input(path, "\(error)")
    } catch TrainingError.tensor(.modelOutput(let found, _, _)) {
      let sizes = [[data.train.rows, data.train.columns], found.suffix(2)].map {
        $0.map(String.init).joined(separator: " × ")
      }
      throw TrainingFailure.input(
        path,
        "images of \(sizes[0]) pixels come out of the model as \(sizes[1]): it halves both sides "
          + "twice and doubles them again, so they must be multiples of 4")
    } catch let error as TrainingError {
      throw TrainingFailure.input(path, "\(error)")
    }
  }

  private func checkMemory(
    _ memory: TrainingMemory, rows: Int, columns: Int, path: String
  ) throws {
    let batchSize = min(settings.batchSize, memory.imageCount)
    let what =
      "\(batchSize == 1 ? "single images" : "batches of \(batchSize) images") of "
      + "\(rows) × \(columns) pixels"
    let bytes = memory.bytes(batchSize: batchSize)
    guard bytes > memoryLimit || batchSize > memory.largestTensorBatchSize else { return }
    let fitting = memory.largestBatchSize(within: memoryLimit)
    let advice =
      fitting.map { "a --batch-size of \($0) fits" }
      ?? "no --batch-size fits: give smaller or fewer images"
    guard bytes > memoryLimit else {
      throw TrainingFailure.memory(
        path, "\(what) make tensors of more numbers than one may have", hint: advice)
    }
    throw TrainingFailure.memory(
      path,
      "\(what) take about \(MemorySize(bytes: bytes)) of memory, more than the limit of "
        + "\(MemorySize(bytes: memoryLimit))",
      hint: advice + "; --max-memory raises the limit")
  }

  private func resume(_ trainer: inout Trainer<Autoencoder>) throws {
    let path = folder.path(of: .resume)
    let bytes = try FileBytes.read(path, limit: Self.mostBytes)
    do throws(TrainingError) {
      try trainer.resume(from: bytes)
    } catch {
      throw TrainingFailure.resume(path, error)
    }
  }

  // MARK: - Training

  private func train(
    _ trainer: inout Trainer<Autoencoder>, _ empty: TrainingReport, isResumed: Bool
  ) -> TrainingReport {
    var report = empty
    do {
      try inputOutput { () throws(FileError) in
        try folder.write(trainer.encoded(), .resume)
        try folder.write(config(trainer).text, .config)
      }
      progress.start(opening(trainer))
      while !isCancelled(), let step = try trainer.step() {
        progress.report(step, state(trainer, step))
        try inputOutput { () throws(FileError) in try save(trainer, after: step) }
      }
      progress.finish()
      try inputOutput { () throws(FileError) in try saveAll(trainer) }
      report.result = TrainingReport.Result(trainer, images: images.shortName)
      if !trainer.isFinished {
        report.add(.interrupted(step: trainer.stepCount, folder: folder.path))
      }
    } catch let failure as TrainingFailure {
      progress.finish()
      report.add(failure)
    } catch let error as TrainingError {
      progress.finish()
      report.add(diverged(trainer, error, isResumed: isResumed))
    } catch {
      progress.finish()
      report.add(.training("\(error)"))
    }
    return report
  }

  /// Leaves what is worth it of a training that diverged, and says what that is.
  private func diverged(
    _ trainer: Trainer<Autoencoder>, _ error: TrainingError, isResumed: Bool
  ) -> TrainingFailure {
    do throws(FileError) {
      if trainer.finishedEpochs == 0, !isResumed {
        // Without the other, the file to resume from is a training; the other would be in the way.
        try folder.remove(.config)
        try folder.remove(.resume)
        return .diverged(error, left: "\(folder.path) is left empty: begin there again")
      }
      try saveAll(trainer)
      return .diverged(
        error,
        left: "what it was after step \(trainer.stepCount) is saved in \(folder.path), where "
          + "--resume would come to the same end: begin in another folder, from its "
          + "\(TrainingFolder.File.best.rawValue) by --init if that is good")
    } catch {
      return .output(error)
    }
  }

  /// Saves at the end of an epoch, and now and then within one.
  private func save(
    _ trainer: Trainer<Autoencoder>, after step: StepReport
  ) throws(FileError) {
    if step.record != nil {
      if step.isBest { try saveWeights(trainer.best, .best) }
      try saveWeights(trainer.model, .last)
      try saveHistory(trainer)
    }
    if step.record != nil || step.step % Self.stepsBetweenSaves == 0 {
      try folder.write(trainer.encoded(), .resume)
    }
  }

  /// Saves everything: what a kill may have left behind is made good here.
  private func saveAll(_ trainer: Trainer<Autoencoder>) throws(FileError) {
    try folder.write(trainer.encoded(), .resume)
    try saveWeights(trainer.best, .best)
    try saveWeights(trainer.model, .last)
    try saveHistory(trainer)
    let shown = trainer.validation.prefix(
      min(
        ReconstructionPicture.fitting(width: trainer.validation.columns),
        trainer.validation.count))
    let path = folder.path(of: .pictures)
    do {
      let outputs = try Checked.outputs(
        of: trainer.best, for: shown, batchSize: settings.batchSize)
      try folder.write(
        try ReconstructionPicture.png(
          originals: shown.images(), reconstructions: outputs, path: path), .pictures)
    } catch let error as FileError {
      throw error
    } catch {
      throw FileError(
        path: path, expectation: "a picture of what the model makes", finding: "\(error)")
    }
  }

  private func saveWeights(
    _ model: Autoencoder, _ file: TrainingFolder.File
  ) throws(FileError) {
    try model.save(to: folder.path(of: file))
  }

  private func saveHistory(_ trainer: Trainer<Autoencoder>) throws(FileError) {
    try folder.write(trainer.history.json, .historyJSON)
    try folder.write(trainer.history.csv, .historyCSV)
  }

  private func inputOutput<Value>(_ body: () throws(FileError) -> Value) throws -> Value {
    do throws(FileError) {
      return try body()
    } catch {
      throw TrainingFailure.output(error)
    }
  }

  // MARK: - Words

  private func opening(_ trainer: Trainer<Autoencoder>) -> String {
    let goes = trainer.stepCount > 0 ? "going on after step \(trainer.stepCount): " : ""
    return "\(goes)Autoencoder of \(trainer.model.parameterCount) weights, "
      + "\(trainer.train.count) images of \(images.shortName.onOneLine), "
      + "\(trainer.validation.count) to validate with, \(settings.epochs) epochs of "
      + "\(trainer.stepsPerEpoch) steps"
  }

  private func state(
    _ trainer: Trainer<Autoencoder>, _ step: StepReport
  ) -> TrainingProgress.State {
    TrainingProgress.State(
      epoch: step.epoch, epochs: settings.epochs,
      imagesInEpoch: min(step.stepInEpoch * settings.batchSize, trainer.train.count),
      imagesPerEpoch: trainer.train.count, loss: step.loss)
  }

  /// What the training is: nothing in it depends on the machine or on paths.
  private func config(_ trainer: Trainer<Autoencoder>) -> JSONValue {
    .object([
      ("model", .string("Autoencoder")), ("parameters", .integer(trainer.model.parameterCount)),
      ("data", .string(images.shortName)), ("train", .string(trainer.train.identity)),
      ("validation", .string(trainer.validation.identity)),
      ("initial_weights", .string(initialWeights == nil ? "from the seed" : "from a file")),
      ("loss", .string("mse")), ("settings", settings.json),
    ])
  }
}
