import BookModel

/// Compares the files of one figure or explorer with what the code computes.
struct FileComparison {
  struct Finding {
    var id: String
    var message: String
    var details: [String] = []
  }

  let files: [String: [UInt8]]
  let names: ResultNames
  /// The files' name without its ending.
  let base: String
  private(set) var findings: [Finding] = []
  private(set) var drifts: [FigureDrift] = []

  /// Of an explorer's many frames, this many are described.
  private static let describedFrames = 5

  init(files: [String: [UInt8]], names: ResultNames, base: String) {
    self.files = files
    self.names = names
    self.base = base
  }

  mutating func compare(_ computed: Artifact) {
    let name = base + ".safetensors"
    guard let bytes = files[name] else {
      findings.append(
        Finding(
          id: RecordFault.Reason.missingFile.rawValue,
          message: "the recorded file `\(names.link(name))` is missing"))
      return
    }
    do {
      switch (try decodedRecord(bytes), computed) {
      case (.figure(let recorded), .figure(let figure)): compare(recorded, figure)
      case (.explorer(let recorded), .explorer(let explorer)): compare(recorded, explorer)
      default:
        findings.append(
          Finding(
            id: RecordFault.Reason.damagedFile.rawValue,
            message: "`\(names.link(name))` holds another kind of result"))
      }
    } catch {
      findings.append(
        Finding(
          id: RecordFault.Reason.damagedFile.rawValue,
          message: "`\(names.link(name))` cannot be read: \(error)"))
    }
  }

  private mutating func compare(_ recorded: FigureArtifact, _ computed: FigureArtifact) {
    let picture = base + ".png"
    let lines = differences(recorded: recorded, computed: computed)
    guard !lines.isEmpty else {
      comparePicture(picture, computed)
      return
    }
    findings.append(
      Finding(
        id: "figure-drift", message: "the recorded figure `\(base)` is not what the code computes",
        details: lines + [pictureRemark(picture, computed)]))
    keep(recorded, computed, picture)
  }

  private mutating func compare(_ recorded: ExplorerArtifact, _ computed: ExplorerArtifact) {
    if canonicalEncoding(of: recorded) == canonicalEncoding(of: computed) {
      for (index, frame) in computed.frames.enumerated() {
        comparePicture(names.frame(index, of: base), frame.figure)
      }
      return
    }
    var details: [String] = []
    let (oldSliders, newSliders) = (recorded.sliders.map(text), computed.sliders.map(text))
    for edit in lineEdits(from: oldSliders, to: newSliders, changeLimit: 100) {
      switch edit.kind {
      case .same: break
      case .removed: details.append("slider recorded: \(oldSliders[edit.oldIndex])")
      case .added: details.append("slider computed: \(newSliders[edit.newIndex])")
      }
    }
    if recorded.frames.count != computed.frames.count {
      details.append("frames: recorded \(recorded.frames.count), computed \(computed.frames.count)")
    }
    details += frameDifferences(recorded, computed)
    findings.append(
      Finding(
        id: "figure-drift",
        message: "the recorded explorer `\(base)` is not what the code computes", details: details))
  }

  private mutating func frameDifferences(
    _ recorded: ExplorerArtifact, _ computed: ExplorerArtifact
  ) -> [String] {
    var details: [String] = []
    var differing = 0
    for (index, (old, new)) in zip(recorded.frames, computed.frames).enumerated() {
      var lines = differences(recorded: old.figure, computed: new.figure)
      if !lines.isEmpty {
        let picture = names.frame(index, of: base)
        lines.append(pictureRemark(picture, new.figure))
        keep(old.figure, new.figure, picture)
      }
      if !old.note.hasSameBytes(as: new.note) {
        lines.append("note: recorded `\(old.note)`, computed `\(new.note)`")
      }
      guard !lines.isEmpty else { continue }
      differing += 1
      if differing <= Self.describedFrames {
        details += ["frame \(index + 1):"] + lines.map { "  " + $0 }
      }
    }
    if differing > Self.describedFrames {
      details.append("… and \(differing - Self.describedFrames) more frames")
    }
    return details
  }

  private func text(_ slider: ExplorerArtifact.Slider) -> String {
    "\(slider.name): \(slider.values.joined(separator: ", ")); first \(slider.initial)"
  }

  private mutating func keep(
    _ recorded: FigureArtifact, _ computed: FigureArtifact, _ picture: String
  ) {
    var recorded = recorded
    recorded.png = files[picture] ?? []
    drifts.append(
      FigureDrift(
        label: names.label, pictureName: picture, recorded: recorded, computed: computed))
  }

  private mutating func comparePicture(_ name: String, _ computed: FigureArtifact) {
    guard let bytes = files[name] else {
      findings.append(
        Finding(
          id: RecordFault.Reason.missingFile.rawValue,
          message: "the recorded picture `\(names.link(name))` is missing"))
      return
    }
    let comparison = comparePictures(recorded: bytes, computed: computed.png)
    guard comparison != .same else { return }
    if case .unreadable(let reason) = comparison {
      findings.append(
        Finding(
          id: RecordFault.Reason.damagedFile.rawValue,
          message: "the recorded picture `\(names.link(name))` cannot be read: \(reason)"))
    } else {
      findings.append(
        Finding(
          id: "picture-drift",
          message: "the recorded picture `\(names.link(name))` is not what its numbers draw",
          details: [remark(comparison)]))
    }
  }

  private func pictureRemark(_ name: String, _ computed: FigureArtifact) -> String {
    guard let bytes = files[name] else { return "the recorded picture is missing" }
    return remark(comparePictures(recorded: bytes, computed: computed.png))
  }

  private func remark(_ comparison: PictureComparison) -> String {
    switch comparison {
    case .same: "the pictures are equal all the same"
    case .differentSizes(let recorded, let computed):
      "pixels: recorded \(recorded), computed \(computed)"
    case .differentPixels(let count, let total):
      "the pictures differ in \(count) of \(total) pixels"
    case .unreadable(let reason): "the recorded picture cannot be read: \(reason)"
    }
  }
}
