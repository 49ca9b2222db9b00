import DeconvLessons

// Tensors, matrices and counts: what all three have is bound once.

extension RegistryPart {
  static let tensorBuiltins =
    shapedMembers(of: Tensor.self, scalar: "Float", noun: "tensor")
    + shapedMembers(of: Matrix.self, scalar: "Double", noun: "matrix")
    + shapedMembers(of: Counts.self, scalar: "Int", noun: "array of counts")
    + constructors + creation + editing
    + tensorArithmetic + matrixArithmetic

  private static func shapedMembers<A: ShapedArray & NativeValue>(
    of type: A.Type, scalar: String, noun: String
  ) -> [Builtin] where A.Scalar: ValueConvertible {
    let name = A.typeName
    return [
      .member(of: name, "var shape: [Int]", "The sizes of the axes, outermost first.") {
        (a: A) in a.shape
      },
      .member(of: name, "var count: Int", "The number of elements.") { (a: A) in a.count },
      .member(of: name, "var rank: Int", "The number of axes.") { (a: A) in a.rank },
      .member(of: name, "var scalars: [\(scalar)]", "The elements in row-major order.") {
        (a: A) in a.scalars
      },
      .member(
        of: name, "var T: \(name)", "The \(noun) with its axes in reverse order: the transpose."
      ) { (a: A) in a.T },
      .member(of: name, "var flattened: \(name)", "All elements along one axis.") {
        (a: A) in a.flattened
      },
      .member(
        of: name, "var description: String", "The elements in nested brackets.",
        running: { (runtime: Runtime, a: A) in try runtime.text(of: a.asValue) }),
      .settable(
        of: type, "subscript(indices: Int...) -> \(scalar) { get set }",
        "The element at an index with one number for each axis, from 0.",
        get: { (a: A, indices: [Int]) in try Checked.element(of: a, at: indices) },
        set: { (a: inout A, scalar: A.Scalar, indices: [Int]) in
          try Checked.setElement(of: &a, at: indices, to: scalar)
        }),
      .member(
        of: name, "func reshaped(_ shape: Int...) -> \(name)",
        "The same elements in another shape; one size may be -1 and is found from the count."
      ) { (a: A, shape: [Int]) in try Checked.reshaped(a, shape) },
      .member(
        of: name, "func reshaped(_ shape: [Int]) -> \(name)",
        "The same elements in another shape; one size may be -1 and is found from the count."
      ) { (a: A, shape: [Int]) in try Checked.reshaped(a, shape) },
      .member(
        of: name, "func row(_ index: Int) -> \(name)",
        "The part at one index of the first axis, without that axis."
      ) { (a: A, index: Int) in try Checked.row(a, index) },
      .member(
        of: name, "func slice(axis: Int, from: Int, to: Int) -> \(name)",
        "The part of one axis from one index up to, not including, another."
      ) { (a: A, axis: Int, from: Int, to: Int) in
        try Checked.slice(a, axis: axis, from: from, to: to)
      },
      .member(of: name, "func max() -> \(scalar)", "The largest element; NaN if one is NaN.") {
        (a: A) in try Checked.max(a)
      },
      .member(of: name, "func min() -> \(scalar)", "The smallest element; NaN if one is NaN.") {
        (a: A) in try Checked.min(a)
      },
      .member(
        of: name, "func sum() -> \(scalar)", "The sum of all elements, added in a fixed order."
      ) { (a: A) in try Checked.sum(a) },
      .function(
        "func == (left: \(name), right: \(name)) -> Bool",
        "Whether shapes and all elements are equal; NaN equals nothing."
      ) { (a: A, b: A) in a == b },
      .function(
        "func != (left: \(name), right: \(name)) -> Bool",
        "Whether the shapes or two elements differ."
      ) { (a: A, b: A) in a != b },
    ]
  }

  private static let constructors: [Builtin] = [
    .member(
      of: "Tensor", "init(arrayLiteral elements: Double...)",
      "A literal of numbers or of lists: `let x: Tensor = [[1, 2], [3, 4]]`."
    ) { (elements: NestedNumbers) in try Checked.tensor(elements.nested) },
    .member(
      of: "Matrix", "init(arrayLiteral elements: Double...)",
      "A literal of rows: `let a: Matrix = [[1, 2], [3, 4]]`."
    ) { (elements: NestedNumbers) in try Checked.matrix(elements.nested) },
    .member(
      of: "Counts", "init(arrayLiteral elements: Int...)",
      "A literal of integers or of lists: `let n: Counts = [1, 2, 1]`."
    ) { (elements: NestedIntegers) in try Checked.counts(elements.nested) },
    .member(
      of: "Tensor", "init(_ values: some TensorElements)",
      "A tensor of a number or of nested arrays of numbers; rows have equal lengths."
    ) { (values: NestedNumbers) in try Checked.tensor(values.nested) },
    .member(
      of: "Tensor", "init(shape: [Int], scalars: [Float])",
      "A tensor of elements in row-major order, as many as the shape has."
    ) { (shape: [Int], scalars: [Float]) in try Checked.tensor(shape: shape, scalars: scalars) },
    .member(
      of: "Tensor", "init(_ counts: Counts)", "A tensor of counts, rounded to single precision."
    ) { (counts: Counts) in Tensor(counts) },
    .member(
      of: "Tensor", "init(_ matrix: Matrix)",
      "A tensor of a matrix, each element rounded to single precision."
    ) { (matrix: Matrix) in Tensor(matrix) },
    .member(
      of: "Matrix", "init(_ values: some TensorElements)",
      "A matrix in double precision of rows of numbers."
    ) { (values: NestedNumbers) in try Checked.matrix(values.nested) },
    .member(
      of: "Matrix", "init(_ tensor: Tensor)",
      "A matrix in double precision of a tensor of rank 2, exactly."
    ) { (tensor: Tensor) in try Checked.matrix(tensor) },
    .member(
      of: "Counts", "init(_ values: some CountsElements)",
      "Counts of an integer or of nested arrays of integers."
    ) { (values: NestedIntegers) in try Checked.counts(values.nested) },
  ]

