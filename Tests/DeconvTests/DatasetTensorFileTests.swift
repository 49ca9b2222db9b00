import DeconvFormats
import Foundation
import Testing

@testable import Deconv

/// Tensors in `.npy` files, and files that are whole at every moment.
@Suite struct DatasetTensorFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func tensorsComeBack() throws {
    let path = folder.path + "/x.npy"
    for tensor: Tensor in [
      [[1, -0.5, 3], [4, 5, .init(floatLiteral: .infinity)]], Tensor(7), .zeros(2, 0, 3),
      .random(2, 1, 5, 4, seed: 1),
    ] {
      try tensor.write(to: path)
      #expect(try Tensor(contentsOf: path) == tensor)
    }
    #expect(try folder.names() == ["x.npy"])
  }

  @Test func otherTypesAreReadWhereTheyAreExact() throws {
    func read(_ array: NumericArray) throws -> Tensor {
      try Tensor(contentsOf: folder.write(Npy.encode(array), to: "x.npy"))
    }
    #expect(try read(NumericArray(name: "", shape: [2], doubles: [0.5, -0.0])) == [0.5, 0])
    #expect(try read(NumericArray(name: "", shape: [1], doubles: [.nan])).scalars[0].isNaN)
    #expect(
      try read(NumericArray(name: "", shape: [1, 2], integers: [-3, 1 << 40])).shape == [1, 2])
    #expect(
      try read(NumericArray(name: "", shape: [3], scalar: .u8, bytes: [0, 1, 255])) == [0, 1, 255])
  }

  @Test func numbersAreNotRounded() throws {
    try checkRefused(
      NumericArray(name: "", shape: [2, 2], doubles: [1, 2, 0.1, 3]),
      "expected numbers that single precision holds exactly, found 0.1 at [1, 0]: save the array "
        + "as array.astype('<f4')")
    try checkRefused(
      NumericArray(name: "", shape: [], doubles: [1e300]),
      "expected numbers that single precision holds exactly, found 1e+300 at []: save the array "
        + "as array.astype('<f4')")
    try checkRefused(
      NumericArray(name: "", shape: [3], integers: [1, 2, 16_777_217]),
      "expected numbers that single precision holds exactly, found 16777217 at [2]: save the array "
        + "as array.astype('<f4')")
    try checkRefused(
      NumericArray(name: "", shape: Array(repeating: 1, count: 9), floats: [1]),
      "expected at most 8 axes and 268435456 numbers, found the shape "
        + "[1, 1, 1, 1, 1, 1, 1, 1, 1]")
  }

  @Test func damagedFilesAreRefused() throws {
    let path = try folder.write([], to: "x.npy")
    check(
      "\(path): expected an .npy file, which begins with the bytes 93 4E 55 4D 50 59, "
        + "found an empty file"
    ) { () throws(FileError) in try Tensor(contentsOf: path) }
    let good = try Npy.encode(NumericArray(name: "", shape: [2], floats: [1, 2]))
    try folder.write(Array(good.dropLast()), to: "x.npy")
    check(
      "\(path): expected 136 bytes at least with the numbers of the shape [2], found 135: "
        + "the file was cut off"
    ) { () throws(FileError) in try Tensor(contentsOf: path) }
    try folder.write(good, to: "x.npy")
    check("\(path): expected a file of at most 100 bytes, found one of 136") {
      () throws(FileError) in try Tensor(contentsOf: path, maximumBytes: 100)
    }
    let other = try folder.write(good, to: "x.csv")
    check(
      "\(other): expected a name that ends in .npy, the one format of tensors, found another name"
    ) { () throws(FileError) in try Tensor(contentsOf: other) }
    check(
      "\(other): expected a name that ends in .npy, the one format of tensors, found another name"
    ) { () throws(FileError) in try Tensor(1).write(to: other) }
    let missing = folder.path + "/no/x.npy"
    check("\(missing): expected a place where a file can be written, found nothing there") {
      () throws(FileError) in try Tensor(1).write(to: missing)
    }
  }

  // MARK: Whole files

  @Test func aFileIsReplacedAsAWhole() throws {
    let path = folder.path + "/a"
    let long = [UInt8](repeating: 9, count: 3 << 20)
    try AtomicFile.write(long, to: path)
    #expect(try folder.bytes(of: "a") == long)
    try AtomicFile.write([], to: path)
    #expect(try folder.bytes(of: "a") == [])
    #expect(try folder.names() == ["a"])
  }

  @Test func whatAKillLeftIsUsedUp() throws {
    try folder.write([1, 2, 3], to: ".a.new")
    try AtomicFile.write([4], to: folder.path + "/a")
    #expect(try folder.bytes(of: "a") == [4])
    #expect(try folder.names() == ["a"])
  }

  @Test func theOldFileStaysWhereTheNewCannotBeWritten() throws {
    let path = try folder.write([1], to: "a")
    try FileManager.default.createDirectory(
      atPath: folder.path + "/.a.new", withIntermediateDirectories: false)
    check(
      "\(path): expected a place where a file can be written, found the system's error "
        + "\"Is a directory\""
    ) { () throws(FileError) in try AtomicFile.write([2], to: path) }
    #expect(try folder.bytes(of: "a") == [1])
  }

  @Test func aLinkInTheWayIsNotFollowed() throws {
    let victim = try folder.write([1], to: "victim")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/.a.new", withDestinationPath: victim)
    #expect(throws: FileError.self) { try AtomicFile.write([2], to: folder.path + "/a") }
    #expect(try folder.bytes(of: "victim") == [1])
  }

  @Test func foldersAreNotReplaced() throws {
    let sub = folder.path + "/sub"
    try FileManager.default.createDirectory(atPath: sub, withIntermediateDirectories: false)
    check(
      "\(sub): expected a file that can be replaced, found the system's error \"Is a directory\""
    ) { () throws(FileError) in try AtomicFile.write([2], to: sub) }
    check("\(sub)/: expected the path of a file, found that of a folder") {
      () throws(FileError) in try AtomicFile.write([2], to: sub + "/")
    }
    #expect(try folder.names() == ["sub"])
  }

  private func checkRefused(
    _ array: NumericArray, _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let path = try folder.write(Npy.encode(array), to: "x.npy")
    check("\(path): \(sentence)", sourceLocation: sourceLocation) { () throws(FileError) in
      try Tensor(contentsOf: path)
    }
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
