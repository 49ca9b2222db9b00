package import CDeconvKernels

// Sixteen images lie side by side in a vector, so that each of the sixteen sums of a weight is a
// lane. A tile holds the vectors of several weights of one tap; its positions come in order, those
// of the slice's first sixteen images before those of its last.

/// The floats of scratch memory that a window takes.
package var windowScratch: Int {
  max(MemoryLayout<TileSums>.stride, MemoryLayout<StripSums>.stride) / 4
}

/// Computes the sums of a slice: see `BatchSum`.
package func sliceGradient(_ call: UnsafePointer<DeconvGradient>) {
  let call = call.pointee
  // A tile would compute more than twice what is needed.
  let isThin = call.first.channels * 2 <= TileSums.first
  let (firstStep, secondStep) = isThin ? (1, StripSums.count) : (TileSums.first, TileSums.second)
  var first = 0
  while first < call.first.channels {
    var second = 0
    while second < call.second.channels {
      // The taps inside: the values under them stay in the cache meanwhile.
      for segment in 0..<call.segment_count {
        for window in 0..<call.window_count {
          if isThin {
            strip(call, segment, window, first, second)
          } else {
            tile(call, segment, window, first, second)
          }
        }
      }
      second += secondStep
    }
    first += firstStep
  }
}

/// Adds the sums of slices to each other, in their order.
package func addSlices(
  _ sums: UnsafePointer<Float>, slices: Int, step: Int, count: Int,
  into total: UnsafeMutablePointer<Float>
) {
  for weight in 0..<count { total[weight] = 0 }
  for slice in 0..<slices {
    for weight in 0..<count { total[weight] += sums[slice * step + weight] }
  }
}

/// Adds the vectors of a slice and their lanes.
package func sliceSum(
  _ values: UnsafePointer<Float>, plane: Int, block: Int, blocks: Int
) -> Float {
  var sum = SIMD16<Float>(repeating: 0)
  for number in 0..<blocks {
    let start = values + number * block
    for index in 0..<plane { sum += load(start + index * 16) }
  }
  return total(sum)
}

@inline(__always)
private func load(_ pointer: UnsafePointer<Float>) -> SIMD16<Float> {
  UnsafeRawPointer(pointer).loadUnaligned(as: SIMD16<Float>.self)
}

/// Lane `l` gets lane `l + 8`, then `l + 4`, `l + 2`, `l + 1`.
@inline(__always)
private func total(_ lanes: SIMD16<Float>) -> Float {
  let eight = lanes.lowHalf + lanes.highHalf
  let four = eight.lowHalf + eight.highHalf
  let two = four.lowHalf + four.highHalf
  return two.x + two.y
}

/// The places of a window in a segment, block by block, row by row.
///
/// One loop, not one inside another: between them the compiler would spill the sums.
private struct Places {
  private(set) var x: UnsafePointer<Float>
  private(set) var y: UnsafePointer<Float>
  private(set) var left: Int
  private var leftInRow: Int
  private var leftInBlock: Int
  private let rows: Int

  @inline(__always)
  init(
    _ call: DeconvGradient, _ segment: DeconvSegment, _ window: DeconvWindow, _ first: Int,
    _ second: Int
  ) {
    let skipped = max(0, segment.first_row - window.top)
    rows = max(0, min(window.rows, segment.end_row - window.top) - skipped)
    x =
      call.first.values
      + (first * call.first.plane + segment.first_block * call.first.block + window.first
        + skipped * window.first_row_step)
    y =
      call.second.values
      + (second * call.second.plane + segment.first_block * call.second.block + window.second
        + skipped * window.second_row_step)
    leftInRow = window.columns
    leftInBlock = rows * window.columns
    left = (segment.end_block - segment.first_block) * leftInBlock
  }

  @inline(__always)
  mutating func advance(_ call: DeconvGradient, _ window: DeconvWindow) {
    left -= 1
    leftInRow -= 1
    leftInBlock -= 1
    let isRowEnd = leftInRow == 0
    let isBlockEnd = leftInBlock == 0
    x += window.first_column_step
    y += window.second_column_step
    x += isRowEnd ? window.first_row_step - window.columns * window.first_column_step : 0
    y += isRowEnd ? window.second_row_step - window.columns * window.second_column_step : 0
    x += isBlockEnd ? call.first.block - rows * window.first_row_step : 0
    y += isBlockEnd ? call.second.block - rows * window.second_row_step : 0
    leftInRow = isRowEnd ? window.columns : leftInRow
    leftInBlock = isBlockEnd ? rows * window.columns : leftInBlock
  }
}

