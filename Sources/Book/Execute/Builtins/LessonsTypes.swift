import BookModel
package import DeconvLessons

// The engine's types as values of a chapter.

extension Tensor: NativeValue {
  package static let typeName = "Tensor"
  package var byteCount: Int { 64 + count * 4 }
  package var readingSteps: Int { count / Runtime.elementsPerStep }
}

extension Matrix: NativeValue {
  package static let typeName = "Matrix"
  package var byteCount: Int { 64 + count * 8 }
  package var readingSteps: Int { count / Runtime.elementsPerStep }
}

extension Counts: NativeValue {
  package static let typeName = "Counts"
  package var byteCount: Int { 64 + count * 8 }
  package var readingSteps: Int { count / Runtime.elementsPerStep }
}

extension Figure: NativeValue {
  package static let typeName = "Figure"
  package var byteCount: Int { recordedArrays.reduce(1024) { $0 + $1.bytes.count * 4 } }
  // Each number is checked, written and laid out.
  package var creationSteps: Int { recordedArrays.reduce(500) { $0 + $1.bytes.count } }
}

extension FigureFrame: NativeValue {
  package static let typeName = "FigureFrame"
  package var byteCount: Int { 256 + grid.values.count * 8 }
}

extension FigureCurve: NativeValue {
  package static let typeName = "FigureCurve"
  package var byteCount: Int { 128 + pointCount * 16 }
}

extension FigureRegion: NativeValue {
  package static let typeName = "FigureRegion"
}

extension ColorMap: NativeValue {
  package static let typeName = "ColorMap"
}

extension Table: NativeValue {
  package static let typeName = "Table"
  package var byteCount: Int {
    (rows + [header]).joined().reduce(64) { $0 + 16 + $1.utf8.count }
  }
}

extension Term: NativeValue {
  package static let typeName = "Term"
  package var byteCount: Int { 64 + count * 64 }
}

extension Derivation: NativeValue {
  package static let typeName = "Derivation"
  package var byteCount: Int {
    lines.reduce(64) { $0 + 48 + $1.left.utf8.count + $1.right.utf8.count }
  }
}

extension ExplorerSlider: NativeValue {
  package static let typeName = "ExplorerSlider"
}

extension ExplorerFrame: NativeValue {
  package static let typeName = "ExplorerFrame"
  package var byteCount: Int { figure.byteCount + note.utf8.count }
}

extension Explorer: NativeValue {
  package static let typeName = "Explorer"
  package var byteCount: Int { frames.reduce(64) { $0 + $1.byteCount } }
}

extension Padding: NativeValue {
  package static let typeName = "Padding"
}

extension TransposedConvolutionAlgorithm: NativeValue {
  package static let typeName = "TransposedConvolutionAlgorithm"
}

/// An argument whose type a declaration leaves open as `some Protocol`.
protocol OpenArgument: ValueConvertible {}

extension OpenArgument {
  static var valueType: ValueType { .parameter("_") }
}

/// `some Plottable`.
struct PlottableArgument: OpenArgument {
  let plottable: any Plottable

  init(value: Value) throws {
    guard case .native(let box) = value, let plottable = box.payload as? any Plottable else {
      throw Value.mismatch(expected: "Plottable")
    }
    self.plottable = plottable
  }

  var asValue: Value { .absent }
}

/// `some ShapedScalar`: a number, as the nearest of double precision.
struct ScalarArgument: OpenArgument {
  let value: Double

  init(value: Value) throws {
    switch value {
    case .int(let number): self.value = number.doubleValue
    case .float(let number): self.value = number.doubleValue
    case .double(let number): self.value = number
    default: throw Value.mismatch(expected: "ShapedScalar")
    }
  }

  var asValue: Value { .double(value) }
}

/// `some PerAxis`: one number for all axes, or one for each.
struct PerAxisArgument: OpenArgument {
  let axisValues: AxisValues

  init(value: Value) throws {
    if case .int(let number) = value {
      axisValues = .every(number)
    } else {
      axisValues = .each(try [Int](value: value))
    }
  }

  var asValue: Value { .absent }
}

/// `some ConvolutionPadding`: a number, one for each axis, or a rule.
struct PaddingArgument: OpenArgument {
  let padding: Padding

  init(value: Value) throws {
    if case .native = value {
      padding = try Padding(value: value)
    } else {
      padding = try PerAxisArgument(value: value).axisValues.convolutionPadding
    }
  }

  var asValue: Value { .absent }
}

/// Numbers or nested arrays of numbers: `some TensorElements`, and the literals of a tensor.
struct NestedNumbers: OpenArgument {
  let nested: Nested<Double>

  init(value: Value) throws { nested = try Self.list(value) }

  private static func list(_ value: Value) throws -> Nested<Double> {
    switch value {
    case .int(let number): .number(Double(number))
    case .float(let number): .number(Double(number))
    case .double(let number): .number(number)
    case .array(let box): .list(try box.elements.map(list))
    default: throw Value.mismatch(expected: "TensorElements")
    }
  }

  var asValue: Value { .absent }
}

/// Integers or nested arrays of integers: `some CountsElements`, and the literals of counts.
struct NestedIntegers: OpenArgument {
  let nested: Nested<Int>

  init(value: Value) throws { nested = try Self.list(value) }

  private static func list(_ value: Value) throws -> Nested<Int> {
    switch value {
    case .int(let number): .number(number)
    case .array(let box): .list(try box.elements.map(list))
    default: throw Value.mismatch(expected: "CountsElements")
    }
  }

  var asValue: Value { .absent }
}

extension NativeValue where Self: Layer {
  package var readingSteps: Int { partSteps }
  package var creationSteps: Int { partSteps }
}
