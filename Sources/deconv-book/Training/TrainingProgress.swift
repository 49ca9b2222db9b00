import ArgumentParser
import Deconv

/// How progress is told, as the command line says it.
enum ProgressStyle: String, ExpressibleByArgument, CaseIterable {
  case auto, plain, none

  func resolved(isTerminal: Bool) -> TrainingProgress.Style {
    switch self {
    case .auto: isTerminal ? .bar : .lines
    case .plain: .lines
    case .none: .silent
    }
  }
}

/// Tells how a training goes on: a bar on a terminal, a line every 30 s elsewhere, and a line for
/// every epoch.
final class TrainingProgress {
  enum Style {
    case bar, lines, silent
  }

  /// Where a training is.
  struct State {
    var epoch: Int
    var epochs: Int
    /// The part of the epoch that is gone through, in images.
    var imagesInEpoch: Int
    var imagesPerEpoch: Int
    var loss: Float

    /// The images of all epochs that are still to go through; more than an integer may hold.
    var imagesLeft: Double {
      Double(epochs - epoch + 1) * Double(imagesPerEpoch) - Double(imagesInEpoch)
    }
  }

  private let style: Style
  /// Seconds on a clock that only moves forward.
  private let now: () -> Double
  private let write: (String) -> Void
  private var startSeconds: Double?
  private var lastSeconds = 0.0
  private var imageCount = 0
  private var hasOpenLine = false

  /// - Parameters:
  ///   - style: how progress is told.
  ///   - now: a clock, in seconds.
  ///   - write: takes text as it is, line ends included.
  init(style: Style, now: @escaping () -> Double, write: @escaping (String) -> Void) {
    self.style = style
    self.now = now
    self.write = write
  }

  /// Begins to count, and tells what begins.
  func start(_ line: String) {
    startSeconds = now()
    lastSeconds = now()
    say(line)
  }

  /// Tells a line of its own.
  func say(_ line: String) {
    guard style != .silent else { return }
    finish()
    write(line + "\n")
  }

  /// Tells about a step, where it is time to; and about an epoch that it ended.
  func report(_ step: StepReport, _ state: State) {
    imageCount += step.imageCount
    if let record = step.record {
      say(
        "epoch \(record.epoch)/\(state.epochs)  train MSE \(fixed(record.trainLoss, 5))  "
          + "validation MSE \(fixed(record.validationLoss, 5))  PSNR \(fixed(record.psnr, 2)) dB"
          + (step.isBest ? "  best so far" : ""))
      return
    }
    let seconds = now()
    guard style != .silent, seconds - lastSeconds >= (style == .bar ? 0.1 : 30) else { return }
    lastSeconds = seconds
    let line = Self.line(
      state, imageCount: imageCount, seconds: seconds - (startSeconds ?? seconds),
      hasBar: style == .bar)
    write(style == .bar ? "\r\(line)\u{1B}[K" : line + "\n")
    hasOpenLine = style == .bar
  }

  /// Ends the bar's line.
  func finish() {
    if hasOpenLine { write("\r\u{1B}[K") }
    hasOpenLine = false
  }

  /// The state of a training in one line.
  ///
  /// - Parameters:
  ///   - state: where the training is.
  ///   - imageCount: how many images were gone through in the last `seconds`.
  ///   - seconds: the time that they took, with validation.
  ///   - hasBar: whether to draw a bar.
  /// - Returns: the line, without its end.
  static func line(_ state: State, imageCount: Int, seconds: Double, hasBar: Bool) -> String {
    let share = Double(state.imagesInEpoch) / Double(max(1, state.imagesPerEpoch))
    var parts = ["epoch \(state.epoch)/\(state.epochs)"]
    if hasBar {
      let width = 20
      let filled = min(width, Int(share * Double(width)))
      parts.append(
        "[" + String(repeating: "#", count: filled)
          + String(repeating: "·", count: width - filled) + "]")
    }
    parts.append("\(Int(share * 100))%")
    parts.append("loss \(fixed(state.loss, 5))")
    if seconds > 0, imageCount > 0 {
      let rate = Double(imageCount) / seconds
      parts.append("\(Int(min(rate, 1e15))) images/s")
      let left = (state.imagesLeft / rate).rounded(.up)
      parts.append("\(duration(seconds: Int(min(left, 1e9)))) left")
    }
    return parts.joined(separator: "  ")
  }

  private static func duration(seconds: Int) -> String {
    if seconds < 120 { return "\(seconds) s" }
    let minutes = (seconds + 59) / 60
    return minutes < 120 ? "\(minutes) min" : "\((minutes + 59) / 60) h"
  }
}
