/// What one epoch of a training achieved.
public struct EpochRecord: Hashable, Sendable {
  /// The number of the epoch; the first is 1.
  public var epoch: Int
  /// The mean squared error over the images of the epoch, each with the weights of its step.
  public var trainLoss: Double
  /// The mean squared error over all images for validation, with the weights after the epoch.
  public var validationLoss: Double
  /// The peak signal-to-noise ratio of the validation in dB: 10 · log10(2² / ``validationLoss``).
  ///
  /// It is taken from the mean error of all images, not as a mean over the images' own ratios; 2
  /// is the range of pixels in [-1, 1].
  public var psnr: Double

  /// Records an epoch.
  ///
  /// - Parameters:
  ///   - epoch: The number of the epoch; the first is 1.
  ///   - trainLoss: The mean squared error over the images of the epoch.
  ///   - validationLoss: The mean squared error over the images for validation.
  ///   - psnr: The peak signal-to-noise ratio of the validation in dB.
  public init(epoch: Int, trainLoss: Double, validationLoss: Double, psnr: Double) {
    self.epoch = epoch
    self.trainLoss = trainLoss
    self.validationLoss = validationLoss
    self.psnr = psnr
  }
}

/// The epochs of a training, in order.
public struct TrainingHistory: Hashable, Sendable {
  /// The records of the epochs.
  public var epochs: [EpochRecord]

  /// Collects records.
  ///
  /// - Parameter epochs: The records of the epochs, in order.
  public init(_ epochs: [EpochRecord] = []) {
    self.epochs = epochs
  }

  /// The epoch with the lowest validation loss, of equal ones the earliest; nil before the first.
  public var best: EpochRecord? {
    epochs.dropFirst().reduce(epochs.first) { best, record in
      best.map { record.validationLoss < $0.validationLoss ? record : $0 }
    }
  }

  /// The last epoch; nil before the first.
  public var last: EpochRecord? { epochs.last }

  /// The history as a JSON object that says what its numbers are.
  ///
  /// Every number is the shortest text that reads back as the same number. An infinite ratio, that
  /// of a reconstruction without any error, is `null`.
  public var json: String {
    JSONValue.object([
      ("loss", .string("mean squared error over all pixels, which lie in [-1, 1]")),
      ("psnr", .string("10 * log10(psnr_range^2 / validation_mse) in dB, of the mean error")),
      ("psnr_range", .integer(Int(EvaluationResult.range))),
      ("best_epoch", best.map { .integer($0.epoch) } ?? .null),
      ("epochs", .array(epochs.map(\.json))),
    ])
    .text
  }

  /// The history as lines of comma-separated values, under a line with their names.
  ///
  /// Every number is the shortest text that reads back as the same number; an infinite ratio is
  /// `inf`, what is no number `nan`.
  public var csv: String {
    let lines = epochs.map { record in
      let numbers = [record.trainLoss, record.validationLoss, record.psnr]
      // A NaN of x86 has a sign, and Swift writes it.
      return "\(record.epoch)," + numbers.map { $0.isNaN ? "nan" : "\($0)" }.joined(separator: ",")
        + "\n"
    }
    return "epoch,train_mse,validation_mse,psnr\n" + lines.joined()
  }
}

extension EpochRecord {
  /// The record for a file that a person reads.
  package var json: JSONValue {
    .object([
      ("epoch", .integer(epoch)), ("train_mse", .number(trainLoss)),
      ("validation_mse", .number(validationLoss)), ("psnr", .number(psnr)),
    ])
  }
}
