import BookModel
import BookPipeline
import Foundation

/// Makes the process fit to meet a lost stream, a full disk and a closed terminal with words.
///
/// A stream that was closed from the outside would let the next file take its number, and the result
/// be printed into that file: `/dev/null`, open for reading alone, takes its place, and whoever
/// writes there learns that it fails. A write into a pipe that nobody reads, or beyond the size that
/// files may have, fails too, instead of ending the process.
func prepareStandardStreams() {
  for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
  where fcntl(descriptor, F_GETFD) < 0 {
    // The system gives the lowest number that is free: this one.
    _ = open("/dev/null", O_RDONLY)
  }
  signal(SIGPIPE, SIG_IGN)
  signal(SIGXFSZ, SIG_IGN)
}

/// Standard output: what a command was run for.
enum StandardOutput {
  /// The result could not be printed.
  struct Failure: Error {
    var reason: String

    var diagnostic: Diagnostic {
      Diagnostic(
        "standard-output",
        "expected a place where the result can be written, found the system's error \"\(reason)\"",
        path: "standard output")
    }
  }

  /// Writes a text, all of it.
  ///
  /// A pipe whose reader has gone, as that of `| head -1`, is no failure: the reader has what it
  /// wanted, and the rest is dropped.
  static func write(_ text: String) throws(Failure) {
    let bytes = Array(text.utf8)
    var position = 0
    while position < bytes.count {
      let piece = Array(bytes[position..<min(position + 1 << 16, bytes.count)])
      let count = Foundation.write(STDOUT_FILENO, piece, piece.count)
      if count > 0 {
        position += count
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        // Somebody who shares the pipe made it one that does not wait.
        var request = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        _ = poll(&request, 1, -1)
      case EPIPE: return
      case let number: throw Failure(reason: String(cString: strerror(number)))
      }
    }
  }

  /// Writes a text that tells of paths and files: what a terminal would obey is made visible.
  static func show(_ text: String) throws(Failure) {
    try write(text.withVisibleControls)
  }
}

/// Prints lines on standard error: what a terminal would obey in them is made visible.
func printError(_ lines: String) {
  writeError(lines.withVisibleControls + "\n")
}

/// Writes to standard error; where nobody can read that, the work goes on all the same.
func writeError(_ text: String) {
  try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
}
