import DeconvKernels

/// What normalises a channel: (x − mean) · scale, and inverse is scale without the weight.
struct Normalizer {
  let mean: Double
  let inverse: Double
  let scale: Double
}

/// The sums of a channel's gradient, as it is and times x − mean.
struct GradientSums {
  let plain: Double
  let centered: Double
}

/// A shape `[N, C, …]`, seen as a plane for each image and channel.
///
/// Sums over a channel run as ``ImageSum`` says.
struct ChannelPlanes {
  let batch: Int
  let channels: Int
  /// The elements of a plane.
  let count: Int

  init(_ shape: [Int], operation: String) throws(TensorError) {
    guard shape.count >= 2 else {
      throw .rank(
        operation: operation, argument: "input", shape: shape,
        expected: "[N, C], [N, C, L] or [N, C, H, W]")
    }
    batch = shape[0]
    channels = shape[1]
    count = shape[2...].reduce(1, *)
  }

  /// The elements of a channel.
  private var channelCount: Int { batch * count }

  /// Checks that a tensor has one number for each channel.
  func requireChannels(
    _ shape: [Int], _ argument: String, operation: String
  ) throws(TensorError) {
    guard shape == [channels] else {
      throw .rank(
        operation: operation, argument: argument, shape: shape,
        expected: "[\(channels)], one number for each channel of the input")
    }
  }

  /// Checks that a channel has a variance.
  func requireVariance(operation: String) throws(TensorError) {
    guard channelCount >= 2 else {
      throw .argument(
        operation: operation, argument: "number of elements of each channel", value: channelCount,
        expected: "at least 2, to have a variance")
    }
  }

  /// The mean and variance of each channel.
  @inline(__always)
  func statistics<Scalar: KernelScalar & ShapedScalar>(_ x: [Scalar]) -> BatchStatistics {
    var means: [Double] = []
    var variances: [Double] = []
    for channel in 0..<channels {
      let mean = sum(channel) { x[$0].doubleValue } / Double(channelCount)
      let squares = sum(channel) { place in
        let difference = x[place].doubleValue - mean
        return difference * difference
      }
      means.append(mean)
      variances.append(squares / Double(channelCount))
    }
    return BatchStatistics(means: means, variances: variances, count: channelCount)
  }

  func normalizers(
    mean: [Double], variance: [Double], _ epsilon: Double, weight: [Double]
  ) -> [Normalizer] {
    (0..<channels).map { channel in
      let root = (variance[channel] + epsilon).squareRoot()
      return Normalizer(mean: mean[channel], inverse: 1 / root, scale: weight[channel] / root)
    }
  }

  /// The elements, normalised: (x − mean) · scale + bias in the elements' precision.
  @inline(__always)
  func normalized<Scalar: KernelScalar>(
    _ x: [Scalar], _ normalizers: [Normalizer], bias: [Scalar]
  ) -> [Scalar] {
    var result = x
    forEachPlane { channel, places in
      let (mean, scale) = (Scalar(normalizers[channel].mean), Scalar(normalizers[channel].scale))
      let bias = bias[channel]
      for place in places { result[place] = (result[place] - mean) * scale + bias }
    }
    return result
  }

  /// The gradient of the input where the statistics do not depend on it.
  @inline(__always)
  func scaled<A: RealArray>(_ gradient: A, _ normalizers: [Normalizer]) -> A {
    var result = gradient.scalars
    forEachPlane { channel, places in
      let scale = A.Scalar(normalizers[channel].scale)
      for place in places { result[place] *= scale }
    }
    return A(shape: gradient.shape, scalars: result)
  }

  /// The gradient of the input where the statistics are its own.
  ///
  /// A change of x that shifts or stretches the whole channel changes nothing: these parts of the
  /// gradient are taken out.
  @inline(__always)
  func centered<A: RealArray>(
    _ gradient: A, _ x: A, _ normalizers: [Normalizer], _ sums: [GradientSums]
  ) -> A {
    var result = gradient.scalars
    let x = x.scalars
    forEachPlane { channel, places in
      let normalizer = normalizers[channel]
      let scale = A.Scalar(normalizer.scale)
      let mean = A.Scalar(normalizer.mean)
      let shift = A.Scalar(sums[channel].plain / Double(channelCount))
      let stretch = A.Scalar(
        sums[channel].centered / Double(channelCount) * normalizer.inverse * normalizer.inverse)
      for place in places {
        result[place] = scale * ((result[place] - shift) - (x[place] - mean) * stretch)
      }
    }
    return A(shape: gradient.shape, scalars: result)
  }

  /// The sums of the gradient of each channel.
  @inline(__always)
  func gradientSums<Scalar: KernelScalar & ShapedScalar>(
    _ gradient: [Scalar], _ x: [Scalar], _ normalizers: [Normalizer]
  ) -> [GradientSums] {
    (0..<channels).map { channel in
      let mean = normalizers[channel].mean
      return GradientSums(
        plain: sum(channel) { gradient[$0].doubleValue },
        centered: sum(channel) { gradient[$0].doubleValue * (x[$0].doubleValue - mean) })
    }
  }

  @inline(__always)
  private func sum(_ channel: Int, _ term: (Int) -> Double) -> Double {
    ImageSum.total(
      images: batch, first: channel * count, step: channels * count, count: count, term)
  }

  @inline(__always)
  private func forEachPlane(_ body: (_ channel: Int, _ places: Range<Int>) -> Void) {
    var start = 0
    for _ in 0..<batch {
      for channel in 0..<channels {
        body(channel, start..<start + count)
        start += count
      }
    }
  }
}
