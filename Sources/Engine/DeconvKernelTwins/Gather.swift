package import CDeconvKernels

// Each sum starts at +0 and meets its terms in the order of the call: channel by channel, tap by
// tap. Only the number of sums in flight differs between the instruction sets.

/// How many output channels the wide kernel computes at once.
package var wideChannels: Int { WideSums.channels }

/// Computes ``wideChannels`` output channels of a call.
package func gatherWide(_ call: UnsafePointer<DeconvGather>) {
  let call = call.pointee
  for number in 0..<call.run_count {
    let run = call.runs[number]
    for row in 0..<run.rows {
      var input = call.input + run.input + row * run.input_row_step
      var output = call.output + run.output + row * run.output_row_step
      var left = run.columns
      while left >= WideSums.vectors {
        wide(call, run, input, output)
        input += WideSums.vectors * run.input_column_step
        output += WideSums.vectors * run.output_column_step
        left -= WideSums.vectors
      }
      while left > 0 {
        narrow(call, run, input, output)
        input += run.input_column_step
        output += run.output_column_step
        left -= 1
      }
    }
  }
}

/// Computes one output channel of a call.
package func gatherSingle(_ call: UnsafePointer<DeconvGather>) {
  let call = call.pointee
  for number in 0..<call.run_count {
    let run = call.runs[number]
    for row in 0..<run.rows {
      var input = call.input + run.input + row * run.input_row_step
      var output = call.output + run.output + row * run.output_row_step
      var left = run.columns
      while left >= 8 {
        singles(call, run, input, output)
        input += 8 * run.input_column_step
        output += 8 * run.output_column_step
        left -= 8
      }
      while left > 0 {
        single(call, run, input, output)
        input += run.input_column_step
        output += run.output_column_step
        left -= 1
      }
    }
  }
}

/// A wide tile: several vectors of several channels.
@inline(__always)
private func wide(
  _ call: DeconvGather, _ run: DeconvRun, _ input: UnsafePointer<Float>,
  _ output: UnsafeMutablePointer<Float>
) {
  var sums = WideSums()
  var terms = Terms(call, run, input)
  while terms.left > 0 {
    sums.add(terms.input, run.input_column_step, terms.weights(WideSums.channels))
    terms.advance(call, run)
  }
  sums.store(output, run.output_column_step, call.output_plane, call.bias)
}

/// One vector of the channels of a wide tile.
@inline(__always)
private func narrow(
  _ call: DeconvGather, _ run: DeconvRun, _ input: UnsafePointer<Float>,
  _ output: UnsafeMutablePointer<Float>
) {
  var sums = NarrowSums()
  var terms = Terms(call, run, input)
  while terms.left > 0 {
    sums.add(load(terms.input), terms.weights(WideSums.channels))
    terms.advance(call, run)
  }
  sums.store(output, call.output_plane, call.bias)
}

/// Several vectors of one channel.
@inline(__always)
private func singles(
  _ call: DeconvGather, _ run: DeconvRun, _ input: UnsafePointer<Float>,
  _ output: UnsafeMutablePointer<Float>
) {
  let step = run.input_column_step
  var low = FourSums()
  var high = FourSums()
  var terms = Terms(call, run, input)
  while terms.left > 0 {
    let weight = terms.weights(1).pointee
    low.add(terms.input, step, weight)
    high.add(terms.input + 4 * step, step, weight)
    terms.advance(call, run)
  }
  low.write(output, run.output_column_step, call.bias[0])
  high.write(output + 4 * run.output_column_step, run.output_column_step, call.bias[0])
}

@inline(__always)
private func single(
  _ call: DeconvGather, _ run: DeconvRun, _ input: UnsafePointer<Float>,
  _ output: UnsafeMutablePointer<Float>
) {
  var sum = SIMD16<Float>(repeating: 0)
  var terms = Terms(call, run, input)
  while terms.left > 0 {
    sum.addProduct(load(terms.input), terms.weights(1).pointee)
    terms.advance(call, run)
  }
  store(sum + call.bias[0], output)
}

/// The terms of an output: every tap of every input channel.
///
/// One loop, not one inside another: between two the compiler would spill the sums.
private struct Terms {
  private var base: UnsafePointer<Float>
  private var weightBase: UnsafePointer<Float>
  private var tap: UnsafePointer<DeconvTap>
  private(set) var left: Int

  @inline(__always)
  init(_ call: DeconvGather, _ run: DeconvRun, _ input: UnsafePointer<Float>) {
    base = input
    weightBase = call.weights
    tap = call.taps + run.first_tap
    left = call.depth * run.tap_count
  }

  /// The input of the term.
  @inline(__always)
  var input: UnsafePointer<Float> { base + tap.pointee.input }

  /// The weights of the term, for that many output channels side by side.
  @inline(__always)
  func weights(_ channels: Int) -> UnsafePointer<Float> {
    weightBase + tap.pointee.weight * channels
  }

  @inline(__always)
  mutating func advance(_ call: DeconvGather, _ run: DeconvRun) {
    tap += 1
    let first = call.taps + run.first_tap
    let isLast = tap == first + run.tap_count
    tap = isLast ? first : tap
    base += isLast ? call.input_plane : 0
    weightBase += isLast ? call.weight_plane : 0
    left -= 1
  }
}

@inline(__always)
private func load(_ pointer: UnsafePointer<Float>) -> SIMD16<Float> {
  UnsafeRawPointer(pointer).loadUnaligned(as: SIMD16<Float>.self)
}

@inline(__always)
private func store(_ vector: SIMD16<Float>, _ pointer: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: SIMD16<Float>.self)
}

