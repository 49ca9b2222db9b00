import DeconvFormats

/// How the parts of a saved training lie in its file.
enum TrainingArrays {
  static let format = "deconv training"
  static let version = "1"
  static let digestName = "digest of the file"

  /// The arrays of one name each.
  static let single = ["history", "loss_sum", "steps_in_epoch"]
  /// The names before those of a state's arrays.
  static let states = ["model", "best", "optimizer"]

  /// The array of a name, which must have a type and a shape; nil stands for any size.
  static func array(
    _ name: String, _ scalar: ScalarType, _ shape: [Int?], in file: Safetensors
  ) throws(TrainingError) -> NumericArray {
    let sizes = shape.map { $0.map(String.init) ?? "any" }.joined(separator: ", ")
    let expectation = "the array '\(name)' of \(scalar.rawValue) with the shape [\(sizes)]"
    guard let array = file[name] else {
      throw .state(expectation: expectation, finding: "none of this name")
    }
    let fits =
      array.shape.count == shape.count
      && zip(array.shape, shape).allSatisfy { size, expected in expected.map { $0 == size } ?? true
      }
    guard array.scalar == scalar, fits else {
      throw .state(
        expectation: expectation, finding: "\(array.scalar.rawValue) with the shape \(array.shape)")
    }
    return array
  }

  /// A state with the names, kinds and shapes of another one, and the values of a file.
  static func state(
    like state: LayerState, _ name: String, in file: Safetensors
  ) throws(TrainingError) -> LayerState {
    do throws(StateDictionaryError) {
      return try state.replacingValues(from: file, prefix: name + ".")
    } catch {
      throw .state(expectation: "the arrays of the \(name)", finding: "\(error)")
    }
  }

  /// Checks that there are no arrays that belong to nothing.
  static func checkNames(of file: Safetensors) throws(TrainingError) {
    for array in file.arrays
    where !single.contains(array.name)
      && !states.contains(where: { array.name.hasPrefix($0 + ".") })
    {
      throw .state(expectation: "only arrays of a training", finding: "'\(array.name)' too")
    }
  }
}

// MARK: - Files

extension TrainingArrays {
  /// Reads a file: a safetensors file of this format, whose digest is that of its contents.
  static func file(decoding bytes: [UInt8]) throws(TrainingError) -> Safetensors {
    var file: Safetensors
    do throws(SafetensorsError) {
      file = try Safetensors(decoding: bytes)
    } catch {
      throw .state(expectation: "the form of a whole safetensors file", finding: "\(error)")
    }
    guard file.metadata?["format"] == format else {
      throw .state(
        expectation: "the remark 'format' of '\(format)'",
        finding: file.metadata?["format"].map { "'\($0)'" } ?? "none: this is another file")
    }
    guard file.metadata?["version"] == version else {
      throw .state(
        expectation: "version \(version)", finding: file.metadata?["version"] ?? "none")
    }
    let saved = file.metadata?.removeValue(forKey: digestName)
    let found = digest(of: file)
    guard saved == found else {
      throw .state(
        expectation: "contents with the digest \(saved ?? "that it names")",
        finding: "\(found): the file was changed or damaged")
    }
    return file
  }

  /// A digest of a file without its remark of one.
  static func digest(of file: Safetensors) -> String {
    var digest = Fingerprint()
    digest.add(bytes(of: file))
    return digest.text
  }

  /// The arrays of a state, with a name before each of theirs.
  static func arrays(_ name: String, _ state: LayerState) -> [NumericArray] {
    LayerState(parts: [(name, state)]).safetensors().arrays
  }

  // Names differ and numbers fill their shapes: what follows cannot fail.

  static func bytes(of file: Safetensors) -> [UInt8] {
    orTrap { () throws(SafetensorsError) in try file.encoded() }
  }

  static func array(_ name: String, _ shape: [Int], doubles: [Double]) -> NumericArray {
    orTrap { () throws(NumericArrayError) in
      try NumericArray(name: name, shape: shape, doubles: doubles)
    }
  }

  static func array(_ name: String, _ shape: [Int], integers: [Int]) -> NumericArray {
    orTrap { () throws(NumericArrayError) in
      try NumericArray(name: name, shape: shape, integers: integers)
    }
  }
}
