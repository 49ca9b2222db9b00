import ArgumentParser
import BookModel
import BookPipeline
import Deconv
import DeconvFormats

/// Sends images through a trained autoencoder: the work of `reconstruct`.
struct ReconstructionRun {
  var checkpoint: String
  var input: String
  var indices: ImageSelection?
  var output: String
  var activations: String?

  func run() -> ReconstructionReport {
    var report = ReconstructionReport(checkpoint: checkpoint, input: input)
    do {
      var model = Autoencoder(seed: 0)
      try reading { () throws(FileError) in try model.load(from: checkpoint) }
      let images = try reading { () throws(FileError) in
        try ReconstructionInput(path: input, selection: indices)
      }
      let made = try outputs(model, images)
      report.indices = images.indices
      report.errors = EvaluationResult(
        losses: try Checked.meanSquaredErrors(of: made, images.images))
      try writing { () throws(FileError) in
        if hasExtension("npy", output) {
          try Tensor(shape: images.shape, scalars: made.scalars).write(to: output)
        } else {
          try AtomicFile.write(
            try ReconstructionPicture.png(
              originals: images.images, reconstructions: made, path: output), to: output)
        }
        report.files.append(output)
        if let activations {
          try writeMaps(model, images.images, to: activations)
          report.files.append(activations)
        }
      }
    } catch let failure as TrainingFailure {
      report.failure = failure
    } catch {
      report.failure = .training("\(error)")
    }
    return report
  }

  /// What the model makes of the images, some at a time.
  private func outputs(_ model: Autoencoder, _ input: ReconstructionInput) throws -> Tensor {
    let count = input.images.shape[0]
    guard !hasExtension("png", output) || count <= ReconstructionPicture.most else {
      throw TrainingFailure.input(
        self.input,
        "\(count) images are too many for one picture, which shows \(ReconstructionPicture.most) "
          + "at most: choose with --indices, or write a .npy")
    }
    let shape = [1] + input.images.shape.dropFirst()
    do {
      try Checked.checkOutput(of: model, input: shape, target: shape)
    } catch {
      throw TrainingFailure.input(self.input, "\(error)")
    }
    let size = input.images.count / count
    let batchSize = try batchSize(model, shape, count: count)
    var scalars: [Float] = []
    scalars.reserveCapacity(input.images.count)
    for start in stride(from: 0, to: count, by: batchSize) {
      let end = min(start + batchSize, count)
      let batch = Tensor(
        shape: [end - start] + shape.dropFirst(),
        scalars: Array(input.images.scalars[start * size..<end * size]))
      scalars += try model.forward(batch).scalars
    }
    return Tensor(shape: input.images.shape, scalars: scalars)
  }

  /// How many images are sent through at a time; it changes no bit.
  private func batchSize(_ model: Autoencoder, _ shape: [Int], count: Int) throws -> Int {
    let elements = try Checked.forwardWork(of: model, input: shape).elements
    return max(1, min(128, Self.elementsAtOnce / max(1, elements), count))
  }

  /// The elements of all layers' outputs that are computed at once: the kernels, which lay whole
  /// groups of sixteen images out, and single large images set the size.
  private static let elementsAtOnce = 1 << 26

  /// Draws what the encoder's activations make of the first image.
  private func writeMaps(
    _ model: Autoencoder, _ images: Tensor, to path: String
  ) throws(FileError) {
    let size = images.shape.suffix(3).reduce(1, *)
    let first = Tensor(
      shape: [1] + images.shape.dropFirst(), scalars: Array(images.scalars[..<size]))
    let maps = zip(model.encoder.layers, model.encoder.activations(first)).enumerated()
      .filter { $0.element.0 is ReLU }
      .map { (name: "encoder.\($0.offset)", maps: $0.element.1) }
    try AtomicFile.write(try ReconstructionPicture.png(maps: maps, path: path), to: path)
  }

  private func reading<Value>(_ body: () throws(FileError) -> Value) throws -> Value {
    do throws(FileError) {
      return try body()
    } catch {
      throw TrainingFailure.file(error)
    }
  }

  private func writing(_ body: () throws(FileError) -> Void) throws {
    do throws(FileError) {
      try body()
    } catch {
      throw TrainingFailure.output(error)
    }
  }
}

/// What a reconstruction made and what went wrong.
struct ReconstructionReport {
  var checkpoint: String
  var input: String
  var indices: [Int] = []
  var errors: EvaluationResult?
  var files: [String] = []
  var failure: TrainingFailure?

  /// Prints the report and ends the process where it is not of success.
  func finish(_ format: ResultFormat) throws {
    switch format {
    case .json: try StandardOutput.write(json)
    case .text:
      if let failure {
        printError(failure.diagnostic.rendered(source: nil))
      } else {
        try StandardOutput.write(text)
      }
    }
    if let failure { throw ExitCode(failure.exit.rawValue) }
  }

  /// A line for each image, one for their mean, and one for the files.
  var text: String {
    guard let errors else { return "" }
    func line(_ name: String, _ loss: Double, _ psnr: Double) -> String {
      "\(name): MSE \(fixed(loss, 5)), PSNR \(fixed(psnr, 2)) dB"
    }
    var lines: [String] = []
    for (place, index) in indices.enumerated() {
      lines.append(line("image \(index)", errors.losses[place], errors.psnrs[place]))
    }
    lines.append(line("all \(indices.count) images", errors.loss, errors.psnr))
    lines.append("wrote \(files.map(\.onOneLine).joined(separator: " and "))")
    return lines.joined(separator: "\n") + "\n"
  }

  /// The report as one object.
  var json: String {
    var members: [(String, JSONValue)] = [
      ("status", .integer(Int(failure?.exit.rawValue ?? 0))), ("checkpoint", .string(checkpoint)),
      ("input", .string(input)),
    ]
    if let errors, failure == nil {
      let images = zip(indices, zip(errors.losses, errors.psnrs)).map { index, values in
        JSONValue.object([
          ("index", .integer(index)), ("mse", .number(values.0)), ("psnr", .number(values.1)),
        ])
      }
      members += [
        ("mse", .number(errors.loss)), ("psnr", .number(errors.psnr)), ("psnr_range", .integer(2)),
        ("images", .array(images)), ("files", .array(files.map { .string($0) })),
      ]
    }
    members.append(
      ("diagnostics", .array(failure.map { [TrainingReport.json($0.diagnostic)] } ?? [])))
    return JSONValue.object(members).text
  }
}