/// The weights of one tap between some channels of one side and some of the other.
///
/// Behind the last channel a tile computes the last one again, and does not write it.
@inline(__always)
private func tile(
  _ call: DeconvGradient, _ segment: Int, _ number: Int, _ first: Int, _ second: Int
) {
  let window = call.windows[number]
  let scratch = UnsafeMutableRawPointer(call.scratch + number * windowScratch)
  let (firstLeft, secondLeft) = (call.first.channels - first, call.second.channels - second)
  let firstOffsets = FirstOffsets(plane: call.first.plane, left: firstLeft)
  let secondOffsets = SecondOffsets(plane: call.second.plane, left: secondLeft)
  var sums = segment == 0 ? TileSums() : scratch.load(as: TileSums.self)
  var places = Places(call, call.segments[segment], window, first, second)
  while places.left > 0 {
    sums.add(places.x, firstOffsets, places.y, secondOffsets)
    places.advance(call, window)
  }
  guard segment == call.segment_count - 1 else {
    return scratch.storeBytes(of: sums, as: TileSums.self)
  }
  let target =
    call.sums + (first * call.first.sum_step + second * call.second.sum_step + window.weight)
  sums.write(target, call.first.sum_step, firstLeft, call.second.sum_step, secondLeft)
}

/// The weights of one tap between one channel of the first side and eight of the second.
@inline(__always)
private func strip(
  _ call: DeconvGradient, _ segment: Int, _ number: Int, _ first: Int, _ second: Int
) {
  let window = call.windows[number]
  let scratch = UnsafeMutableRawPointer(call.scratch + number * windowScratch)
  let left = call.second.channels - second
  let half = min(4, left - 1) * call.second.plane
  let low = FourOffsets(plane: call.second.plane, left: left)
  let high = FourOffsets(plane: call.second.plane, left: max(1, left - 4))
  var sums = segment == 0 ? StripSums() : scratch.load(as: StripSums.self)
  var places = Places(call, call.segments[segment], window, first, second)
  while places.left > 0 {
    sums.add(load(places.x), places.y, low, places.y + half, high)
    places.advance(call, window)
  }
  guard segment == call.segment_count - 1 else {
    return scratch.storeBytes(of: sums, as: StripSums.self)
  }
  let target =
    call.sums + (first * call.first.sum_step + second * call.second.sum_step + window.weight)
  sums.write(target, call.second.sum_step, left)
}

/// One channel of the first side and eight of the second.
private struct StripSums {
  static var count: Int { 8 }
  private var low = FourSums()
  private var high = FourSums()

  @inline(__always)
  mutating func add(
    _ x: SIMD16<Float>, _ y: UnsafePointer<Float>, _ lowOffsets: FourOffsets,
    _ z: UnsafePointer<Float>, _ highOffsets: FourOffsets
  ) {
    low.add(
      x, load(y), load(y + lowOffsets.b), load(y + lowOffsets.c), load(y + lowOffsets.d))
    high.add(
      x, load(z), load(z + highOffsets.b), load(z + highOffsets.c), load(z + highOffsets.d))
  }

  @inline(__always)
  func write(_ sums: UnsafeMutablePointer<Float>, _ step: Int, _ count: Int) {
    low.write(sums, step, count)
    if count > 4 { high.write(sums + 4 * step, step, count - 4) }
  }
}

/// The floats from the first of four channels to the others.
private struct FourOffsets {
  let b, c, d: Int

  @inline(__always)
  init(plane: Int, left: Int) {
    b = min(1, left - 1) * plane
    c = min(2, left - 1) * plane
    d = min(3, left - 1) * plane
  }
}

/// One channel of the first side and four of the second.
private struct FourSums {
  private var a = SIMD16<Float>(repeating: 0)
  private var b = SIMD16<Float>(repeating: 0)
  private var c = SIMD16<Float>(repeating: 0)
  private var d = SIMD16<Float>(repeating: 0)

  @inline(__always)
  mutating func add(
    _ x: SIMD16<Float>, _ p: SIMD16<Float>, _ q: SIMD16<Float>, _ r: SIMD16<Float>,
    _ s: SIMD16<Float>
  ) {
    a.addProduct(x, p)
    b.addProduct(x, q)
    c.addProduct(x, r)
    d.addProduct(x, s)
  }

  @inline(__always)
  func write(_ sums: UnsafeMutablePointer<Float>, _ step: Int, _ count: Int) {
    let totals = total(a, b, c, d)
    sums[0] = totals.x
    if count > 1 { sums[step] = totals.y }
    if count > 2 { sums[2 * step] = totals.z }
    if count > 3 { sums[3 * step] = totals.w }
  }
}

