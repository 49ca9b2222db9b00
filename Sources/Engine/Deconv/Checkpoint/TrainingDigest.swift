import DeconvFormats

extension LayerState {
  /// A digest of all names and numbers.
  var digest: String {
    var digest = Fingerprint()
    for entry in entries {
      digest.add(entry.name)
      switch entry.value {
      case .parameter(let tensor), .buffer(let tensor):
        digest.add(tensor.shape.count)
        for size in tensor.shape { digest.add(size) }
        digest.add(tensor.scalars)
      case .counter(let count): digest.add(count)
      }
    }
    return digest.text
  }
}

extension ImageDataset {
  /// What the data set is, in words and with a digest of its pixels: labels do not matter here.
  package var identity: String {
    var digest = Fingerprint()
    digest.add(pixels)
    return "\(count) images of \(rows) x \(columns) of \(name) (digest \(digest.text))"
  }
}
