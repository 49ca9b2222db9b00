/// A rectangle of opaque 8-bit sRGB pixels, row by row from the top.
public struct Bitmap: Hashable, Sendable {
  /// The number of pixels in a row.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// Three bytes a pixel: red, green, blue.
  public private(set) var bytes: [UInt8]

  /// The largest width and height that a bitmap may have.
  public static let largestSide = 16_384
  /// The largest number of pixels that a bitmap may have: 96 MB of samples.
  public static let largestPixelCount = 1 << 25

  /// Makes a bitmap from its samples.
  ///
  /// - Returns: nil unless both sides lie in `1...largestSide`, the area within
  ///   `largestPixelCount`, and there are exactly three bytes a pixel.
  public init?(width: Int, height: Int, bytes: [UInt8]) {
    guard Self.isAllowed(width: width, height: height), bytes.count == width * height * 3 else {
      return nil
    }
    self.width = width
    self.height = height
    self.bytes = bytes
  }

  /// The canvas hands over pixels whose number it has made sure of itself.
  init(trustedWidth width: Int, height: Int, bytes: [UInt8]) {
    self.width = width
    self.height = height
    self.bytes = bytes
  }

  /// Whether a bitmap of this size may exist.
  package static func isAllowed(width: Int, height: Int) -> Bool {
    guard (1...largestSide).contains(width), (1...largestSide).contains(height) else {
      return false
    }
    return width * height <= largestPixelCount
  }

  /// The colour of a pixel; nil outside the bitmap.
  package func color(x: Int, y: Int) -> Color? {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return nil }
    let at = (y * width + x) * 3
    return Color(bytes[at], bytes[at + 1], bytes[at + 2])
  }
}
