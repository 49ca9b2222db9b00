import ArgumentParser
import Deconv
import Foundation
import Synchronization

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train the convolutional autoencoder on images.",
    discussion: """
      Writes into the folder of --out: best.safetensors and last.safetensors (weights under \
      PyTorch's names), history.json, history.csv, config.json, reconstructions.png, and \
      resume.safetensors, from which --resume goes on. SIGINT, SIGTERM and SIGHUP finish the step, \
      save, and exit with 130; a standard error that nobody reads any more stops nothing. A \
      training that diverges exits with 2, and says what it leaves. The result depends on the images, the settings and the seed alone: not on \
      the machine, the threads, or on whether the training was stopped and resumed.
      """)

  @Option(
    help: ArgumentHelp(
      """
      fashion-mnist (validated on its 10,000 test images), garments (drawn by the program), or a \
      folder of IDX files: train-images-idx3-ubyte, train-labels-idx1-ubyte, packed or not, and \
      t10k-… to validate with; without these a tenth is split off.
      """, valueName: "fashion-mnist|garments|dir"))
  var data = "garments"

  @Option(help: ArgumentHelp("The folder of the data sets.", valueName: "dir"))
  var dataDir: String?

  @Option(help: ArgumentHelp("How often all images are gone through.", valueName: "count"))
  var epochs = 10

  @Option(help: ArgumentHelp("The number of images of a step.", valueName: "count"))
  var batchSize = 128

  @Option(help: "The rule that changes the weights: adam, adamw or sgd.")
  var optimizer = OptimizerName.adam

  @Option(help: ArgumentHelp("The learning rate.", valueName: "number"))
  var lr = 1e-3

  @Option(
    help: ArgumentHelp("The weight decay; 0.01 for adamw, else 0.", valueName: "number"))
  var weightDecay: Double?

  @Option(help: ArgumentHelp("The momentum of sgd.", valueName: "number"))
  var momentum = 0.0

  @Option(help: "Chooses the initial weights, the order of the images, and a split.")
  var seed = 0

  @Option(help: ArgumentHelp("Train with the first images only.", valueName: "count"))
  var trainCount: Int?

  @Option(help: ArgumentHelp("Validate with so many images.", valueName: "count"))
  var validationCount: Int?

  @Flag(help: "Go through the images in their own order in every epoch.")
  var noShuffle = false

  @Option(
    name: .customLong("init"),
    help: ArgumentHelp("Begin with the weights of this safetensors file.", valueName: "file"))
  var initialWeights: String?

  @Option(help: ArgumentHelp("The number of threads; as many as cores.", valueName: "count"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      """
      The most memory that the training may take by its sizes, as in 12GB or 500MB; half of the \
      machine's. It is refused before anything is written.
      """, valueName: "size"))
  var maxMemory: MemorySize?

  @Option(
    help: ArgumentHelp("The folder for what is made; artifacts/DATA.", valueName: "dir"))
  var out: String?

  @Flag(help: "Go on with the training that stands in the folder of --out.")
  var resume = false

  @Option(
    help: "Progress on standard error: auto (a bar on a terminal, else lines), plain, or none.")
  var progress = ProgressStyle.auto

  @Option(help: "How the result is printed: text or json.")
  var format = ResultFormat.text

  func validate() throws {
    for (name, value) in [("data", data), ("data-dir", dataDir), ("out", out)] where value == "" {
      throw ValidationError("--\(name) must not be empty")
    }
    for (name, value, least) in [
      ("epochs", epochs, 0), ("batch-size", batchSize, 1), ("train-count", trainCount ?? 1, 1),
      ("validation-count", validationCount ?? 1, 1),
    ] where value < least {
      throw ValidationError("--\(name) must be at least \(least), it is \(value)")
    }
    guard lr > 0, lr.isFinite else { throw ValidationError("--lr must be above 0, it is \(lr)") }
    if let weightDecay, !(weightDecay >= 0 && weightDecay.isFinite) {
      throw ValidationError("--weight-decay must be at least 0, it is \(weightDecay)")
    }
    guard momentum >= 0, momentum < 1 else {
      throw ValidationError("--momentum must be at least 0 and below 1, it is \(momentum)")
    }
    guard momentum == 0 || optimizer == .sgd else {
      throw ValidationError("--momentum is for --optimizer sgd; the others have their own moments")
    }
  }

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    try configureCompute(environment: environment, threads: threads)
    let images = TrainingImages(
      name: data, trainCount: trainCount, validationCount: validationCount, seed: seed)
    let folder = try images.folder(option: dataDir, environment: environment)
    catchInterrupts()
    let start = ContinuousClock.now
    let isTerminal = isatty(STDERR_FILENO) == 1
    let work = TrainingRun(
      images: images, dataFolder: folder, settings: settings, seed: seed,
      initialWeights: initialWeights,
      folder: TrainingFolder(path: out ?? "artifacts/\(images.shortName)"), resumes: resume,
      memoryLimit: (maxMemory ?? .halfOfMachine).bytes,
      progress: TrainingProgress(
        style: progress.resolved(isTerminal: isTerminal),
        now: { (ContinuousClock.now - start) / .seconds(1) },
        write: writeError),
      isCancelled: { interrupted.load(ordering: .relaxed) })
    try work.run().finish(format)
  }

  private var settings: TrainingSettings {
    TrainingSettings(
      epochs: epochs, batchSize: batchSize, optimizer: optimizer.kind, learningRate: lr,
      weightDecay: weightDecay, momentum: momentum, seed: seed, shuffles: !noShuffle)
  }
}

/// An optimiser, as the command line names it.
enum OptimizerName: String, ExpressibleByArgument, CaseIterable {
  case adam, adamw, sgd

  var kind: TrainingSettings.OptimizerKind {
    switch self {
    case .adam: .adam
    case .adamw: .adamW
    case .sgd: .sgd
    }
  }
}
