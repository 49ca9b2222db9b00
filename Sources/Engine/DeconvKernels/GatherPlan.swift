internal import CDeconvKernels

/// What the sixteen lanes of a vector are.
enum LaneOrder {
  /// Sixteen images of the batch, at one place.
  case images
  /// Sixteen outputs of one row that the same taps reach, of one image.
  case columns
}

/// A convolution in either direction as loops over vectors: every choice that is not arithmetic.
///
/// Outputs and inputs are called so whichever of them are pixels and positions.
struct GatherPlan {
  /// Some rows of the output, which a thread computes at once.
  struct Band {
    var rows: Range<Int>
    var runs: [DeconvRun]
    /// Where the lanes of columns belong; none where lanes are images.
    var strips: [DeconvStrip]
    /// The vectors of one channel.
    var vectors: Int
  }

  let order: LaneOrder
  let batch: Int
  let groups: Int
  /// The channels of one group.
  let inputChannels: Int
  let outputChannels: Int
  let inputRows: Int
  let inputColumns: Int
  let outputRows: Int
  let outputColumns: Int
  let kernelPlane: Int
  /// The floats from one output channel's kernels to the next's, and along the input channels.
  let weightOutputStep: Int
  let weightInputStep: Int
  /// The distance of two outputs' inputs in a row; where lanes are columns, lines of the input are
  /// parted into that many phases, so that a vector's inputs lie side by side.
  let inputStep: Int
  let taps: [DeconvTap]
  let bands: [Band]

  /// The vectors' length.
  static let lanes = 16

  /// More taps than this, over all kinds of places in the output, are not listed.
  private static let maximumTaps = 1 << 17

  /// The floats that a band's results for the channels of a thread may take.
  private static let bandFloats = 1 << 16

  /// The plan of a convolution.
  ///
  /// - Parameters:
  ///   - geometry: Shapes and movement.
  ///   - width: The output channels that a thread computes at once.
  /// - Returns: The plan; nil where the kernel has so many ways to hang over the edge that listing
  ///   them is worse than the reference kernel.
  static func convolution(_ geometry: ConvGeometry, width: Int) -> GatherPlan? {
    GatherPlan(
      geometry, width, rows: geometry.rows.convolutionRuns,
      columns: geometry.columns.convolutionRuns, inputStep: geometry.columns.stride,
      isTransposed: false)
  }

  /// The plan of a transposed convolution: see ``convolution(_:width:)``.
  static func transposed(_ geometry: ConvGeometry, width: Int) -> GatherPlan? {
    GatherPlan(
      geometry, width, rows: geometry.rows.transposedRuns,
      columns: geometry.columns.transposedRuns, inputStep: 1, isTransposed: true)
  }

  private init?(
    _ geometry: ConvGeometry, _ width: Int, rows: [AxisRun], columns: [AxisRun], inputStep: Int,
    isTransposed: Bool
  ) {
    let rowTaps = rows.reduce(0) { $0 + $1.tapCount }
    let (tapCount, overflows) = rowTaps.multipliedReportingOverflow(
      by: columns.reduce(0) { $0 + $1.tapCount })
    guard !overflows, tapCount <= Self.maximumTaps,
      rows.count * columns.count <= Self.maximumTaps
    else { return nil }
    batch = geometry.batch
    groups = geometry.groups
    kernelPlane = geometry.rows.kernel * geometry.columns.kernel
    self.inputStep = inputStep
    if isTransposed {
      inputChannels = geometry.positionChannelsPerGroup
      outputChannels = geometry.pixelChannelsPerGroup
      (inputRows, inputColumns) = (geometry.rows.positions, geometry.columns.positions)
      (outputRows, outputColumns) = (geometry.rows.pixels, geometry.columns.pixels)
      weightOutputStep = kernelPlane
      weightInputStep = geometry.pixelChannelsPerGroup * kernelPlane
    } else {
      inputChannels = geometry.pixelChannelsPerGroup
      outputChannels = geometry.positionChannelsPerGroup
      (inputRows, inputColumns) = (geometry.rows.pixels, geometry.columns.pixels)
      (outputRows, outputColumns) = (geometry.rows.positions, geometry.columns.positions)
      weightOutputStep = geometry.pixelChannelsPerGroup * kernelPlane
      weightInputStep = kernelPlane
    }
    // The order that needs fewer vectors wins.
    let blocks = (batch + Self.lanes - 1) / Self.lanes
    let columnVectors = columns.reduce(0) { $0 + ($1.count + Self.lanes - 1) / Self.lanes }
    let order: LaneOrder =
      batch * columnVectors < blocks * outputColumns ? .columns : .images
    self.order = order
    let lines = RunLayout(
      order: order, inputColumns: inputColumns, inputStep: inputStep,
      kernelColumns: geometry.columns.kernel, outputColumns: outputColumns)
    taps = lines.taps(rows, columns)
    let rowVectors = order == .images ? outputColumns : columnVectors
    let bandRows = max(1, Self.bandFloats / (min(width, outputChannels) * Self.lanes * rowVectors))
    bands = stride(from: 0, to: outputRows, by: bandRows).map { [outputRows] first in
      lines.band(rows, columns, first..<min(first + bandRows, outputRows))
    }
  }

