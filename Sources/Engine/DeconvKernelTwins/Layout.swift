package import CDeconvKernels

// Sixteen images side by side: element `e` of image `l` lies at `16 e + l`.

/// Puts images side by side; where there are fewer than sixteen the other lanes are zero.
///
/// - Parameters:
///   - images: The elements of the first image.
///   - imageStep: The floats from one image to the next.
///   - count: The images, at most sixteen.
///   - length: The elements of an image to take.
///   - output: `16 · length` floats.
package func packImages(
  _ images: UnsafePointer<Float>, imageStep: Int, count: Int, length: Int,
  into output: UnsafeMutablePointer<Float>
) {
  var done = 0
  while count == 16, done + 16 <= length {
    var square = Square(images + done, imageStep)
    square.transpose()
    square.store(output + done * 16, 16)
    done += 16
  }
  while done < length {
    for image in 0..<count { output[done * 16 + image] = images[image * imageStep + done] }
    for image in count..<16 { output[done * 16 + image] = 0 }
    done += 1
  }
}

/// Takes images apart that lie side by side.
///
/// - Parameters:
///   - lanes: `16 · length` floats.
///   - images: Where the elements of the first image go.
///   - imageStep: The floats from one image to the next.
///   - count: The images to write, at most sixteen.
///   - length: The elements of each image.
package func unpackImages(
  _ lanes: UnsafePointer<Float>, into images: UnsafeMutablePointer<Float>, imageStep: Int,
  count: Int, length: Int
) {
  var done = 0
  while count == 16, done + 16 <= length {
    var square = Square(lanes + done * 16, 16)
    square.transpose()
    square.store(images + done, imageStep)
    done += 16
  }
  while done < length {
    for image in 0..<count { images[image * imageStep + done] = lanes[done * 16 + image] }
    done += 1
  }
}

/// Parts lines into their phases: element `n · stride + p` becomes element `n` of phase `p`.
///
/// - Parameters:
///   - lines: The lines, one after the other.
///   - count: The lines.
///   - length: The elements of a line.
///   - stride: The number of phases.
///   - output: `count · stride · ⌈length / stride⌉` floats; those behind a phase's end are not
///     written.
package func partLines(
  _ lines: UnsafePointer<Float>, count: Int, length: Int, stride: Int,
  into output: UnsafeMutablePointer<Float>
) {
  let phaseLength = (length + stride - 1) / stride
  for line in 0..<count {
    let from = lines + line * length
    for phase in 0..<stride {
      let to = output + (line * stride + phase) * phaseLength
      var index = 0
      var element = phase
      while element < length {
        to[index] = from[element]
        index += 1
        element += stride
      }
    }
  }
}

/// Writes the lanes of vectors to their places, in each channel.
package func scatter(
  _ vectors: UnsafePointer<Float>, plane: Int, strips: UnsafePointer<DeconvStrip>, count: Int,
  channels: Int, into output: UnsafeMutablePointer<Float>, outputPlane: Int
) {
  for channel in 0..<channels {
    for number in 0..<count {
      let strip = strips[number]
      for row in 0..<strip.rows {
        let from = vectors + channel * plane + strip.source + row * strip.source_row_step
        let to = output + channel * outputPlane + strip.target + row * strip.target_row_step
        for lane in 0..<strip.lanes { to[lane * strip.target_step] = from[lane] }
      }
    }
  }
}

/// Packs the kernels of some output channels: `[depth][taps][width]`, zeros behind the last.
///
/// - Parameters:
///   - weights: The kernel of the first output channel and the first input channel.
///   - channelStep: The floats from one output channel's kernels to the next's.
///   - depthStep: The floats from one input channel's kernel to the next's.
///   - depth: The input channels.
///   - taps: The taps of a kernel.
///   - channels: The output channels, at most `width`.
///   - width: The output channels side by side.
///   - output: `depth · taps · width` floats.
package func packWeights(
  _ weights: UnsafePointer<Float>, channelStep: Int, depthStep: Int, depth: Int, taps: Int,
  channels: Int, width: Int, into output: UnsafeMutablePointer<Float>
) {
  var target = output
  for inner in 0..<depth {
    for tap in 0..<taps {
      let from = weights + inner * depthStep + tap
      for channel in 0..<channels { target[channel] = from[channel * channelStep] }
      for channel in channels..<width { target[channel] = 0 }
      target += width
    }
  }
}

