extension RegistryPart {
  /// The engine and all that the lessons add to it, bound to the functions that throw.
  package static let lessons = RegistryPart(
    builtins: tensorBuiltins + operationBuiltins + elementBuiltins + networkBuiltins
      + gradientBuiltins + dataBuiltins + layerBuiltins + modelBuiltins + trainingBuiltins
      + formattingBuiltins + linearAlgebraBuiltins + spectrumBuiltins
      + parameterBuiltins + initializerBuiltins + optimizerBuiltins + architectureBuiltins
      + arrangementBuiltins
      + figureBuiltins + derivationBuiltins + explorerBuiltins,
    conformances: [
      "Int: PerAxis", "Array: PerAxis where Element == Int",
      "Int: ConvolutionPadding", "Array: ConvolutionPadding where Element == Int",
      "Padding: ConvolutionPadding", "Padding: Equatable", "UpsampleMode: Equatable",
      "Autoencoder: Layer", "BatchNormAutoencoder: Layer",
      "ImageDataset: Equatable", "LayerState: Equatable", "LayerShape: Equatable",
      "Checkpoint: Equatable", "TrainingHistory: Equatable", "EpochRecord: Equatable",
      "EvaluationResult: Equatable", "TrainingSettings.OptimizerKind: Equatable",
      "Int: TensorElements", "Float: TensorElements", "Double: TensorElements",
      "Array: TensorElements where Element: TensorElements",
      "Int: CountsElements", "Array: CountsElements where Element: CountsElements",
      "Int: ShapedScalar", "Float: ShapedScalar", "Double: ShapedScalar",
      "Tensor: Plottable", "Matrix: Plottable", "Counts: Plottable",
      "Tensor: Equatable", "Matrix: Equatable", "Counts: Equatable", "Figure: Equatable",
      "Table: Equatable", "Derivation: Equatable", "Term: Equatable",
      "TransposedConvolutionAlgorithm: Equatable", "ColorMap: Equatable", "Border: Equatable",
      "Tensor: ExpressibleByArrayLiteral", "Matrix: ExpressibleByArrayLiteral",
      "Counts: ExpressibleByArrayLiteral", "Term: ExpressibleByIntegerLiteral",
      "Term: ExpressibleByFloatLiteral",
    ] + linearAlgebraConformances + initializerConformances
      + layerTypes.map { "\($0): Layer" },
    types: [
      "Tensor", "Matrix", "Counts", "TransposedConvolutionAlgorithm", "Figure", "FigureFrame",
      "FigureCurve", "FigureRegion", "ColorMap", "Table", "Term", "Derivation", "ExplorerSlider",
      "ExplorerFrame", "Explorer", "Padding", "ConvolutionPadding", "UpsampleMode",
      "BatchStatistics", "ImageDataset", "FashionMNIST", "Autoencoder", "BatchNormAutoencoder",
      "LayerShape", "LayerState", "Checkpoint", "TrainingSettings.OptimizerKind",
      "TrainingResult<Model>", "TrainingHistory", "EpochRecord", "EvaluationResult",
    ] + linearAlgebraTypes + initializerTypes + optimizerTypes + architectureTypes
      + arrangementTypes + layerTypes,
    shown: shownTypes, callSteps: 30)
}

extension [RegistryPart] {
  /// All that a chapter may name.
  package static let standard: [RegistryPart] = [.language, .lessons]
}
