import DeconvKernels

/// What the documentation of the kernels says, written down once more and without any cleverness.
enum Definition {
  static func convolve(
    _ geometry: ConvGeometry, _ pixels: [Float], _ weights: [Float], _ bias: [Float]?
  ) -> [Float] {
    var output: [Float] = []
    for image in 0..<geometry.batch {
      for channel in 0..<geometry.positionChannels {
        for row in 0..<geometry.rows.positions {
          for column in 0..<geometry.columns.positions {
            var sum: Float = 0
            for inner in 0..<geometry.pixelChannelsPerGroup {
              for tap in taps(geometry) {
                guard let y = geometry.rows.pixel(position: row, tap: tap.row),
                  let x = geometry.columns.pixel(position: column, tap: tap.column)
                else { continue }
                let pixel = geometry.pixel(image, channel, inner, y, x)
                let weight = geometry.weight(channel, inner, tap.row, tap.column)
                sum = sum.addingProduct(pixels[pixel], weights[weight])
              }
            }
            output.append(sum + (bias?[channel] ?? 0))
          }
        }
      }
    }
    return output
  }

  static func convolveTransposed(
    _ geometry: ConvGeometry, _ positions: [Float], _ weights: [Float], _ bias: [Float]?
  ) -> [Float] {
    var output: [Float] = []
    for image in 0..<geometry.batch {
      for channel in 0..<geometry.pixelChannels {
        let (group, inner) = channel.quotientAndRemainder(
          dividingBy: geometry.pixelChannelsPerGroup)
        for row in 0..<geometry.rows.pixels {
          for column in 0..<geometry.columns.pixels {
            var sum: Float = 0
            for other in 0..<geometry.positionChannelsPerGroup {
              let source = group * geometry.positionChannelsPerGroup + other
              for tap in taps(geometry).reversed() {
                guard let y = geometry.rows.position(pixel: row, tap: tap.row),
                  let x = geometry.columns.position(pixel: column, tap: tap.column)
                else { continue }
                let position = geometry.position(image, source, y, x)
                let weight = geometry.weight(source, inner, tap.row, tap.column)
                sum = sum.addingProduct(positions[position], weights[weight])
              }
            }
            output.append(sum + (bias?[channel] ?? 0))
          }
        }
      }
    }
    return output
  }

  static func weightGradient(
    _ geometry: ConvGeometry, _ pixels: [Float], _ positions: [Float]
  ) -> [Float] {
    var output: [Float] = []
    for channel in 0..<geometry.positionChannels {
      for inner in 0..<geometry.pixelChannelsPerGroup {
        for tap in taps(geometry) {
          output.append(
            batchSum(geometry.batch) { image, lane in
              for row in 0..<geometry.rows.positions {
                guard let y = geometry.rows.pixel(position: row, tap: tap.row) else { continue }
                for column in 0..<geometry.columns.positions {
                  guard let x = geometry.columns.pixel(position: column, tap: tap.column) else {
                    continue
                  }
                  lane = lane.addingProduct(
                    pixels[geometry.pixel(image, channel, inner, y, x)],
                    positions[geometry.position(image, channel, row, column)])
                }
              }
            })
        }
      }
    }
    return output
  }

  static func channelSums(_ values: [Float], batch: Int, channels: Int) -> [Float] {
    let plane = values.count / batch / channels
    return (0..<channels).map { channel in
      batchSum(batch) { image, lane in
        for index in 0..<plane { lane += values[(image * channels + channel) * plane + index] }
      }
    }
  }

  /// Slices of 32 images, 16 lanes, the lanes as a tree, the slices in order.
  private static func batchSum(_ batch: Int, _ add: (Int, inout Float) -> Void) -> Float {
    var total: Float = 0
    for slice in stride(from: 0, to: batch, by: 32) {
      var lanes = [Float](repeating: 0, count: 16)
      for image in slice..<min(slice + 32, batch) { add(image, &lanes[(image - slice) % 16]) }
      for half in [8, 4, 2, 1] { for lane in 0..<half { lanes[lane] += lanes[lane + half] } }
      total += lanes[0]
    }
    return total
  }

  private static func taps(_ geometry: ConvGeometry) -> [(row: Int, column: Int)] {
    (0..<geometry.rows.kernel).flatMap { row in
      (0..<geometry.columns.kernel).map { (row, $0) }
    }
  }
}

extension ConvGeometry {
  /// The place of a pixel in the channel `inner` of the group of a position channel.
  fileprivate func pixel(_ image: Int, _ channel: Int, _ inner: Int, _ y: Int, _ x: Int) -> Int {
    let plane =
      image * pixelChannels + channel / positionChannelsPerGroup * pixelChannelsPerGroup + inner
    return (plane * rows.pixels + y) * columns.pixels + x
  }

  fileprivate func position(_ image: Int, _ channel: Int, _ y: Int, _ x: Int) -> Int {
    ((image * positionChannels + channel) * rows.positions + y) * columns.positions + x
  }

  fileprivate func weight(_ channel: Int, _ inner: Int, _ rowTap: Int, _ columnTap: Int) -> Int {
    ((channel * pixelChannelsPerGroup + inner) * rows.kernel + rowTap) * columns.kernel + columnTap
  }
}
