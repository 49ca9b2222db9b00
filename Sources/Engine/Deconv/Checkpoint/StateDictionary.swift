public import DeconvFormats

extension LayerState {
  /// The state as the contents of a safetensors file that PyTorch reads: a "state dict".
  ///
  /// Tensors are F32, counters I64 without axes.
  ///
  /// - Parameter metadata: Remarks about the file; the usual one is that of PyTorch's own files.
  /// - Returns: The contents.
  public func safetensors(metadata: [String: String]? = ["format": "pt"]) -> Safetensors {
    // Tensors fill their shapes, so no array can be refused.
    let arrays = orTrap { () throws(NumericArrayError) in
      var arrays: [NumericArray] = []
      for entry in entries {
        switch entry.value {
        case .parameter(let tensor), .buffer(let tensor):
          arrays.append(
            try NumericArray(name: entry.name, shape: tensor.shape, floats: tensor.scalars))
        case .counter(let count):
          arrays.append(try NumericArray(name: entry.name, shape: [], integers: [count]))
        }
      }
      return arrays
    }
    return Safetensors(arrays: arrays, metadata: metadata)
  }

  /// A state with the same names, kinds and shapes, and the values of a file.
  ///
  /// - Parameters:
  ///   - file: The contents of a safetensors file.
  ///   - prefix: What stands before the names in the file; arrays without it are not looked at.
  /// - Returns: The state.
  /// - Throws: ``StateDictionaryError`` with everything that does not fit: an array that is missing
  ///   or that nothing here takes, of another shape or type, or with a number that is infinite or
  ///   none.
  public func replacingValues(
    from file: Safetensors, prefix: String = ""
  ) throws(StateDictionaryError) -> LayerState {
    var arrays: [String: NumericArray] = [:]
    var problems: [StateDictionaryError.Problem] = []
    for array in file.arrays where array.name.hasPrefix(prefix) {
      if arrays.updateValue(array, forKey: array.name) != nil {
        problems.append(.init(array.name, expected: "one array of this name", found: "several"))
      }
    }
    var result = self
    for (index, entry) in entries.enumerated() {
      let name = prefix + entry.name
      guard let array = arrays.removeValue(forKey: name) else {
        problems.append(.init(name, expected: entry.value.arrayText, found: "no such array"))
        continue
      }
      do throws(StateDictionaryError) {
        result.entries[index].value = try entry.value.taking(array)
      } catch {
        problems += error.problems
      }
    }
    // In the order of the file, not of the dictionary.
    for array in file.arrays where arrays[array.name] != nil {
      arrays[array.name] = nil
      problems.append(
        .init(array.name, expected: "no array of this name", found: array.text))
    }
    guard problems.isEmpty else { throw StateDictionaryError(problems: problems) }
    return result
  }
}

extension LayerState.Value {
  /// The array that holds such a value, in words.
  fileprivate var arrayText: String {
    switch self {
    case .parameter(let tensor), .buffer(let tensor): "F32 of shape \(tensor.shape)"
    case .counter: "I64 of shape []"
    }
  }

  /// A value of the same kind from an array.
  fileprivate func taking(
    _ array: NumericArray
  ) throws(StateDictionaryError) -> LayerState.Value {
    func problem(_ found: String) -> StateDictionaryError {
      StateDictionaryError(
        problems: [.init(array.name, expected: arrayText, found: found)])
    }
    switch self {
    case .parameter(let tensor), .buffer(let tensor):
      guard let floats = array.floats, array.shape == tensor.shape else {
        throw problem(array.text)
      }
      if let place = floats.firstIndex(where: { !$0.isFinite }) {
        let kind = floats[place].isNaN ? "NaN" : "\(floats[place])"
        throw problem("\(kind) as element \(place), and only finite numbers are read")
      }
      let new = Tensor(shape: tensor.shape, scalars: floats)
      if case .parameter = self { return .parameter(new) }
      return .buffer(new)
    case .counter:
      guard let integers = array.integers, array.shape.isEmpty else {
        throw problem(array.text)
      }
      guard integers[0] >= 0 else { throw problem("the count \(integers[0])") }
      return .counter(integers[0])
    }
  }
}

extension NumericArray {
  fileprivate var text: String { "\(scalar.rawValue) of shape \(shape)" }
}

extension Layer {
  /// Takes all values of the layer's tensors from the contents of a safetensors file.
  ///
  /// - Parameter file: The contents, with exactly the arrays of the layer's ``state``.
  /// - Throws: ``StateDictionaryError`` with everything that does not fit; then nothing has changed.
  public mutating func load(_ file: Safetensors) throws(StateDictionaryError) {
    state = try state.replacingValues(from: file)
  }
}

/// The reasons why the arrays of a file are not the state of a layer.
public struct StateDictionaryError: Error, Hashable, Sendable {
  /// One array that does not fit.
  public struct Problem: Hashable, Sendable, CustomStringConvertible {
    /// The name of the array in the file.
    public var name: String
    /// What the layer takes.
    public var expectation: String
    /// What the file has.
    public var finding: String

    init(_ name: String, expected: String, found: String) {
      self.name = name
      expectation = expected
      finding = found
    }

    /// The problem as a clause.
    public var description: String { "'\(name)': expected \(expectation), found \(finding)" }
  }

  /// All arrays that do not fit, those that the layer takes first, in its order.
  public var problems: [Problem]
}

extension StateDictionaryError: CustomStringConvertible {
  /// The problems, the first few of them, as one sentence.
  public var description: String {
    let most = 8
    let listed = problems.prefix(most).map(\.description).joined(separator: "; ")
    return problems.count <= most ? listed : "\(listed); and \(problems.count - most) more"
  }
}
