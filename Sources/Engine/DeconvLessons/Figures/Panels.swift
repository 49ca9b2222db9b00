public import Deconv
public import DeconvFigures
import DeconvFormats

/// Draws the images of a tensor in rows and columns, on one scale from black to white.
///
/// **Shapes.** `[H, W]` is one image, `[N, H, W]` are N; `[N, C, H, W]` are N rows of C images, or
/// N images where there is one channel.
///
/// - Parameters:
///   - images: The images.
///   - columns: The number of images in a row; nil for C, or for at most ten.
///   - title: A title above the figure; none where it is empty.
///   - captions: One for each image; empty for none.
///   - rowLabels: One for each row of images; empty for none.
///   - columnLabels: One for each column of images; empty for none.
///   - colorMap: How numbers become colours.
///   - range: The values from black to white; nil for the range of the data.
/// - Returns: The figure.
/// - Precondition: There is an image, and labels fit.
public func imageGrid(
  _ images: Tensor, columns: Int? = nil, title: String = "", captions: [String] = [],
  rowLabels: [String] = [], columnLabels: [String] = [], colorMap: ColorMap = .gray,
  range: ClosedRange<Double>? = nil
) -> Figure {
  orTrap { () throws(LessonError) in
    try Lessons.imageGrid(
      images, columns: columns, title: title, captions: captions, rowLabels: rowLabels,
      columnLabels: columnLabels, colorMap: colorMap, range: range)
  }
}

/// Draws rows of images, each of them the images of a tensor: originals above reconstructions.
///
/// - Parameters:
///   - rows: For each row the images `[N, H, W]` or `[N, 1, H, W]`, as many in each.
///   - title: A title above the figure; none where it is empty.
///   - captions: One for each image; empty for none.
///   - rowLabels: One for each row of images; empty for none.
///   - columnLabels: One for each column of images; empty for none.
///   - colorMap: How numbers become colours.
///   - range: The values from black to white; nil for the range of the data.
/// - Returns: The figure.
/// - Precondition: There is an image, all rows have as many, and labels fit.
public func imageGrid(
  rows: [Tensor], title: String = "", captions: [String] = [], rowLabels: [String] = [],
  columnLabels: [String] = [], colorMap: ColorMap = .gray, range: ClosedRange<Double>? = nil
) -> Figure {
  orTrap { () throws(LessonError) in
    try Lessons.imageGrid(
      rows: rows, title: title, captions: captions, rowLabels: rowLabels,
      columnLabels: columnLabels, colorMap: colorMap, range: range)
  }
}

/// Draws the kernels of a weight in rows and columns, on one colour scale, white at zero.
///
/// **Shapes.** `[Kh, Kw]` is one kernel, `[N, Kh, Kw]` are N; `[A, B, Kh, Kw]`, the weight of a
/// convolution, are A rows of B kernels, or A kernels where B is 1.
///
/// - Parameters:
///   - weight: The kernels.
///   - columns: The number of kernels in a row; nil for B, or for at most eight.
///   - title: A title above the figure; none where it is empty.
///   - captions: One for each kernel; empty for none.
///   - rowLabels: One for each row of kernels; empty for none.
///   - columnLabels: One for each column of kernels; empty for none.
///   - colorMap: How numbers become colours.
///   - range: The values that the colours span; nil for the range of the data.
///   - showsValues: Whether weights are printed where they fit.
/// - Returns: The figure.
/// - Precondition: There is a kernel, and labels fit.
public func kernels(
  _ weight: Tensor, columns: Int? = nil, title: String = "", captions: [String] = [],
  rowLabels: [String] = [], columnLabels: [String] = [], colorMap: ColorMap = .diverging,
  range: ClosedRange<Double>? = nil, showsValues: Bool = true
) -> Figure {
  orTrap { () throws(LessonError) in
    try Lessons.kernels(
      weight, columns: columns, title: title, captions: captions, rowLabels: rowLabels,
      columnLabels: columnLabels, colorMap: colorMap, range: range, showsValues: showsValues)
  }
}

