public import Deconv
import DeconvFormats

/// The trained numbers of a model as the bytes of a safetensors file, held in memory.
///
/// Printed, it lists what a file of these bytes holds: a name, a type and a shape for each array.
///
/// ```swift
/// let saved = checkpoint(result.best)
/// var fresh = Autoencoder(seed: 1)
/// try fresh.load(saved)
/// ```
public struct Checkpoint: Hashable, Sendable {
  /// The bytes of the file.
  package let bytes: [UInt8]
  /// The arrays, as they are listed.
  private let listing: [String]

  /// The number of bytes of the file.
  public var byteCount: Int { bytes.count }

  init(_ file: Safetensors) throws(SafetensorsError) {
    bytes = try file.encoded()
    listing = file.arrays.map { "\($0.name)  \($0.scalar.rawValue) \($0.shape)" }
  }
}

extension Checkpoint: CustomStringConvertible {
  /// The arrays, one a line.
  public var description: String { listing.joined(separator: "\n") }
}

/// Saves a model's numbers under PyTorch's names, without touching a file.
///
/// - Parameter model: The model.
/// - Returns: The numbers.
public func checkpoint(_ model: some Layer) -> Checkpoint {
  orTrap { () throws(LessonError) in try Lessons.checkpoint(model) }
}

extension Layer {
  /// Takes all numbers of a saved model that has the same layers.
  ///
  /// - Parameter checkpoint: The saved numbers.
  /// - Throws: An error with everything that does not fit; then nothing has changed.
  public mutating func load(_ checkpoint: Checkpoint) throws {
    try load(Safetensors(decoding: checkpoint.bytes))
  }

  /// One trained or observed tensor.
  ///
  /// - Parameter name: The name, as `decoder.2.weight`.
  /// - Returns: The tensor.
  /// - Precondition: The layer has a tensor of this name.
  public func parameter(_ name: String) -> Tensor {
    orTrap { () throws(LessonError) in try Lessons.parameter(name, of: self) }
  }
}

extension Lessons {
  package static func checkpoint(_ model: some Layer) throws(LessonError) -> Checkpoint {
    do throws(SafetensorsError) {
      return try Checkpoint(model.state.safetensors())
    } catch {
      throw .checkpoint(error.description)
    }
  }

  package static func parameter(
    _ name: String, of layer: some Layer
  ) throws(LessonError) -> Tensor {
    let state = layer.state
    switch state[name] {
    case .parameter(let tensor), .buffer(let tensor): return tensor
    case .counter, nil:
      let names = state.entries.compactMap { entry -> String? in
        if case .counter = entry.value { nil } else { entry.name }
      }
      throw .argument(
        "parameter", "name",
        expected: names.isEmpty
          ? "left out: this layer has no tensors" : "one of " + names.joined(separator: ", "),
        found: "'\(name)'")
    }
  }
}
