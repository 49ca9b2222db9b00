import DeconvFigures

/// Small inputs that the tests share.
enum Samples {
  static func grid(_ rows: [[Double]]) throws -> FigureGrid {
    try FigureGrid(rows: rows.count, columns: rows[0].count, values: rows.flatMap { $0 })
  }

  /// Values without a pattern that are the same in every run.
  static func noise(rows: Int, columns: Int, seed: UInt64 = 1) throws -> FigureGrid {
    var state = seed
    let values = (0..<rows * columns).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 23) - 1
    }
    return try FigureGrid(rows: rows, columns: columns, values: values)
  }

  /// At least one figure of each kind, with every part that a kind can have.
  static func figures() throws -> [Figure] {
    let overlap = try grid([[1, 1, 2, 1, 1], [1, 1, 2, 1, 1], [2, 2, 4, 2, 2]])
    let small = try grid([[1, -2], [0.5, .nan]])
    let region = FigureRegion(row: 0, column: 1, rows: 2, columns: 1)
    return [
      try .heatmap(
        overlap, title: "Overlap; \\ counts", rowAxis: "row", columnAxis: "column", map: .counts,
        legend: .shown, highlights: [FigureRegion(row: 2, column: 2)]),
      try .heatmap(
        small, rowLabels: ["a;b", "c\\"], columnLabels: ["first", "a rather long label"],
        map: .diverging, range: FigureRange(low: -0.1, high: 1e-3)),
      try .heatmap(noise(rows: 40, columns: 70), title: "No values", rowAxis: "rows"),
      try .matrixPlot(
        overlap, title: "C", rowAxis: "output", columnAxis: "input", rowsPerBlock: 2,
        columnsPerBlock: 2, highlights: [region]),
      try .matrixPlot(noise(rows: 120, columns: 90), rowsPerBlock: 12, columnsPerBlock: 9),
      try .steps(
        [
          FigureFrame(small, title: "x"),
          FigureFrame(overlap, title: "a stamp", lead: "→", highlights: [region]),
          FigureFrame(overlap, title: "another", lead: "+"),
          FigureFrame(overlap, lead: "="), FigureFrame(overlap, title: "again", lead: "×"),
          FigureFrame(overlap, title: "and again", lead: "×"),
        ], title: "Steps"),
      try .imageGrid(
        (0..<12).map { try noise(rows: 8, columns: 8, seed: $0) }, columns: 6, title: "Images",
        captions: (0..<12).map { "image \($0)" }, rowLabels: ["original", "output"],
        columnLabels: (0..<6).map { "c\($0)" }, range: FigureRange(low: -1, high: 1),
        legend: .shown),
      try .kernels(
        (0..<3).map { try noise(rows: 3, columns: 3, seed: $0) }, captions: ["p", "q", "r"]),
      try .kernels(
        (0..<32).map { try noise(rows: 3, columns: 3, seed: $0) }, title: "Many",
        rowLabels: [
          "0", "8", "16", "24",
        ]),
      try .stamps(kernel: 3, stride: 2, input: 5, title: "Stamps"),
      try .stamps(kernel: 2, stride: 3, input: 4),
      try .curves(
        [
          FigureCurve(
            name: "training", x: [0, 1, 2, 3, 4], y: [0.09, 0.031, 0.012, 0.008, 0.0075]),
          FigureCurve(name: "validation", x: [0, 1, 2, 3], y: [0.088, .nan, 0.011, 0.0085]),
        ], title: "Loss; by epoch", xAxis: "epoch", yAxis: "mean squared error", markedPoint: 3),
      try .bars(
        [31.25, -4.5, 28], names: ["Trouser", "a name that is much too long for its place", ""],
        title: "By class", axis: "PSNR in dB", decimals: 1),
    ]
  }
}
