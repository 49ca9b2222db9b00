import DeconvFormats

extension Tensor {
  /// Reads a tensor from a `.npy` file, as NumPy writes it with `numpy.save`.
  ///
  /// The types `<f4`, `<f8`, `<i8` and `|u1` are read; a number that single precision does not
  /// hold exactly is refused rather than rounded.
  ///
  /// - Parameters:
  ///   - path: The path of the file; its name ends in `.npy`.
  ///   - maximumBytes: The largest file that is read.
  /// - Throws: ``FileError`` if there is no such file, or it is not exactly one of these.
  public init(contentsOf path: String, maximumBytes: Int = 1 << 30) throws(FileError) {
    try Self.checkExtension(of: path)
    let bytes = try FileBytes.read(path, limit: maximumBytes)
    let array: NumericArray
    do throws(NpyError) {
      array = try Npy.decode(bytes, name: path)
    } catch {
      throw FileError(path: path, error)
    }
    do throws(TensorError) {
      _ = try Shape.count(array.shape, operation: "Tensor")
    } catch {
      throw FileError(
        path: path,
        expectation: "at most \(Shape.maximumRank) axes and \(Shape.maximumCount) numbers",
        finding: "the shape \(array.shape)")
    }
    self.init(shape: array.shape, scalars: try Self.floats(of: array, path: path))
  }

  /// Writes the tensor to a `.npy` file of single-precision numbers (`<f4`, version 1.0).
  ///
  /// The file is whole at every moment: it gets its name when all of it is on the disk.
  ///
  /// - Parameter path: The path of the file; its name ends in `.npy`, and its folder exists.
  /// - Throws: ``FileError`` if the file cannot be written.
  public func write(to path: String) throws(FileError) {
    try Self.checkExtension(of: path)
    let bytes: [UInt8]
    do {
      bytes = try Npy.encode(NumericArray(name: path, shape: shape, floats: scalars))
    } catch {
      // A tensor's elements fill its shape, and its few axes fit a header.
      throw FileError(path: path, expectation: "a tensor that can be written", finding: "\(error)")
    }
    try AtomicFile.write(bytes, to: path)
  }

  private static func checkExtension(of path: String) throws(FileError) {
    guard path.lowercased().hasSuffix(".npy") else {
      throw FileError(
        path: path, expectation: "a name that ends in .npy, the one format of tensors",
        finding: "another name")
    }
  }

  /// The numbers in single precision, or an error at the first that does not fit.
  private static func floats(
    of array: NumericArray, path: String
  ) throws(FileError) -> [Float] {
    switch array.scalar {
    case .f32: return array.floats ?? []
    case .u8: return array.bytes.map { Float($0) }
    case .f64:
      return try exactly(array.doubles ?? [], of: array, path: path) {
        $0.isNaN ? .nan : Float(exactly: $0)
      }
    case .i64:
      return try exactly(array.integers ?? [], of: array, path: path) { Float(exactly: $0) }
    }
  }

  private static func exactly<Number>(
    _ numbers: [Number], of array: NumericArray, path: String, _ convert: (Number) -> Float?
  ) throws(FileError) -> [Float] {
    var floats: [Float] = []
    floats.reserveCapacity(numbers.count)
    for (offset, number) in numbers.enumerated() {
      guard let float = convert(number) else {
        throw FileError(
          path: path, expectation: "numbers that single precision holds exactly",
          finding: "\(number) at \(index(of: offset, in: array.shape)): "
            + "save the array as array.astype('<f4')")
      }
      floats.append(float)
    }
    return floats
  }

  /// The index of an element from its place in row-major order.
  private static func index(of offset: Int, in shape: [Int]) -> [Int] {
    var rest = offset
    return shape.reversed().map { size in
      defer { rest /= size }
      return rest % size
    }
    .reversed()
  }
}
