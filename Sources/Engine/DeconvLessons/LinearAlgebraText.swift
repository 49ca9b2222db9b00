import Deconv

// What `print` shows of decompositions and spectra: in chapters and in compiled lessons the same.

extension SingularValueDecomposition: CustomStringConvertible {
  /// The three factors, one a line.
  public var description: String { "u \(u)\nvalues \(values)\nv \(v)" }
}

extension QRDecomposition: CustomStringConvertible {
  /// Both factors, one a line.
  public var description: String { "q \(q)\nr \(r)" }
}

extension EigenDecomposition: CustomStringConvertible {
  /// The values and the vectors, one a line.
  public var description: String { "values \(values)\nvectors \(vectors)" }
}

extension PCA: CustomStringConvertible {
  /// The number of components, and how much of the variance they explain.
  public var description: String {
    let (count, features) = (components.shape[0], components.shape[1])
    var explained = 0.0
    for variance in explainedVariance { explained += variance }
    return "\(count) \(count == 1 ? "component" : "components") of \(features) features, "
      + "variance \(explained) of \(totalVariance)"
  }
}

extension Spectrum: CustomStringConvertible {
  /// The real and the imaginary parts, one a line.
  public var description: String { "real \(real)\nimaginary \(imaginary)" }
}
