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
      let (inputs, outputs) = (try grids(originals), try grids(reconstructions))
      guard inputs.count > usual else {
        return try Figure.imageGrid(
          inputs + outputs, columns: inputs.count, rowLabels: ["original", "reconstruction"],
          range: range)
      }
      let pairs = 5
      return try Figure.imageGrid(
        zip(inputs, outputs).flatMap { [$0, $1] }, columns: 2 * pairs,
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
      for layer in maps {
        let grids = try grids(layer.maps)
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

  /// Every plane of a tensor `[N, C, H, W]`.
  private static func grids(_ tensor: Tensor) throws -> [FigureGrid] {
    let size = Array(tensor.shape.suffix(2))
    let area = size[0] * size[1]
    return try stride(from: 0, to: tensor.count, by: max(1, area)).map { start in
      try FigureGrid(
        rows: size[0], columns: size[1],
        values: tensor.scalars[start..<start + area].map(Double.init), scalar: .f32)
    }
  }
}
