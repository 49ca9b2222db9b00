import BookModel

/// What a builtin throws to fail with a sentence; the call's place is added by the interpreter.
package struct BuiltinFailure: Error, CustomStringConvertible {
  package var message: String
  package var hint: String?

  package init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }

  package var description: String { message }
}

/// Why a run stopped: what happened, and where in the chapter.
struct RuntimeFailure: Error, CustomStringConvertible {
  enum Cause: Equatable {
    /// The chapter's code is wrong.
    case trap
    /// A function that is marked `throws` threw: `try?` makes nil of it.
    case thrown
    case limit
    case cancellation
  }

  var cause: Cause
  /// The diagnostic's stable name.
  var id: String
  var message: String
  var hint: String?
  /// Nil until the expression that failed is known.
  var span: SourceSpan?

  var description: String { message }

  init(
    _ cause: Cause = .trap, id: String = "run-time-error", _ message: String, hint: String? = nil,
    span: SourceSpan? = nil
  ) {
    self.cause = cause
    self.id = id
    self.message = message
    self.hint = hint
    self.span = span
  }

  /// Any error of a builtin, as the failure of the call at `span`.
  init(_ error: any Error, at span: SourceSpan, isThrowing: Bool) {
    switch error {
    case var failure as RuntimeFailure:
      if failure.span == nil { failure.span = span }
      self = failure
    case let failure as BuiltinFailure:
      self.init(
        isThrowing ? .thrown : .trap, failure.message, hint: failure.hint, span: span)
    default:
      self.init(isThrowing ? .thrown : .trap, "\(error)", span: span)
    }
  }
}
