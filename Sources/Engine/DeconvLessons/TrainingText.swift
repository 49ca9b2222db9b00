import Deconv

// What `print` shows of the values of a training: in chapters and in compiled lessons the same.

extension ImageDataset: CustomStringConvertible {
  /// The name, and how many images of which size there are.
  public var description: String {
    "\(name): \(count) images of \(rows) × \(columns) pixels, \(classNames.count) classes"
  }
}

extension FashionMNIST: CustomStringConvertible {
  /// Both parts, one a line.
  public var description: String { "train \(train)\ntest \(test)" }
}

extension LayerShape: CustomStringConvertible {
  /// The path, the layer and the shape of its output.
  public var description: String { "\(path)  \(layer)  → \(shape)" }
}

extension LayerState: CustomStringConvertible {
  /// The names with the shapes of their tensors, one a line.
  public var description: String {
    entries.map { entry in
      switch entry.value {
      case .parameter(let tensor), .buffer(let tensor): "\(entry.name)  \(tensor.shape)"
      case .counter(let count): "\(entry.name)  \(count)"
      }
    }
    .joined(separator: "\n")
  }
}

extension BatchStatistics: CustomStringConvertible {
  /// The means and the variances.
  public var description: String { "mean \(mean), variance \(variance)" }
}

extension EpochRecord: CustomStringConvertible {
  /// The losses and the ratio, as exactly as they are known.
  public var description: String {
    "epoch \(epoch): train \(trainLoss), validation \(validationLoss), \(psnr) dB"
  }
}

extension TrainingHistory: CustomStringConvertible {
  /// The epochs, one a line.
  public var description: String { epochs.map(\.description).joined(separator: "\n") }
}

extension EvaluationResult: CustomStringConvertible {
  /// The mean error and its ratio, as exactly as they are known.
  public var description: String { "mean squared error \(loss), \(psnr) dB" }
}

extension TrainingResult: CustomStringConvertible {
  /// How long the training was, and its best epoch.
  public var description: String { trainingText(history) }
}

package func trainingText(_ history: TrainingHistory) -> String {
  let count = history.epochs.count
  return "\(count) \(count == 1 ? "epoch" : "epochs")"
    + (history.best.map { ", the best: \($0)" } ?? "")
}
