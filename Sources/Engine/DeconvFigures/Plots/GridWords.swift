/// Grids in words, for alternative texts.
enum GridWords {
  /// A sentence's beginning: the title where there is one.
  static func heading(_ title: String, _ kind: String) -> String {
    title.isEmpty ? kind : "\(title). \(kind)"
  }

  /// The shape, the range and, for a handful of cells, the values.
  static func description(of grid: FigureGrid) -> String {
    let shape = "\(count(grid.rows, "row")) by \(count(grid.columns, "column"))"
    return shape + ", " + range(of: [grid]) + values(of: grid)
  }

  static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// The least and the greatest value of all grids, and how many cells hold no number.
  static func range(of grids: [FigureGrid]) -> String {
    let values = grids.lazy.flatMap(\.values)
    let finite = values.filter(\.isFinite)
    let missing = values.count - finite.count
    let gap = missing > 0 ? "; \(count(missing, "cell")) not finite" : ""
    guard !finite.isEmpty else { return "no finite value" + gap }
    let (low, high) = ColorScale.extent(of: finite)
    let places = NumberText.decimals(for: [low, high])
    let lowText = NumberText.text(low, decimals: places)
    guard low < high else { return "all values \(lowText)" + gap }
    return "values from \(lowText) to \(NumberText.text(high, decimals: places))" + gap
  }

  private static func values(of grid: FigureGrid) -> String {
    guard grid.values.count <= 25 else { return "" }
    let texts = NumberText.cells(grid.values)
    let rows = (0..<grid.rows).map { row in
      texts[row * grid.columns..<(row + 1) * grid.columns].joined(separator: ", ")
    }
    return ": " + rows.joined(separator: "; ")
  }
}