  private static let creation: [Builtin] = [
    .member(
      of: "Tensor", "static func zeros(_ shape: Int...) -> Tensor", "A tensor of zeros.",
      running: { (runtime: Runtime, shape: [Int]) in
        try runtime.reserveElements(shape)
        return try Checked.full(shape: shape, value: 0)
      }),
    .member(
      of: "Tensor", "static func ones(_ shape: Int...) -> Tensor", "A tensor of ones.",
      running: { (runtime: Runtime, shape: [Int]) in
        try runtime.reserveElements(shape)
        return try Checked.full(shape: shape, value: 1)
      }),
    .member(
      of: "Tensor", "static func full(_ shape: Int..., value: Float) -> Tensor",
      "A tensor whose elements are all equal.",
      running: { (runtime: Runtime, shape: [Int], value: Float) in
        try runtime.reserveElements(shape)
        return try Checked.full(shape: shape, value: value)
      }),
    .member(
      of: "Tensor", "static func arange(_ count: Int) -> Tensor",
      "The numbers 0, 1, … up to `count`, without it.",
      running: { (runtime: Runtime, count: Int) in
        try runtime.reserveElements([count])
        return try Checked.arange(count)
      }),
    .member(
      of: "Tensor", "static func random(_ shape: Int..., seed: Int) -> Tensor",
      "Random numbers, uniform in [0, 1): the same for a seed on every machine.",
      running: { (runtime: Runtime, shape: [Int], seed: Int) in
        try runtime.reserveElements(shape)
        return try Checked.random(shape: shape, seed: seed)
      }),
  ]

  private static let editing: [Builtin] = [
    .member(of: "Tensor", "func mean() -> Float", "The mean of all elements, rounded once.") {
      (x: Tensor) in try Checked.mean(x)
    },
    .member(of: "Matrix", "func mean() -> Double", "The mean of all elements.") {
      (x: Matrix) in try Checked.mean(x)
    },
    .member(
      of: "Tensor", "func abs() -> Tensor", "The absolute values of the elements.",
      running: { (runtime: Runtime, x: Tensor) in
        try runtime.chargeElements(x)
        return x.abs()
      }),
    .member(of: "Matrix", "func abs() -> Matrix", "The absolute values of the elements.") {
      (x: Matrix) in x.abs()
    },
    .member(
      of: "Tensor", "func flipped() -> Tensor",
      "The tensor turned by 180° in the plane of its last two axes."
    ) { (x: Tensor) in x.flipped() },
    .member(
      of: "Tensor", "func padded(_ margin: some PerAxis, value: Float = 0) -> Tensor",
      "The tensor with a margin of equal numbers on all sides of its last two axes.",
      running: { (runtime: Runtime, x: Tensor, margin: PerAxisArgument, value: Float) in
        let margins = try Checked.margins(x, margin.axisValues, "padded")
        try runtime.reservePadding(x, margins)
        return try Checked.padded(x, margins, value: value)
      }),
    .member(
      of: "Tensor",
      """
      func padded(top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0, \
      value: Float = 0) -> Tensor
      """,
      "The tensor with a margin of equal numbers on some sides of its last two axes.",
      running: {
        (runtime: Runtime, x: Tensor, top: Int, left: Int, bottom: Int, right: Int, value: Float) in
        let margins = Margins(top: top, left: left, bottom: bottom, right: right)
        try runtime.reservePadding(x, margins)
        return try Checked.padded(x, margins, value: value)
      }),
    .member(
      of: "Tensor", "func cropped(_ margin: some PerAxis) -> Tensor",
      "The tensor without a margin on all sides of its last two axes."
    ) { (x: Tensor, margin: PerAxisArgument) in
      try Checked.cropped(x, Checked.margins(x, margin.axisValues, "cropped"))
    },
    .member(
      of: "Tensor",
      "func cropped(top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0) -> Tensor",
      "The tensor without a margin on some sides of its last two axes."
    ) { (x: Tensor, top: Int, left: Int, bottom: Int, right: Int) in
      try Checked.cropped(x, Margins(top: top, left: left, bottom: bottom, right: right))
    },
    .member(
      of: "Tensor", "func cropped(rows: Range<Int>, columns: Range<Int>) -> Tensor",
      "The part of the tensor in these rows and columns: `x.cropped(rows: 0..<3, columns: 1..<4)`."
    ) { (x: Tensor, rows: Range<Int>, columns: Range<Int>) in
      try Checked.cropped(x, rows: rows, columns: columns)
    },
  ]
}
