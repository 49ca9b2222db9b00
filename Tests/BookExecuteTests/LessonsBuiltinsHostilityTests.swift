import BookModel
import DeconvLessons
import Testing

@testable import BookExecute

/// A small generator, so that a failing call can be repeated.
private struct Choices {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(truncatingIfNeeded: (state >> 33) % UInt64(bound))
  }

  mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }
}

/// Values of every type that a chapter could hand over, the sensible and the absurd.
private struct HostileValues {
  let integers = [0, 1, 2, 3, -1, 7, 1000, Int.max, Int.min, 1 << 40]
  let doubles = [0, 1, -0.5, 1e300, -1e-300, .infinity, .nan, Double(Int.max)]
  let texts = ["", "i", "a\\", "}{", "🙂 long title that does not fit in any figure at all"]
  let tensors: [Tensor] = [
    Tensor(3), [], [1, 2, 3], [[1, 2], [3, 4]], Tensor.zeros(0, 3), Tensor.zeros(2, 0),
    Tensor.zeros(1, 2, 3), Tensor.zeros(1, 1, 3, 3), Tensor.ones(2, 3, 4, 4),
    Tensor.zeros(1, 1, 1, 1, 1), Tensor([[Float.nan, Float.infinity], [-1, 0]]),
  ]

  let paddings: [Padding] = [
    .same, .valid, .ends(start: 1, end: 0), .ends(start: Int.max, end: Int.min),
    .ends(top: 0, bottom: 1, left: Int.max, right: 1),
  ]
  let layers: [any Layer & NativeValue] = [
    Sequential(), Conv1d(2, 3, kernel: 2, seed: 0), Conv2d(1, 1, kernel: 1, seed: 0),
    ConvTranspose1d(1, 2, kernel: 3, seed: 0), ConvTranspose2d(3, 1, kernel: 2, stride: 2, seed: 0),
    Linear(3, 2, seed: 0), BatchNorm1d(2), BatchNorm2d(1), ReLU(), LeakyReLU(negativeSlope: .nan),
    Tanh(), Sigmoid(), Identity(), MaxPool2d(kernel: 2), AvgPool2d(kernel: 2),
    Upsample(scale: 1 << 30), Upsample(scale: 2), PixelShuffle(2), Flatten(), Unflatten(-1, 2),
    Autoencoder(channels: [1, 1, 1], seed: 0), Sequential(MaxPool2d(kernel: 2), Upsample(scale: 2)),
  ]
  let data = [garments(count: 0), garments(count: 3)]
  let model = Autoencoder(channels: [1, 1, 1], seed: 0)

  /// A value of a declared type; `some Protocol` stands for each type that conforms.
  func value(of type: ValueType, _ choices: inout Choices) -> Value? {
    switch type {
    case .int:
      // Mostly small, so that a call with many arguments gets past the first checks.
      return .int(choices.below(4) > 0 ? choices.below(4) : choices.one(of: integers))
    case .double: return .double(choices.one(of: doubles))
    case .float: return .float(Float(choices.one(of: doubles)))
    case .bool: return .bool(choices.below(2) == 0)
    case .string: return .string(choices.one(of: texts))
    case .nominal("Array", let arguments):
      guard let element = arguments.first else { return nil }
      let count = choices.below(4)
      return .array((0..<count).compactMap { _ in value(of: element, &choices) })
    case .nominal("Optional", let arguments):
      guard choices.below(3) > 0, let wrapped = arguments.first else { return .absent }
      return value(of: wrapped, &choices).map { .present($0) }
    case .nominal("Range", let arguments), .nominal("ClosedRange", let arguments):
      guard let bound = arguments.first, let low = value(of: bound, &choices),
        let high = value(of: bound, &choices)
      else { return nil }
      return type.description.hasPrefix("Closed")
        ? .closedRange(lower: low, upper: high) : .range(lower: low, upper: high)
    case .nominal(let name, _): return native(name, &choices)
    case .parameter(let name): return open(name, &choices)
    case .function: return .function(FrameMaker())
    case .tuple: return nil
    }
  }

