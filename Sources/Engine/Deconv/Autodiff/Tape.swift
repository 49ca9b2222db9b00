import Synchronization

/// The record of the operations that led from some tensors to a result.
///
/// Reverse-mode differentiation in three steps. The tensors whose gradient is wanted are put on an
/// empty tape; each operation on a tensor of the tape writes down what it was, what it was given,
/// and what it computed; at the end the tape is read backwards, and each operation turns the
/// gradient of its output into the gradients of its inputs. Since an operation can only use what
/// was there before it, the order of the tape is an order in which every gradient is complete when
/// it is needed.
///
/// A number taken out of a tensor (`sum()`, `max()`, a subscript) leaves the tape. A tensor that
/// outlives the gradient for which it was watched is an ordinary one: ``finish()`` ends the record.
package final class Tape: Sendable {
  /// Where an input of a step came from.
  package enum Source: Sendable {
    /// An earlier step.
    case step(Int)
    /// A tensor that is not on the tape.
    case constant(Tensor)
  }

  /// One line of the tape.
  package struct Step: Sendable {
    /// The operation, or nil where a tensor was put on the tape.
    package let operation: (any Operation)?
    package let sources: [Source]
    package let output: Tensor
  }

  /// The place of a tensor on a tape.
  package struct Place: Sendable {
    let tape: Tape
    let step: Int
  }

  /// Nil when the tape is finished.
  private let recorded = Mutex<[Step]?>([])

  /// An empty tape.
  package init() {}

  /// The steps so far; none when the tape is finished.
  package var steps: [Step] { recorded.withLock { $0 ?? [] } }

  /// Ends the record and lets go of it: from here on its tensors are on no tape.
  package func finish() { recorded.withLock { $0 = nil } }

  private var isFinished: Bool { recorded.withLock { $0 == nil } }

  /// Puts a tensor on the tape.
  ///
  /// - Parameter tensor: The tensor; it may be on another tape, and is not there any more.
  /// - Returns: The same numbers, watched.
  package func watch(_ tensor: Tensor) -> Tensor {
    append(Step(operation: nil, sources: [], output: tensor.detached))
  }

  /// Applies an operation, and writes it down if an input is on a tape.
  ///
  /// - Parameters:
  ///   - operation: The operation.
  ///   - inputs: Its inputs.
  /// - Returns: The output, on the tape of the inputs.
  /// - Throws: ``TensorError`` if the inputs do not fit, or lie on different tapes.
  package static func apply(
    _ operation: some Operation, to inputs: [Tensor]
  ) throws(TensorError) -> Tensor {
    let output = try operation.forward(inputs.map(\.detached))
    let places = inputs.map { input in
      input.place.flatMap { $0.tape.isFinished ? nil : $0 }
    }
    guard let tape = places.lazy.compactMap({ $0?.tape }).first else { return output }
    var sources: [Source] = []
    for (input, place) in zip(inputs, places) {
      switch place {
      case nil: sources.append(.constant(input.detached))
      case let place? where place.tape === tape: sources.append(.step(place.step))
      default: throw .differentTapes(operation: operation.name)
      }
    }
    return tape.append(Step(operation: operation, sources: sources, output: output))
  }

  /// Reads the tape backwards from a result.
  ///
  /// A tensor that several steps used gets the sum of their gradients, added from the last use to
  /// the first.
  ///
  /// - Parameters:
  ///   - result: A tensor of this tape.
  ///   - upstream: The gradient with respect to the result, with its shape.
  ///   - tensors: Tensors of this tape.
  /// - Returns: The gradient with respect to each of the tensors; zeros where the result does not
  ///   depend on one.
  /// - Throws: ``TensorError`` if a tensor is not on the tape or the upstream gradient has another
  ///   shape than the result.
  package func gradients(
    of result: Tensor, upstream: Tensor, at tensors: [Tensor]
  ) throws(TensorError) -> [Tensor] {
    guard let last = step(of: result) else { throw .notOnTape(argument: "result") }
    guard upstream.shape == result.shape else {
      throw .shapes(
        operation: "gradient", left: upstream.shape, right: result.shape,
        rule: "the upstream gradient must have the shape of the result")
    }
    var wanted: [Int] = []
    for tensor in tensors {
      guard let step = step(of: tensor) else { throw .notOnTape(argument: "tensor") }
      wanted.append(step)
    }
    let steps = steps
    let depends = Self.dependence(of: steps[...last], on: wanted)
    var gradients = [Tensor?](repeating: nil, count: last + 1)
    gradients[last] = upstream.detached
    for index in (0...last).reversed() {
      guard depends[index], let operation = steps[index].operation, let gradient = gradients[index]
      else { continue }
      let sources = steps[index].sources
      let pass = BackwardPass(
        inputs: sources.map { $0.value(in: steps) }, output: steps[index].output,
        gradient: gradient,
        isWanted: sources.map { if case .step(let step) = $0 { depends[step] } else { false } })
      for (source, part) in zip(sources, try operation.backward(pass)) {
        guard case .step(let step) = source, let part else { continue }
        gradients[step] =
          try gradients[step].map { sum throws(TensorError) in
            try Checked.add(sum, part)
          } ?? part
      }
      // Nothing reads the gradient of an inner step again.
      if !wanted.contains(index) { gradients[index] = nil }
    }
    return wanted.map { step in
      step <= last ? gradients[step] ?? steps[step].output.zeros : steps[step].output.zeros
    }
  }

  /// For each step whether it is one of the wanted ones or was computed from one.
  private static func dependence(of steps: ArraySlice<Step>, on wanted: [Int]) -> [Bool] {
    var depends = [Bool](repeating: false, count: steps.count)
    for index in wanted where index < depends.count { depends[index] = true }
    for (index, step) in steps.enumerated() where !depends[index] {
      depends[index] = step.sources.contains {
        if case .step(let earlier) = $0 { depends[earlier] } else { false }
      }
    }
    return depends
  }

  private func append(_ step: Step) -> Tensor {
    let index = recorded.withLock { steps -> Int? in
      steps?.append(step)
      return steps.map { $0.count - 1 }
    }
    return step.output.placed(index.map { Place(tape: self, step: $0) })
  }

  private func step(of tensor: Tensor) -> Int? {
    guard let place = tensor.place, place.tape === self, !isFinished else { return nil }
    return place.step
  }
}

extension Tape.Source {
  fileprivate func value(in steps: [Tape.Step]) -> Tensor {
    switch self {
    case .step(let step): steps[step].output
    case .constant(let tensor): tensor
    }
  }
}

extension Tape: CustomStringConvertible {
  /// The tape as text: one line a step, with the steps that it used and the shape of its output.
  package var description: String {
    steps.enumerated().map { index, step in
      let output = "\(step.output.shape)"
      guard let operation = step.operation else { return "%\(index) = watched  → \(output)" }
      let inputs = step.sources.map { source in
        switch source {
        case .step(let earlier): "%\(earlier)"
        case .constant(let tensor): "constant \(tensor.shape)"
        }
      }
      let settings = operation.settingsText
      let arguments = (inputs + (settings.isEmpty ? [] : [settings])).joined(separator: ", ")
      return "%\(index) = \(operation.name)(\(arguments))  → \(output)"
    }
    .joined(separator: "\n")
  }
}
