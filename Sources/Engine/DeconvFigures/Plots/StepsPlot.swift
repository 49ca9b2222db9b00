import DeconvFormats

/// One picture of a strip of steps.
public struct FigureFrame: Sendable {
  /// The values.
  public let grid: FigureGrid
  /// What stands above the picture.
  public let title: String
  /// What stands before the picture: an arrow `→` or an operator such as `+`, `=`, `×`; or nothing.
  public let lead: String
  /// Regions to be framed.
  public let highlights: [FigureRegion]

  /// Makes a frame.
  public init(
    _ grid: FigureGrid, title: String = "", lead: String = "", highlights: [FigureRegion] = []
  ) {
    self.grid = grid
    self.title = title
    self.lead = lead
    self.highlights = highlights
  }
}

/// A strip of small heat maps with arrows or operators between them, on as many lines as needed.
struct StepsPlot: Plot {
  static let kind = "steps"
  static let mostFrames = 64

  var frames: [FigureFrame]
  var title: String
  var map: FigureColorMap
  var range: FigureRange?
  var values: FigureVisibility

  func write(to writer: inout ParameterWriter) {
    writer.add("title", title)
    writer.add("map", map)
    writer.add("range", range)
    writer.add("values", values)
    writer.add("titles", frames.map(\.title))
    writer.add("leads", frames.map(\.lead))
    for (index, frame) in frames.enumerated() {
      writer.add("highlights \(index)", frame.highlights)
    }
  }

  func arrays() throws(FigureError) -> [NumericArray] {
    var arrays: [NumericArray] = []
    for (index, frame) in frames.enumerated() {
      arrays.append(try frame.grid.array(named: "frame \(index)"))
    }
    return arrays
  }

  var alternativeText: String {
    GridWords.heading(title, "Strip of \(GridWords.count(frames.count, "frame"))")
      + GridWords.description(of: frames.map(\.grid), names: frames.map(\.title), unit: "cells")
  }

  // MARK: Layout

  private static let gap = 14.0
  private static let lineGap = 22.0
  private static let arrowLength = 20.0
  private static let operatorSize = 18.0

  func layout() throws(FigureError) -> Scene {
    let grids = frames.map(\.grid)
    let scale = ColorScale(map, values: grids.lazy.flatMap(\.values), range: range)
    let widest = grids.map(\.columns).max() ?? 1
    guard
      let sizing = CellSizing(
        grids: grids, columns: widest, rows: grids.map(\.rows).max() ?? 1,
        width: widthForAGrid, values: values,
        preferred: widest > 12 ? max(1, CellSizing.wholePixels(150 / Double(widest))) : 14)
    else {
      throw .tooLarge(
        what: "columns", found: widest, limit: Int(widthForAGrid / CellSizing.smallest))
    }
    let slots = frames.enumerated().map { index, frame in
      var block = CellBlock(grid: frame.grid, scale: scale, cell: sizing.cell)
      block.texts = sizing.texts.isEmpty ? [] : sizing.texts[index]
      block.textSize = sizing.textSize
      block.highlights = frame.highlights
      block.isFramed = sizing.cell.height < 16
      return Slot(block: block, frame: frame)
    }
    var scene = Scene()
    var y = 0.0
    for line in Self.lines(of: slots) {
      y = Self.add(line, to: &scene, y: y) + Self.lineGap
    }
    if !title.isEmpty {
      let box = scene.bounds
      scene.add(
        Scene.Label(
          text: StrokeFont.fitted(title, size: Typography.title, width: Scene.contentWidth),
          point: Point(box.x, box.y - Typography.titleGap - 3), size: Typography.title,
          color: Palette.ink, weight: .bold))
    }
    return scene
  }

  /// The room for the widest grid beside its lead.
  private var widthForAGrid: Double {
    let lead = frames.map { Slot.leadWidth($0.lead) }.max() ?? 0
    return Scene.contentWidth - lead - Self.gap
  }

  /// A frame with the room that it takes.
  private struct Slot {
    let block: CellBlock
    let title: String
    let lead: String

    init(block: CellBlock, frame: FigureFrame) {
      self.block = block
      title = StrokeFont.fitted(
        frame.title, size: Typography.caption,
        width: max(block.size.width, Scene.contentWidth / 3))
      lead = Self.shortened(frame.lead)
    }

    static func shortened(_ lead: String) -> String {
      StrokeFont.fitted(lead, size: StepsPlot.operatorSize, width: 90)
    }

    static func leadWidth(_ lead: String) -> Double {
      if lead.isEmpty { return 0 }
      if lead == "→" { return StepsPlot.arrowLength + StepsPlot.gap }
      let width = StrokeFont.width(of: shortened(lead), size: StepsPlot.operatorSize)
      return width + StepsPlot.gap
    }

