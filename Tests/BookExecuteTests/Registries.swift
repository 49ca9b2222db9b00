import BookExecute
import BookParse

extension Registry {
  /// The parts as the book reads them.
  init(_ parts: [RegistryPart]) { self.init(parts, reading: makeLibrary) }

  static let standard = Registry(.standard)
  static let language = Registry([.language])
}