  private func open(_ name: String, _ choices: inout Choices) -> Value? {
    // A second `some PerAxis` of a declaration is named with a prime, and so on.
    switch name.prefix(while: { $0 != "'" }) {
    case "some ConvolutionPadding" where choices.below(3) == 0:
      return choices.one(of: paddings).asValue
    case "some Layer", "Model": return choices.one(of: layers).asValue
    case "some PerAxis", "some ConvolutionPadding":
      return value(of: choices.below(2) == 0 ? .int : .array(.int), &choices)
    case "some ShapedScalar":
      return value(of: choices.one(of: [.int, .float, .double]), &choices)
    case "some TensorElements":
      return value(of: choices.below(2) == 0 ? .array(.double) : .array(.array(.int)), &choices)
    case "some CountsElements":
      return value(of: choices.below(2) == 0 ? .int : .array(.array(.int)), &choices)
    case "some Plottable", "some ShapedArray":
      return native(choices.one(of: ["Tensor", "Matrix", "Counts"]), &choices)
    default: return nil
    }
  }

  private func native(_ name: String, _ choices: inout Choices) -> Value? {
    switch name {
    case "Tensor": return choices.one(of: tensors).asValue
    case "Matrix":
      return choices.one(of: [Matrix([[1, -2], [Double.nan, 4]]), Matrix([[0.5]])]).asValue
    case "Counts":
      return choices.one(of: [
        Counts([1, 2]), Counts([[Int.max, Int.max]]), Counts([[Int.min]]), Counts(7),
      ]).asValue
    case "TransposedConvolutionAlgorithm":
      return choices.one(of: TransposedConvolutionAlgorithm.allCases).asValue
    case "ColorMap": return choices.one(of: ColorMap.allCases).asValue
    case "Padding", "ConvolutionPadding": return choices.one(of: paddings).asValue
    case "UpsampleMode":
      return choices.one(of: [UpsampleMode.nearest, .linear, .bilinear(alignCorners: true)]).asValue
    case "BatchStatistics": return batchStatistics([[1, 2], [3, 4]]).asValue
    case "ImageDataset": return choices.one(of: data).asValue
    case "Autoencoder": return model.asValue
    case "BatchNormAutoencoder": return BatchNormAutoencoder(channels: [1, 2], seed: 0).asValue
    case "any Layer": return choices.one(of: layers).asValue
    case "LayerShape": return model.outputShapes(input: [1, 1, 4, 4])[0].asValue
    case "LayerState": return model.state.asValue
    case "Checkpoint": return checkpoint(model).asValue
    case "TrainingSettings.OptimizerKind":
      return choices.one(of: TrainingSettings.OptimizerKind.allCases).asValue
    case "TrainingResult":
      return TrainedModels(model: model, best: model, history: TrainingHistory()).asValue
    case "TrainingHistory": return TrainingHistory().asValue
    case "EpochRecord":
      return EpochRecord(epoch: 1, trainLoss: 1, validationLoss: 2, psnr: 3).asValue
    case "EvaluationResult": return evaluate(model, on: data[1]).asValue
    case "Figure": return heatmap(Counts([1, 2])).asValue
    case "FigureFrame": return step("x", choices.one(of: tensors.filter { $0.count == 4 })).asValue
    case "FigureRegion":
      return choices.one(of: [
        cell(0, 0), cell(Int.max, Int.min), cells(rows: 0..<Int.max, columns: 1..<1),
      ]).asValue
    case "Term":
      return choices.one(of: [
        symbol("i", Int.min), symbol("k", 3), 0.5, Term(Double.nan), Term(Int.max), 0,
      ]).asValue
    case "Derivation": return derivation("o", 1).asValue
    case "Table": return table(["a"], [["1"]]).asValue
    case "ExplorerSlider":
      return choices.one(of: [slider("a", 1...3, initial: 1), slider("b", 0...300, initial: 0)])
        .asValue
    case "ExplorerFrame": return frame(heatmap(Counts([1]))).asValue
    default:
      return layers.first { type(of: $0).typeName == name }?.asValue
        ?? algebra(name, &choices) ?? training(name, &choices)
    }
  }

  private func algebra(_ name: String, _ choices: inout Choices) -> Value? {
    let matrix: Matrix = [[1, 2], [3, 4]]
    switch name {
    case "SingularValueDecomposition": return svd(matrix).asValue
    case "QRDecomposition": return qr(matrix).asValue
    case "EigenDecomposition": return eigenSymmetric([[1]]).asValue
    case "PCA": return PCA(of: matrix, components: 1).asValue
    case "Spectrum":
      return choices.one(of: [
        fft(matrix), fft2(Tensor.ones(2, 3, 4)),
        Spectrum(real: Matrix([[Double.nan]]), imaginary: [[0]]),
      ]).asValue
    case "Border": return choices.one(of: Border.allCases).asValue
    default: return nil
    }
  }

