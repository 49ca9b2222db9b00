import Foundation
import Testing

@testable import Deconv

/// Every damaged file is refused with its path, what was expected, and what was found.
@Suite struct DatasetFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  // MARK: Two files

  @Test func imagesAndLabelsAreRead() throws {
    let data = try ImageDataset.idx(
      images: try folder.write(Self.idx([2, 1, 3], [1, 2, 3, 4, 5, 6]), to: "images"),
      labels: try folder.write(Self.idx([2], [1, 0]), to: "labels"),
      name: "mine", classNames: ["a", "b"])
    #expect(data.pixels == [1, 2, 3, 4, 5, 6])
    #expect((data.rows, data.columns, data.count) == (1, 3, 2))
    #expect(data.labels == [1, 0])
    #expect(data.classNames == ["a", "b"])
    #expect(data.name == "mine")
  }

  @Test func classesWithoutNamesAreNumbered() throws {
    let data = try ImageDataset.idx(
      images: try folder.write(Self.idx([2, 1, 1], [1, 2]), to: "images"),
      labels: try folder.write(Self.idx([2], [0, 3]), to: "labels"))
    #expect(data.classNames == ["0", "1", "2", "3"])
  }

  @Test func filesThatDoNotFitEachOtherAreRefused() throws {
    let images = try folder.write(Self.idx([2, 1, 1], [1, 2]), to: "images")
    let three = try folder.write(Self.idx([3], [0, 1, 2]), to: "three")
    check("\(three): expected 2 labels, one for each image of \(images), found 3") {
      () throws(FileError) in try ImageDataset.idx(images: images, labels: three)
    }
    let wrong = try folder.write(Self.idx([2], [9, 17]), to: "wrong")
    check(
      "\(wrong): expected labels below 10, the number of classes, found the label 17 of image 1"
    ) { () throws(FileError) in
      try ImageDataset.idx(
        images: images, labels: wrong, classNames: FashionMNIST.classNames)
    }
    check(
      "\(three): expected an IDX file of images, which begins with 0x00000803, found 0x00000801 "
        + "(unsigned bytes with 1 axis)"
    ) { () throws(FileError) in try ImageDataset.idx(images: three, labels: images) }
  }

  @Test func damagedFilesAreRefused() throws {
    let labels = try folder.write(Self.idx([1], [0]), to: "labels")
    let good = Self.idx([1, 1, 2], [1, 2])
    let cases: [(bytes: [UInt8], sentence: String)] = [
      ([], "expected an IDX header of 16 bytes, found 0 bytes"),
      (
        Array(good.dropLast()),
        "expected 18 bytes for the shape [1, 1, 2] of its header, found 17 bytes"
      ),
      (
        good + [0], "expected 18 bytes for the shape [1, 1, 2] of its header, found 19 bytes"
      ),
      (
        Array("<!DOCTYPE html>".utf8),
        "expected an IDX file of images, which begins with 0x00000803, found 0x3C21444F"
      ),
      (
        Self.idx([1, 0, 2], []),
        "expected images of at least 1 × 1 pixels, found the shape [1, 0, 2]"
      ),
      (
        Self.idx([1 << 16, 1 << 16, 1], []),
        "expected an IDX file of at most 268435456 elements, found the shape [65536, 65536, 1]"
      ),
      (
        [0x1F, 0x8B, 8, 0, 0, 0],
        "expected a whole gzip file, found that it breaks off after 6 bytes"
      ),
    ]
    for (bytes, sentence) in cases {
      let images = try folder.write(bytes, to: "images")
      check("\(images): \(sentence)") { () throws(FileError) in
        try ImageDataset.idx(images: images, labels: labels)
      }
    }
  }

  @Test func whatIsNoFileIsRefused() throws {
    let labels = try folder.write(Self.idx([1], [0]), to: "labels")
    func read(_ images: String) throws(FileError) -> ImageDataset {
      try ImageDataset.idx(images: images, labels: labels)
    }
    let missing = folder.path + "/missing"
    check("\(missing): expected a file that can be read, found nothing there") {
      () throws(FileError) in try read(missing)
    }
    check("\(folder.path): expected a file, found a folder") { () throws(FileError) in
      try read(folder.path)
    }
    check(
      "\(labels)/x: expected a file that can be read, found the system's error "
        + "\"Not a directory\""
    ) { () throws(FileError) in try read("\(labels)/x") }
    let pipe = folder.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    check("\(pipe): expected a file, found a device or a pipe") { () throws(FileError) in
      try read(pipe)
    }
    check("\(labels)␀.gz: expected a path without NUL characters, found one") {
      () throws(FileError) in try read("\(labels)\0.gz")
    }
    check("'': expected a path, found nothing") { () throws(FileError) in try read("") }
    check("\(labels): expected a file of at most 8 bytes, found one of 9") {
      () throws(FileError) in try FileBytes.read(labels, limit: 8)
    }
  }

  // MARK: Folders

  @Test func foldersOfFourFilesAreRead() throws {
    try writeFolder(test: [1, 2, 1], testLabels: [4])
    let (train, test) = try ImageDataset.idxFolder(at: folder.path, name: "mine")
    #expect(train.count == 2)
    #expect(test.count == 1)
    #expect(train.classNames == ["0", "1", "2", "3", "4"])
    #expect(test.classNames == train.classNames)
    #expect(test.name == "mine")
  }

  @Test func foldersMustBeWhole() throws {
    check(
      "\(folder.path): expected a folder with train-images-idx3-ubyte.gz or "
        + "train-images-idx3-ubyte, found neither of them"
    ) { () throws(FileError) in try fashionMNIST(at: folder.path) }
    check(
      "\(folder.path)/no: expected a folder with train-images-idx3-ubyte.gz, found nothing there"
    ) { () throws(FileError) in try fashionMNIST(at: folder.path + "/no") }
    try writeFolder(test: [1, 1, 2], testLabels: [0])
    check(
      "\(folder.path): expected test images of 2 × 1 pixels, as those to train with, "
        + "found 1 × 2"
    ) { () throws(FileError) in try ImageDataset.idxFolder(at: folder.path) }
    try FileManager.default.removeItem(atPath: folder.path + "/t10k-labels-idx1-ubyte")
    check(
      "\(folder.path): expected a folder with t10k-labels-idx1-ubyte.gz or "
        + "t10k-labels-idx1-ubyte, found neither of them"
    ) { () throws(FileError) in try ImageDataset.idxFolder(at: folder.path) }
  }

  @Test func fashionMNISTHasItsCounts() throws {
    try writeFolder(test: [1, 2, 1], testLabels: [0])
    let images = folder.path + "/train-images-idx3-ubyte"
    check("\(images): expected images of the shape [60000, 28, 28], found [2, 2, 1]") {
      () throws(FileError) in try fashionMNIST(at: folder.path)
    }
    #expect(FashionMNIST.files.map(\.byteCount) == [26_421_880, 29_515, 4_422_102, 5_148])
    #expect(FashionMNIST.files.allSatisfy { $0.md5.count == 32 && $0.sha256.count == 64 })
  }

  /// `DECONV_BOOK_DATA` names the folder that holds `fashion-mnist`.
  private static let realFolder = ProcessInfo.processInfo.environment["DECONV_BOOK_DATA"]
    .map { $0 + "/fashion-mnist" }

  @Test(.enabled(if: realFolder != nil, "DECONV_BOOK_DATA does not name the data's folder"))
  func theRealDataSetIsRead() throws {
    let data = try fashionMNIST(at: try #require(Self.realFolder))
    #expect((data.train.count, data.test.count) == (60_000, 10_000))
    #expect(data.train.labels.prefix(10) == [9, 0, 0, 3, 0, 2, 7, 2, 5, 5])
    #expect(data.test.labels.prefix(10) == [9, 2, 1, 1, 6, 1, 4, 6, 5, 7])
    for label in 0..<10 {
      #expect(data.train.labels.count { $0 == label } == 6000)
      #expect(data.test.labels.count { $0 == label } == 1000)
    }
    #expect(data.train.pixels.prefix(784).reduce(0) { $0 + Int($1) } == 76_247)
    #expect(data.train.pixels.suffix(784).reduce(0) { $0 + Int($1) } == 16_684)
  }

  // MARK: Helpers

  private func writeFolder(test: [Int], testLabels: [UInt8]) throws {
    try folder.write(Self.idx([2, 2, 1], [1, 2, 3, 4]), to: "train-images-idx3-ubyte")
    try folder.write(Self.idx([2], [0, 1]), to: "train-labels-idx1-ubyte")
    let pixels = [UInt8](repeating: 7, count: test.reduce(1, *))
    try folder.write(Self.idx(test, pixels), to: "t10k-images-idx3-ubyte")
    try folder.write(Self.idx([testLabels.count], testLabels), to: "t10k-labels-idx1-ubyte")
  }

  private static func idx(_ shape: [Int], _ elements: [UInt8]) -> [UInt8] {
    let sizes = shape.flatMap { size in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) }
    }
    return [0, 0, 8, UInt8(shape.count)] + sizes + elements
  }

  private func check<Value>(
    _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ operation: () throws(FileError) -> Value
  ) {
    do throws(FileError) {
      _ = try operation()
      Issue.record("no error", sourceLocation: sourceLocation)
    } catch {
      #expect(error.description == sentence, sourceLocation: sourceLocation)
    }
  }
}

/// A folder that lasts as long as a test.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "deconv-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = "\(path)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  func bytes(of name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
  }

  /// The names of all files, hidden ones too.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }
}
