public import Deconv
public import DeconvFigures
import DeconvFormats

/// What a chapter shows where it stands alone as an expression.
///
/// It prints as it is shown.
public protocol Showable: CustomStringConvertible {
  /// The value as text, without a line break at its end: equal values give equal texts.
  var transcript: String { get }
}

/// Prints a value's transcript: what a shown expression of a chapter becomes in compiled Swift.
public func show(_ value: some Showable) {
  print(value.transcript)
}

extension Tensor: Showable {
  /// The elements in nested brackets.
  public var transcript: String { description }
}

extension Matrix: Showable {
  /// The elements in nested brackets.
  public var transcript: String { description }
}

extension Counts: Showable {
  /// The counts in nested brackets.
  public var transcript: String { description }
}

extension Figure: Showable {
  /// One line: the kind, the shape of the first array, and a digest of all that is drawn.
  public var transcript: String {
    var text = FigureTranscript(kind: kind)
    for parameter in parameters { text.add(parameter: parameter.name, parameter.value) }
    for array in recordedArrays {
      text.add(
        array: array.name, shape: array.shape, scalarType: array.scalarType, bytes: array.bytes)
    }
    return text.line
  }

  /// The numbers that are drawn, with the scalar type by its safetensors name.
  package var recordedArrays: [(name: String, shape: [Int], scalarType: String, bytes: [UInt8])] {
    data.map { ($0.name, $0.shape, $0.scalar.rawValue, $0.bytes) }
  }
}

extension Table: Showable {
  /// The header and the rows, cells parted by ` | `.
  public var transcript: String { tableTranscript(header: header, rows: rows) }
}

extension Derivation: Showable {
  /// The lines as TeX.
  public var transcript: String {
    lines.map { derivationTranscript(left: $0.left, relation: $0.relation, right: $0.right) }
      .joined(separator: "\n")
  }
}

extension Explorer: Showable {
  /// A line with the sliders, and one for each frame.
  public var transcript: String {
    let sliders = sliders.map { slider in
      explorerTranscript(
        slider: slider.name, values: slider.range.map(String.init),
        initial: slider.initial - slider.range.lowerBound)
    }
    let frames = frames.map { explorerTranscript(figure: $0.figure.transcript, note: $0.note) }
    return explorerTranscript(sliders: sliders, frames: frames)
  }
}

extension Figure: CustomStringConvertible {
  /// The transcript.
  public var description: String { transcript }
}

extension Table: CustomStringConvertible {
  /// The transcript.
  public var description: String { transcript }
}

extension Derivation: CustomStringConvertible {
  /// The transcript.
  public var description: String { transcript }
}

extension Explorer: CustomStringConvertible {
  /// The transcript.
  public var description: String { transcript }
}

// The same texts from the parts alone, for whoever holds a recorded result instead of the value.

/// The line of a figure, made from its recorded parts.
package struct FigureTranscript {
  private let kind: String
  private var shape: [Int]?
  private var digest = Fingerprint()

  package init(kind: String) {
    self.kind = kind
    digest.add(kind)
  }

  package mutating func add(parameter name: String, _ value: String) {
    digest.add(name)
    digest.add(value)
  }

  package mutating func add(
    array name: String, shape: [Int], scalarType: String, bytes: [UInt8]
  ) {
    if self.shape == nil { self.shape = shape }
    digest.add(name)
    digest.add(shape.count)
    for size in shape { digest.add(size) }
    digest.add(scalarType)
    digest.add(bytes)
  }

  package var line: String {
    let size = (shape ?? []).map(String.init).joined(separator: "×")
    return "figure \(kind)\(size.isEmpty ? "" : " " + size) \(digest.text)"
  }
}

package func tableTranscript(header: [String], rows: [[String]]) -> String {
  ([header] + rows).map { $0.joined(separator: " | ") }.joined(separator: "\n")
}

package func derivationTranscript(left: String, relation: String, right: String) -> String {
  [left, relation, right].filter { !$0.isEmpty }.joined(separator: " ")
}

package func explorerTranscript(slider: String, values: [String], initial: Int) -> String {
  let marked = values.enumerated().map { $0.offset == initial ? "(\($0.element))" : $0.element }
  return slider + " " + marked.joined(separator: " ")
}

package func explorerTranscript(sliders: [String], frames: [String]) -> String {
  (["explorer " + sliders.joined(separator: ", ")] + frames).joined(separator: "\n")
}

package func explorerTranscript(figure: String, note: String) -> String {
  "  " + figure + (note.isEmpty ? "" : " " + note)
}
