import ArgumentParser
import Deconv

/// A file of a release, and what tells that a copy of it is whole.
struct RemoteFile: Equatable, Sendable {
  /// The file's name, below an address and in the folder alike.
  var name: String
  var byteCount: Int
  /// The digests, in lower-case hexadecimal digits.
  var md5: String
  var sha256: String
}

/// The data sets that the commands know by name.
enum KnownDataSet: String, CaseIterable, ExpressibleByArgument {
  case fashionMNIST = "fashion-mnist"
  case garments

  /// What it is, in a line.
  var summary: String {
    switch self {
    case .fashionMNIST:
      "Fashion-MNIST of Zalando Research (MIT licence): 70,000 pictures of 28×28, ten classes"
    case .garments:
      "drawn by the program: the same shape and classes as Fashion-MNIST, nothing to download"
    }
  }

  /// The files that it is made of; none for a data set that the program draws itself.
  var files: [RemoteFile] {
    switch self {
    case .fashionMNIST:
      FashionMNIST.files.map {
        RemoteFile(name: $0.name, byteCount: $0.byteCount, md5: $0.md5, sha256: $0.sha256)
      }
    case .garments: []
    }
  }

  /// The folders on the network that hold the files.
  var addresses: [String] {
    switch self {
    case .fashionMNIST:
      [
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
      ]
    case .garments: []
    }
  }
}
