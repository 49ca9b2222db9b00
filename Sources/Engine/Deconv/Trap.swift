/// Runs the throwing form of an operation and stops the program where it fails.
///
/// This is the only place where the engine stops a program. A wrong shape is a mistake of the
/// programmer who calls the public, non-throwing form; what interprets programs calls the throwing
/// forms in ``Checked``. `preconditionFailure` would drop its message in an optimised build, and
/// the message is the point.
func orTrap<Value>(_ operation: () throws(TensorError) -> Value) -> Value {
  do throws(TensorError) {
    return try operation()
  } catch {
    fatalError(error.description)
  }
}