extension Lessons {
  package static func imageGrid(
    _ images: Tensor, columns: Int? = nil, title: String = "", captions: [String] = [],
    rowLabels: [String] = [], columnLabels: [String] = [], colorMap: ColorMap = .gray,
    range: ClosedRange<Double>? = nil
  ) throws(LessonError) -> Figure {
    let panels = try Panels(images, "imageGrid", expected: "[H, W], [N, H, W] or [N, C, H, W]")
    let range = try figureRange("imageGrid", range)
    return try drawing("imageGrid") { () throws(FigureError) in
      try Figure.imageGrid(
        panels.grids, columns: columns ?? panels.columns, title: title, captions: captions,
        rowLabels: rowLabels, columnLabels: columnLabels,
        map: colorMap.figureMap(for: panels.grids, isCounts: false), range: range)
    }
  }

  package static func imageGrid(
    rows: [Tensor], title: String = "", captions: [String] = [], rowLabels: [String] = [],
    columnLabels: [String] = [], colorMap: ColorMap = .gray, range: ClosedRange<Double>? = nil
  ) throws(LessonError) -> Figure {
    var grids: [FigureGrid] = []
    for row in rows {
      grids += try Panels(row, "imageGrid", expected: "[N, H, W] or [N, 1, H, W]").grids
      guard let first = rows.first, row.shape.dropLast(2) == first.shape.dropLast(2) else {
        throw .shapes("imageGrid", rows.first?.shape ?? [], row.shape)
      }
    }
    let range = try figureRange("imageGrid", range)
    return try drawing("imageGrid") { () throws(FigureError) in
      try Figure.imageGrid(
        grids, columns: rows.isEmpty ? nil : grids.count / rows.count, title: title,
        captions: captions, rowLabels: rowLabels, columnLabels: columnLabels,
        map: colorMap.figureMap(for: grids, isCounts: false), range: range)
    }
  }

  package static func kernels(
    _ weight: Tensor, columns: Int? = nil, title: String = "", captions: [String] = [],
    rowLabels: [String] = [], columnLabels: [String] = [], colorMap: ColorMap = .diverging,
    range: ClosedRange<Double>? = nil, showsValues: Bool = true
  ) throws(LessonError) -> Figure {
    let panels = try Panels(
      weight, "kernels", expected: "[Kh, Kw], [N, Kh, Kw] or [A, B, Kh, Kw]")
    let range = try figureRange("kernels", range)
    return try drawing("kernels") { () throws(FigureError) in
      try Figure.kernels(
        panels.grids, columns: columns ?? panels.columns, title: title, captions: captions,
        rowLabels: rowLabels, columnLabels: columnLabels,
        map: colorMap.figureMap(for: panels.grids, isCounts: false), range: range,
        values: showsValues ? .automatic : .hidden)
    }
  }
}

/// The planes of a tensor: its last two axes, for each index of those before.
private struct Panels {
  let grids: [FigureGrid]
  /// The panels of one row where the shape says so.
  let columns: Int?

  /// The most panels that are cut; a figure holds far fewer.
  private static let limit = 4096

  init(_ tensor: Tensor, _ function: String, expected: String) throws(LessonError) {
    guard 2...4 ~= tensor.rank else {
      throw .argument(function, "shape", expected: expected, found: "\(tensor.shape)")
    }
    let (height, width) = (tensor.shape[tensor.rank - 2], tensor.shape[tensor.rank - 1])
    var count = 1
    for size in tensor.shape.dropLast(2) {
      guard size == 0 || count <= Panels.limit / size else {
        throw .tooLarge(function, "pictures", limit: Panels.limit)
      }
      count *= size
    }
    var grids: [FigureGrid] = []
    for index in 0..<count {
      let plane = tensor.scalars[index * height * width..<(index + 1) * height * width]
      grids.append(
        try drawing(function) { () throws(FigureError) in
          try FigureGrid(
            rows: height, columns: width, values: plane.map { Double($0) }, scalar: .f32)
        })
    }
    self.grids = grids
    columns = tensor.rank == 4 && tensor.shape[1] > 1 ? tensor.shape[1] : nil
  }
}
