import Deconv

/// A knob of an explorer: a whole number in a range.
public struct ExplorerSlider: Sendable, Equatable {
  /// What it sets, as its label says.
  public let name: String
  /// The positions.
  public let range: ClosedRange<Int>
  /// The position at first.
  public let initial: Int
}

/// One picture of an explorer with a line of text below it.
public struct ExplorerFrame: Sendable {
  /// The picture.
  public let figure: Figure
  /// The line below it; may be empty.
  public let note: String
}

/// A frame for every combination of slider positions, all computed beforehand.
public struct Explorer: Sendable {
  /// The sliders; the last runs fastest through the frames.
  public let sliders: [ExplorerSlider]
  /// One frame for each combination of positions.
  public let frames: [ExplorerFrame]
}

/// A slider over whole numbers.
///
/// - Parameters:
///   - name: What it sets, such as `stride`.
///   - range: The positions.
///   - initial: The position at first: what is shown without scripts and in print.
/// - Returns: The slider.
/// - Precondition: `initial` lies in the range.
public func slider(_ name: String, _ range: ClosedRange<Int>, initial: Int) -> ExplorerSlider {
  orTrap { () throws(LessonError) in try Lessons.slider(name, range, initial: initial) }
}

/// A picture of an explorer with a line of text below it.
public func frame(_ figure: Figure, _ note: String = "") -> ExplorerFrame {
  ExplorerFrame(figure: figure, note: note)
}

/// An explorer with one slider: a frame for each of its positions.
///
/// - Precondition: There are at most 200 frames.
public func explore(_ slider: ExplorerSlider, _ body: (Int) -> ExplorerFrame) -> Explorer {
  explorer([slider]) { body($0[0]) }
}

/// An explorer with two sliders: a frame for each combination of positions.
///
/// - Precondition: There are at most 200 frames, and the sliders' names differ.
public func explore(
  _ first: ExplorerSlider, _ second: ExplorerSlider, _ body: (Int, Int) -> ExplorerFrame
) -> Explorer {
  explorer([first, second]) { body($0[0], $0[1]) }
}

/// An explorer with three sliders: a frame for each combination of positions.
///
/// - Precondition: There are at most 200 frames, and the sliders' names differ.
public func explore(
  _ first: ExplorerSlider, _ second: ExplorerSlider, _ third: ExplorerSlider,
  _ body: (Int, Int, Int) -> ExplorerFrame
) -> Explorer {
  explorer([first, second, third]) { body($0[0], $0[1], $0[2]) }
}

private func explorer(_ sliders: [ExplorerSlider], _ body: ([Int]) -> ExplorerFrame) -> Explorer {
  let positions = orTrap { () throws(LessonError) in try Lessons.positions(of: sliders) }
  return Explorer(sliders: sliders, frames: positions.map(body))
}

extension Lessons {
  package static let largestFrameCount = 200

  package static func slider(_ name: String, _ range: ClosedRange<Int>, initial: Int)
    throws(LessonError) -> ExplorerSlider
  {
    guard !name.isEmpty else {
      throw .argument("slider", "name", expected: "a text", found: "none")
    }
    guard range.contains(initial) else {
      throw .argument(
        "slider", "initial", expected: "in \(range.lowerBound)...\(range.upperBound)",
        found: String(initial))
    }
    return ExplorerSlider(name: name, range: range, initial: initial)
  }

  /// Calls `body` with every combination of positions, the last slider running fastest.
  package static func explore(_ sliders: [ExplorerSlider], _ body: ([Int]) throws -> ExplorerFrame)
    throws
    -> Explorer
  {
    Explorer(sliders: sliders, frames: try positions(of: sliders).map(body))
  }

  package static func positions(of sliders: [ExplorerSlider]) throws(LessonError) -> [[Int]] {
    guard Set(sliders.map(\.name)).count == sliders.count else {
      throw .argument(
        "explore", "slider", expected: "named differently from the others",
        found: sliders.map { "\"\($0.name)\"" }.joined(separator: ", "))
    }
    var count = 1
    for slider in sliders {
      let (steps, overflows) = slider.range.upperBound.subtractingReportingOverflow(
        slider.range.lowerBound)
      guard !overflows, steps < largestFrameCount, count * (steps + 1) <= largestFrameCount else {
        throw .tooLarge("explore", "frames", limit: largestFrameCount)
      }
      count *= steps + 1
    }
    var positions: [[Int]] = [[]]
    for slider in sliders {
      positions = positions.flatMap { position in slider.range.map { position + [$0] } }
    }
    return positions
  }
}
