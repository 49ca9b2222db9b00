/// How numbers become colours.
public enum FigureColorMap: String, CaseIterable, Hashable, Sendable {
  /// From pale to dark with equal steps in perceived lightness: amounts.
  case sequential
  /// Blue below zero, white at zero, red above, with equal reach on both sides: signed values.
  case diverging
  /// One step of the sequential map for each whole number, zero left white: overlap counts.
  case counts
  /// Unrelated light colours for the whole numbers from 0: classes, phases.
  case categorical
  /// From black to white: images.
  case gray
}

extension FigureColorMap {
  /// Control points of cmocean's "deep", without its darkest fifth.
  ///
  /// From Thyng and others, 2016, under the MIT licence. The end that is left out is nearly ink.
  private static let deep: [UInt32] = [
    0xFDFDCC, 0xCEECB3, 0x9CDBA5, 0x6FC9A3, 0x56B1A3, 0x4C99A0, 0x44829B, 0x3E6C96, 0x3E528F,
    0x403C73,
  ]

  /// ColorBrewer's nine-class RdBu, reversed, with a pure white centre.
  ///
  /// From Brewer, 2003, under the Apache licence.
  private static let blueWhiteRed: [UInt32] = [
    0x2166AC, 0x4393C3, 0x92C5DE, 0xD1E5F0, 0xFFFFFF, 0xFDDBC7, 0xF4A582, 0xD6604D, 0xB2182B,
  ]

  /// Paul Tol's "light" qualitative scheme, made for labelled cells.
  private static let light: [UInt32] = [
    0x77AADD, 0xEE8866, 0xEEDD88, 0xFFAABB, 0x99DDFF, 0x44BB99, 0xBBCC33, 0xAAAA00, 0xDDDDDD,
  ]

  private static let sequentialTable = table(deep)
  private static let divergingTable = table(blueWhiteRed)
  private static let grayTable = table([0x000000, 0xFFFFFF])
  private static let categories = light.map { Color(hex: $0) }

  /// The number of steps from a map's beginning to its end: even, so that the middle is a colour.
  private static let steps = 256

  /// The colours between control points at equal distances, in exact integers.
  private static func table(_ points: [UInt32]) -> [Color] {
    (0...steps).map { step in
      let place = step * (points.count - 1)
      let before = min(place / steps, points.count - 2)
      return Color(hex: points[before]).mixed(
        with: Color(hex: points[before + 1]), part: place - before * steps, of: steps)
    }
  }

  /// The colour at a place of the map, 0 its beginning and 1 its end.
  package func color(at place: Double) -> Color {
    let inside = place > 0 ? min(place, 1) : 0
    let step = Int(inside * Double(Self.steps) + 0.5)
    return switch self {
    case .sequential, .counts: Self.sequentialTable[step]
    case .diverging: Self.divergingTable[step]
    case .gray: Self.grayTable[step]
    case .categorical: Self.categories[0]
    }
  }

  /// The colour of class `index`; they repeat after the ninth.
  package static func category(_ index: Int) -> Color {
    categories[((index % categories.count) + categories.count) % categories.count]
  }
}

/// A colour map together with the range of values that it spans.
package struct ColorScale: Hashable, Sendable {
  package let map: FigureColorMap
  package let low: Double
  package let high: Double
  /// The part of the map around zero, or at its beginning, that is left out, so that even the
  /// smallest value differs from an empty cell.
  package var skipped = 0.0

  /// The scale for some values: from the least to the greatest finite one unless a range is given.
  package init(_ map: FigureColorMap, values: some Sequence<Double>, range: FigureRange? = nil) {
    self.map = map
    var (low, high) = range.map { ($0.low, $0.high) } ?? Self.extent(of: values)
    if map == .diverging {
      let reach = max(abs(low), abs(high))
      (low, high) = reach > 0 ? (-reach, reach) : (-1, 1)
    }
    self.low = low
    self.high = high
  }

  /// The least and the greatest finite value; 0 and 1 when there is none.
  static func extent(of values: some Sequence<Double>) -> (low: Double, high: Double) {
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    return low <= high ? (low, high) : (0, 1)
  }

  /// The colour of a value; nil for one that is not finite.
  package func color(of value: Double) -> Color? {
    guard value.isFinite else { return nil }
    switch map {
    case .categorical:
      return FigureColorMap.category(Int(max(-1e9, min(1e9, value)).rounded()))
    case .counts where value == 0:
      return Palette.white
    case .counts:
      // Counts begin a step inside the map, so that 1 is seen to differ from an empty cell.
      let first = low == 0 ? 1 : low
      return map.color(at: high > first ? 0.12 + 0.83 * place(value, first, high) : 0.12)
    case .diverging:
      let signed = 2 * place(value, low, high) - 1
      let size = value == 0 ? 0 : skipped + (1 - skipped) * abs(signed)
      return map.color(at: 0.5 + (signed < 0 ? -size : size) / 2)
    case .sequential, .gray:
      return map.color(at: high > low ? skipped + (1 - skipped) * place(value, low, high) : 0.5)
    }
  }

  /// Halves keep the differences of the largest numbers finite.
  private func place(_ value: Double, _ low: Double, _ high: Double) -> Double {
    (value / 2 - low / 2) / (high / 2 - low / 2)
  }
}

/// The range of values that a colour map spans.
public struct FigureRange: Hashable, Sendable {
  /// The value at the map's beginning.
  public let low: Double
  /// The value at the map's end.
  public let high: Double

  /// Makes a range.
  ///
  /// - Throws: `FigureError.badRange` unless both are finite and `low < high`.
  public init(low: Double, high: Double) throws(FigureError) {
    guard low.isFinite, high.isFinite, low < high else {
      throw .badRange(low: low, high: high)
    }
    self.low = low
    self.high = high
  }
}
