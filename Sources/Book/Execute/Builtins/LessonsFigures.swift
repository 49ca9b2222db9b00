import DeconvLessons

// Figures of tensors.

extension RegistryPart {
  static let figureBuiltins =
    cellFigures + panelFigures + stripFigures + figureParts + charts + colorMaps

  private static let cellFigures: [Builtin] = [
    .function(
      """
      func heatmap(_ values: some Plottable, title: String = "", rowAxis: String = "", \
      columnAxis: String = "", rowLabels: [String] = [], columnLabels: [String] = [], \
      colorMap: ColorMap = .automatic, range: ClosedRange<Double>? = nil, \
      showsValues: Bool = true, highlight: [FigureRegion] = []) -> Figure
      """,
      """
      Draws a matrix as coloured cells, with the values printed where they fit. Rows and columns \
      without labels are numbered; `highlight` frames cells.
      """
    ) {
      (
        values: PlottableArgument, title: String, rowAxis: String, columnAxis: String,
        rowLabels: [String], columnLabels: [String], colorMap: ColorMap,
        range: ClosedRange<Double>?, showsValues: Bool, highlight: [FigureRegion]
      ) in
      try Lessons.heatmap(
        values.plottable, title: title, rowAxis: rowAxis, columnAxis: columnAxis,
        rowLabels: rowLabels, columnLabels: columnLabels, colorMap: colorMap, range: range,
        showsValues: showsValues, highlight: highlight)
    },
    .function(
      """
      func matrixPlot(_ matrix: some Plottable, title: String = "", rowAxis: String = "", \
      columnAxis: String = "", rowsPerBlock: Int = 0, columnsPerBlock: Int = 0, \
      colorMap: ColorMap = .automatic, range: ClosedRange<Double>? = nil, \
      showsValues: Bool = true, highlight: [FigureRegion] = []) -> Figure
      """,
      """
      Draws a large sparse matrix: entries by their value, zeros as dots. `rowsPerBlock` and \
      `columnsPerBlock` draw lines between blocks.
      """
    ) {
      (
        matrix: PlottableArgument, title: String, rowAxis: String, columnAxis: String,
        rowsPerBlock: Int, columnsPerBlock: Int, colorMap: ColorMap, range: ClosedRange<Double>?,
        showsValues: Bool, highlight: [FigureRegion]
      ) in
      try Lessons.matrixPlot(
        matrix.plottable, title: title, rowAxis: rowAxis, columnAxis: columnAxis,
        rowsPerBlock: rowsPerBlock, columnsPerBlock: columnsPerBlock, colorMap: colorMap,
        range: range, showsValues: showsValues, highlight: highlight)
    },
  ]

  private static let panelFigures: [Builtin] = [
    .function(
      """
      func imageGrid(_ images: Tensor, columns: Int? = nil, title: String = "", \
      captions: [String] = [], rowLabels: [String] = [], columnLabels: [String] = [], \
      colorMap: ColorMap = .gray, range: ClosedRange<Double>? = nil) -> Figure
      """,
      """
      Draws the images of a tensor on one scale from black to white: [H, W] is one image, \
      [N, H, W] are N, [N, C, H, W] are N rows of C.
      """
    ) {
      (
        images: Tensor, columns: Int?, title: String, captions: [String], rowLabels: [String],
        columnLabels: [String], colorMap: ColorMap, range: ClosedRange<Double>?
      ) in
      try Lessons.imageGrid(
        images, columns: columns, title: title, captions: captions, rowLabels: rowLabels,
        columnLabels: columnLabels, colorMap: colorMap, range: range)
    },
    .function(
      """
      func imageGrid(rows: [Tensor], title: String = "", captions: [String] = [], \
      rowLabels: [String] = [], columnLabels: [String] = [], colorMap: ColorMap = .gray, \
      range: ClosedRange<Double>? = nil) -> Figure
      """,
      "Draws rows of images, each row the images of a tensor: originals above reconstructions."
    ) {
      (
        rows: [Tensor], title: String, captions: [String], rowLabels: [String],
        columnLabels: [String], colorMap: ColorMap, range: ClosedRange<Double>?
      ) in
      try Lessons.imageGrid(
        rows: rows, title: title, captions: captions, rowLabels: rowLabels,
        columnLabels: columnLabels, colorMap: colorMap, range: range)
    },
    .function(
      """
      func kernels(_ weight: Tensor, columns: Int? = nil, title: String = "", \
      captions: [String] = [], rowLabels: [String] = [], columnLabels: [String] = [], \
      colorMap: ColorMap = .diverging, range: ClosedRange<Double>? = nil, \
      showsValues: Bool = true) -> Figure
      """,
      """
      Draws kernels on one colour scale, white at zero: [Kh, Kw] is one kernel, [N, Kh, Kw] are \
      N, the weight [A, B, Kh, Kw] of a convolution is A rows of B.
      """
    ) {
      (
        weight: Tensor, columns: Int?, title: String, captions: [String], rowLabels: [String],
        columnLabels: [String], colorMap: ColorMap, range: ClosedRange<Double>?,
        showsValues: Bool
      ) in
      try Lessons.kernels(
        weight, columns: columns, title: title, captions: captions, rowLabels: rowLabels,
        columnLabels: columnLabels, colorMap: colorMap, range: range, showsValues: showsValues)
    },
  ]