  private func training(_ name: String, _ choices: inout Choices) -> Value? {
    switch name {
    case "Initializer":
      return choices.one(of: [
        Initializer.zeros, .standard, .bilinear, .identity, .icnr(scale: Int.max),
        .normal(deviation: .nan), .kaimingNormal(.leakyReLU(negativeSlope: .infinity)),
        .uniform(from: 1, to: -.infinity), .xavierUniform(gain: 1e300),
      ]).asValue
    case "Initializer.Fan": return Initializer.Fan.output.asValue
    case "Initializer.Nonlinearity": return Initializer.Nonlinearity.tanh.asValue
    case "SGD": return SGD(learningRate: 1e300, momentum: 0.5).asValue
    case "Adam": return Adam(epsilon: 0).asValue
    case "AdamW": return AdamW(weightDecay: 1e300).asValue
    case "UNetDecoderBlock":
      return choices.one(of: [
        UNetDecoderBlock(2, skip: 3, 1, seed: 0),
        UNetDecoderBlock(3, skip: 3, 2, repair: .outputPadding, seed: 0),
      ]).asValue
    case "UNetDecoderBlock.SizeRepair":
      return choices.one(of: [UNetDecoderBlock.SizeRepair.none, .resize(.linear), .pad, .crop])
        .asValue
    default: return nil
    }
  }
}

/// Stands for a chapter's closure that makes a frame.
private final class FrameMaker: FunctionValue {
  override func call(_ arguments: [Value]) throws -> Value {
    frame(heatmap(Counts([1, 2]))).asValue
  }
}

@Suite struct LessonsBuiltinsHostilityTests {
  private static let registry = Registry.standard
  /// The entries behind those of the language.
  ///
  /// A value of FashionMNIST is made by reading its files alone; its members take nothing else.
  private static let lessons =
    ((registry.builtins.count - RegistryPart.lessons.builtins.count)..<registry.builtins.count)
    .filter { registry.builtins[$0].declaration.owner != FashionMNIST.typeName }
  private static let callsOfEach = 25

  /// Whatever the arguments: a value or an error, never a trap.
  ///
  /// A trap ends the whole test run, which is what makes this a test.
  @Test(arguments: lessons)
  func noArgumentsOfAChapterStopTheProgram(id: Int) throws {
    let signature = Self.registry.signatures[id]
    let builtin = Self.registry.builtins[id]
    let limits = ExecutionLimits(
      steps: 2_000_000, trainingMultiplyAdds: 20_000_000, memoryBytes: 1 << 26)
    var choices = Choices(seed: UInt64(id) &+ 1)
    let values = HostileValues()
    for _ in 0..<Self.callsOfEach {
      let runtime = Runtime(options: ExecutionOptions(path: "chapter.md", limits: limits))
      var base: Value?
      if [.method, .mutatingMethod, .property, .subscriptGetter].contains(signature.kind) {
        let owner = try #require(signature.owner)
        let value: Value = try #require(values.value(of: owner, &choices))
        base = value
      }
      let arguments = try Self.arguments(of: id, values, &choices, runtime)
      let assigned = values.value(of: signature.result, &choices)
      do {
        if case .mutating(let body) = builtin.implementation, var base {
          _ = try body(&base, arguments, runtime)
          continue
        }
        let result = try builtin.call((base.map { [$0] } ?? []) + arguments, runtime)
        if let show = Self.registry.shown[signature.result.description] { _ = try show(result) }
        if let modify = builtin.modify, var base, let assigned {
          try modify(&base, arguments, runtime) { $0 = assigned }
        }
      } catch {
        #expect("\(error)".count > 10, "\(signature.declaration): \(error)")
      }
    }
  }

  /// An argument for each parameter, or now and then its default.
  private static func arguments(
    of id: Int, _ values: HostileValues, _ choices: inout Choices, _ runtime: Runtime
  ) throws -> [Value] {
    let signature = registry.signatures[id]
    var arguments: [Value] = []
    for (index, parameter) in signature.parameters.enumerated() {
      let isOmitted = parameter.defaultText != nil && choices.below(2) == 0
      let omitted =
        isOmitted
        ? try registry.defaultValue(of: id, parameter: index, runtime: runtime) : nil
      let type = parameter.isVariadic ? ValueType.array(parameter.type) : parameter.type
      arguments.append(
        try #require(
          omitted ?? values.value(of: type, &choices), "\(signature.declaration): \(type)"))
    }
    return arguments
  }
}
