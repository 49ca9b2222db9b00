import Deconv
public import DeconvFigures

/// One line of a line chart, for ``curves(_:title:xAxis:yAxis:marked:)``.
///
/// - Parameters:
///   - name: What stands at the line's end; nothing where it is empty.
///   - values: The values, evenly apart; those that are not finite leave a gap.
///   - first: The horizontal place of the first value.
///   - step: The distance from one value to the next.
/// - Returns: The line.
/// - Precondition: There are values, at most 10,000.
public func curve(_ name: String, _ values: [Double], from first: Double = 0, step: Double = 1)
  -> FigureCurve
{
  orTrap { () throws(LessonError) in try Lessons.curve(name, values, from: first, step: step) }
}

/// Draws lines over a common pair of axes, each with its name at its end.
///
/// - Parameters:
///   - curves: The lines, at most nine, each made by ``curve(_:_:from:step:)``.
///   - title: A title above the figure; none where it is empty.
///   - xAxis: What runs to the right.
///   - yAxis: What runs upwards.
///   - marked: The number of a value, from 0, that gets a dot on every line; nil for none.
/// - Returns: The figure.
/// - Precondition: There is a line, and no more than nine.
public func curves(
  _ curves: [FigureCurve], title: String = "", xAxis: String = "", yAxis: String = "",
  marked: Int? = nil
) -> Figure {
  orTrap { () throws(LessonError) in
    try Lessons.curves(curves, title: title, xAxis: xAxis, yAxis: yAxis, marked: marked)
  }
}

/// Draws one lying bar for each name, with its value at its end.
///
/// - Parameters:
///   - values: The values, at most 64.
///   - names: One name for each.
///   - title: A title above the figure; none where it is empty.
///   - axis: What the values are.
///   - decimals: The decimals of the values, 0 to 9.
/// - Returns: The figure.
/// - Precondition: There is a value, and a name for each.
public func bars(
  _ values: [Double], names: [String], title: String = "", axis: String = "", decimals: Int = 2
) -> Figure {
  orTrap { () throws(LessonError) in
    try Lessons.bars(values, names: names, title: title, axis: axis, decimals: decimals)
  }
}

extension Lessons {
  package static func curve(
    _ name: String, _ values: [Double], from first: Double = 0, step: Double = 1
  ) throws(LessonError) -> FigureCurve {
    guard first.isFinite else {
      throw .argument("curve", "from", expected: "a finite number", found: fixedNaN(first))
    }
    guard step.isFinite, step > 0 else {
      throw .argument("curve", "step", expected: "a number above 0", found: fixedNaN(step))
    }
    return try drawing("curve") { () throws(FigureError) in
      try FigureCurve(name: name, x: values.indices.map { first + Double($0) * step }, y: values)
    }
  }

  package static func curves(
    _ curves: [FigureCurve], title: String = "", xAxis: String = "", yAxis: String = "",
    marked: Int? = nil
  ) throws(LessonError) -> Figure {
    let most = curves.map(\.pointCount).max() ?? 0
    if let marked, !(0..<most).contains(marked) {
      throw .argument(
        "curves", "marked", expected: "the number of a value, 0 to \(most - 1)", found: "\(marked)")
    }
    return try drawing("curves") { () throws(FigureError) in
      try Figure.curves(
        curves, title: title, xAxis: xAxis, yAxis: yAxis, markedPoint: marked)
    }
  }

  package static func bars(
    _ values: [Double], names: [String], title: String = "", axis: String = "", decimals: Int = 2
  ) throws(LessonError) -> Figure {
    try drawing("bars") { () throws(FigureError) in
      try Figure.bars(values, names: names, title: title, axis: axis, decimals: decimals)
    }
  }
}

/// A number in an error, without the sign of NaN.
private func fixedNaN(_ number: Double) -> String { number.isNaN ? "nan" : "\(number)" }
