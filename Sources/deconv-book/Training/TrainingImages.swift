import ArgumentParser
import Deconv
import Foundation

/// The images that `--data` names, and how many of them are used.
struct TrainingImages {
  /// `fashion-mnist`, `garments`, or the path of a folder.
  var name: String
  var trainCount: Int?
  var validationCount: Int?
  /// Chooses which images are split off to validate with.
  var seed: Int

  /// How many images of `garments` there are, where no number is given.
  static let garmentsCounts = (train: 1000, validation: 200)

  var known: KnownDataSet? { KnownDataSet(rawValue: name) }

  /// A name for the folder of what is made.
  var shortName: String {
    known?.rawValue ?? URL(fileURLWithPath: name).standardizedFileURL.lastPathComponent
  }

  /// The folder that the files are read from; nil where there are none.
  func folder(option: String?, environment: [String: String]) throws -> String? {
    switch known {
    case .garments: return nil
    case nil: return name
    case .fashionMNIST:
      do {
        return try DataFolder.resolve(option: option, environment: environment)
          .folder(of: name, files: FashionMNIST.files.map(\.name))
      } catch {
        throw ValidationError("\(error)")
      }
    }
  }

  /// Reads or draws the images.
  ///
  /// - Parameter folder: where the files are.
  /// - Returns: the images to train and to validate with.
  /// - Throws: `FileError` for files that are missing or wrong, or hold too few images.
  func load(
    from folder: String?
  ) throws(FileError) -> (train: ImageDataset, validation: ImageDataset) {
    switch known {
    case .garments:
      let counts = (
        train: trainCount ?? Self.garmentsCounts.train,
        validation: validationCount ?? Self.garmentsCounts.validation
      )
      guard counts.train <= Self.mostGarments, counts.validation <= Self.mostGarments,
        counts.train + counts.validation <= Self.mostGarments
      else {
        throw FileError(
          path: "garments", expectation: "at most \(Self.mostGarments) images",
          finding: "\(counts.train) to train and \(counts.validation) to validate with")
      }
      return garments(count: counts.train + counts.validation, seed: 0)
        .split(validation: counts.validation, seed: seed)
    case .fashionMNIST:
      let data: FashionMNIST
      do throws(FileError) {
        data = try fashionMNIST(at: folder ?? name)
      } catch {
        var error = error
        error.finding += ": `deconv-book data fetch` downloads the files"
        throw error
      }
      return (
        try first(trainCount, of: data.train, "train"),
        try first(validationCount, of: data.test, "validate")
      )
    case nil:
      return try loadFolder(folder ?? name)
    }
  }

  /// The most images that `garments` draws.
  private static let mostGarments = 100_000

  private func loadFolder(
    _ path: String
  ) throws(FileError) -> (train: ImageDataset, validation: ImageDataset) {
    let hasTest = ["", ".gz", ".GZ"].contains {
      FileBytes.exists("\(path)/t10k-images-idx3-ubyte\($0)")
    }
    if hasTest {
      let data = try ImageDataset.idxFolder(at: path, name: shortName)
      return (
        try first(trainCount, of: data.train, "train"),
        try first(validationCount, of: data.test, "validate")
      )
    }
    func file(_ name: String) -> String {
      let packed = [".gz", ".GZ"].map { "\(path)/\(name)\($0)" }
      return packed.first(where: FileBytes.exists) ?? "\(path)/\(name)"
    }
    let all = try ImageDataset.idx(
      images: file("train-images-idx3-ubyte"), labels: file("train-labels-idx1-ubyte"),
      name: shortName)
    let count = validationCount ?? max(1, all.count / 10)
    guard count < all.count else {
      throw FileError(
        path: path, expectation: "more than the \(count) images to validate with",
        finding: "\(all.count)")
    }
    let parts = all.split(validation: count, seed: seed)
    return (try first(trainCount, of: parts.train, "train"), parts.validation)
  }

  private func first(
    _ count: Int?, of data: ImageDataset, _ purpose: String
  ) throws(FileError) -> ImageDataset {
    guard let count else { return data }
    guard count <= data.count else {
      throw FileError(
        path: name, expectation: "at least \(count) images to \(purpose) with",
        finding: "\(data.count)")
    }
    return count == data.count ? data : data.prefix(count)
  }
}
