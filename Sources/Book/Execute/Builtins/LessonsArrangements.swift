import DeconvLessons

// Parts of tensors in another order, borders, and measures of phases.

extension RegistryPart {
  static let arrangementTypes = ["Border"]

  static let arrangementBuiltins = arrangements + borders + measures

  private static let arrangements: [Builtin] = [
    .member(
      of: "Tensor", "func gathered(_ indices: [Int], axis: Int) -> Tensor",
      "The parts at some places of an axis, in the order of the places.",
      running: { (runtime: Runtime, x: Tensor, indices: [Int], axis: Int) in
        try runtime.reserveGathering(x, axis, count: indices.count)
        return try Lessons.gathered(x, indices, axis: axis)
      }),
    .member(
      of: "Tensor", "func strided(_ step: Int, from start: Int = 0, axis: Int) -> Tensor",
      "Every so-many-th part along an axis: one phase of it.",
      running: { (runtime: Runtime, x: Tensor, step: Int, start: Int, axis: Int) in
        if x.shape.indices.contains(axis) {
          try runtime.reserveGathering(x, axis, count: x.shape[axis])
        }
        return try Lessons.strided(x, step, from: start, axis: axis)
      }),
    .member(
      of: "Tensor", "func permuted(_ order: [Int]) -> Tensor",
      "The tensor with its axes in another order: `w.permuted([1, 0, 2, 3])`.",
      running: { (runtime: Runtime, x: Tensor, order: [Int]) in
        for axis in x.shape.indices {
          try runtime.reserveGathering(x, axis, count: x.shape[axis])
        }
        return try Lessons.permuted(x, order)
      }),
    .function(
      "func stacked(_ tensors: [Tensor]) -> Tensor",
      "Joins tensors of one shape along a new first axis.",
      running: { (runtime: Runtime, tensors: [Tensor]) in
        try runtime.reserveElements([tensors.count, tensors.first?.count ?? 0, 2])
        return try Lessons.stacked(tensors)
      }),
    .member(
      of: "Tensor", "func argmax(axis: Int) -> Counts",
      "Where the largest element along an axis stands; of equal ones the first.",
      running: { (runtime: Runtime, x: Tensor, axis: Int) in
        try runtime.reserveElements(x.shape + [3])
        return try Lessons.argmax(x, axis: axis)
      }),
  ]

  private static let borders: [Builtin] = [
    .member(
      of: "Tensor", "func padded(_ margin: some PerAxis, border: Border) -> Tensor",
      "The tensor with a margin made of its own elements: `x.padded(1, border: .reflect)`.",
      running: { (runtime: Runtime, x: Tensor, margin: PerAxisArgument, border: Border) in
        let margins = try Checked.margins(x, margin.axisValues, "padded")
        try runtime.reservePadding(x, margins)
        try runtime.charge(
          steps: saturatingSum([margins.top, margins.bottom, margins.left, margins.right]))
        return try Lessons.padded(x, margin.axisValues, border: border)
      }),
    .enumCase("reflect", "The elements inside, mirrored: `c b | a b c`.", Border.reflect),
    .enumCase("replicate", "The outermost element: `a a | a b c`.", Border.replicate),
    .enumCase("circular", "The elements from the other side: `b c | a b c`.", Border.circular),
    .member(of: "Border", "static var allCases: [Border]", "All of the rules.") { Border.allCases },
    .member(of: "Border", "var rawValue: String", "The rule's name.") {
      (border: Border) in border.rawValue
    },
  ]

  private static let measures: [Builtin] = [
    .function(
      "func phaseMeans(_ x: Tensor, period: Int) -> Matrix",
      "The mean of the elements of each phase (row mod period, column mod period).",
      running: { (runtime: Runtime, x: Tensor, period: Int) in
        try runtime.chargeElements(x)
        return try Lessons.phaseMeans(x, period: period)
      }),
    .function(
      "func histogram(_ x: Tensor, bins: Int, from lowest: Double, to highest: Double) -> Counts",
      "How many elements lie in each of some ranges of equal width.",
      running: { (runtime: Runtime, x: Tensor, bins: Int, lowest: Double, highest: Double) in
        try runtime.chargeElements(x)
        return try Lessons.histogram(x, bins: bins, from: lowest, to: highest)
      }),
    .function(
      "func psnr(mse: Double, range: Double) -> Double",
      "The peak signal-to-noise ratio of a mean squared error, in decibels."
    ) { (mse: Double, range: Double) in try Lessons.psnr(mse: mse, range: range) },
  ]
}

extension Runtime {
  /// Memory for parts of an axis, and a step for each: they are taken one by one.
  fileprivate func reserveGathering(_ x: Tensor, _ axis: Int, count: Int) throws {
    guard x.shape.indices.contains(axis) else { return }
    let part = x.count / max(x.shape[axis], 1)
    try reserveElements([max(part, 1), count, 2])
    // Each part is a tensor with its shape, and on a tape a step.
    try reserve(bytes: saturatingProduct([count, 256]))
    try charge(steps: saturatingProduct([count, 8]))
  }
}

extension Border: NativeValue {
  package static let typeName = "Border"
}
