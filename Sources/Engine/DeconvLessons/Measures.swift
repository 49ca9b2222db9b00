public import Deconv

// What the lessons measure beside losses.

/// The mean of the elements of each phase of a period: of all whose row and column leave the same
/// remainders.
///
/// Where a transposed convolution of stride s treats its phases differently, these differ; of
/// squared errors they tell which phase is wrong.
///
/// ```swift
/// print(phaseMeans(Tensor([[1, 2, 1, 2], [3, 4, 3, 4]]), period: 2))    // [[1, 2], [3, 4]]
/// ```
///
/// **Numerics.** Sums in double precision in row-major order, divided by the number of elements.
///
/// - Parameters:
///   - x: The tensor; all axes but the last two are gone through as one.
///   - period: The period along both axes.
/// - Returns: `[period, period]`, the phase of the rows first.
/// - Precondition: There are two axes at least, each as long as the period, which is at least 1.
public func phaseMeans(_ x: Tensor, period: Int) -> Matrix {
  orTrap { () throws(LessonError) in try Lessons.phaseMeans(x, period: period) }
}

/// How many elements lie in each of some ranges of equal width.
///
/// - Parameters:
///   - x: The tensor.
///   - bins: The number of ranges.
///   - lowest: Where the first range begins.
///   - highest: Where the last range ends; it belongs to that range.
/// - Returns: One count for each range; what lies outside of all is not counted.
/// - Precondition: There is at least one range, and the end is above the beginning.
public func histogram(_ x: Tensor, bins: Int, from lowest: Double, to highest: Double) -> Counts {
  orTrap { () throws(LessonError) in
    try Lessons.histogram(x, bins: bins, from: lowest, to: highest)
  }
}

/// The peak signal-to-noise ratio of a mean squared error in decibels, 10 · log₁₀(range² / mse).
///
/// - Parameters:
///   - mse: The mean squared error.
///   - range: The distance of the largest and the smallest possible value.
/// - Returns: The ratio; infinite where there is no error.
/// - Precondition: The error is not negative, and the range is above 0.
public func psnr(mse: Double, range: Double) -> Double {
  orTrap { () throws(LessonError) in try Lessons.psnr(mse: mse, range: range) }
}

extension Lessons {
  /// The most ranges of a histogram, and the longest period.
  private static let largestCount = 4096

  /// The means of the phases: see ``Deconv/phaseMeans(_:period:)``.
  package static func phaseMeans(_ x: Tensor, period: Int) throws(LessonError) -> Matrix {
    guard x.rank >= 2 else { throw .rank("phaseMeans", shape: x.shape) }
    let (height, width) = (x.shape[x.rank - 2], x.shape[x.rank - 1])
    guard period >= 1, period <= Swift.min(height, width), period <= largestCount, x.count > 0
    else {
      throw .argument(
        "phaseMeans", "period",
        expected:
          "between 1 and \(Swift.min(height, width, largestCount)), for the shape \(x.shape)",
        found: "\(period)")
    }
    var sums = [Double](repeating: 0, count: period * period)
    var counts = sums
    for (index, value) in x.scalars.enumerated() {
      let phase = index / width % height % period * period + index % width % period
      sums[phase] += Double(value)
      counts[phase] += 1
    }
    return Matrix(shape: [period, period], scalars: zip(sums, counts).map { $0 / $1 })
  }

  /// The counts of ranges: see ``Deconv/histogram(_:bins:from:to:)``.
  package static func histogram(
    _ x: Tensor, bins: Int, from lowest: Double, to highest: Double
  ) throws(LessonError) -> Counts {
    guard (1...largestCount).contains(bins) else {
      throw .argument(
        "histogram", "bins", expected: "between 1 and \(largestCount)", found: "\(bins)")
    }
    guard lowest.isFinite, highest.isFinite, lowest < highest, (highest - lowest).isFinite else {
      throw .argument(
        "histogram", "from, to", expected: "two numbers, the second above the first",
        found: "\(lowest), \(highest)")
    }
    var counts = [Int](repeating: 0, count: bins)
    for scalar in x.scalars {
      let value = Double(scalar)
      guard value >= lowest, value <= highest else { continue }
      let place = (value - lowest) / (highest - lowest) * Double(bins)
      counts[Swift.min(Int(place), bins - 1)] += 1
    }
    return Counts(shape: [bins], scalars: counts)
  }

  /// The ratio of an error: see ``Deconv/psnr(mse:range:)``.
  package static func psnr(mse: Double, range: Double) throws(LessonError) -> Double {
    guard mse >= 0 else {
      throw .argument("psnr", "mse", expected: "at least 0", found: "\(mse)")
    }
    guard range > 0, range.isFinite else {
      throw .argument("psnr", "range", expected: "above 0", found: "\(range)")
    }
    return Checked.psnr(mse: mse, range: range)
  }
}
