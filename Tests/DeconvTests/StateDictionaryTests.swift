import DeconvFormats
import Foundation
import Testing

@testable import Deconv

struct StateDictionaryTests {
  private func model(seed: Int) -> Sequential {
    Sequential(
      Conv2d(1, 2, kernel: 2, seed: seed), BatchNorm2d(2), ReLU(), Flatten(),
      Linear(8, 1, seed: seed))
  }

  @Test func aStateGoesThroughAFileWithoutALostBit() throws {
    var source = model(seed: 1)
    _ = try source.trainingForward(Tensor.random(3, 1, 3, 3, seed: 2))
    var target = model(seed: 5)
    #expect(target.state != source.state)
    let bytes = try source.state.safetensors().encoded()
    try target.load(Safetensors(decoding: bytes))
    #expect(target.state == source.state)
    #expect(target.state["1.num_batches_tracked"] == .counter(1))
    #expect(try target.state.safetensors().encoded() == bytes)
  }

  @Test func namesTypesAndRemarksAreThoseOfPyTorch() {
    let file = model(seed: 1).state.safetensors()
    #expect(file.metadata == ["format": "pt"])
    #expect(
      file.arrays.map { "\($0.name) \($0.scalar.rawValue) \($0.shape)" } == [
        "0.weight F32 [2, 1, 2, 2]", "0.bias F32 [2]", "1.weight F32 [2]", "1.bias F32 [2]",
        "1.running_mean F32 [2]", "1.running_var F32 [2]", "1.num_batches_tracked I64 []",
        "4.weight F32 [1, 8]", "4.bias F32 [1]",
      ])
  }

  /// What a file says that is the model's own but for one change.
  private func problems(
    _ change: (inout [NumericArray]) throws -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String] {
    var target = model(seed: 1)
    let before = target.state
    // Every value differs from the model's, so that a half loaded one would show.
    var arrays = model(seed: 2).state.safetensors().arrays
    arrays = try arrays.map { array in
      guard let floats = array.floats else { return array }
      return try NumericArray(
        name: array.name, shape: array.shape, floats: floats.map { $0 + 1 })
    }
    try change(&arrays)
    let error = #expect(throws: StateDictionaryError.self, sourceLocation: sourceLocation) {
      try target.load(Safetensors(arrays: arrays))
    }
    #expect(target.state == before, sourceLocation: sourceLocation)
    return error?.problems.map(\.description) ?? []
  }

  private func replace(
    _ arrays: inout [NumericArray], _ name: String, _ make: (NumericArray) throws -> NumericArray
  ) throws {
    let index = try #require(arrays.firstIndex { $0.name == name })
    arrays[index] = try make(arrays[index])
  }

  @Test func aMissingArrayIsNamed() throws {
    #expect(
      try problems { $0.removeAll { $0.name == "4.bias" } }
        == ["'4.bias': expected F32 of shape [1], found no such array"])
    #expect(
      try problems { $0.removeAll { $0.name == "1.num_batches_tracked" } }
        == ["'1.num_batches_tracked': expected I64 of shape [], found no such array"])
  }

  @Test func anUnexpectedArrayIsNamed() throws {
    #expect(
      try problems {
        $0.append(try NumericArray(name: "5.weight", shape: [1, 2], floats: [0, 0]))
      }
        == ["'5.weight': expected no array of this name, found F32 of shape [1, 2]"])
  }

  @Test func aRepeatedArrayIsNamed() throws {
    #expect(
      try problems { $0.append($0[1]) }
        == ["'0.bias': expected one array of this name, found several"])
  }

  @Test func anArrayOfAnotherShapeIsNamedWithBoth() throws {
    let found = try problems { arrays in
      try replace(&arrays, "4.weight") {
        try NumericArray(name: $0.name, shape: [8, 1], floats: $0.floats ?? [])
      }
    }
    #expect(found == ["'4.weight': expected F32 of shape [1, 8], found F32 of shape [8, 1]"])
  }

  @Test func anArrayOfAnotherTypeIsNamedWithBoth() throws {
    #expect(
      try problems { arrays in
        try replace(&arrays, "0.bias") {
          try NumericArray(name: $0.name, shape: $0.shape, doubles: [0, 0])
        }
      } == ["'0.bias': expected F32 of shape [2], found F64 of shape [2]"])
    #expect(
      try problems { arrays in
        try replace(&arrays, "1.num_batches_tracked") {
          try NumericArray(name: $0.name, shape: [], floats: [1])
        }
      } == ["'1.num_batches_tracked': expected I64 of shape [], found F32 of shape []"])
    #expect(
      try problems { arrays in
        try replace(&arrays, "1.num_batches_tracked") {
          try NumericArray(name: $0.name, shape: [1], integers: [1])
        }
      } == ["'1.num_batches_tracked': expected I64 of shape [], found I64 of shape [1]"])
  }

  @Test(arguments: [("NaN", Float.nan), ("inf", .infinity), ("-inf", -.infinity)])
  func aNumberThatIsNotFiniteIsNamedWithItsPlace(text: String, number: Float) throws {
    let found = try problems { arrays in
      try replace(&arrays, "1.running_mean") {
        try NumericArray(name: $0.name, shape: $0.shape, floats: [0, number])
      }
    }
    #expect(
      found == [
        "'1.running_mean': expected F32 of shape [2], found \(text) as element 1, and only finite "
          + "numbers are read"
      ])
  }

  @Test func aNegativeCountIsRefused() throws {
    let found = try problems { arrays in
      try replace(&arrays, "1.num_batches_tracked") {
        try NumericArray(name: $0.name, shape: [], integers: [-1])
      }
    }
    #expect(found == ["'1.num_batches_tracked': expected I64 of shape [], found the count -1"])
  }

  @Test func allProblemsAreCollectedAndAFewOfManyAreSaid() throws {
    var target = Autoencoder(seed: 0)
    let error = #expect(throws: StateDictionaryError.self) {
      try target.load(model(seed: 1).state.safetensors())
    }
    #expect(error?.problems.count == 8 + 9)
    #expect(error?.description.hasSuffix("; and 9 more") == true)
    #expect(
      error?.description.hasPrefix(
        "'encoder.0.weight': expected F32 of shape [32, 1, 3, 3], found no such array; ") == true)
  }

  @Test func aPrefixChoosesItsArraysAlone() throws {
    let state = model(seed: 1).state
    var arrays = LayerState(parts: [("model", state)]).safetensors().arrays
    arrays.append(try NumericArray(name: "step", shape: [], integers: [4]))
    let file = Safetensors(arrays: arrays)
    #expect(try model(seed: 2).state.replacingValues(from: file, prefix: "model.") == state)
    let error = #expect(throws: StateDictionaryError.self) {
      try Tanh().state.replacingValues(from: file, prefix: "model.4.b")
    }
    #expect(
      error?.description
        == "'model.4.bias': expected no array of this name, found F32 of shape [1]")
  }

  @Test func anOptimizersStateGoesThroughAFileToo() throws {
    var optimizer = Adam()
    var parameters: [Tensor] = [[1, 2], [[3]]]
    let fresh = optimizer.begun(for: parameters)
    try optimizer.step(&parameters, [[1, 1], [[1]]])
    var other = fresh
    other.state = try fresh.state.replacingValues(from: optimizer.state.safetensors())
    #expect(other.state == optimizer.state)
  }

  /// Runs something in a folder that is gone afterwards.
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  @Test func aModelIsSavedAndLoadedByPath() throws {
    try inFolder { folder in
      let path = "\(folder)/model.safetensors"
      let source = model(seed: 1)
      try source.save(to: path, metadata: nil)
      var target = model(seed: 2)
      try target.load(from: path)
      #expect(target.state == source.state)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["model.safetensors"])
    }
  }

  @Test func anUnusableFileIsNamedWithExpectationAndFinding() throws {
    try inFolder { folder in
      func message(_ name: String, _ bytes: [UInt8]?, limit: Int = 1 << 20) throws -> String {
        let path = "\(folder)/\(name)"
        if let bytes { try Data(bytes).write(to: URL(filePath: path)) }
        var target = model(seed: 1)
        let before = target.state
        let error = #expect(throws: FileError.self) {
          try target.load(from: path, maximumBytes: limit)
        }
        #expect(target.state == before)
        #expect(error?.path == path)
        return "expected \(error?.expectation ?? ""), found \(error?.finding ?? "")"
      }
      let whole = try model(seed: 2).state.safetensors().encoded()
      #expect(try message("none", nil) == "expected a file that can be read, found nothing there")
      #expect(
        try message("short", Array(whole.dropLast())).hasPrefix(
          "expected a safetensors file, found tensor '4.weight'") == true)
      #expect(
        try message("empty", [])
          == "expected a safetensors file, found the safetensors file must have 8 bytes at least, "
          + "it has 0: it was cut off")
      #expect(try message("text", Array("not a model".utf8)).contains("safetensors header claims"))
      #expect(
        try message("large", whole, limit: 10)
          == "expected a file of at most 10 bytes, found one of \(whole.count)")
      #expect(
        try message("other", Linear(1, 1, seed: 0).state.safetensors().encoded()).hasPrefix(
          "expected the 9 arrays of the model, found what does not fit them: '0.weight': expected ")
          == true)
    }
  }

  @Test func aModelWithNumbersThatCouldNotBeReadAgainIsNotSaved() throws {
    try inFolder { folder in
      var model = Linear(1, 1, seed: 0)
      model.bias = Tensor(shape: [1], scalars: [.nan])
      let error = #expect(throws: FileError.self) { try model.save(to: "\(folder)/m") }
      #expect(
        error?.description == """
          \(folder)/m: expected finite numbers to write, found 'bias': expected F32 of shape [1], \
          found NaN as element 0, and only finite numbers are read
          """)
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/m"))
    }
  }
}