  /// The floats of a packed line of the input.
  var lineLength: Int {
    switch order {
    case .images: inputColumns * Self.lanes
    case .columns: (inputColumns + inputStep - 1) / inputStep * inputStep
    }
  }

  /// The floats of a packed channel of the input.
  var channelLength: Int { inputRows * lineLength }

  /// The floats of a packed block of the input: sixteen images, or one and what its last vector
  /// reads behind it.
  var blockLength: Int {
    groups * inputChannels * channelLength + (order == .images ? 0 : Self.lanes)
  }

  /// The images of a block.
  var blockImages: Int { order == .images ? Self.lanes : 1 }

  /// The blocks of the batch.
  var blocks: Int { (batch + blockImages - 1) / blockImages }

  /// The multiply-adds of a packed block for one output channel, about.
  var workOfChannel: Int {
    bands.reduce(0) { sum, band in
      sum
        + band.runs.reduce(0) { $0 + $1.rows * $1.columns * $1.tap_count }
    } * inputChannels
  }
}

/// How the runs of two axes become runs of vectors.
private struct RunLayout {
  let order: LaneOrder
  let inputColumns: Int
  let inputStep: Int
  let kernelColumns: Int
  let outputColumns: Int

  private var lanes: Int { GatherPlan.lanes }

  private var phaseLength: Int { (inputColumns + inputStep - 1) / inputStep }

  private var lineLength: Int {
    order == .images ? inputColumns * lanes : phaseLength * inputStep
  }

  /// Where an input column lies in a packed line.
  private func place(_ column: Int) -> Int {
    switch order {
    case .images: column * lanes
    case .columns: column % inputStep * phaseLength + column / inputStep
    }
  }

  /// The taps of every pair of runs, rows outside.
  func taps(_ rows: [AxisRun], _ columns: [AxisRun]) -> [DeconvTap] {
    var taps: [DeconvTap] = []
    for row in rows {
      for column in columns {
        for rowTap in 0..<row.tapCount {
          for columnTap in 0..<column.tapCount {
            let y = row.input + rowTap * row.inputTapStep
            let x = column.input + columnTap * column.inputTapStep
            taps.append(
              DeconvTap(
                input: y * lineLength + place(x),
                weight: (row.tap + rowTap * row.tapStep) * kernelColumns + column.tap
                  + columnTap * column.tapStep))
          }
        }
      }
    }
    // Where no output has a tap the loops still need a place to point to.
    return taps.isEmpty ? [DeconvTap(input: 0, weight: 0)] : taps
  }

  /// The runs of some rows of the output.
  func band(_ rows: [AxisRun], _ columns: [AxisRun], _ range: Range<Int>) -> GatherPlan.Band {
    var band = GatherPlan.Band(rows: range, runs: [], strips: [], vectors: 0)
    var firstTap = 0
    for row in rows {
      // The outputs of the run that lie in the range.
      let step = row.outputStep
      let skipped = max(0, (range.lowerBound - row.output + step - 1) / step)
      let end = min(row.count, max(0, (range.upperBound - row.output + step - 1) / step))
      for column in columns {
        let tapCount = row.tapCount * column.tapCount
        if skipped < end {
          append(row, skipped..<end, column, firstTap, tapCount, to: &band)
        }
        firstTap += tapCount
      }
    }
    if order == .images { band.vectors = range.count * outputColumns }
    return band
  }

  private func append(
    _ row: AxisRun, _ numbers: Range<Int>, _ column: AxisRun, _ firstTap: Int, _ tapCount: Int,
    to band: inout GatherPlan.Band
  ) {
    let inputRowStep = row.inputStep * lineLength
    let top = row.output + numbers.lowerBound * row.outputStep - band.rows.lowerBound
    var run = DeconvRun(
      first_tap: firstTap, tap_count: tapCount, rows: numbers.count, columns: column.count,
      input: numbers.lowerBound * inputRowStep, input_row_step: inputRowStep,
      input_column_step: column.inputStep * lanes,
      output: (top * outputColumns + column.output) * lanes,
      output_row_step: row.outputStep * outputColumns * lanes,
      output_column_step: column.outputStep * lanes)
    if order == .columns {
      run.columns = (column.count + lanes - 1) / lanes
      // The input is parted into phases: the next output's inputs lie one float further.
      run.input_column_step = lanes
      run.output = band.vectors * lanes
      run.output_row_step = run.columns * lanes
      run.output_column_step = lanes
      band.strips.append(
        DeconvStrip(
          rows: numbers.count, lanes: column.count, source: run.output,
          source_row_step: run.output_row_step, target: top * outputColumns + column.output,
          target_row_step: row.outputStep * outputColumns, target_step: column.outputStep))
      band.vectors += run.rows * run.columns
    }
    // Tiles hold several columns of a run: a narrow run is walked along its rows.
    if run.columns < run.rows, run.columns < 3 {
      swap(&run.rows, &run.columns)
      swap(&run.input_row_step, &run.input_column_step)
      swap(&run.output_row_step, &run.output_column_step)
    }
    band.runs.append(run)
  }
}
