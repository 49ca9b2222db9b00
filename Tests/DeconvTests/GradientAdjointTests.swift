import DeconvKernels
import Testing

@testable import Deconv

/// A convolution and the transposed one with the same settings are adjoint maps:
/// ⟨conv(x, w), y⟩ = ⟨x, convᵀ(y, w)⟩ for all x, w and y.
///
/// On small integers single precision rounds nothing, so that both sides are equal.
@Suite struct GradientAdjointTests {
  @Test(arguments: [1, 2], [false, true])
  func theTransposedConvolutionIsTheAdjoint(axes: Int, isAsymmetric: Bool) throws {
    var numbers = Integers(seed: UInt64(axes) * 2 + (isAsymmetric ? 1 : 0))
    for _ in 0..<60 {
      let pair = try AdjointPair(axes: axes, isAsymmetric: isAsymmetric, &numbers)
      let x = numbers.tensor(pair.input)
      let w = numbers.tensor(pair.weight)
      let forward = try pair.convolution.forward([x, w])
      let y = numbers.tensor(forward.shape)
      let back = try pair.transposed.forward([y, w])
      #expect(back.shape == x.shape, "\(pair)")
      #expect(product(forward, y) == product(x, back), "\(pair)")
    }
  }

  /// So each is the other's gradient, bit for bit.
  @Test(arguments: [1, 2])
  func theGradientOfAConvolutionIsATransposedConvolution(axes: Int) throws {
    var numbers = Integers(seed: UInt64(axes) + 10)
    for _ in 0..<30 {
      let pair = try AdjointPair(axes: axes, isAsymmetric: true, &numbers)
      let (x, w) = (numbers.tensor(pair.input), numbers.tensor(pair.weight))
      let y = numbers.tensor(try pair.convolution.forward([x, w]).shape)
      let dx = try gradient(
        of: { x throws(TensorError) in try Tape.apply(pair.convolution, to: [x, w]) }, at: x,
        upstream: y)
      #expect(try dx == pair.transposed.forward([y, w]), "\(pair)")
      let dy = try gradient(
        of: { y throws(TensorError) in try Tape.apply(pair.transposed, to: [y, w]) }, at: y,
        upstream: x)
      #expect(try dy == pair.convolution.forward([x, w]), "\(pair)")
    }
  }

  private func product(_ a: Tensor, _ b: Tensor) -> Int {
    zip(a.scalars, b.scalars).reduce(0) { $0 + Int($1.0) * Int($1.1) }
  }
}

/// A convolution of random settings, and the transposed one that leads back to its input's size.
private struct AdjointPair: CustomStringConvertible {
  let input: [Int]
  let weight: [Int]
  let convolution: ConvolutionOperation
  let transposed: ConvolutionOperation

  init(axes count: Int, isAsymmetric: Bool, _ numbers: inout Integers) throws {
    func each(_ range: ClosedRange<Int>) -> [Int] { (0..<count).map { _ in numbers.next(range) } }
    let (kernel, stride, dilation) = (each(1...3), each(1...3), each(1...3))
    let start = each(0...2)
    let end = isAsymmetric ? each(0...2) : start
    // A size at which the kernel fits, and up to a stride more, which the last position leaves out.
    let size = try (0..<count).map { axis in
      let reach = try AxisGeometry.transposed(
        input: 1, kernel: kernel[axis], dilation: dilation[axis]
      ).pixels
      return max(1, reach - start[axis] - end[axis]) + numbers.next(0...4)
    }
    let (groups, depth, outputs) = (numbers.next(1...3), numbers.next(1...2), numbers.next(1...2))
    input = [numbers.next(1...3), groups * depth] + size
    weight = [groups * outputs, depth] + kernel
    let padding: Padding =
      count == 1
      ? .ends(start: start[0], end: end[0])
      : .ends(top: start[0], bottom: end[0], left: start[1], right: end[1])
    var settings = ConvolutionSettings(
      stride: .each(stride), padding: padding, dilation: .each(dilation), groups: groups)
    convolution = ConvolutionOperation(axes: count, isTransposed: false, settings: settings)
    let extra = try (0..<count).map { axis in
      let positions = try AxisGeometry.convolution(
        input: size[axis], kernel: kernel[axis], stride: stride[axis], paddingStart: start[axis],
        paddingEnd: end[axis], dilation: dilation[axis]
      ).positions
      // Before the crop, which could leave nothing without the output padding.
      let span = try AxisGeometry.transposed(
        input: positions, kernel: kernel[axis], stride: stride[axis], dilation: dilation[axis]
      ).pixels
      return size[axis] - (span - start[axis] - end[axis])
    }
    settings.outputPadding = .each(extra)
    transposed = ConvolutionOperation(axes: count, isTransposed: true, settings: settings)
  }

  var description: String { "\(transposed.settingsText) on \(input), weights \(weight)" }
}

/// Small random integers (SplitMix64).
private struct Integers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(_ range: ClosedRange<Int>) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    bits ^= bits >> 31
    return range.lowerBound + Int(bits % UInt64(range.count))
  }

  mutating func tensor(_ shape: [Int]) -> Tensor {
    Tensor(
      shape: shape, scalars: (0..<shape.reduce(1, *)).map { _ in Float(next(-8...8)) })
  }
}
