/// A grid drawn as coloured cells.
package struct CellBlock: Sendable {
  /// What stands in a cell whose value is zero.
  package enum Zeros: Sendable {
    /// The colour that the scale has for zero.
    case colored
    /// A dot on bare paper: in a sparse matrix the other cells are what matters.
    case dots
  }

  package var grid: FigureGrid
  package var scale: ColorScale
  package var cell: Size
  /// The values as text, one for each cell; empty when they are not printed.
  package var texts: [String] = []
  package var textSize = 9.0
  package var zeros = Zeros.colored
  /// Lines after every so many rows and columns; zero draws none.
  package var rowsPerBlock = 0
  package var columnsPerBlock = 0
  package var highlights: [FigureRegion] = []
  /// Whether cells stand apart like tiles; images have none between their pixels.
  package var hasGaps = true
  package var isFramed = false

  package init(grid: FigureGrid, scale: ColorScale, cell: Size) {
    self.grid = grid
    self.scale = scale
    self.cell = cell
  }

  package var size: Size {
    Size(Double(grid.columns) * cell.width, Double(grid.rows) * cell.height)
  }

  /// The place of a region of cells, the block's corner being the origin.
  package func rect(of region: FigureRegion) -> Rect {
    Rect(
      Double(region.column) * cell.width, Double(region.row) * cell.height,
      Double(region.columns) * cell.width, Double(region.rows) * cell.height)
  }

  package func draw(on canvas: inout Canvas, at origin: Point) {
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let rect = Rect(
          origin.x + Double(column) * cell.width, origin.y + Double(row) * cell.height,
          cell.width, cell.height)
        drawCell(row * grid.columns + column, rect, on: &canvas)
      }
    }
    let box = Rect(origin.x, origin.y, size.width, size.height)
    drawBlockLines(box, on: &canvas)
    if isFramed { canvas.frame(box.inset(by: -0.5), Palette.hairline) }
    for region in highlights {
      let area = rect(of: region)
      let place = Rect(origin.x + area.x, origin.y + area.y, area.width, area.height)
      canvas.stroke(place, radius: 2.5, width: 4, Palette.paper.opacity(230))
      canvas.stroke(place, radius: 2.5, width: 2, Palette.accent)
    }
  }

  /// How far a cell's colour stays from the cell's edge: half the gap between two cells.
  private var gap: Double {
    guard hasGaps else { return 0 }
    return min(cell.width, cell.height) >= 9 ? 0.5 : 0
  }

  private func drawCell(_ index: Int, _ rect: Rect, on canvas: inout Canvas) {
    let value = grid.values[index]
    let tile = rect.inset(by: gap)
    let radius = gap > 0 && cell.height >= 16 ? 1.5 : 0
    if value == 0, zeros == .dots, texts.isEmpty || texts[index] == "0" {
      drawDot(rect, on: &canvas)
      return
    }
    guard let color = scale.color(of: value) else {
      canvas.hatch(tile)
      if !texts.isEmpty { drawTextOnHatch(index, on: tile, &canvas) }
      return
    }
    if radius > 0 {
      canvas.fill(tile, radius: radius, color)
    } else {
      canvas.fill(tile, color)
    }
    // An edge a little darker than the tile: the lightest tiles would melt into the paper.
    if radius > 0 {
      let edge = color.mixed(with: Palette.ink, part: 17, of: 100)
      canvas.stroke(tile.inset(by: 0.25), radius: radius, width: 0.5, edge)
    }
    guard !texts.isEmpty else { return }
    // Zeros on white step back, so that the other cells stand out.
    let isQuiet = value == 0 && color == Palette.white
    drawText(index, on: tile, isQuiet ? Palette.mark : color.readableText, &canvas)
  }

  private func drawText(_ index: Int, on tile: Rect, _ color: Color, _ canvas: inout Canvas) {
    canvas.text(texts[index], centeredIn: tile, size: textSize, color)
  }

  /// The hatch stops around the text.
  private func drawTextOnHatch(_ index: Int, on tile: Rect, _ canvas: inout Canvas) {
    let width = StrokeFont.width(of: texts[index], size: textSize) + 4
    let height = StrokeFont.capHeight(size: textSize) + 6
    let ground = Rect(tile.midX - width / 2, tile.midY - height / 2, width, height)
    canvas.fill(ground, radius: 2, Palette.hatchGround)
    drawText(index, on: tile, Palette.ink, &canvas)
  }

  private func drawDot(_ rect: Rect, on canvas: inout Canvas) {
    let side = min(rect.width, rect.height)
    if side >= 8 {
      canvas.fillCircle(
        Point(rect.midX, rect.midY), radius: side >= 16 ? 1.2 : 0.75, Palette.hairline)
    }
  }

  private func drawBlockLines(_ box: Rect, on canvas: inout Canvas) {
    let color = min(cell.width, cell.height) < 9 ? Palette.faint : Palette.mark
    if rowsPerBlock > 0 {
      for row in stride(from: rowsPerBlock, to: grid.rows, by: rowsPerBlock) {
        let y = box.y + Double(row) * cell.height
        canvas.fill(Rect(box.x, y - 0.25, box.width, 0.5), color)
      }
    }
    if columnsPerBlock > 0 {
      for column in stride(from: columnsPerBlock, to: grid.columns, by: columnsPerBlock) {
        let x = box.x + Double(column) * cell.width
        canvas.fill(Rect(x - 0.25, box.y, 0.5, box.height), color)
      }
    }
  }
}