    var leadWidth: Double { Self.leadWidth(lead) }
    var bodyWidth: Double {
      max(block.size.width, StrokeFont.width(of: title, size: Typography.caption))
    }
    var width: Double { leadWidth + bodyWidth }
  }

  /// Breaks the strip into as few lines as fit on the page, as equally long as can be.
  private static func lines(of slots: [Slot]) -> [[Slot]] {
    let fullest = lines(of: slots, width: Scene.contentWidth)
    guard fullest.count > 1 else { return fullest }
    var width = Scene.contentWidth
    var best = fullest
    while width > 0 {
      width -= 4
      let narrower = lines(of: slots, width: width)
      if narrower.count > fullest.count { break }
      best = narrower
    }
    return best
  }

  /// Breaks the strip where the next frame would exceed a width.
  private static func lines(of slots: [Slot], width: Double) -> [[Slot]] {
    var lines: [[Slot]] = []
    var used = 0.0
    for slot in slots {
      if !lines.isEmpty, used + gap + slot.width <= width {
        lines[lines.count - 1].append(slot)
        used += gap + slot.width
      } else {
        lines.append([slot])
        used = slot.width
      }
    }
    return lines
  }

  /// Adds a line of frames whose top is at `y`; answers with its bottom.
  private static func add(_ line: [Slot], to scene: inout Scene, y: Double) -> Double {
    let hasTitles = line.contains { !$0.title.isEmpty }
    let capHeight = StrokeFont.capHeight(size: Typography.caption)
    let top = y + (hasTitles ? capHeight + Typography.titleGap : 0)
    let height = line.map(\.block.size.height).max() ?? 0
    let middle = top + height / 2
    var x = 0.0
    for (index, slot) in line.enumerated() {
      if index > 0 { x += gap }
      if slot.lead == "→" {
        scene.add(.arrow(Point(x, middle), Point(x + arrowLength, middle), Palette.mark))
      } else if !slot.lead.isEmpty {
        let half = StrokeFont.capHeight(size: operatorSize) / 2
        scene.add(
          Scene.Label(
            text: slot.lead, point: Point(x, middle + half), size: operatorSize,
            color: Palette.label))
      }
      x += slot.leadWidth
      let size = slot.block.size
      let left = CellSizing.wholePixels(x + (slot.bodyWidth - size.width) / 2)
      let blockTop = CellSizing.wholePixels(middle - size.height / 2)
      scene.add(
        Scene.Label(
          text: slot.title, point: Point(x + slot.bodyWidth / 2, blockTop - Typography.titleGap),
          size: Typography.caption, color: Palette.label, align: .center))
      scene.add(.cells(slot.block, at: Point(left, blockTop)))
      x += slot.bodyWidth
    }
    return top + height
  }
}

extension StepsPlot {
  init(_ reader: inout ParameterReader, data: [NumericArray]) throws(FigureError) {
    let grids = try reader.grids(of: data, atMost: Self.mostFrames)
    title = try reader.text("title")
    map = try reader.choice("map")
    range = try reader.range("range")
    values = try reader.choice("values")
    let titles = try reader.list("titles")
    let leads = try reader.list("leads")
    for (name, list) in [("titles", titles), ("leads", leads)] where list.count != grids.count {
      throw .labelCount(what: name, expected: grids.count, found: list.count)
    }
    var frames: [FigureFrame] = []
    for (index, grid) in grids.enumerated() {
      let highlights = try reader.regions("highlights \(index)")
      for region in highlights { try region.check(inside: grid) }
      frames.append(
        FigureFrame(grid, title: titles[index], lead: leads[index], highlights: highlights))
    }
    self.frames = frames
  }
}

extension Figure {
  /// Draws a strip of small heat maps that share one colour scale.
  ///
  /// - Parameters:
  ///   - frames: The pictures, each with what stands before it.
  ///   - title: A title, or nothing.
  ///   - map: The colour map.
  ///   - range: The values that the colour map spans; nil for the range of all data together.
  ///   - values: Whether values are printed; automatically where they fit.
  /// - Returns: The figure.
  /// - Throws: `FigureError` when there is no frame, a region lies outside, or there is too much.
  public static func steps(
    _ frames: [FigureFrame], title: String = "", map: FigureColorMap = .sequential,
    range: FigureRange? = nil, values: FigureVisibility = .automatic
  ) throws(FigureError) -> Figure {
    try Figure(
      StepsPlot(frames: frames, title: title, map: map, range: range, values: values))
  }
}
