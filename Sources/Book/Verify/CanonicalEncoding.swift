package import BookModel

/// The digest of a block's results, as a region's closing comment gives it.
package func digest(of outcome: BlockOutcome, sha256: ([UInt8]) -> String) -> String {
  sha256(canonicalEncoding(of: outcome))
}

/// The results of a block as bytes: two outcomes that differ in anything shown never encode alike.
///
/// All integers are 64 bits, little-endian. Lists and texts begin with their length (texts in UTF-8
/// bytes), so no text can imitate what follows it.
///
/// | what | bytes |
/// |---|---|
/// | outcome | text `deconv-book result 1`, list of artifacts, optional text: the error message |
/// | optional | byte 0, or byte 1 and the value |
/// | artifact | its tag (one byte), then as below |
/// | 1 text | text |
/// | 2 table | list of texts: the header; list of rows, each a list of texts |
/// | 3 figure | text: kind; list of (name, value); width; height; text: what is shown; arrays |
/// | 4 derivation | list of (left, relation, right) |
/// | 5 explorer | list of (name, list of values, initial); list of (figure, note) |
/// | array | text: name; text: scalar type; list of sizes; list of bytes |
///
/// Numbers in arrays are their little-endian bits, every NaN as the quiet NaN with a clear sign.
/// The PNG file is not part of it: pictures are compared by their pixels.
func canonicalEncoding(of outcome: BlockOutcome) -> [UInt8] {
  var encoder = CanonicalEncoder()
  encoder.text("deconv-book result 1")
  encoder.list(outcome.artifacts) { $0.artifact($1) }
  encoder.optional(outcome.errorMessage) { $0.text($1) }
  return encoder.bytes
}

/// A figure's part of the canonical encoding: equal exactly when two figures draw the same numbers
/// in the same way.
func canonicalEncoding(of figure: FigureArtifact) -> [UInt8] {
  var encoder = CanonicalEncoder()
  encoder.figure(figure)
  return encoder.bytes
}

/// An explorer's part of the canonical encoding.
func canonicalEncoding(of explorer: ExplorerArtifact) -> [UInt8] {
  var encoder = CanonicalEncoder()
  encoder.explorer(explorer)
  return encoder.bytes
}

extension DataArray {
  /// The bytes with every NaN made the one quiet NaN with a clear sign.
  var canonicalBytes: [UInt8] {
    switch scalarType {
    case "F32": replacingNaNs(size: 4, exponent: 0x7f80_0000, quietNaN: 0x7fc0_0000)
    case "F64":
      replacingNaNs(
        size: 8, exponent: 0x7ff0_0000_0000_0000, quietNaN: 0x7ff8_0000_0000_0000)
    default: bytes
    }
  }

  private func replacingNaNs(size: Int, exponent: UInt64, quietNaN: UInt64) -> [UInt8] {
    var result = bytes
    let magnitudeMask = UInt64.max >> UInt64(65 - 8 * size)
    for start in stride(from: 0, through: bytes.count - size, by: size) {
      var word: UInt64 = 0
      for byte in bytes[start..<start + size].reversed() { word = word << 8 | UInt64(byte) }
      // All bits of the exponent set and the fraction not zero.
      guard word & magnitudeMask > exponent else { continue }
      for offset in 0..<size {
        result[start + offset] = UInt8(truncatingIfNeeded: quietNaN >> UInt64(8 * offset))
      }
    }
    return result
  }
}

private struct CanonicalEncoder {
  private(set) var bytes: [UInt8] = []

  mutating func integer(_ value: Int) {
    let word = UInt64(bitPattern: Int64(value))
    for shift in stride(from: 0, to: 64 as UInt64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }

  mutating func text(_ text: String) {
    integer(text.utf8.count)
    bytes += text.utf8
  }

  mutating func list<Element>(
    _ elements: [Element], _ encode: (inout CanonicalEncoder, Element) -> Void
  ) {
    integer(elements.count)
    for element in elements { encode(&self, element) }
  }

  mutating func optional<Wrapped>(
    _ value: Wrapped?, _ encode: (inout CanonicalEncoder, Wrapped) -> Void
  ) {
    bytes.append(value == nil ? 0 : 1)
    if let value { encode(&self, value) }
  }

  mutating func artifact(_ artifact: Artifact) {
    switch artifact {
    case .text(let text):
      bytes.append(1)
      self.text(text)
    case .table(let table):
      bytes.append(2)
      list(table.header) { $0.text($1) }
      list(table.rows) { encoder, row in encoder.list(row) { $0.text($1) } }
    case .figure(let figure):
      bytes.append(3)
      self.figure(figure)
    case .derivation(let derivation):
      bytes.append(4)
      list(derivation.lines) { encoder, line in
        encoder.text(line.left)
        encoder.text(line.relation)
        encoder.text(line.right)
      }
    case .explorer(let explorer):
      bytes.append(5)
      self.explorer(explorer)
    }
  }

  mutating func figure(_ figure: FigureArtifact) {
    text(figure.kind)
    list(figure.parameters) { encoder, parameter in
      encoder.text(parameter.name)
      encoder.text(parameter.value)
    }
    integer(figure.displayWidth)
    integer(figure.displayHeight)
    text(figure.alternativeText)
    list(figure.data) { encoder, array in
      encoder.text(array.name)
      encoder.text(array.scalarType)
      encoder.list(array.shape) { $0.integer($1) }
      let bits = array.canonicalBytes
      encoder.integer(bits.count)
      encoder.bytes += bits
    }
  }

  mutating func explorer(_ explorer: ExplorerArtifact) {
    list(explorer.sliders) { encoder, slider in
      encoder.text(slider.name)
      encoder.list(slider.values) { $0.text($1) }
      encoder.integer(slider.initial)
    }
    list(explorer.frames) { encoder, frame in
      encoder.figure(frame.figure)
      encoder.text(frame.note)
    }
  }
}
