import Deconv

/// What was wrong with the arguments of a call in a lesson.
package enum LessonError: Error, Hashable, Sendable {
  /// An argument is outside what is allowed.
  case argument(_ function: String, _ name: String, expected: String, found: String)
  /// A figure draws rows and columns only.
  case rank(_ function: String, shape: [Int])
  /// Two shapes that have to be equal are not.
  case shapes(_ function: String, [Int], [Int])
  case tooLarge(_ function: String, _ what: String, limit: Int)
  /// A row of a table has another number of cells than its header.
  case raggedTable(row: Int, cells: Int, columns: Int)
  case divisionByZero
  case derivationOverflow
  /// The drawing itself refused.
  case figure(_ function: String, String)
  /// The numbers of a model cannot be saved.
  case checkpoint(String)
  /// `expect` found the condition false.
  case expectation(String)
}

extension LessonError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .argument(let function, let name, let expected, let found):
      "\(function): `\(name)` must be \(expected), found \(found)"
    case .rank(let function, let shape):
      "\(function): expected one row or rows and columns (rank 1 or 2, leading axes of size 1 "
        + "aside), found shape \(shape); draw a slice of it"
    case .shapes(let function, let a, let b):
      "\(function): the shapes must be equal, found \(a) and \(b)"
    case .tooLarge(let function, let what, let limit):
      "\(function): more than \(limit) \(what); compute a smaller case"
    case .raggedTable(let row, let cells, let columns):
      "table: row \(row) has \(cells) cells, the header has \(columns)"
    case .divisionByZero:
      "derivation: a step divides by zero; put in numbers that leave no zero below the bar"
    case .derivationOverflow:
      "derivation: a number is not finite or too large to compute exactly; put in smaller numbers"
    case .figure(let function, let sentence):
      sentence.hasPrefix("\(function):") ? sentence : "\(function): \(sentence)"
    case .checkpoint(let sentence):
      "checkpoint: \(sentence)"
    case .expectation(let message):
      "expectation failed: \(message)"
    }
  }
}

/// The functions of the lessons as they check their arguments, for a caller that reports errors.
///
/// Each has a public twin that stops the program with the same sentence.
package enum Lessons {}

/// Stops the program with the message where the condition does not hold.
///
/// A lesson ends with what must be true of the numbers that it showed.
public func expect(_ condition: Bool, _ message: String) {
  orTrap { () throws(LessonError) in try Lessons.expect(condition, message) }
}

extension Lessons {
  package static func expect(_ condition: Bool, _ message: String) throws(LessonError) {
    guard condition else { throw .expectation(message) }
  }
}
