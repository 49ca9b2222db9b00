import DeconvKernels
import Testing

@Suite struct AxisGeometryTests {
  /// Every setting of a small grid, for both directions.
  private static func withEverySetting(
    _ body: (_ kernel: Int, _ stride: Int, _ start: Int, _ end: Int, _ dilation: Int) throws -> Void
  ) rethrows {
    for kernel in 1...4 {
      for stride in 1...4 {
        for start in 0...2 {
          for end in 0...2 {
            for dilation in 1...3 { try body(kernel, stride, start, end, dilation) }
          }
        }
      }
    }
  }

  @Test func convolutionCountsThePositionsThatFit() {
    Self.withEverySetting { kernel, stride, start, end, dilation in
      for input in 1...9 {
        let padded = input + start + end
        let fitting = Swift.stride(from: 0, to: padded, by: stride)
          .filter { $0 + dilation * (kernel - 1) < padded }.count
        let geometry = try? AxisGeometry.convolution(
          input: input, kernel: kernel, stride: stride, paddingStart: start, paddingEnd: end,
          dilation: dilation)
        #expect((geometry?.positions ?? 0) == fitting)
      }
    }
  }

  @Test func transposedReachesAsFarAsTheLastStamp() {
    Self.withEverySetting { kernel, stride, start, end, dilation in
      for input in 1...5 {
        for extra in 0..<max(stride, dilation) {
          let lastTouched =
            (0..<input).flatMap { position in
              (0..<kernel).map { position * stride + $0 * dilation }
            }.max() ?? 0
          let expected = lastTouched + 1 + extra - start - end
          let geometry = try? AxisGeometry.transposed(
            input: input, kernel: kernel, stride: stride, paddingStart: start, paddingEnd: end,
            outputPadding: extra, dilation: dilation)
          #expect(geometry?.pixels == (expected >= 1 ? expected : nil))
        }
      }
    }
  }

  @Test func transposedUndoesTheSizeOfConvolution() throws {
    try Self.withEverySetting { kernel, stride, start, end, dilation in
      for input in 1...12 {
        guard
          let forward = try? AxisGeometry.convolution(
            input: input, kernel: kernel, stride: stride, paddingStart: start, paddingEnd: end,
            dilation: dilation)
        else { continue }
        let extra = (input + start + end - dilation * (kernel - 1) - 1) % stride
        let back = try AxisGeometry.transposed(
          input: forward.positions, kernel: kernel, stride: stride, paddingStart: start,
          paddingEnd: end, outputPadding: extra, dilation: dilation)
        #expect(back == forward)
      }
    }
  }

  @Test func pixelPositionAndTapsAgree() throws {
    try Self.withEverySetting { kernel, stride, start, end, dilation in
      let geometry = try AxisGeometry.transposed(
        input: 5, kernel: kernel, stride: stride, paddingStart: start, paddingEnd: end,
        dilation: dilation)
      var counts = Array(repeating: 0, count: geometry.pixels)
      for position in 0..<geometry.positions {
        for tap in 0..<kernel {
          let pixel = geometry.pixel(position: position, tap: tap)
          #expect(geometry.taps(position: position).contains(tap) == (pixel != nil))
          if let pixel {
            #expect(geometry.position(pixel: pixel, tap: tap) == position)
            counts[pixel] += 1
          }
        }
      }
      #expect(geometry.overlapCounts() == counts)
      let reached = (0..<geometry.pixels).map { pixel in
        (0..<kernel).filter { geometry.position(pixel: pixel, tap: $0) != nil }.count
      }
      #expect(reached == counts)
    }
  }

  @Test func impossibleSettingsAreExplained() {
    check("the stride along the width is 0, it must be between 1 and 1073741824") {
      () throws(GeometryError) in try .convolution(input: 4, kernel: 3, stride: 0, axis: .width)
    }
    check("the input is 0, it must be between 1 and 1073741824") {
      () throws(GeometryError) in try .convolution(input: 0, kernel: 3)
    }
    check("the padding along the length is -1, it must be between 0 and 1073741824") {
      () throws(GeometryError) in
      try .transposed(input: 4, kernel: 3, paddingStart: -1, axis: .length)
    }
    check("the kernel is \(Int.max), it must be between 1 and 1073741824") {
      () throws(GeometryError) in try .transposed(input: 4, kernel: .max)
    }
    check(
      "the kernel spans 5 elements along the height (kernel 3, dilation 2), the padded input has 4 "
        + "(input 2, padding 2 in all): use a larger input or padding, or a smaller kernel or "
        + "dilation"
    ) { () throws(GeometryError) in
      try .convolution(
        input: 2, kernel: 3, paddingStart: 1, paddingEnd: 1, dilation: 2, axis: .height)
    }
    check(
      "the padding crops 6 of the 3 elements that the kernel reaches, so nothing is left: use less "
        + "padding, or a larger input or kernel"
    ) { () throws(GeometryError) in
      try .transposed(input: 1, kernel: 3, paddingStart: 3, paddingEnd: 3)
    }
    check(
      "the output padding along the width is 2, it must be less than the larger of stride (2) and "
        + "dilation (1)"
    ) { () throws(GeometryError) in
      try .transposed(input: 4, kernel: 3, stride: 2, outputPadding: 2, axis: .width)
    }
  }

  @Test func outputPaddingMayReachTheDilation() throws {
    #expect(
      try AxisGeometry.transposed(input: 2, kernel: 2, outputPadding: 2, dilation: 3).pixels == 7)
  }

  @Test func theLargestArgumentsDoNotOverflow() throws {
    let most = AxisGeometry.maximumArgument
    let geometry = try AxisGeometry.transposed(
      input: most, kernel: most, stride: most, outputPadding: most - 1, dilation: most)
    #expect(geometry.pixels == 2 * (most - 1) * most + most)
    #expect(
      try AxisGeometry.convolution(
        input: most, kernel: 1, stride: most, paddingStart: most, paddingEnd: most, dilation: most
      ).positions == 3)
    #expect(throws: GeometryError.tooLarge) {
      try ConvGeometry(batch: 8, rows: geometry, columns: geometry)
    }
  }

  @Test func groupsDivideTheChannels() {
    for (pixelChannels, positionChannels, groups) in [(3, 4, 2), (4, 3, 2), (4, 4, 0), (2, 2, 4)] {
      #expect(throws: GeometryError.self) {
        try ConvGeometry(
          pixelChannels: pixelChannels, positionChannels: positionChannels, groups: groups,
          rows: .single, columns: .single)
      }
    }
  }

  private func check(
    _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ make: () throws(GeometryError) -> AxisGeometry
  ) {
    do throws(GeometryError) {
      _ = try make()
      Issue.record("no error", sourceLocation: sourceLocation)
    } catch {
      #expect(error.description == sentence, sourceLocation: sourceLocation)
    }
  }
}
