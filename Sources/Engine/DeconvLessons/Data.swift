public import Deconv

/// Where lessons find the data sets that are not built in.
public enum LessonData {
  /// The folder of Fashion-MNIST's four files, for ``fashionMNIST()``; nil where there is none.
  ///
  /// A program sets it for all that it calls:
  ///
  /// ```swift
  /// try LessonData.$fashionMNIST.withValue("data/fashion-mnist") { try chapter09() }
  /// ```
  @TaskLocal public static var fashionMNIST: String?
}

/// Reads Fashion-MNIST from the folder that ``LessonData`` names; see ``Deconv/fashionMNIST(at:)``.
///
/// - Returns: The images to train and to test with.
/// - Throws: ``FileError`` if no folder is named, or a file is missing, damaged, or not one of
///   Fashion-MNIST's.
public func fashionMNIST() throws(FileError) -> FashionMNIST {
  guard let folder = LessonData.fashionMNIST else {
    throw FileError(
      path: "fashion-mnist",
      expectation: "the folder of Fashion-MNIST as the program's first argument",
      finding: "no folder named")
  }
  return try fashionMNIST(at: folder)
}

extension ImageDataset {
  /// The places of the images of one class, in order.
  ///
  /// ```swift
  /// let bags = data.subset(data.indices(ofClass: 8))
  /// ```
  ///
  /// - Parameter label: The class: an index of ``classNames``.
  /// - Returns: The indices; none where the class has no images.
  /// - Precondition: There is such a class.
  public func indices(ofClass label: Int) -> [Int] {
    orTrap { () throws(LessonError) in try Lessons.indices(of: self, class: label) }
  }
}

extension Lessons {
  package static func indices(
    of data: ImageDataset, class label: Int
  ) throws(LessonError) -> [Int] {
    guard data.classNames.indices.contains(label) else {
      throw .argument(
        "indices", "ofClass",
        expected: "a class of \(data.name), 0 to \(data.classNames.count - 1)",
        found: "\(label)")
    }
    return data.labels.indices.filter { Int(data.labels[$0]) == label }
  }
}
