/// Small grey images with a label each, as Fashion-MNIST has them.
///
/// The pixels stay bytes until they are asked for: ``images(_:)`` makes a tensor of some of them,
/// normalised to [-1, 1].
///
/// ```swift
/// let data = garments(count: 100, seed: 1)
/// let batch = data.images([0, 1, 2])          // [3, 1, 28, 28]
/// print(data.classNames[data.label(1)])       // Trouser
/// ```
public struct ImageDataset: Hashable, Sendable {
  /// What the data set is called, as in "garments".
  public let name: String
  /// The number of rows of every image.
  public let rows: Int
  /// The number of columns of every image.
  public let columns: Int
  /// The brightness of each pixel, `[N, H, W]` in row-major order: 0 is black, 255 is white.
  public let pixels: [UInt8]
  /// The class of each image: an index of ``classNames``.
  public let labels: [UInt8]
  /// The names of the classes.
  public let classNames: [String]

  /// Makes a data set of pixels and labels.
  ///
  /// - Parameters:
  ///   - name: What the data set is called.
  ///   - rows: The number of rows of every image.
  ///   - columns: The number of columns of every image.
  ///   - pixels: The brightness of each pixel, image by image, row by row.
  ///   - labels: The class of each image.
  ///   - classNames: The names of the classes.
  /// - Precondition: The images have at least one pixel, the pixels fill as many images as there
  ///   are labels, and every label is the index of a class.
  public init(
    name: String, rows: Int, columns: Int, pixels: [UInt8], labels: [UInt8], classNames: [String]
  ) {
    self = orTrap { () throws(TensorError) in
      try Checked.imageDataset(
        name: name, rows: rows, columns: columns, pixels: pixels, labels: labels,
        classNames: classNames)
    }
  }

  /// The caller has checked that everything fits.
  init(
    checkedName name: String, rows: Int, columns: Int, pixels: [UInt8], labels: [UInt8],
    classNames: [String]
  ) {
    self.name = name
    self.rows = rows
    self.columns = columns
    self.pixels = pixels
    self.labels = labels
    self.classNames = classNames
  }

  /// The number of images.
  public var count: Int { labels.count }

  /// The class of an image: an index of ``classNames``.
  ///
  /// - Parameter index: Which image.
  /// - Returns: The label.
  /// - Precondition: There is such an image.
  public func label(_ index: Int) -> Int {
    orTrap { () throws(TensorError) in try Checked.label(self, index) }
  }

  /// Some images as a tensor `[n, 1, H, W]`, normalised to [-1, 1].
  ///
  /// The value of a pixel `v` is `(Float(v) / 255 - 0.5) / 0.5`, each step rounded to single
  /// precision: the same bits as torchvision's `ToTensor` followed by `Normalize(0.5, 0.5)`.
  ///
  /// - Parameter indices: Which images, in this order; an image may come more than once.
  /// - Returns: The tensor.
  /// - Precondition: There are such images, and their pixels are not more than a tensor may have.
  public func images(_ indices: some Collection<Int>) -> Tensor {
    orTrap { () throws(TensorError) in try Checked.images(of: self, indices) }
  }

  /// All images as a tensor `[count, 1, H, W]`, normalised as ``images(_:)`` does.
  ///
  /// - Returns: The tensor.
  public func images() -> Tensor { images(0..<count) }

  /// The data set of some of the images.
  ///
  /// - Parameter indices: Which images, in this order; an image may come more than once.
  /// - Returns: The images with their labels.
  /// - Precondition: There are such images.
  public func subset(_ indices: some Collection<Int>) -> ImageDataset {
    orTrap { () throws(TensorError) in try Checked.subset(of: self, indices) }
  }

  /// The data set of the first images.
  ///
  /// - Parameter count: How many images.
  /// - Returns: The images with their labels.
  /// - Precondition: There are so many images.
  public func prefix(_ count: Int) -> ImageDataset {
    orTrap { () throws(TensorError) in try Checked.prefix(of: self, count) }
  }

  /// Parts the images at random: some to validate with, the others to train with.
  ///
  /// In both parts the images keep their order. The parts depend on the number of images, the
  /// number for validation and the seed alone.
  ///
  /// - Parameters:
  ///   - validation: How many images the second part gets.
  ///   - seed: Chooses the images.
  /// - Returns: The two parts.
  /// - Precondition: There are so many images.
  public func split(
    validation: Int, seed: Int
  ) -> (train: ImageDataset, validation: ImageDataset) {
    orTrap { () throws(TensorError) in
      try Checked.split(self, validation: validation, seed: seed)
    }
  }