/// Sixteen vectors, to be transposed.
private struct Square {
  private var a, b, c, d, e, f, g, h: SIMD16<Float>
  private var i, j, k, l, m, n, o, p: SIMD16<Float>

  @inline(__always)
  init(_ rows: UnsafePointer<Float>, _ step: Int) {
    a = load(rows)
    b = load(rows + step)
    c = load(rows + 2 * step)
    d = load(rows + 3 * step)
    e = load(rows + 4 * step)
    f = load(rows + 5 * step)
    g = load(rows + 6 * step)
    h = load(rows + 7 * step)
    i = load(rows + 8 * step)
    j = load(rows + 9 * step)
    k = load(rows + 10 * step)
    l = load(rows + 11 * step)
    m = load(rows + 12 * step)
    n = load(rows + 13 * step)
    o = load(rows + 14 * step)
    p = load(rows + 15 * step)
  }

  /// Four times, the first eight vectors are shuffled into the last eight like cards.
  @inline(__always)
  mutating func transpose() {
    shuffle()
    shuffle()
    shuffle()
    shuffle()
  }

  @inline(__always)
  private mutating func shuffle() {
    let old = self
    a = low(old.a, old.i)
    b = high(old.a, old.i)
    c = low(old.b, old.j)
    d = high(old.b, old.j)
    e = low(old.c, old.k)
    f = high(old.c, old.k)
    g = low(old.d, old.l)
    h = high(old.d, old.l)
    i = low(old.e, old.m)
    j = high(old.e, old.m)
    k = low(old.f, old.n)
    l = high(old.f, old.n)
    m = low(old.g, old.o)
    n = high(old.g, old.o)
    o = low(old.h, old.p)
    p = high(old.h, old.p)
  }

  @inline(__always)
  func store(_ rows: UnsafeMutablePointer<Float>, _ step: Int) {
    write(a, rows)
    write(b, rows + step)
    write(c, rows + 2 * step)
    write(d, rows + 3 * step)
    write(e, rows + 4 * step)
    write(f, rows + 5 * step)
    write(g, rows + 6 * step)
    write(h, rows + 7 * step)
    write(i, rows + 8 * step)
    write(j, rows + 9 * step)
    write(k, rows + 10 * step)
    write(l, rows + 11 * step)
    write(m, rows + 12 * step)
    write(n, rows + 13 * step)
    write(o, rows + 14 * step)
    write(p, rows + 15 * step)
  }
}

@inline(__always)
private func load(_ pointer: UnsafePointer<Float>) -> SIMD16<Float> {
  UnsafeRawPointer(pointer).loadUnaligned(as: SIMD16<Float>.self)
}

@inline(__always)
private func write(_ vector: SIMD16<Float>, _ pointer: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: SIMD16<Float>.self)
}

@inline(__always)
private func low(_ first: SIMD16<Float>, _ second: SIMD16<Float>) -> SIMD16<Float> {
  alternating(first.lowHalf, second.lowHalf)
}

@inline(__always)
private func high(_ first: SIMD16<Float>, _ second: SIMD16<Float>) -> SIMD16<Float> {
  alternating(first.highHalf, second.highHalf)
}

@inline(__always)
private func alternating(_ even: SIMD8<Float>, _ odd: SIMD8<Float>) -> SIMD16<Float> {
  var result = SIMD16<Float>(repeating: 0)
  result.evenHalf = even
  result.oddHalf = odd
  return result
}
