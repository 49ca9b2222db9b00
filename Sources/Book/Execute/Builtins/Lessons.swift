extension RegistryPart {
  /// The engine and all that the lessons add to it, bound to the functions that throw.
  package static let lessons = RegistryPart(
    builtins: tensorBuiltins + operationBuiltins + formattingBuiltins + figureBuiltins
      + derivationBuiltins + explorerBuiltins,
    conformances: [
      "Int: PerAxis", "Array: PerAxis where Element == Int",
      "Int: TensorElements", "Float: TensorElements", "Double: TensorElements",
      "Array: TensorElements where Element: TensorElements",
      "Int: CountsElements", "Array: CountsElements where Element: CountsElements",
      "Int: ShapedScalar", "Float: ShapedScalar", "Double: ShapedScalar",
      "Tensor: Plottable", "Matrix: Plottable", "Counts: Plottable",
      "Tensor: Equatable", "Matrix: Equatable", "Counts: Equatable", "Figure: Equatable",
      "Table: Equatable", "Derivation: Equatable", "Term: Equatable",
      "TransposedConvolutionAlgorithm: Equatable", "ColorMap: Equatable",
      "Tensor: ExpressibleByArrayLiteral", "Matrix: ExpressibleByArrayLiteral",
      "Counts: ExpressibleByArrayLiteral", "Term: ExpressibleByIntegerLiteral",
      "Term: ExpressibleByFloatLiteral",
    ],
    types: [
      "Tensor", "Matrix", "Counts", "TransposedConvolutionAlgorithm", "Figure", "FigureFrame",
      "FigureRegion", "ColorMap", "Table", "Term", "Derivation", "ExplorerSlider",
      "ExplorerFrame", "Explorer",
    ],
    shown: shownTypes)
}

extension [RegistryPart] {
  /// All that a chapter may name.
  package static let standard: [RegistryPart] = [.language, .lessons]
}