  /// What ``images(_:)`` makes of each brightness.
  static let levels: [Float] = (0...255).map { (Float($0) / 255 - 0.5) / 0.5 }
}

extension Checked {
  /// A data set of pixels and labels: see
  /// ``ImageDataset/init(name:rows:columns:pixels:labels:classNames:)``.
  package static func imageDataset(
    name: String, rows: Int, columns: Int, pixels: [UInt8], labels: [UInt8], classNames: [String]
  ) throws(TensorError) -> ImageDataset {
    for (side, size) in [("number of rows", rows), ("number of columns", columns)] where size < 1 {
      throw .argument(
        operation: "ImageDataset", argument: side, value: size, expected: "at least 1")
    }
    let shape = [labels.count, rows, columns]
    guard try Shape.count(shape, operation: "ImageDataset") == pixels.count else {
      throw .elementCount(operation: "ImageDataset", found: pixels.count, shape: shape)
    }
    for (index, label) in labels.enumerated() where Int(label) >= classNames.count {
      throw .argument(
        operation: "ImageDataset", argument: "label of image \(index)", value: Int(label),
        expected: "less than the number of classes, \(classNames.count)")
    }
    return ImageDataset(
      checkedName: name, rows: rows, columns: columns, pixels: pixels, labels: labels,
      classNames: classNames)
  }

  /// The class of an image: see ``ImageDataset/label(_:)``.
  package static func label(_ data: ImageDataset, _ index: Int) throws(TensorError) -> Int {
    try checkIndices(CollectionOfOne(index), of: data, operation: "label")
    return Int(data.labels[index])
  }

  /// Some images as a tensor: see ``ImageDataset/images(_:)``.
  package static func images(
    of data: ImageDataset, _ indices: some Collection<Int>
  ) throws(TensorError) -> Tensor {
    try checkIndices(indices, of: data, operation: "images")
    let shape = [indices.count, 1, data.rows, data.columns]
    let count = try Shape.count(shape, operation: "images")
    let size = data.rows * data.columns
    var scalars: [Float] = []
    scalars.reserveCapacity(count)
    for index in indices {
      for pixel in data.pixels[index * size..<(index + 1) * size] {
        scalars.append(ImageDataset.levels[Int(pixel)])
      }
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  /// The data set of some of the images: see ``ImageDataset/subset(_:)``.
  package static func subset(
    of data: ImageDataset, _ indices: some Collection<Int>
  ) throws(TensorError) -> ImageDataset {
    try checkIndices(indices, of: data, operation: "subset")
    let shape = [indices.count, data.rows, data.columns]
    let count = try Shape.count(shape, operation: "subset")
    let size = data.rows * data.columns
    var pixels: [UInt8] = []
    pixels.reserveCapacity(count)
    for index in indices { pixels += data.pixels[index * size..<(index + 1) * size] }
    return ImageDataset(
      checkedName: data.name, rows: data.rows, columns: data.columns, pixels: pixels,
      labels: indices.map { data.labels[$0] }, classNames: data.classNames)
  }

  /// The data set of the first images: see ``ImageDataset/prefix(_:)``.
  package static func prefix(
    of data: ImageDataset, _ count: Int
  ) throws(TensorError) -> ImageDataset {
    try checkCount(count, of: data, operation: "prefix", argument: "number of images")
    return try subset(of: data, 0..<count)
  }

  /// Two parts of the images: see ``ImageDataset/split(validation:seed:)``.
  package static func split(
    _ data: ImageDataset, validation: Int, seed: Int
  ) throws(TensorError) -> (train: ImageDataset, validation: ImageDataset) {
    try checkCount(
      validation, of: data, operation: "split", argument: "number of images for validation")
    let order = Philox(seed: seed, stream: ShuffleStream.split).permutation(data.count)
    let boundary = data.count - validation
    return (
      try subset(of: data, order[..<boundary].sorted()),
      try subset(of: data, order[boundary...].sorted())
    )
  }

  private static func checkCount(
    _ count: Int, of data: ImageDataset, operation: String, argument: String
  ) throws(TensorError) {
    guard (0...data.count).contains(count) else {
      throw .argument(
        operation: operation, argument: argument, value: count,
        expected: "between 0 and \(data.count), the number of images in \(data.name)")
    }
  }

  private static func checkIndices(
    _ indices: some Collection<Int>, of data: ImageDataset, operation: String
  ) throws(TensorError) {
    for index in indices where !(0..<data.count).contains(index) {
      throw .argument(
        operation: operation, argument: "index of an image", value: index,
        expected: data.count == 0
          ? "left out: \(data.name) has no images"
          : "between 0 and \(data.count - 1), as \(data.name) has \(data.count) images")
    }
  }
}
