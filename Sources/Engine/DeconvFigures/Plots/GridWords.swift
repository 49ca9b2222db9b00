/// Grids in words, for alternative texts.
///
/// They are read aloud: a text says what there is, and lists numbers only where they are few.
enum GridWords {
  /// The most numbers, or names, that a text lists.
  static let mostValues = 16

  /// A sentence's beginning: the title where there is one.
  static func heading(_ title: String, _ kind: String) -> String {
    title.isEmpty ? kind : "\(title). \(kind)"
  }

  /// The shape, the range and, for a few cells, the values.
  static func description(of grid: FigureGrid) -> String {
    let shape = "\(count(grid.rows, "row")) by \(count(grid.columns, "column"))"
    let listed = grid.values.count <= mostValues ? ": " + values(of: grid) : ""
    return shape + ", " + range(of: [grid]) + listed
  }

  /// Several grids: their common size, their range, and each by its name.
  ///
  /// A grid is told with its values where all together are few, and with its size where the sizes
  /// differ.
  static func description(of grids: [FigureGrid], names: [String], unit: String) -> String {
    let sizes = grids.map { "\($0.rows) by \($0.columns)" }
    let isUniform = sizes.allSatisfy { $0 == sizes[0] }
    let start = (isUniform ? " of \(sizes[0]) \(unit)" : "") + ", " + range(of: grids)
    func name(_ index: Int) -> String {
      names.indices.contains(index) && !names[index].isEmpty ? names[index] : "\(index + 1)"
    }
    let total = grids.reduce(0) { $0 + $1.values.count }
    if total <= mostValues {
      let listed = grids.indices.map { "\(name($0)): " + values(of: grids[$0]) }
      return start + ". " + listed.joined(separator: ". ") + "."
    }
    let saysMore = !isUniform || names.contains { !$0.isEmpty }
    guard grids.count <= mostValues, saysMore else { return start + "." }
    let listed = grids.indices.map { isUniform ? name($0) : "\(name($0)), \(sizes[$0])" }
    return start + ": " + listed.joined(separator: "; ") + "."
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
    let texts = NumberText.cells(grid.values)
    let rows = (0..<grid.rows).map { row in
      texts[row * grid.columns..<(row + 1) * grid.columns].joined(separator: ", ")
    }
    return rows.joined(separator: "; ")
  }
}
