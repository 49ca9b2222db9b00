public import DeconvFormats

/// One drawing parameter of a figure in its recorded spelling.
public struct FigureParameter: Hashable, Sendable {
  /// The parameter's name, unique within its figure.
  public let name: String
  /// The value as text.
  public let value: String

  /// Makes a parameter.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// A picture of numbers: what it shows, and how, as a value.
///
/// A figure is a function of `kind`, `parameters` and `data` alone. Made from the same three, on
/// any machine, it draws the same pixels; so a recorded figure can be compared by its data and
/// drawn again without the computation. Two figures are equal when these three are.
public struct Figure: Hashable, Sendable {
  /// The name of the kind of drawing, as in `heatmap`.
  public let kind: String
  /// Every drawing parameter, in the order of the kind.
  public let parameters: [FigureParameter]
  /// The numbers that are drawn.
  public let data: [NumericArray]
  /// What a reader who cannot see the figure is told: kind, shape and range.
  public let alternativeText: String
  private let scene: Scene

  private static let plots: [any Plot.Type] = [
    HeatmapPlot.self, MatrixPlot.self, StepsPlot.self, ImageGridPlot.self, KernelsPlot.self,
    StampsPlot.self, CurvesPlot.self, BarsPlot.self,
  ]

  /// The names of all kinds.
  public static var kinds: [String] { plots.map { $0.kind } }

  /// Makes a recorded figure again.
  ///
  /// - Throws: `FigureError` when there is no such kind, or when parameters or data are not what
  ///   a figure of this kind records.
  public init(
    kind: String, parameters: [FigureParameter], data: [NumericArray]
  ) throws(FigureError) {
    guard let plotType = Self.plots.first(where: { $0.kind == kind }) else {
      throw .unknownKind(kind)
    }
    var reader = ParameterReader(kind: kind, parameters)
    let plot = try plotType.init(&reader, data: data)
    try reader.finish()
    self.kind = kind
    self.parameters = parameters
    self.data = data
    alternativeText = plot.alternativeText
    scene = try plot.layout().sheet()
  }

  /// A new figure takes the way through its recorded form, so that there is one way only.
  init<Content: Plot>(_ plot: Content) throws(FigureError) {
    var writer = ParameterWriter()
    plot.write(to: &writer)
    try self.init(kind: Content.kind, parameters: writer.parameters, data: plot.arrays())
  }

  /// The display width in points: half the width of the bitmap.
  public var width: Int { scene.width }

  /// The display height in points: half the height of the bitmap.
  public var height: Int { scene.height }

  /// Draws the figure, two pixels to the point.
  public func render() -> Bitmap {
    scene.draw()
  }

  /// What is drawn where.
  package var layout: Scene { scene }

  /// Whether kind, parameters and the bits of the data are the same.
  public static func == (one: Figure, other: Figure) -> Bool {
    one.kind == other.kind && one.parameters == other.parameters && one.data == other.data
  }

  /// Feeds what makes figures equal.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(parameters)
    hasher.combine(data)
  }
}

/// One kind of figure: its inputs, how they are recorded, and how they are laid out.
protocol Plot: Sendable {
  static var kind: String { get }
  /// Reads the recorded form; every parameter must be read, in the order in which it is written.
  init(_ reader: inout ParameterReader, data: [NumericArray]) throws(FigureError)
  func write(to writer: inout ParameterWriter)
  func arrays() throws(FigureError) -> [NumericArray]
  /// Lays everything out around an origin of its own; `Scene.sheet` puts margins around it.
  func layout() throws(FigureError) -> Scene
  var alternativeText: String { get }
}

/// Whether a part of a figure is drawn.
public enum FigureVisibility: String, CaseIterable, Hashable, Sendable {
  /// Where there is room, or where it is needed.
  case automatic
  /// Always, where it fits at all.
  case shown
  /// Never.
  case hidden
}
