/// What one run of a chapter yielded: an outcome for each block and each value in prose.
package struct ChapterOutcome: Sendable, Equatable {
  /// One entry for each of the chapter's blocks; nil where the block was not run.
  package var blocks: [BlockOutcome?]
  /// One entry for each of the chapter's values; nil where it was not evaluated.
  package var values: [String?]

  package init(blocks: [BlockOutcome?], values: [String?]) {
    self.blocks = blocks
    self.values = values
  }
}

/// What a block printed and showed, in order; for `error: true`, the message that it ended with.
package struct BlockOutcome: Sendable, Equatable {
  package var artifacts: [Artifact]
  package var errorMessage: String?

  package init(artifacts: [Artifact], errorMessage: String? = nil) {
    self.artifacts = artifacts
    self.errorMessage = errorMessage
  }
}

/// One result of a block.
package enum Artifact: Sendable, Equatable {
  /// Printed lines, each ended by `\n`.
  case text(String)
  case table(TableArtifact)
  case figure(FigureArtifact)
  /// A derivation: the lines of an aligned display, in TeX.
  case derivation(DerivationArtifact)
  case explorer(ExplorerArtifact)
}

package struct TableArtifact: Sendable, Equatable {
  package var header: [String]
  package var rows: [[String]]

  package init(header: [String], rows: [[String]]) {
    self.header = header
    self.rows = rows
  }
}

/// The lines of a derivation: what stands left of the sign, the sign, what stands right of it.
package struct DerivationArtifact: Sendable, Equatable {
  package struct Line: Sendable, Equatable {
    package var left: String
    package var relation: String
    package var right: String

    package init(left: String, relation: String, right: String) {
      self.left = left
      self.relation = relation
      self.right = right
    }
  }

  package var lines: [Line]

  package init(lines: [Line]) { self.lines = lines }
}

/// A figure as computed: the pixels, and the numbers and parameters that they were drawn from.
package struct FigureArtifact: Sendable, Equatable {
  /// What draws it, such as `heatmap`.
  package var kind: String
  /// Every drawing parameter, in order.
  package var parameters: [Parameter]
  /// The numbers that it draws.
  package var data: [DataArray]
  /// The PNG file, at twice the display size.
  package var png: [UInt8]
  /// The size on the page in CSS pixels.
  package var displayWidth: Int
  package var displayHeight: Int
  /// Text that says what is shown, made from the data.
  package var alternativeText: String

  package init(
    kind: String, parameters: [Parameter], data: [DataArray], png: [UInt8], displayWidth: Int,
    displayHeight: Int, alternativeText: String
  ) {
    self.kind = kind
    self.parameters = parameters
    self.data = data
    self.png = png
    self.displayWidth = displayWidth
    self.displayHeight = displayHeight
    self.alternativeText = alternativeText
  }

  package struct Parameter: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }
}

/// A named array of numbers as little-endian bytes.
package struct DataArray: Sendable, Equatable {
  package var name: String
  package var shape: [Int]
  /// The safetensors name of the scalar type: `F32`, `F64`, `I64`, `U8`.
  package var scalarType: String
  package var bytes: [UInt8]

  package init(name: String, shape: [Int], scalarType: String, bytes: [UInt8]) {
    self.name = name
    self.shape = shape
    self.scalarType = scalarType
    self.bytes = bytes
  }
}

/// Frames over a grid of slider positions, all computed at build time.
package struct ExplorerArtifact: Sendable, Equatable {
  package struct Slider: Sendable, Equatable {
    package var name: String
    package var values: [String]
    package var initial: Int

    package init(name: String, values: [String], initial: Int) {
      self.name = name
      self.values = values
      self.initial = initial
    }
  }

  package struct Frame: Sendable, Equatable {
    package var figure: FigureArtifact
    /// One line of text below the picture.
    package var note: String

    package init(figure: FigureArtifact, note: String) {
      self.figure = figure
      self.note = note
    }
  }

  package var sliders: [Slider]
  /// One frame for each combination of positions, the last slider running fastest.
  package var frames: [Frame]

  package init(sliders: [Slider], frames: [Frame]) {
    self.sliders = sliders
    self.frames = frames
  }

  /// The index of the frame that is shown at first, and without scripts.
  package var initialFrame: Int {
    sliders.reduce(0) { $0 * $1.values.count + $1.initial }
  }
}
