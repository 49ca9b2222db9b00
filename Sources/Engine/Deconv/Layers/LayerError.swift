extension TensorError {
  /// The sentences about layers, models and optimisers.
  var layerDescription: String {
    switch self {
    case .layer(let path, let layer, let cause):
      "\([path, Self.firstLine(layer)].filter { !$0.isEmpty }.joined(separator: ", ")): \(cause)"
    case .layerInput(let what, let expected, let found, let input, let suggestion):
      "the layer takes \(Self.number(expected, what)), the input has \(found) (shape \(input)): "
        + "use \(suggestion) here, or let the layer before make \(Self.number(expected, what))"
    case .layerParameter(let layer, let name, let expected, let found):
      "\(layer): the \(name) \(Self.having(expected)), the new one \(Self.having(found)): give it "
        + "the same shape, or make another layer"
    case .modelOutput(let found, let expected, let advice):
      "the output of the model has the shape \(found), the target \(expected): \(advice)"
    case .setting(let operation, let setting, let value, let expected):
      "\(operation): the \(setting) is \(value.isNaN ? "nan" : "\(value)"), it must be \(expected)"
    default: ""
    }
  }

  /// A container's description has a line for each of its layers.
  private static func firstLine(_ text: String) -> String {
    String(text.prefix { $0 != "\n" })
  }

  private static func number(_ count: Int, _ what: String) -> String {
    "\(count) \(what)\(count == 1 ? "" : "s")"
  }

  private static func having(_ shape: [Int]?) -> String {
    shape.map { "has the shape \($0)" } ?? "is nil"
  }
}
