import BookModel

/// Tells on standard error how a download goes on: a bar on a terminal, a line every 30 s elsewhere.
final class DownloadProgress {
  private let file: RemoteFile
  private let isTerminal: Bool
  /// Seconds on a clock that only moves forward.
  private let now: () -> Double
  private let write: (String) -> Void

  private var firstOffset = 0
  private var startSeconds = 0.0
  private var lastSeconds = 0.0
  private var hasOpenLine = false

  /// - Parameters:
  ///   - file: what is downloaded.
  ///   - isTerminal: whether a line can be written over.
  ///   - now: a clock, in seconds.
  ///   - write: takes text as it is, line ends included.
  init(
    file: RemoteFile, isTerminal: Bool, now: @escaping () -> Double,
    write: @escaping (String) -> Void
  ) {
    self.file = file
    self.isTerminal = isTerminal
    self.now = now
    self.write = write
  }

  /// Tells what happened, where it is time to.
  func report(_ event: DownloadEvent) {
    switch event {
    case .asking(let address, let offset):
      firstOffset = offset
      startSeconds = now()
      lastSeconds = startSeconds
      let rest = offset > 0 ? ", going on after \(Self.amount(offset))" : ""
      say("\(file.name): \(Self.amount(file.byteCount)) from \(address)\(rest)")
    case .received(let byteCount): advance(to: byteCount)
    case .failed(let attempt): say("\(attempt.address)\(file.name): \(attempt.failure)")
    case .startingOver: say("\(file.name): what was here of it does not fit: starting over")
    }
  }

  /// Ends the bar's line.
  func finish() {
    if hasOpenLine { write("\n") }
    hasOpenLine = false
  }

  private func say(_ line: String) {
    finish()
    write(line + "\n")
  }

  private func advance(to byteCount: Int) {
    let seconds = now()
    let isEnd = byteCount == file.byteCount
    guard seconds - lastSeconds >= (isTerminal ? 0.1 : 30) || isTerminal && isEnd else { return }
    lastSeconds = seconds
    let line = Self.line(
      file: file, received: byteCount, fetched: byteCount - firstOffset,
      seconds: seconds - startSeconds, hasBar: isTerminal)
    write(isTerminal ? "\r\(line)\u{1B}[K" : line + "\n")
    hasOpenLine = isTerminal
  }

  /// The state of a download in one line.
  ///
  /// - Parameters:
  ///   - file: what is downloaded.
  ///   - received: how many of its bytes are here.
  ///   - fetched: how many of them came in the last `seconds`.
  ///   - seconds: the time that they took.
  ///   - hasBar: whether to draw a bar.
  /// - Returns: the line, under 80 characters for a file's name of at most 26.
  static func line(
    file: RemoteFile, received: Int, fetched: Int, seconds: Double, hasBar: Bool
  ) -> String {
    let share = file.byteCount == 0 ? 1 : Double(received) / Double(file.byteCount)
    var parts = [file.name]
    if hasBar {
      let width = 10
      let filled = min(width, Int(share * Double(width)))
      parts.append(
        "[" + String(repeating: "#", count: filled)
          + String(repeating: "·", count: width - filled) + "]")
    }
    parts.append("\(Int(share * 100))%")
    parts.append("\(amount(received)) of \(amount(file.byteCount))")
    if seconds > 0, fetched > 0 {
      let rate = Double(fetched) / seconds
      parts.append("\(amount(Int(min(rate, 1e15))))/s")
      let left = (Double(file.byteCount - received) / rate).rounded(.up)
      parts.append("\(duration(seconds: Int(min(left, 1e6)))) left")
    }
    return parts.joined(separator: "  ")
  }

  /// A number of bytes for people: `5.1 kB`, `26.4 MB`.
  static func amount(_ byteCount: Int) -> String {
    let (unit, name) = byteCount < 1_000_000 ? (1_000, "kB") : (1_000_000, "MB")
    let tenths = (byteCount + unit / 20) / (unit / 10)
    return "\(tenths / 10).\(tenths % 10) \(name)"
  }

  private static func duration(seconds: Int) -> String {
    seconds < 120 ? "\(seconds) s" : "\((seconds + 59) / 60) min"
  }
}
