/// Chooses how large cells are drawn, and whether their values fit.
struct CellSizing {
  /// The size of a cell, in whole pixels.
  var cell: Size
  /// The values as text for each of the grids; empty when they are not printed.
  var texts: [[String]] = []
  var textSize = Typography.cellText

  /// The smallest cell: one pixel.
  static let smallest = 1 / Double(Canvas.scale)
  /// What a grid without printed values may be high, where its cells can be made smaller.
  private static let greatestHeight = 420.0
  /// What a grid with printed values may be high, unless even the smallest text needs more.
  private static let greatestPrintedHeight = 520.0
  /// What a grid is wide and high at least.
  private static let leastExtent = 14.0

  /// Sizes the cells of grids that stand side by side, all alike.
  ///
  /// There is no sizing when even cells of one pixel do not fit.
  ///
  /// - Parameters:
  ///   - grids: The grids.
  ///   - columns: The number of columns to fit into the width.
  ///   - rows: The largest number of rows of a grid.
  ///   - width: The room for all columns together.
  ///   - values: Whether values are to be printed.
  ///   - preferred: The side of a cell whose value is not printed, where there is room.
  ///   - narrowest: The least width of a cell whose value is printed.
  init?(
    grids: [FigureGrid], columns: Int, rows: Int, width: Double, values: FigureVisibility,
    preferred: Double, narrowest: Double = 0
  ) {
    // Beyond some hundreds of cells a reader wants the picture, unless they ask for the numbers.
    let isReadable = columns * rows <= (values == .shown ? 4_000 : 400)
    if values != .hidden, isReadable,
      let printed = Self.printed(
        grids, columns: columns, rows: rows, width: width, narrowest: narrowest)
    {
      self = printed
      return
    }
    let side = min(
      preferred, Self.wholePixels(width / Double(columns)),
      max(Self.smallest, Self.wholePixels(Self.greatestHeight / Double(rows))))
    guard side >= Self.smallest else { return nil }
    // A single row of many cells is a band, not a hair.
    cell = Size(
      max(side, Self.wholePixels(Self.leastExtent / Double(columns))),
      max(side, Self.wholePixels(Self.leastExtent / Double(rows))))
  }

  private init(cell: Size, texts: [[String]], textSize: Double) {
    self.cell = cell
    self.texts = texts
    self.textSize = textSize
  }

  private static func printed(
    _ grids: [FigureGrid], columns: Int, rows: Int, width: Double, narrowest: Double
  ) -> CellSizing? {
    // One number of decimals for all grids: what stands side by side is compared.
    let decimals = NumberText.decimals(for: grids.lazy.flatMap(\.values))
    let texts = grids.map { grid in
      grid.values.map { NumberText.text($0, decimals: decimals) }
    }
    var widest = 0.0
    for text in texts.joined() {
      widest = max(widest, StrokeFont.width(of: text, size: Typography.cellText))
    }
    var smallest: CellSizing?
    for (textSize, height, air) in [
      (Typography.cellText, 30.0, 11.0), (Typography.cellText, 24.0, 7.0),
      (Typography.smallCellText, 19.0, 5.0),
    ] {
      let needed = widest * textSize / Typography.cellText + air
      let cellWidth = wholePixels(max(height, needed, narrowest) + 0.49)
      guard cellWidth * Double(columns) <= width else { continue }
      // Cells stay square until the texts make them half as wide again as high.
      let cellHeight = cellWidth <= 37 ? max(height, cellWidth) : max(height, 32)
      let sizing = CellSizing(
        cell: Size(cellWidth, cellHeight), texts: texts, textSize: textSize)
      if cellHeight * Double(rows) <= greatestPrintedHeight { return sizing }
      smallest = sizing
    }
    return smallest
  }

  static func wholePixels(_ points: Double) -> Double {
    (points * Double(Canvas.scale)).rounded(.down) / Double(Canvas.scale)
  }
}
