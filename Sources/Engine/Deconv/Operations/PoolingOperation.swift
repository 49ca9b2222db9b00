import DeconvKernels

/// An operation that goes through a window for each element of its output.
protocol WindowOperation: Operation {
  var axes: Int { get }
  var settings: PoolingSettings { get }
}

extension WindowOperation {
  /// The shape of the output for an input of a shape.
  func outputShape(_ input: [Int]) throws(TensorError) -> [Int] {
    try PoolingCall(name, axes: axes, input: input, settings).outputShape
  }

  /// The elements that are read for an output of a shape, those of the padding included; the
  /// largest integer where that is more.
  func reads(output: [Int]) -> Int {
    let window =
      switch settings.kernel {
      case .every(let size): Array(repeating: size, count: axes)
      case .each(let sizes): sizes
      }
    return (output + window).reduce(1) { product, factor in
      let (result, overflows) = product.multipliedReportingOverflow(by: factor)
      return overflows ? Int.max : result
    }
  }
}

/// The largest element of each window.
///
/// Input: x. The element that won gets the gradient.
package struct MaxPoolOperation: WindowOperation {
  /// The number of spatial axes, 1 or 2.
  let axes: Int
  let settings: PoolingSettings

  package init(axes: Int, _ settings: PoolingSettings) {
    self.axes = axes
    self.settings = settings
  }

  package var name: String { "maxPool\(axes)d" }

  package var settingsText: String { settings.text }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    let call = try PoolingCall(name, axes: axes, input: inputs[0].shape, settings)
    let x = inputs[0].scalars
    return A(shape: call.outputShape, scalars: call.winners(x).map { x[$0] })
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let x = pass.inputs[0]
    let call = try PoolingCall(name, axes: axes, input: x.shape, settings)
    let gradient = pass.gradient.scalars
    var result = [A.Scalar](repeating: 0, count: x.count)
    for (position, pixel) in call.winners(x.scalars).enumerated() {
      result[pixel] += gradient[position]
    }
    return [A(shape: x.shape, scalars: result)]
  }

  /// The index of each largest element in its plane of the input.
  func indices(_ x: Tensor) throws(TensorError) -> Counts {
    let call = try PoolingCall(name, axes: axes, input: x.shape, settings)
    let plane = call.pixelCount
    return Counts(shape: call.outputShape, scalars: call.winners(x.scalars).map { $0 % plane })
  }
}

extension PoolingCall {
  /// The place in storage of each window's largest element.
  ///
  /// The first of equal ones, but the last NaN if there is one: PyTorch's comparison.
  @inline(__always)
  fileprivate func winners<Scalar: KernelScalar>(_ x: [Scalar]) -> [Int] {
    let (rowWindows, columnWindows) = (rows.windows, columns.windows)
    var winners: [Int] = []
    winners.reserveCapacity(planes * positionCount)
    for plane in 0..<planes {
      for row in rowWindows {
        for column in columnWindows {
          let first = plane * pixelCount + row.first * columns.pixels + column.first
          var winner = first
          for rowTap in 0..<row.count {
            let line = first + rowTap * rows.dilation * columns.pixels
            for columnTap in 0..<column.count {
              let pixel = line + columnTap * columns.dilation
              if x[pixel] > x[winner] || x[pixel].isNaN { winner = pixel }
            }
          }
          winners.append(winner)
        }
      }
    }
    return winners
  }
}

/// The mean of each window.
///
/// Input: x. Every element under a window gets an equal part of its gradient.
package struct AveragePoolOperation: WindowOperation {
  /// The number of spatial axes, 1 or 2.
  let axes: Int
  let settings: PoolingSettings
  /// Whether padding counts as elements.
  let countIncludePad: Bool

  package init(axes: Int, _ settings: PoolingSettings, countIncludePad: Bool = true) {
    self.axes = axes
    self.settings = settings
    self.countIncludePad = countIncludePad
  }

  package var name: String { "avgPool\(axes)d" }

  package var settingsText: String {
    settings.text + (countIncludePad ? "" : ", countIncludePad: false")
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    let call = try PoolingCall(name, axes: axes, input: inputs[0].shape, settings)
    let x = inputs[0].scalars
    var result: [A.Scalar] = []
    result.reserveCapacity(call.planes * call.positionCount)
    let columnWindows = call.columns.windows
    for plane in 0..<call.planes {
      for row in call.rows.windows {
        for column in columnWindows {
          let first = plane * call.pixelCount + row.first * call.columns.pixels + column.first
          var sum: A.Scalar = 0
          for rowTap in 0..<row.count {
            let line = first + rowTap * call.columns.pixels
            for pixel in line..<line + column.count { sum += x[pixel] }
          }
          result.append(sum / A.Scalar(divisor(call, row, column)))
        }
      }
    }
    return A(shape: call.outputShape, scalars: result)
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let x = pass.inputs[0]
    let call = try PoolingCall(name, axes: axes, input: x.shape, settings)
    let gradient = pass.gradient.scalars
    var result = [A.Scalar](repeating: 0, count: x.count)
    let columnWindows = call.columns.windows
    var position = 0
    for plane in 0..<call.planes {
      for row in call.rows.windows {
        for column in columnWindows {
          let first = plane * call.pixelCount + row.first * call.columns.pixels + column.first
          let part = gradient[position] / A.Scalar(divisor(call, row, column))
          for rowTap in 0..<row.count {
            let line = first + rowTap * call.columns.pixels
            for pixel in line..<line + column.count { result[pixel] += part }
          }
          position += 1
        }
      }
    }
    return [A(shape: x.shape, scalars: result)]
  }

  private func divisor(_ call: PoolingCall, _ row: Window, _ column: Window) -> Int {
    countIncludePad ? call.rows.kernel * call.columns.kernel : row.count * column.count
  }
}
