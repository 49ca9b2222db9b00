package import DeconvFormats

/// A file that could not be used: where it is, what was expected there, and what was found.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path as the caller gave it.
  public var path: String
  /// What should have been there.
  public var expectation: String
  /// What was there instead, and what to do about it where something can be done.
  public var finding: String
  /// Whether the system could not read or write there; otherwise, what is there is wrong.
  public var isFailureOfSystem = false

  /// Describes what is wrong with a file.
  ///
  /// - Parameters:
  ///   - path: The path as the caller gave it.
  ///   - expectation: What should have been there, as in "expected a folder".
  ///   - finding: What was there instead, as in "found a file".
  public init(path: String, expectation: String, finding: String) {
    self.path = path
    self.expectation = expectation
    self.finding = finding
  }

  /// Says at which path a file of another format was wrong.
  ///
  /// - Parameters:
  ///   - path: The path as the caller gave it.
  ///   - error: What is wrong with the bytes.
  package init(path: String, _ error: IDXError) {
    self.init(path: path, expectation: error.expectation, finding: error.finding)
  }

  /// Says at which path an array was wrong.
  ///
  /// - Parameters:
  ///   - path: The path as the caller gave it.
  ///   - error: What is wrong with the bytes.
  package init(path: String, _ error: NpyError) {
    self.init(path: path, expectation: error.expectation, finding: error.finding)
  }

  /// The error as one sentence.
  public var description: String { "\(path): expected \(expectation), found \(finding)" }
}
