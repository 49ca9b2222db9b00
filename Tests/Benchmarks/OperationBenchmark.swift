import Deconv
import OperationCases

/// The time of every operation of the registry on its large inputs, forward and backward.
enum OperationBenchmark {
  /// Prints a line for each case that is to be measured, the slowest backward direction last.
  static func run() throws {
    print("Medians of seven, in milliseconds: forward, backward, operation")
    var lines: [(backward: Double, text: String)] = []
    for operationCase in OperationCases.all where !operationCase.large.isEmpty {
      let inputs = try operationCase.largeTensors()
      let output = try operationCase.operation.forward(inputs)
      let pass = BackwardPass(
        inputs: inputs, output: output, gradient: output,
        isWanted: inputs.map { _ in true })
      let forward = try median { _ = try operationCase.operation.forward(inputs) }
      let backward = try median { _ = try operationCase.operation.backward(pass) }
      let shapes = inputs.map { "\($0.shape)" }.joined(separator: " ")
      lines.append(
        (
          backward,
          "\(fixed(forward, 2))  \(fixed(backward, 2))  \(operationCase.operation.name)"
            + "(\(operationCase.operation.settingsText))  \(shapes)"
        ))
    }
    for line in lines.sorted(by: { $0.backward < $1.backward }) { print(line.text) }
  }

  /// The median time of seven runs in milliseconds, after one that does not count.
  private static func median(_ body: () throws -> Void) rethrows -> Double {
    try body()
    var times: [Double] = []
    for _ in 0..<7 {
      let time = try ContinuousClock().measure(body).components
      times.append(Double(time.seconds) * 1e3 + Double(time.attoseconds) * 1e-15)
    }
    return times.sorted()[3]
  }
}
