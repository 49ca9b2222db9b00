import Deconv
import DeconvFigures
import DeconvFormats

/// The images of a file, in the numbers that the model takes.
struct ReconstructionInput {
  /// `[N, 1, H, W]` in [-1, 1].
  var images: Tensor
  /// Where in the file the images were.
  var indices: [Int]
  /// The shape that the file had: what is made of one image has the rank of the file.
  var rank: Int

  /// The shape of an array with so many images, as the file has it.
  var shape: [Int] {
    let size = Array(images.shape.suffix(2))
    switch rank {
    case 2: return size
    case 3: return [images.shape[0]] + size
    default: return images.shape
    }
  }

  /// No file of images that one reconstructs is as large.
  private static let mostBytes = 1 << 30

  /// Reads images.
  ///
  /// - Parameters:
  ///   - path: a `.npy`, a `.png`, or an IDX file.
  ///   - selection: which images; all where it is nil.
  /// - Throws: `FileError` for a file that holds no such images.
  init(path: String, selection: ImageSelection?) throws(FileError) {
    let bytes = try FileBytes.read(path, limit: Self.mostBytes)
    let planes: Planes
    if hasExtension("npy", path) {
      planes = try Self.array(bytes, path: path)
    } else if hasExtension("png", path) {
      planes = try Self.picture(bytes, path: path)
    } else {
      planes = try Self.idx(bytes, path: path)
    }
    guard planes.count > 0 else {
      throw FileError(path: path, expectation: "at least one image", finding: "none")
    }
    indices = try Self.indices(selection, count: planes.count, path: path)
    rank = planes.shape.count
    images = try Self.normalized(planes, indices, path: path)
  }

  /// The images of a file: bytes that are not normalised yet, or numbers that are.
  private struct Planes {
    var shape: [Int]
    var bytes: [UInt8]?
    var numbers: [Float] = []

    var count: Int { shape.count == 2 ? 1 : shape[0] }
  }

  private static func indices(
    _ selection: ImageSelection?, count: Int, path: String
  ) throws(FileError) -> [Int] {
    guard let selection else { return Array(0..<count) }
    switch selection.indices(below: count) {
    case .success(let indices): return indices
    case .failure(let error):
      throw FileError(
        path: path, expectation: "images up to \(error.range.upperBound), as --indices says",
        finding: "\(count) images, from 0 to \(count - 1)")
    }
  }

  private static func normalized(
    _ planes: Planes, _ indices: [Int], path: String
  ) throws(FileError) -> Tensor {
    let size = Array(planes.shape.suffix(2))
    let area = size[0] * size[1]
    let shape = [indices.count, 1] + size
    do throws(TensorError) {
      if let bytes = planes.bytes {
        let data = try Checked.imageDataset(
          name: path, rows: size[0], columns: size[1], pixels: bytes,
          labels: Array(repeating: 0, count: planes.count), classNames: [""])
        return try Checked.images(of: data, indices)
      }
      return try Checked.tensor(
        shape: shape,
        scalars: indices.flatMap { planes.numbers[$0 * area..<($0 + 1) * area] })
    } catch {
      throw FileError(path: path, expectation: "images that a tensor can hold", finding: "\(error)")
    }
  }

  // MARK: - Formats

  private static func array(_ bytes: [UInt8], path: String) throws(FileError) -> Planes {
    let array: NumericArray
    do throws(NpyError) {
      array = try Npy.decode(bytes, name: path)
    } catch {
      throw FileError(path: path, error)
    }
    let shape = array.shape
    guard (2...4).contains(shape.count), shape.count < 4 || shape[1] == 1,
      !shape.suffix(2).contains(0)
    else {
      throw FileError(
        path: path, expectation: "an array of images: [H, W], [N, H, W] or [N, 1, H, W]",
        finding: "the shape \(shape)")
    }
    switch array.scalar {
    case .u8: return Planes(shape: shape, bytes: array.bytes)
    case .f32: return try numbers(array.floats ?? [], shape: shape, path: path)
    case .f64:
      return try numbers((array.doubles ?? []).map { Float($0) }, shape: shape, path: path)
    case .i64:
      throw FileError(
        path: path, expectation: "floats in [-1, 1] or unsigned bytes",
        finding: "64-bit integers: save the array as array.astype('|u1')")
    }
  }

  private static func numbers(
    _ numbers: [Float], shape: [Int], path: String
  ) throws(FileError) -> Planes {
    if let index = numbers.firstIndex(where: { !(-1...1 ~= $0) }) {
      throw FileError(
        path: path, expectation: "floats in [-1, 1] (unsigned bytes are normalised)",
        finding: "\(numbers[index].isNaN ? "nan" : "\(numbers[index])") as element \(index)")
    }
    return Planes(shape: shape, bytes: nil, numbers: numbers)
  }

  private static func picture(_ bytes: [UInt8], path: String) throws(FileError) -> Planes {
    let bitmap: Bitmap
    do throws(PNGError) {
      bitmap = try PNG.decode(bytes)
    } catch {
      throw fileError(error, path: path)
    }
    guard (bitmap.width, bitmap.height) == (28, 28) else {
      throw FileError(
        path: path, expectation: "a picture of 28 × 28 pixels",
        finding: "\(bitmap.width) × \(bitmap.height): scale it, or give an array (.npy)")
    }
    let grey = stride(from: 0, to: bitmap.bytes.count, by: 3).map { start in
      Self.luma(bitmap.bytes[start], bitmap.bytes[start + 1], bitmap.bytes[start + 2])
    }
    return Planes(shape: [bitmap.height, bitmap.width], bytes: grey)
  }

  /// What was expected and found, of which libpng's wrapper makes one sentence.
  private static func fileError(_ error: PNGError, path: String) -> FileError {
    let (expectation, finding) =
      switch error {
      case .notPNG: ("a PNG", "other bytes at its start")
      case .malformed(let offset):
        ("a whole PNG", "no whole chunk at byte \(offset): write the file again")
      case .tooLarge(let width, let height):
        ("a picture of 28 × 28 pixels", "\(width) × \(height): scale it, or give an array (.npy)")
      case .codec(let message): ("a PNG that libpng reads", "what it calls: \(message)")
      }
    return FileError(path: path, expectation: expectation, finding: finding)
  }

  /// The brightness of a colour in integers, by the weights of ITU-R BT.601 in thousandths.
  static func luma(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    let sum: Int = 299 * Int(red) + 587 * Int(green) + 114 * Int(blue)
    return UInt8((sum + 500) / 1000)
  }

  private static func idx(_ bytes: [UInt8], path: String) throws(FileError) -> Planes {
    let file: IDX
    do throws(IDXError) {
      file = try IDX(decoding: bytes, axes: 3)
    } catch {
      throw FileError(path: path, error)
    }
    guard !file.shape.suffix(2).contains(0) else {
      throw FileError(
        path: path, expectation: "images of at least 1 × 1 pixels",
        finding: "the shape \(file.shape)")
    }
    return Planes(shape: file.shape, bytes: file.elements)
  }
}