  private static let stripFigures: [Builtin] = [
    .function(
      """
      func step(_ title: String, _ values: some Plottable, lead: String = "", \
      highlight: [FigureRegion] = []) -> FigureFrame
      """,
      """
      One picture of `steps`: a small heat map with a title above it and, before it, an arrow \
      `→` or an operator such as `+`.
      """
    ) { (title: String, values: PlottableArgument, lead: String, highlight: [FigureRegion]) in
      try Lessons.step(title, values.plottable, lead: lead, highlight: highlight)
    },
    .function(
      """
      func steps(_ frames: [FigureFrame], title: String = "", colorMap: ColorMap = .automatic, \
      range: ClosedRange<Double>? = nil, showsValues: Bool = true) -> Figure
      """,
      "Draws a strip of small heat maps, each made by `step`, that share one colour scale."
    ) {
      (
        frames: [FigureFrame], title: String, colorMap: ColorMap, range: ClosedRange<Double>?,
        showsValues: Bool
      ) in
      try Lessons.steps(
        frames, title: title, colorMap: colorMap, range: range, showsValues: showsValues)
    },
    .function(
      "func stamps(kernel: Int, stride: Int, input: Int, title: String = \"\") -> Figure",
      "Draws how the stamps of a one-dimensional transposed convolution overlap."
    ) { (kernel: Int, stride: Int, input: Int, title: String) in
      try Lessons.stamps(kernel: kernel, stride: stride, input: input, title: title)
    },
  ]

  private static let charts: [Builtin] = [
    .function(
      """
      func curve(_ name: String, _ values: [Double], from first: Double = 0, step: Double = 1) \
      -> FigureCurve
      """,
      "One line of `curves`: values evenly apart, with a name at its end."
    ) { (name: String, values: [Double], first: Double, step: Double) in
      try Lessons.curve(name, values, from: first, step: step)
    },
    .function(
      """
      func curves(_ curves: [FigureCurve], title: String = "", xAxis: String = "", \
      yAxis: String = "", marked: Int? = nil) -> Figure
      """,
      "Draws lines, each made by `curve`, over a common pair of axes."
    ) { (curves: [FigureCurve], title: String, xAxis: String, yAxis: String, marked: Int?) in
      try Lessons.curves(curves, title: title, xAxis: xAxis, yAxis: yAxis, marked: marked)
    },
    .function(
      """
      func bars(_ values: [Double], names: [String], title: String = "", axis: String = "", \
      decimals: Int = 2) -> Figure
      """,
      "Draws one lying bar for each name, with its value at its end."
    ) { (values: [Double], names: [String], title: String, axis: String, decimals: Int) in
      try Lessons.bars(values, names: names, title: title, axis: axis, decimals: decimals)
    },
  ]

  private static let figureParts: [Builtin] = [
    .function(
      "func cell(_ row: Int, _ column: Int) -> FigureRegion",
      "One cell of a figure, to be highlighted."
    ) { (row: Int, column: Int) in cell(row, column) },
    .function(
      "func cells(rows: Range<Int>, columns: Range<Int>) -> FigureRegion",
      "A rectangle of cells, to be highlighted: `cells(rows: 0..<3, columns: 1..<4)`."
    ) { (rows: Range<Int>, columns: Range<Int>) in
      try Lessons.cells(rows: rows, columns: columns)
    },
    .member(
      of: "Figure", "var alternativeText: String",
      "What a reader who cannot see the figure is told: kind, shape and range."
    ) { (figure: Figure) in figure.alternativeText },
  ]

  private static let colorMaps: [Builtin] = [
    .enumCase(
      "automatic",
      "For counts `counts`; where a number is negative `diverging`; otherwise `sequential`.",
      ColorMap.automatic),
    .enumCase("sequential", "From pale to dark: amounts.", ColorMap.sequential),
    .enumCase(
      "diverging", "Blue below zero, white at zero, red above: signed values.",
      ColorMap.diverging),
    .enumCase(
      "counts", "One step for each whole number, zero left white: overlap counts.",
      ColorMap.counts),
    .enumCase(
      "categorical", "Unrelated light colours for the whole numbers from 0: classes, phases.",
      ColorMap.categorical),
    .enumCase("gray", "From black to white: images.", ColorMap.gray),
  ]
}
