/// Runs the throwing form of an operation and stops the program where it fails.
///
/// This is the only place where the engine stops a program. A wrong shape is a mistake of the
/// programmer who calls the public, non-throwing form; what interprets programs calls the throwing
/// forms in ``Checked``. `preconditionFailure` would drop its message in an optimised build, and
/// the message is the point.
package func orTrap<Value, Failure: CustomStringConvertible>(
  _ operation: () throws(Failure) -> Value
) -> Value {
  do throws(Failure) {
    return try operation()
  } catch {
    fatalError(error.description)
  }
}
