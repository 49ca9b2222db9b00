import BookModel
import Deconv

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
      let contents = try folder.contents()
      try checkFolder(contents)
      let data = try images.load(from: dataFolder)
      var model = Autoencoder(seed: seed)
      if let initialWeights { try model.load(from: initialWeights) }
      var trainer = try begin(model, data, resumesTraining: resumes && contents == .training)
      try inputOutput { () throws(FileError) in
        try folder.create()
        // What else goes wrong inside is in the report; the lock alone throws here.
        report = try folder.locked { train(&trainer, report) }
      }
    } catch let failure as TrainingFailure {
      report.add(failure)
    } catch let error as FileError {
      report.add(.file(error))
    } catch {
      report.add(.training("\(error)"))
    }
    return report
  }

  private func checkFolder(_ contents: TrainingFolder.Contents) throws {
    switch contents {
    case .nothing: return
    case .training where resumes: return
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

  private func begin(
    _ model: Autoencoder, _ data: (train: ImageDataset, validation: ImageDataset),
    resumesTraining: Bool
  ) throws -> Trainer<Autoencoder> {
    guard resumesTraining else {
      return try Trainer(
        model, train: data.train, validation: data.validation, settings: settings)
    }
    let path = folder.path(of: .resume)
    let bytes = try FileBytes.read(path, limit: Self.mostBytes)
    do throws(TrainingError) {
      return try Trainer(
        resuming: bytes, model: model, train: data.train, validation: data.validation,
        settings: settings)
    } catch {
      throw TrainingFailure.resume(path, error)
    }
  }

  // MARK: - Training

  private func train(_ trainer: inout Trainer<Autoencoder>, _ empty: TrainingReport)
    -> TrainingReport
  {
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
    } catch {
      progress.finish()
      report.add(.training("\(error)"))
    }
    return report
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
    try folder.write(
      try ReconstructionPicture.png(
        originals: shown.images(), reconstructions: trainer.best(shown.images()),
        path: folder.path(of: .pictures)), .pictures)
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
      + "\(trainer.train.count) images of \(images.shortName), "
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
