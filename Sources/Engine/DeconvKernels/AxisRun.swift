/// Outputs along one axis that the same taps reach, at equal distances.
///
/// With it a convolution and a transposed convolution are the same loop: an output meets the inputs
/// `input`, `input + inputTapStep`, … under the taps `tap`, `tap + tapStep`, …, the next output of
/// the run those that lie `inputStep` further.
struct AxisRun: Equatable {
  /// The first output, the distance of two, and their number.
  var output: Int
  var outputStep: Int
  var count: Int
  /// From one output's inputs to the next's.
  var inputStep: Int
  /// The first tap in the order of the inputs under them, and the number of taps.
  var tap: Int
  var tapStep: Int
  var tapCount: Int
  /// The input under the first tap at the first output, and the distance of two taps' inputs.
  var input: Int
  var inputTapStep: Int
}

extension AxisGeometry {
  /// The runs of positions, in their order: a convolution's outputs.
  ///
  /// - Complexity: O(`positions`).
  var convolutionRuns: [AxisRun] {
    var runs: [AxisRun] = []
    var last = 0..<0
    for position in 0..<positions {
      let taps = taps(position: position)
      if position > 0, taps == last || taps.isEmpty && last.isEmpty {
        runs[runs.count - 1].count += 1
        continue
      }
      last = taps
      runs.append(
        AxisRun(
          output: position, outputStep: 1, count: 1, inputStep: stride, tap: taps.lowerBound,
          tapStep: 1, tapCount: taps.count,
          input: position * stride - paddingStart + taps.lowerBound * dilation,
          inputTapStep: dilation))
    }
    return runs
  }

  /// The runs of pixels, phase by phase: a transposed convolution's outputs.
  ///
  /// - Complexity: O(`pixels` + `kernel`) for each phase's own pixels and taps.
  var transposedRuns: [AxisRun] {
    phases.flatMap(runs(of:))
  }

  private func runs(of phase: Phase) -> [AxisRun] {
    let taps = phase.taps
    let tapStep = taps.count > 1 ? taps[1].tap - taps[0].tap : -1
    let offsetStep = taps.count > 1 ? taps[1].offset - taps[0].offset : 1
    var runs: [AxisRun] = []
    // Offsets grow along the taps: with every pixel the valid ones move towards the first.
    var (first, end) = (taps.count, taps.count)
    for number in 0..<phase.count {
      let old = (first, end)
      while first > 0, taps[first - 1].offset + number >= 0 { first -= 1 }
      while end > 0, taps[end - 1].offset + number >= positions { end -= 1 }
      let count = max(0, end - first)
      if number > 0, old == (first, end) || count == 0 && runs[runs.count - 1].tapCount == 0 {
        runs[runs.count - 1].count += 1
        continue
      }
      runs.append(
        AxisRun(
          output: phase.firstPixel + number * stride, outputStep: stride, count: 1, inputStep: 1,
          tap: count == 0 ? 0 : taps[first].tap, tapStep: tapStep, tapCount: count,
          input: count == 0 ? 0 : taps[first].offset + number, inputTapStep: offsetStep))
    }
    return runs
  }

  /// The positions at which a tap lies on a pixel and not on padding.
  func positions(tap: Int) -> Range<Int> {
    let distance = paddingStart - tap * dilation
    let first = distance > 0 ? (distance + stride - 1) / stride : 0
    let end = pixels - 1 + distance < 0 ? 0 : (pixels - 1 + distance) / stride + 1
    return min(first, positions)..<max(min(first, positions), min(end, positions))
  }
}