/// The sums of one vector in four channels, or of four vectors in one.
private struct FourSums {
  private var a = SIMD16<Float>(repeating: 0)
  private var b = SIMD16<Float>(repeating: 0)
  private var c = SIMD16<Float>(repeating: 0)
  private var d = SIMD16<Float>(repeating: 0)

  /// Adds a vector in four channels.
  @inline(__always)
  mutating func add(_ vector: SIMD16<Float>, _ weights: UnsafePointer<Float>) {
    a.addProduct(vector, weights[0])
    b.addProduct(vector, weights[1])
    c.addProduct(vector, weights[2])
    d.addProduct(vector, weights[3])
  }

  /// Adds four vectors in one channel.
  @inline(__always)
  mutating func add(_ vectors: UnsafePointer<Float>, _ step: Int, _ weight: Float) {
    a.addProduct(load(vectors), weight)
    b.addProduct(load(vectors + step), weight)
    c.addProduct(load(vectors + 2 * step), weight)
    d.addProduct(load(vectors + 3 * step), weight)
  }

  /// Writes four channels.
  @inline(__always)
  func write(
    _ output: UnsafeMutablePointer<Float>, _ plane: Int, _ bias: UnsafePointer<Float>
  ) {
    store(a + bias[0], output)
    store(b + bias[1], output + plane)
    store(c + bias[2], output + 2 * plane)
    store(d + bias[3], output + 3 * plane)
  }

  /// Writes four vectors of one channel.
  @inline(__always)
  func write(_ output: UnsafeMutablePointer<Float>, _ step: Int, _ bias: Float) {
    store(a + bias, output)
    store(b + bias, output + step)
    store(c + bias, output + 2 * step)
    store(d + bias, output + 3 * step)
  }
}

#if DECONV_AVX512
  /// 24 of the 32 registers: three vectors of eight channels.
  private struct WideSums {
    static var channels: Int { 8 }
    static var vectors: Int { 3 }
    private var a = ThreeSums()
    private var b = ThreeSums()
    private var c = ThreeSums()
    private var d = ThreeSums()
    private var e = ThreeSums()
    private var f = ThreeSums()
    private var g = ThreeSums()
    private var h = ThreeSums()

    @inline(__always)
    mutating func add(_ input: UnsafePointer<Float>, _ step: Int, _ weights: UnsafePointer<Float>) {
      let (x, y, z) = (load(input), load(input + step), load(input + 2 * step))
      a.add(x, y, z, weights[0])
      b.add(x, y, z, weights[1])
      c.add(x, y, z, weights[2])
      d.add(x, y, z, weights[3])
      e.add(x, y, z, weights[4])
      f.add(x, y, z, weights[5])
      g.add(x, y, z, weights[6])
      h.add(x, y, z, weights[7])
    }

    @inline(__always)
    func store(
      _ output: UnsafeMutablePointer<Float>, _ step: Int, _ plane: Int,
      _ bias: UnsafePointer<Float>
    ) {
      a.write(output, step, bias[0])
      b.write(output + plane, step, bias[1])
      c.write(output + 2 * plane, step, bias[2])
      d.write(output + 3 * plane, step, bias[3])
      e.write(output + 4 * plane, step, bias[4])
      f.write(output + 5 * plane, step, bias[5])
      g.write(output + 6 * plane, step, bias[6])
      h.write(output + 7 * plane, step, bias[7])
    }
  }

  /// The sums of three vectors in one channel.
  private struct ThreeSums {
    private var x = SIMD16<Float>(repeating: 0)
    private var y = SIMD16<Float>(repeating: 0)
    private var z = SIMD16<Float>(repeating: 0)

    @inline(__always)
    mutating func add(
      _ first: SIMD16<Float>, _ second: SIMD16<Float>, _ third: SIMD16<Float>, _ weight: Float
    ) {
      x.addProduct(first, weight)
      y.addProduct(second, weight)
      z.addProduct(third, weight)
    }

    @inline(__always)
    func write(_ output: UnsafeMutablePointer<Float>, _ step: Int, _ bias: Float) {
      store(x + bias, output)
      store(y + bias, output + step)
      store(z + bias, output + 2 * step)
    }
  }

  private struct NarrowSums {
    private var low = FourSums()
    private var high = FourSums()

    @inline(__always)
    mutating func add(_ vector: SIMD16<Float>, _ weights: UnsafePointer<Float>) {
      low.add(vector, weights)
      high.add(vector, weights + 4)
    }

    @inline(__always)
    func store(
      _ output: UnsafeMutablePointer<Float>, _ plane: Int, _ bias: UnsafePointer<Float>
    ) {
      low.write(output, plane, bias)
      high.write(output + 4 * plane, plane, bias + 4)
    }
  }
#else
  /// Eight of the 16 registers of AVX2 (a vector takes two): one vector of four channels.
  private typealias NarrowSums = WideSums

  private struct WideSums {
    static var channels: Int { 4 }
    static var vectors: Int { 1 }
    private var sums = FourSums()

    @inline(__always)
    mutating func add(_ input: UnsafePointer<Float>, _ step: Int, _ weights: UnsafePointer<Float>) {
      sums.add(load(input), weights)
    }

    @inline(__always)
    mutating func add(_ vector: SIMD16<Float>, _ weights: UnsafePointer<Float>) {
      sums.add(vector, weights)
    }

    @inline(__always)
    func store(
      _ output: UnsafeMutablePointer<Float>, _ step: Int, _ plane: Int,
      _ bias: UnsafePointer<Float>
    ) {
      sums.write(output, plane, bias)
    }

    @inline(__always)
    func store(
      _ output: UnsafeMutablePointer<Float>, _ plane: Int, _ bias: UnsafePointer<Float>
    ) {
      sums.write(output, plane, bias)
    }
  }
#endif