/// The lanes of four vectors are added together: half as many shuffles as one after the other.
@inline(__always)
private func total(
  _ a: SIMD16<Float>, _ b: SIMD16<Float>, _ c: SIMD16<Float>, _ d: SIMD16<Float>
) -> SIMD4<Float> {
  let (a8, b8) = (a.lowHalf + a.highHalf, b.lowHalf + b.highHalf)
  let (c8, d8) = (c.lowHalf + c.highHalf, d.lowHalf + d.highHalf)
  let ab =
    SIMD8(lowHalf: a8.lowHalf, highHalf: b8.lowHalf)
    + SIMD8(lowHalf: a8.highHalf, highHalf: b8.highHalf)
  let cd =
    SIMD8(lowHalf: c8.lowHalf, highHalf: d8.lowHalf)
    + SIMD8(lowHalf: c8.highHalf, highHalf: d8.highHalf)
  let ab2 =
    SIMD4(lowHalf: ab.lowHalf.lowHalf, highHalf: ab.highHalf.lowHalf)
    + SIMD4(lowHalf: ab.lowHalf.highHalf, highHalf: ab.highHalf.highHalf)
  let cd2 =
    SIMD4(lowHalf: cd.lowHalf.lowHalf, highHalf: cd.highHalf.lowHalf)
    + SIMD4(lowHalf: cd.lowHalf.highHalf, highHalf: cd.highHalf.highHalf)
  return SIMD4(lowHalf: ab2.evenHalf, highHalf: cd2.evenHalf)
    + SIMD4(lowHalf: ab2.oddHalf, highHalf: cd2.oddHalf)
}
#if DECONV_AVX512
  /// 24 of the 32 registers: four channels of the first side and six of the second.
  private struct TileSums {
    static var first: Int { 4 }
    static var second: Int { 6 }
    private var a = FourSums()
    private var b = FourSums()
    private var c = FourSums()
    private var d = FourSums()
    private var e = FourSums()
    private var f = FourSums()

    @inline(__always)
    mutating func add(
      _ x: UnsafePointer<Float>, _ first: FirstOffsets, _ y: UnsafePointer<Float>,
      _ second: SecondOffsets
    ) {
      let (p, q) = (load(x), load(x + first.b))
      let (r, s) = (load(x + first.c), load(x + first.d))
      a.add(load(y), p, q, r, s)
      b.add(load(y + second.b), p, q, r, s)
      c.add(load(y + second.c), p, q, r, s)
      d.add(load(y + second.d), p, q, r, s)
      e.add(load(y + second.e), p, q, r, s)
      f.add(load(y + second.f), p, q, r, s)
    }

    @inline(__always)
    func write(
      _ sums: UnsafeMutablePointer<Float>, _ firstStep: Int, _ first: Int, _ secondStep: Int,
      _ second: Int
    ) {
      a.write(sums, firstStep, first)
      if second > 1 { b.write(sums + secondStep, firstStep, first) }
      if second > 2 { c.write(sums + 2 * secondStep, firstStep, first) }
      if second > 3 { d.write(sums + 3 * secondStep, firstStep, first) }
      if second > 4 { e.write(sums + 4 * secondStep, firstStep, first) }
      if second > 5 { f.write(sums + 5 * secondStep, firstStep, first) }
    }
  }

  private typealias FirstOffsets = FourOffsets

  /// The floats from the first of six channels to the others.
  private struct SecondOffsets {
    let b, c, d, e, f: Int

    @inline(__always)
    init(plane: Int, left: Int) {
      b = min(1, left - 1) * plane
      c = min(2, left - 1) * plane
      d = min(3, left - 1) * plane
      e = min(4, left - 1) * plane
      f = min(5, left - 1) * plane
    }
  }
#else
  /// The floats from a tile's first channel to its second.
  private struct FirstOffsets {
    let b: Int

    @inline(__always)
    init(plane: Int, left: Int) { b = min(1, left - 1) * plane }
  }

  private typealias SecondOffsets = FirstOffsets

  /// Eight of the 16 registers of AVX2 (a vector takes two): two channels on either side.
  private struct TileSums {
    static var first: Int { 2 }
    static var second: Int { 2 }
    private var a = SIMD16<Float>(repeating: 0)
    private var b = SIMD16<Float>(repeating: 0)
    private var c = SIMD16<Float>(repeating: 0)
    private var d = SIMD16<Float>(repeating: 0)

    @inline(__always)
    mutating func add(
      _ x: UnsafePointer<Float>, _ first: FirstOffsets, _ y: UnsafePointer<Float>,
      _ second: FirstOffsets
    ) {
      let (v, w) = (load(x), load(x + first.b))
      let (p, q) = (load(y), load(y + second.b))
      a.addProduct(v, p)
      b.addProduct(v, q)
      c.addProduct(w, p)
      d.addProduct(w, q)
    }

    @inline(__always)
    func write(
      _ sums: UnsafeMutablePointer<Float>, _ firstStep: Int, _ first: Int, _ secondStep: Int,
      _ second: Int
    ) {
      sums[0] = total(a)
      if second > 1 { sums[secondStep] = total(b) }
      if first > 1 { sums[firstStep] = total(c) }
      if first > 1, second > 1 { sums[firstStep + secondStep] = total(d) }
    }
  }
#endif
