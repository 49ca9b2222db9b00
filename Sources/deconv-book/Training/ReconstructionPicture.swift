import Deconv
import DeconvFigures
import DeconvFormats

/// Pictures of what went into a model, of what came out, and of what is between.
enum ReconstructionPicture {
  /// The number of images that a training shows.
  static let usual = 10
  /// The most images that one picture shows.
  static let most = 100

  /// How many images of a width stand beside each other: ``usual``, or fewer where they are wide.
  static func fitting(width: Int) -> Int {
    max(1, min(usual, 900 / max(width, 1)))
  }

  /// Originals above their reconstructions; beside them, where there are more than ten.
  ///
  /// - Parameters:
  ///   - originals: `[N, 1, H, W]` in [-1, 1], 1 to ``most`` of them.
  ///   - reconstructions: the same for what came out.
  ///   - path: where the picture is to be written: errors name it.
  /// - Returns: the bytes of a PNG.
  /// - Throws: `FileError` if the picture cannot be drawn.
  static func png(
    originals: Tensor, reconstructions: Tensor, path: String
  ) throws(FileError) -> [UInt8] {
    try drawn(path) {
      let range = try FigureRange(low: -1, high: 1)
      let count = originals.shape[0]
      let pairs = 5
      let (columns, rows) = count > usual ? (2 * pairs, (count - 1) / pairs + 1) : (count, 2)
      let (inputs, outputs) = (
        try grids(originals, columns: columns, rows: rows),
        try grids(reconstructions, columns: columns, rows: rows)
      )
      guard count > usual else {
        return try Figure.imageGrid(
          inputs + outputs, columns: columns, rowLabels: ["original", "reconstruction"],
          range: range)
      }
      return try Figure.imageGrid(
        zip(inputs, outputs).flatMap { [$0, $1] }, columns: columns,
        columnLabels: Array(repeating: ["original", "recon."], count: pairs).flatMap { $0 },
        range: range)
    }
  }

  /// The feature maps of some layers for one image, a row or more for each layer.
  ///
  /// - Parameters:
  ///   - maps: for each layer its name, and `[1, C, H, W]`.
  ///   - path: where the picture is to be written: errors name it.
  /// - Returns: the bytes of a PNG.
  /// - Throws: `FileError` if the picture cannot be drawn.
  static func png(
    maps: [(name: String, maps: Tensor)], path: String
  ) throws(FileError) -> [UInt8] {
    try drawn(path) {
      let columns = 16
      var images: [FigureGrid] = []
      var labels: [String] = []
      let allRows = maps.reduce(0) { $0 + ($1.maps.shape[1] - 1) / columns + 1 }
      for layer in maps {
        let grids = try grids(
          layer.maps, columns: columns, rows: allRows, roomWidth: roomWidthOfMaps)
        let rows = (grids.count - 1) / columns + 1
        images += grids
        labels += [layer.name] + Array(repeating: "", count: rows - 1)
      }
      return try Figure.imageGrid(
        images, columns: columns, rowLabels: labels, map: .sequential, legend: .shown)
    }
  }

  private static func drawn(
    _ path: String, _ figure: () throws -> Figure
  ) throws(FileError) -> [UInt8] {
    do {
      return try PNG.encode(try figure().render())
    } catch {
      throw FileError(path: path, expectation: "a picture that can be drawn", finding: "\(error)")
    }
  }

  /// Every plane of a tensor `[N, C, H, W]`, made smaller where so many do not fit a picture.
  private static func grids(
    _ tensor: Tensor, columns: Int, rows: Int, roomWidth: Int = roomWidth
  ) throws -> [FigureGrid] {
    let size = Array(tensor.shape.suffix(2))
    let area = size[0] * size[1]
    let room = (width: max(1, roomWidth / columns), height: max(1, roomHeight / rows))
    let factor = max((size[1] - 1) / room.width, (size[0] - 1) / room.height) + 1
    return try stride(from: 0, to: tensor.count, by: max(1, area)).map { start in
      let plane = reduced(
        tensor.scalars[start..<start + area], rows: size[0], columns: size[1], by: factor)
      return try FigureGrid(
        rows: plane.rows, columns: plane.columns, values: plane.values, scalar: .f32)
    }
  }

  /// The pixels that all images of a row, or of a column, may have together: labels, gaps and
  /// legends have room beside them.
  private static let (roomWidth, roomHeight) = (900, 6000)
  /// Feature maps have a legend too.
  private static let roomWidthOfMaps = 720

  /// A plane with squares of pixels as one each: their mean, of those that there are at the edges.
  static func reduced(
    _ plane: ArraySlice<Float>, rows: Int, columns: Int, by factor: Int
  ) -> (rows: Int, columns: Int, values: [Double]) {
    guard factor > 1 else { return (rows, columns, plane.map(Double.init)) }
    let (height, width) = ((rows - 1) / factor + 1, (columns - 1) / factor + 1)
    var values: [Double] = []
    values.reserveCapacity(height * width)
    for row in 0..<height {
      let rowRange = row * factor..<min((row + 1) * factor, rows)
      for column in 0..<width {
        let columnRange = column * factor..<min((column + 1) * factor, columns)
        var sum = 0.0
        for y in rowRange {
          let line = plane.startIndex + y * columns
          for x in columnRange { sum += Double(plane[line + x]) }
        }
        values.append(Double(Float(sum / Double(rowRange.count * columnRange.count))))
      }
    }
    return (height, width, values)
  }
}
