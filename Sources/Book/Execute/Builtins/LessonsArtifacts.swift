package import BookModel
import DeconvLessons

// What a shown value becomes in the recorded results, and the same as text.

extension RegistryPart {
  static let shownTypes: [String: Show] = Dictionary(
    uniqueKeysWithValues: [
      shown(Tensor.self) { [.text($0.description + "\n")] },
      shown(Matrix.self) { [.text($0.description + "\n")] },
      shown(Counts.self) { [.text($0.description + "\n")] },
      shown(Figure.self) { [.figure(try FigureArtifact($0))] },
      shown(Table.self) { [.table(TableArtifact(header: $0.header, rows: $0.rows))] },
      shown(Derivation.self) { [.derivation(DerivationArtifact($0))] },
      shown(Explorer.self) { [.explorer(try ExplorerArtifact($0))] },
    ])
}

extension FigureArtifact {
  init(_ figure: Figure) throws {
    self.init(
      kind: figure.kind,
      parameters: figure.parameters.map { Parameter(name: $0.name, value: $0.value) },
      data: figure.recordedArrays.map {
        DataArray(name: $0.name, shape: $0.shape, scalarType: $0.scalarType, bytes: $0.bytes)
      },
      png: try PNG.encode(figure.render()), displayWidth: figure.width,
      displayHeight: figure.height, alternativeText: figure.alternativeText)
  }
}

extension DerivationArtifact {
  init(_ derivation: Derivation) {
    self.init(
      lines: derivation.lines.map { Line(left: $0.left, relation: $0.relation, right: $0.right) })
  }
}

extension ExplorerArtifact {
  init(_ explorer: Explorer) throws {
    self.init(
      sliders: explorer.sliders.map {
        Slider(
          name: $0.name, values: $0.range.map(String.init),
          initial: $0.initial - $0.range.lowerBound)
      },
      frames: try explorer.frames.map {
        Frame(figure: try FigureArtifact($0.figure), note: $0.note)
      })
  }
}

extension Artifact {
  /// What the compiled chapter prints for the same result, each line ended by `\n`.
  package var transcript: String {
    switch self {
    case .text(let text): text
    case .table(let table): tableTranscript(header: table.header, rows: table.rows) + "\n"
    case .figure(let figure): figure.transcript + "\n"
    case .derivation(let derivation):
      derivation.lines.map {
        derivationTranscript(left: $0.left, relation: $0.relation, right: $0.right) + "\n"
      }.joined()
    case .explorer(let explorer): explorer.transcript + "\n"
    }
  }
}

extension FigureArtifact {
  fileprivate var transcript: String {
    var text = FigureTranscript(kind: kind)
    for parameter in parameters { text.add(parameter: parameter.name, parameter.value) }
    for array in data {
      text.add(
        array: array.name, shape: array.shape, scalarType: array.scalarType, bytes: array.bytes)
    }
    return text.line
  }
}

extension ExplorerArtifact {
  fileprivate var transcript: String {
    let sliders = sliders.map {
      explorerTranscript(slider: $0.name, values: $0.values, initial: $0.initial)
    }
    let frames = frames.map { explorerTranscript(figure: $0.figure.transcript, note: $0.note) }
    return explorerTranscript(sliders: sliders, frames: frames)
  }
}
