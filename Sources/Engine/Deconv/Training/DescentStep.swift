extension Layer {
  /// Changes the weights by the gradients of the mean squared error on some pairs, as the optimiser
  /// has it.
  ///
  /// - Returns: The error before the weights were changed; where it is not finite they are not.
  mutating func descend(
    from inputs: Tensor, to targets: Tensor, with optimizer: inout any Optimizer
  ) throws(TensorError) -> Float {
    let tape = Tape()
    defer { tape.finish() }
    var state = self.state
    let watched = state.parameters.map(tape.watch)
    state.parameters = watched
    self.state = state
    let loss = try Checked.mseLoss(try trainingForward(inputs), targets)
    let value = loss.scalars[0]
    guard value.isFinite else { return value }
    let gradients = try Checked.gradients(on: tape, of: loss, upstream: nil, at: watched)
    state = self.state.detached
    var parameters = state.parameters
    try optimizer.step(&parameters, gradients)
    state.parameters = parameters
    self.state = state
    return value
  }
}
