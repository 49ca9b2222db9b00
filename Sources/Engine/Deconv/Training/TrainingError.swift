import DeconvFormats

/// The reason why a training cannot begin, go on, or be resumed.
public enum TrainingError: Error, Hashable, Sendable {
  /// The model and the images do not fit each other.
  case tensor(TensorError)
  /// A setting is outside of what it may be.
  case setting(name: String, value: String, expected: String)
  /// There are no images to train or to validate with.
  case noImages(purpose: String, name: String)
  /// A loss, a weight or a moment of the optimiser is infinite or not a number.
  case notFinite(
    quantity: String, value: String, step: Int, epoch: Int, learningRate: Double)
  /// The bytes of a saved training are not what they should be.
  case state(expectation: String, finding: String)
  /// A saved training is another one than is to go on: what differs.
  case otherTraining([TrainingDifference])
}

/// One thing in which a saved training differs from the one that is to go on.
public struct TrainingDifference: Hashable, Sendable {
  /// What differs, as in "batch size".
  public let name: String
  /// What it is in the saved training.
  public let saved: String
  /// What it would be now.
  public let given: String
}

extension TrainingError: CustomStringConvertible {
  /// The error as one sentence: what was expected, what was found, what to do.
  public var description: String {
    switch self {
    case .tensor(let error): error.description
    case .setting(let name, let value, let expected):
      "train: the \(name) is \(value), it must be \(expected)"
    case .noImages(let purpose, let name):
      "train: there are no images to \(purpose) with: \(name) is empty"
    case .notFinite(let quantity, let value, let step, let epoch, let learningRate):
      "train: the \(quantity) is \(value) at step \(step), in epoch \(epoch): the training diverged"
        + " with the learning rate \(learningRate); try a smaller one (a tenth), or look at the"
        + " initial weights"
    case .state(let expectation, let finding):
      "a saved training must have \(expectation), found \(finding)"
    case .otherTraining(let differences):
      "the saved training is another one: "
        + differences.map { "\($0.name) \($0.saved), not \($0.given)" }.joined(separator: "; ")
        + ": give what it was begun with, or begin a new one"
    }
  }

  /// The text of a number that is infinite or none: NaN has no sign, whatever the machine gave it.
  static func text(ofNotFinite number: Double) -> String {
    DecimalText.fixed(number, 0)
  }

  /// Runs what throws a ``TensorError`` where a training error is expected.
  static func wrapping<Value>(
    _ body: () throws(TensorError) -> Value
  ) throws(TrainingError) -> Value {
    do throws(TensorError) {
      return try body()
    } catch {
      throw .tensor(error)
    }
  }
}
