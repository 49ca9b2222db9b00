import CProcessorPeak
import DeconvKernels

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// The time of the autoencoder's layers at batch 128, against the processor's multiply-adds.
struct Benchmark {
  let sets: [InstructionSet]
  let threadCounts: [Int]

  private struct Layer {
    let name: String
    let geometry: ConvGeometry
    let isTransposed: Bool

    /// A layer of the autoencoder: kernel 3, stride 2, padding 1.
    init(_ name: String, pixels: Int, channels: Int, to positionChannels: Int, transposed: Bool)
      throws
    {
      let axis = try AxisGeometry.convolution(
        input: pixels, kernel: 3, stride: 2, paddingStart: 1, paddingEnd: 1)
      self.name = name
      geometry = try ConvGeometry(
        batch: 128, pixelChannels: channels, positionChannels: positionChannels, rows: axis,
        columns: axis)
      isTransposed = transposed
    }

    /// The floating-point operations of each of the three products.
    var operations: Double {
      let taps = [geometry.rows, geometry.columns].map { axis in
        (0..<axis.positions).reduce(0) { $0 + axis.taps(position: $1).count }
      }
      return 2
        * Double(
          geometry.batch * geometry.positionChannels * geometry.pixelChannelsPerGroup * taps[0]
            * taps[1])
    }
  }

  /// Prints a line for each layer, instruction set and number of threads.
  func run() throws {
    let layers = try [
      Layer("Conv 1→32 28→14", pixels: 28, channels: 1, to: 32, transposed: false),
      Layer("Conv 32→64 14→7", pixels: 14, channels: 32, to: 64, transposed: false),
      Layer("ConvT 64→32 7→14", pixels: 14, channels: 32, to: 64, transposed: true),
      Layer("ConvT 32→1 14→28", pixels: 28, channels: 1, to: 32, transposed: true),
    ]
    print("Times are milliseconds, in brackets GFLOP/s; with one thread its processor time.")
    for set in sets {
      try Compute.use(set)
      let peak = peak(of: set)
      if peak > 0 { print("\(set): peak of one thread \(Int(peak)) GFLOP/s") }
      for threads in threadCounts {
        try Compute.use(threads: threads)
        let total = layers.reduce(0) { $0 + measure($1, set, threads) }
        print("\(set), \(threads) threads: all \(digits(total * 1e3))")
      }
    }
  }

  private func measure(_ layer: Layer, _ set: InstructionSet, _ threads: Int) -> Double {
    let geometry = layer.geometry
    var random = Generator()
    let pixels = random.numbers(geometry.pixelCount)
    let positions = random.numbers(geometry.positionCount)
    let weights = random.numbers(geometry.weightCount)
    let convolution = shortest(threads) {
      _ = ArrayKernels.convolve(geometry, pixels: pixels, weights: weights)
    }
    let transposed = shortest(threads) {
      _ = ArrayKernels.convolveTransposed(geometry, positions: positions, weights: weights)
    }
    let gradient = shortest(threads) {
      _ = ArrayKernels.weightGradient(geometry, pixels: pixels, positions: positions)
    }
    let bias = shortest(threads) {
      _ = ArrayKernels.channelSums(
        layer.isTransposed ? pixels : positions, batch: geometry.batch,
        channels: layer.isTransposed ? geometry.pixelChannels : geometry.positionChannels)
    }
    let (forward, input) =
      layer.isTransposed ? (transposed, convolution) : (convolution, transposed)
    func cell(_ seconds: Double) -> String {
      "\(digits(seconds * 1e3)) (\(Int(layer.operations / seconds / 1e9)))"
    }
    print(
      "\(set), \(threads) threads, \(layer.name): forward \(cell(forward)), input gradient "
        + "\(cell(input)), weight gradient \(cell(gradient)), bias gradient \(digits(bias * 1e3))")
    return forward + input + gradient + bias
  }

  private func digits(_ value: Double) -> String { "\((value * 1e3).rounded() / 1e3)" }

  /// The multiply-adds that one thread can do, in GFLOP/s; 0 where this is not known.
  private func peak(of set: InstructionSet) -> Double {
    guard set == .avx2 || set == .avx512 else { return 0 }
    let rounds = 1_000_000
    let seconds = shortest(1) { _ = processor_peak_work(rounds, set == .avx512 ? 1 : 0) }
    return 2 * processor_peak_work(1, set == .avx512 ? 1 : 0) * Double(rounds) / seconds / 1e9
  }

  /// The shortest of a hundred runs.
  ///
  /// Other programs share the processors: with one thread its own processor time is what counts.
  private func shortest(_ threads: Int, _ body: () -> Void) -> Double {
    body()
    return (0..<100).reduce(Double.infinity) { shortest, _ in
      let start = now(threads)
      body()
      return min(shortest, now(threads) - start)
    }
  }

  private func now(_ threads: Int) -> Double {
    var time = timespec()
    clock_gettime(threads == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
