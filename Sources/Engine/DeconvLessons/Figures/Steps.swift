import Deconv
public import DeconvFigures
import DeconvFormats

/// One picture of a strip: a small heat map with a title above it.
///
/// - Parameters:
///   - title: What stands above the picture; none where it is empty.
///   - values: One row, or rows and columns.
///   - lead: What stands before the picture: an arrow `→` or an operator such as `+`, `=`, `×`.
///   - highlight: Cells to be framed: ``cell(_:_:)``, ``cells(rows:columns:)``.
/// - Returns: The picture.
/// - Precondition: The values are at most 1,048,576, and there is one.
public func step(
  _ title: String, _ values: some Plottable, lead: String = "", highlight: [FigureRegion] = []
) -> FigureFrame {
  orTrap { () throws(LessonError) in
    try Lessons.step(title, values, lead: lead, highlight: highlight)
  }
}

/// Draws a strip of small heat maps that share one colour scale.
///
/// - Parameters:
///   - frames: The pictures, each made by ``step(_:_:lead:highlight:)``.
///   - title: A title above the figure; none where it is empty.
///   - colorMap: How numbers become colours.
///   - range: The values that the colours span; nil for the range of all pictures together.
///   - showsValues: Whether values are printed where they fit.
/// - Returns: The figure.
/// - Precondition: There is a picture, highlighted cells lie inside it, and there is room for all.
public func steps(
  _ frames: [FigureFrame], title: String = "", colorMap: ColorMap = .automatic,
  range: ClosedRange<Double>? = nil, showsValues: Bool = true
) -> Figure {
  orTrap { () throws(LessonError) in
    try Lessons.steps(
      frames, title: title, colorMap: colorMap, range: range, showsValues: showsValues)
  }
}

/// Draws how the stamps of a one-dimensional transposed convolution overlap.
///
/// - Parameters:
///   - kernel: The size of the kernel, at most 32.
///   - stride: The distance between stamps, at most 32.
///   - input: The number of inputs, at most 64.
///   - title: A title above the figure; none where it is empty.
/// - Returns: The figure.
/// - Precondition: The numbers are at least 1, and the output has at most 256 elements.
public func stamps(kernel: Int, stride: Int, input: Int, title: String = "") -> Figure {
  orTrap { () throws(LessonError) in
    try Lessons.stamps(kernel: kernel, stride: stride, input: input, title: title)
  }
}

extension Lessons {
  package static func step(
    _ title: String, _ values: any Plottable, lead: String = "", highlight: [FigureRegion] = []
  ) throws(LessonError) -> FigureFrame {
    FigureFrame(try values.grid(for: "step"), title: title, lead: lead, highlights: highlight)
  }

  package static func steps(
    _ frames: [FigureFrame], title: String = "", colorMap: ColorMap = .automatic,
    range: ClosedRange<Double>? = nil, showsValues: Bool = true
  ) throws(LessonError) -> Figure {
    let range = try figureRange("steps", range)
    let map = colorMap.figureMap(
      for: frames.map(\.grid), isCounts: frames.allSatisfy { $0.grid.scalar == .i64 })
    return try drawing("steps") { () throws(FigureError) in
      try Figure.steps(
        frames, title: title, map: map, range: range, values: showsValues ? .automatic : .hidden)
    }
  }

  package static func stamps(kernel: Int, stride: Int, input: Int, title: String = "")
    throws(LessonError) -> Figure
  {
    try drawing("stamps") { () throws(FigureError) in
      try Figure.stamps(kernel: kernel, stride: stride, input: input, title: title)
    }
  }
}
