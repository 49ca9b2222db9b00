import DeconvFormats

/// Fashion-MNIST: 60,000 images of clothes to train with, and 10,000 to test with.
///
/// By Han Xiao, Kashif Rasul and Roland Vollgraf (2017), under the MIT licence. Read it with
/// ``fashionMNIST(at:)``.
public struct FashionMNIST: Hashable, Sendable {
  /// One of the files of the release.
  public struct File: Hashable, Sendable {
    /// The file's name.
    public let name: String
    /// The file's size in bytes.
    public let byteCount: Int
    /// The file's MD5 digest in hexadecimal, as the release states it.
    public let md5: String
    /// The file's SHA-256 digest in hexadecimal.
    public let sha256: String
  }

  /// The 60,000 images to train with.
  public let train: ImageDataset
  /// The 10,000 images to test with.
  public let test: ImageDataset

  /// The names of the ten classes, in the order of their labels.
  public static let classNames = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
    "Ankle boot",
  ]

  /// The four files of the release, packed with gzip.
  public static let files = [
    File(
      name: "train-images-idx3-ubyte.gz", byteCount: 26_421_880,
      md5: "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
      sha256: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
    File(
      name: "train-labels-idx1-ubyte.gz", byteCount: 29_515,
      md5: "25c81989df183df01b3e8a0aad5dffbe",
      sha256: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
    File(
      name: "t10k-images-idx3-ubyte.gz", byteCount: 4_422_102,
      md5: "bef4ecab320f06d8554ea6380940ec79",
      sha256: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
    File(
      name: "t10k-labels-idx1-ubyte.gz", byteCount: 5_148,
      md5: "bb300cfdad3c16e7a12a480ee83cd310",
      sha256: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
  ]
}

/// Reads Fashion-MNIST from a folder that holds the four files of the release.
///
/// The files may be packed (`train-images-idx3-ubyte.gz`) or unpacked (`train-images-idx3-ubyte`).
/// Magic numbers, counts, sizes and labels are checked before anything is returned; the digests of
/// ``FashionMNIST/files`` are for whoever downloads them.
///
/// - Parameter folder: The path of the folder.
/// - Returns: The images to train and to test with.
/// - Throws: ``FileError`` if a file is missing, damaged, or not one of Fashion-MNIST's.
public func fashionMNIST(at folder: String) throws(FileError) -> FashionMNIST {
  func part(_ prefix: String, count: Int) throws(FileError) -> ImageDataset {
    try ImageDataset.part(
      prefix, of: folder, name: "Fashion-MNIST", classNames: FashionMNIST.classNames,
      shape: [count, 28, 28])
  }
  return FashionMNIST(
    train: try part("train", count: 60_000), test: try part("t10k", count: 10_000))
}

extension ImageDataset {
  /// Reads images and labels from two IDX files, packed with gzip or not.
  ///
  /// - Parameters:
  ///   - images: The path of the file of images: unsigned bytes, `[N, H, W]`.
  ///   - labels: The path of the file of labels: unsigned bytes, `[N]`.
  ///   - name: What the data set is called.
  ///   - classNames: The names of the classes; without them, the classes are "0", "1" and so on up
  ///     to the largest label.
  /// - Returns: The data set.
  /// - Throws: ``FileError`` if a file is missing, damaged, or does not fit the other.
  public static func idx(
    images: String, labels: String, name: String = "IDX", classNames: [String]? = nil
  ) throws(FileError) -> ImageDataset {
    try idx(images: images, labels: labels, name: name, classNames: classNames, shape: nil)
  }

  /// Reads a folder of one's own, with the file names of MNIST: images and labels to train with
  /// (`train-images-idx3-ubyte`, `train-labels-idx1-ubyte`) and to test with (`t10k-…`).
  ///
  /// - Parameters:
  ///   - folder: The path of the folder; the files may be packed (`.gz`) or not.
  ///   - name: What the data set is called.
  ///   - classNames: The names of the classes; without them, the classes are "0", "1" and so on up
  ///     to the largest label.
  /// - Returns: The images to train and to test with, of the same size.
  /// - Throws: ``FileError`` if a file is missing, damaged, or does not fit the others.
  public static func idxFolder(
    at folder: String, name: String = "IDX", classNames: [String]? = nil
  ) throws(FileError) -> (train: ImageDataset, test: ImageDataset) {
    let train = try part("train", of: folder, name: name, classNames: classNames, shape: nil)
    let test = try part("t10k", of: folder, name: name, classNames: classNames, shape: nil)
    guard (train.rows, train.columns) == (test.rows, test.columns) else {
      throw FileError(
        path: folder,
        expectation:
          "test images of \(train.rows) × \(train.columns) pixels, as those to train with",
        finding: "\(test.rows) × \(test.columns)")
    }
    // Without names each part counts its classes itself; the larger number holds for both.
    let names = [train.classNames, test.classNames].max { $0.count < $1.count } ?? []
    return (train.renamed(classes: names), test.renamed(classes: names))
  }

  /// One half of a folder of four files.
  fileprivate static func part(
    _ prefix: String, of folder: String, name: String, classNames: [String]?, shape: [Int]?
  ) throws(FileError) -> ImageDataset {
    try idx(
      images: try packedOrNot("\(prefix)-images-idx3-ubyte", in: folder),
      labels: try packedOrNot("\(prefix)-labels-idx1-ubyte", in: folder),
      name: name, classNames: classNames, shape: shape)
  }

  private static func packedOrNot(
    _ name: String, in folder: String
  ) throws(FileError) -> String {
    let path = "\(folder)/\(name)"
    for candidate in [path + ".gz", path + ".GZ", path] where FileBytes.exists(candidate) {
      return candidate
    }
    guard FileBytes.exists(folder) else {
      throw FileError(
        path: folder, expectation: "a folder with \(name).gz", finding: "nothing there")
    }
    throw FileError(
      path: folder, expectation: "a folder with \(name).gz or \(name)", finding: "neither of them")
  }

  private static func idx(
    images: String, labels: String, name: String, classNames: [String]?, shape: [Int]?
  ) throws(FileError) -> ImageDataset {
    // Where the size is known, a file that unpacks to more is given up there.
    let limit = shape?.reduce(1, *) ?? Shape.maximumCount
    let pictures = try array(at: images, axes: 3, limit: limit)
    if let shape, pictures.shape != shape {
      throw FileError(
        path: images, expectation: "images of the shape \(shape)", finding: "\(pictures.shape)")
    }
    guard pictures.shape[1] > 0, pictures.shape[2] > 0 else {
      throw FileError(
        path: images, expectation: "images of at least 1 × 1 pixels",
        finding: "the shape \(pictures.shape)")
    }
    let marks = try array(at: labels, axes: 1, limit: max(pictures.shape[0], 1 << 20))
    guard marks.shape[0] == pictures.shape[0] else {
      throw FileError(
        path: labels, expectation: "\(pictures.shape[0]) labels, one for each image of \(images)",
        finding: "\(marks.shape[0])")
    }
    let names = classNames ?? (0..<Int(marks.elements.max() ?? 0) + 1).map(String.init)
    if let index = marks.elements.firstIndex(where: { Int($0) >= names.count }) {
      throw FileError(
        path: labels, expectation: "labels below \(names.count), the number of classes",
        finding: "the label \(marks.elements[index]) of image \(index)")
    }
    return ImageDataset(
      checkedName: name, rows: pictures.shape[1], columns: pictures.shape[2],
      pixels: pictures.elements, labels: marks.elements, classNames: names)
  }

  private static func array(at path: String, axes: Int, limit: Int) throws(FileError) -> IDX {
    // Bytes that cannot be compressed grow a little in a gzip file.
    let bytes = try FileBytes.read(path, limit: limit + limit / 100 + 65_536)
    do throws(IDXError) {
      return try IDX(decoding: bytes, axes: axes, limit: limit)
    } catch {
      throw FileError(path: path, error)
    }
  }

  private func renamed(classes: [String]) -> ImageDataset {
    ImageDataset(
      checkedName: name, rows: rows, columns: columns, pixels: pixels, labels: labels,
      classNames: classes)
  }
}
