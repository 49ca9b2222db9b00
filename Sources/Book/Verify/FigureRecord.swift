import BookModel
import DeconvFormats

/// What a result's safetensors file holds: all of a figure or an explorer but its pictures.
enum FigureRecord {
  case figure(FigureArtifact)
  case explorer(ExplorerArtifact)
}

/// Why a safetensors file is no figure or explorer of ours.
struct FigureRecordError: Error, CustomStringConvertible {
  var description: String
}

/// Writes a figure's numbers and parameters as safetensors.
///
/// The arrays stand under their names; the metadata holds `record`, `kind`, `width`, `height`,
/// `alternative`, `parameter.N.name`, `parameter.N.value`, and `array.N`: the names in order.
func encodedFigure(_ figure: FigureArtifact) -> [UInt8] {
  var writer = RecordWriter(record: "figure")
  writer.figure(figure, prefix: "")
  return writer.bytes
}

/// Writes all frames of an explorer as one safetensors file.
///
/// The metadata holds `slider.N.name`, `slider.N.initial`, `slider.N.value.M`, and for each frame
/// `frame.N.note` and the entries of its figure behind `frame.N.`, as the names of its arrays are.
func encodedExplorer(_ explorer: ExplorerArtifact) -> [UInt8] {
  var writer = RecordWriter(record: "explorer")
  for (index, slider) in explorer.sliders.enumerated() {
    writer.metadata["slider.\(index).name"] = slider.name
    writer.metadata["slider.\(index).initial"] = String(slider.initial)
    for (position, value) in slider.values.enumerated() {
      writer.metadata["slider.\(index).value.\(position)"] = value
    }
  }
  for (index, frame) in explorer.frames.enumerated() {
    writer.metadata["frame.\(index).note"] = frame.note
    writer.figure(frame.figure, prefix: "frame.\(index).")
  }
  return writer.bytes
}

/// Reads what `encodedFigure` or `encodedExplorer` wrote; anything more or less is an error.
func decodedRecord(_ bytes: [UInt8]) throws -> FigureRecord {
  var reader = try RecordReader(bytes)
  let record = try reader.text("record")
  let result: FigureRecord
  switch record {
  case "figure": result = .figure(try reader.figure(prefix: ""))
  case "explorer": result = .explorer(try reader.explorer())
  default:
    throw FigureRecordError(
      description: "expected the record of a figure or an explorer, found `\(record)`")
  }
  try reader.checkAllRead()
  return result
}

extension DataArray {
  /// The array as the engine's formats know it, every NaN made the same one.
  func numericArray(named name: String) throws -> NumericArray {
    guard let scalar = ScalarType(rawValue: scalarType) else {
      throw FigureRecordError(
        description: "array `\(self.name)`: `\(scalarType)` is no type of numbers")
    }
    return try NumericArray(name: name, shape: shape, scalar: scalar, bytes: canonicalBytes)
  }
}

/// The names under which a figure's arrays lie in a file: their own, made unique where need be.
private func storedNames(_ names: [String], prefix: String) -> [String] {
  var used: Set<String> = ["", "__metadata__"]
  return names.enumerated().map { index, name in
    var stored = prefix + name
    while !used.insert(stored).inserted { stored += "#\(index)" }
    return stored
  }
}

private struct RecordWriter {
  var metadata: [String: String]
  private var arrays: [NumericArray] = []

  init(record: String) { metadata = ["record": record] }

  mutating func figure(_ figure: FigureArtifact, prefix: String) {
    metadata[prefix + "kind"] = figure.kind
    metadata[prefix + "width"] = String(figure.displayWidth)
    metadata[prefix + "height"] = String(figure.displayHeight)
    metadata[prefix + "alternative"] = figure.alternativeText
    for (index, parameter) in figure.parameters.enumerated() {
      metadata["\(prefix)parameter.\(index).name"] = parameter.name
      metadata["\(prefix)parameter.\(index).value"] = parameter.value
    }
    let stored = storedNames(figure.data.map(\.name), prefix: prefix)
    for (index, array) in figure.data.enumerated() {
      metadata["\(prefix)array.\(index)"] = array.name
      do {
        arrays.append(try array.numericArray(named: stored[index]))
      } catch {
        preconditionFailure("a figure's numbers must fill their shape: \(error)")
      }
    }
  }

  var bytes: [UInt8] {
    do {
      return try Safetensors(arrays: arrays, metadata: metadata).encoded()
    } catch {
      preconditionFailure("a figure's arrays have distinct names and true sizes: \(error)")
    }
  }
}

private struct RecordReader {
  private var metadata: [String: String]
  private var arrays: [String: NumericArray]

  init(_ bytes: [UInt8]) throws {
    let file = try Safetensors(decoding: bytes)
    metadata = file.metadata ?? [:]
    arrays = Dictionary(file.arrays.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func text(_ key: String) throws -> String {
    guard let value = metadata.removeValue(forKey: key) else {
      throw FigureRecordError(description: "the metadata lack `\(key)`")
    }
    return value
  }

  mutating func integer(_ key: String) throws -> Int {
    let value = try text(key)
    guard let number = Int(value) else {
      throw FigureRecordError(description: "`\(key)` should be an integer, found `\(value)`")
    }
    return number
  }

  /// The values of `prefix.0`, `prefix.1` … as far as they go.
  mutating func texts(_ prefix: String) throws -> [String] {
    var values: [String] = []
    while let value = metadata.removeValue(forKey: "\(prefix).\(values.count)") {
      values.append(value)
    }
    return values
  }

  mutating func figure(prefix: String) throws -> FigureArtifact {
    var parameters: [FigureArtifact.Parameter] = []
    while metadata["\(prefix)parameter.\(parameters.count).name"] != nil {
      let key = "\(prefix)parameter.\(parameters.count)"
      parameters.append(
        .init(name: try text(key + ".name"), value: try text(key + ".value")))
    }
    let names = try texts(prefix + "array")
    let data = try zip(names, storedNames(names, prefix: prefix)).map { name, stored in
      guard let array = arrays.removeValue(forKey: stored) else {
        throw FigureRecordError(description: "the array `\(stored)` is missing")
      }
      return DataArray(
        name: name, shape: array.shape, scalarType: array.scalar.rawValue, bytes: array.bytes)
    }
    return FigureArtifact(
      kind: try text(prefix + "kind"), parameters: parameters, data: data, png: [],
      displayWidth: try integer(prefix + "width"), displayHeight: try integer(prefix + "height"),
      alternativeText: try text(prefix + "alternative"))
  }

  mutating func explorer() throws -> ExplorerArtifact {
    var sliders: [ExplorerArtifact.Slider] = []
    while metadata["slider.\(sliders.count).name"] != nil {
      let key = "slider.\(sliders.count)"
      sliders.append(
        .init(
          name: try text(key + ".name"), values: try texts(key + ".value"),
          initial: try integer(key + ".initial")))
    }
    var frames: [ExplorerArtifact.Frame] = []
    while metadata["frame.\(frames.count).note"] != nil {
      let prefix = "frame.\(frames.count)."
      let note = try text(prefix + "note")
      frames.append(.init(figure: try figure(prefix: prefix), note: note))
    }
    return ExplorerArtifact(sliders: sliders, frames: frames)
  }

  func checkAllRead() throws {
    if let key = metadata.keys.min() {
      throw FigureRecordError(description: "the metadata hold `\(key)`, which means nothing here")
    }
    if let name = arrays.keys.min() {
      throw FigureRecordError(description: "the array `\(name)` belongs to nothing")
    }
  }
}
