import BookModel
import DeconvFigures
import DeconvFormats

/// The differences between a recorded figure and the computed one, one line each; empty when they
/// draw the same numbers in the same way.
func differences(recorded: FigureArtifact, computed: FigureArtifact) -> [String] {
  if canonicalEncoding(of: recorded) == canonicalEncoding(of: computed) { return [] }
  var lines: [String] = []
  func compare(_ what: String, _ recorded: String, _ computed: String) {
    if !recorded.hasSameBytes(as: computed) {
      lines.append("\(what): recorded \(recorded), computed \(computed)")
    }
  }
  compare("kind", recorded.kind, computed.kind)
  lines += parameterDifferences(recorded.parameters, computed.parameters)
  compare(
    "size", "\(recorded.displayWidth) × \(recorded.displayHeight)",
    "\(computed.displayWidth) × \(computed.displayHeight)")
  compare("alternative text", recorded.alternativeText, computed.alternativeText)
  compare("arrays", String(recorded.data.count), String(computed.data.count))
  for (old, new) in zip(recorded.data, computed.data) {
    compare("name of an array", old.name, new.name)
    if let line = difference(old, new) { lines.append("\(new.name): \(line)") }
  }
  return lines
}

private func parameterDifferences(
  _ recorded: [FigureArtifact.Parameter], _ computed: [FigureArtifact.Parameter]
) -> [String] {
  let old = recorded.map { "\($0.name) = \($0.value)" }
  let new = computed.map { "\($0.name) = \($0.value)" }
  return lineEdits(from: old, to: new, changeLimit: 100).compactMap { edit in
    switch edit.kind {
    case .same: nil
    case .removed: "parameter recorded: \(old[edit.oldIndex])"
    case .added: "parameter computed: \(new[edit.newIndex])"
    }
  }
}

/// How two arrays differ: in shape, in type, or in how many numbers and where the most.
private func difference(_ recorded: DataArray, _ computed: DataArray) -> String? {
  if recorded.scalarType != computed.scalarType {
    return "recorded as \(recorded.scalarType), computed as \(computed.scalarType)"
  }
  if recorded.shape != computed.shape {
    return "recorded shape \(recorded.shape), computed \(computed.shape)"
  }
  guard recorded.canonicalBytes != computed.canonicalBytes else { return nil }
  guard let old = numbers(recorded), let new = numbers(computed), old.count == new.count,
    let worst = largestDifference(old, new)
  else { return "the bits differ" }
  let index = position(worst.index, shape: computed.shape)
  return """
    \(worst.differing) of \(new.count) numbers differ; the largest difference is \
    \(worst.difference), at \(index): recorded \(old[worst.index].text), \
    computed \(new[worst.index].text)
    """
}

/// A number of an array: its bits, its text, and its value for a difference.
private struct Number {
  var bits: UInt64
  var value: Double
  /// Integers keep the digits that a Double would lose.
  var integer: Int?

  var text: String { integer.map { String($0) } ?? value.description }
}

private func numbers(_ array: DataArray) -> [Number]? {
  guard let numeric = try? array.numericArray(named: array.name) else { return nil }
  switch numeric.scalar {
  case .f32:
    return numeric.floats?.map { Number(bits: UInt64($0.bitPattern), value: Double($0)) }
  case .f64: return numeric.doubles?.map { Number(bits: $0.bitPattern, value: $0) }
  case .i64: return numeric.integers?.map(integerNumber)
  case .u8: return numeric.bytes.map { integerNumber(Int($0)) }
  }
}

private func integerNumber(_ value: Int) -> Number {
  Number(bits: UInt64(bitPattern: Int64(value)), value: Double(value), integer: value)
}

/// The first of the largest differences; a NaN on one side alone counts as the largest of all.
private func largestDifference(
  _ recorded: [Number], _ computed: [Number]
) -> (index: Int, difference: String, differing: Int)? {
  var worst: (index: Int, size: Double, difference: String)?
  var differing = 0
  for (index, (old, new)) in zip(recorded, computed).enumerated() where old.bits != new.bits {
    differing += 1
    let size: Double
    let text: String
    if let a = old.integer, let b = new.integer {
      let exact =
        a > b
        ? UInt(bitPattern: a) &- UInt(bitPattern: b) : UInt(bitPattern: b) &- UInt(bitPattern: a)
      (size, text) = (Double(exact), String(exact))
    } else {
      let difference = (old.value - new.value).magnitude
      size = difference.isNaN ? .infinity : difference
      text = difference.description
    }
    if worst.map({ size > $0.size }) ?? true { worst = (index, size, text) }
  }
  return worst.map { ($0.index, $0.difference, differing) }
}

/// `[1, 2]`: the place of an element in row-major order.
private func position(_ index: Int, shape: [Int]) -> String {
  var rest = index
  var place: [Int] = []
  for size in shape.reversed() where size > 0 {
    place.append(rest % size)
    rest /= size
  }
  return "\(Array(place.reversed()))"
}

/// What two PNG files have to do with each other.
enum PictureComparison: Equatable {
  case same
  case differentSizes(recorded: String, computed: String)
  case differentPixels(count: Int, of: Int)
  /// The recorded file is no PNG that can be read.
  case unreadable(String)
}

/// Compares two PNG files by what they show: the same pixels may be compressed in many ways.
func comparePictures(recorded: [UInt8], computed: [UInt8]) -> PictureComparison {
  let old: Bitmap
  do {
    old = try PNG.decode(recorded)
  } catch {
    return .unreadable("\(error)")
  }
  if recorded == computed { return .same }
  guard let new = try? PNG.decode(computed) else {
    return .differentPixels(count: old.width * old.height, of: old.width * old.height)
  }
  guard old.width == new.width, old.height == new.height else {
    return .differentSizes(
      recorded: "\(old.width) × \(old.height)", computed: "\(new.width) × \(new.height)")
  }
  if old.bytes == new.bytes { return .same }
  let differing = stride(from: 0, to: old.bytes.count, by: 3).count { start in
    old.bytes[start..<start + 3] != new.bytes[start..<start + 3]
  }
  return .differentPixels(count: differing, of: old.width * old.height)
}

/// Whether two PNG files show the same pixels, however they are compressed.
package func picturesAreEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool {
  comparePictures(recorded: first, computed: second) == .same
}
