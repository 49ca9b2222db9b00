public import DeconvKernels

/// The reason why an operation cannot be carried out on its arguments.
///
/// Operations never trap by themselves: the throwing form of each, in ``Checked``, throws this
/// error; its public form stops the program with the error's sentence.
public enum TensorError: Error, Hashable, Sendable {
  /// Sizes and settings do not describe a convolution.
  case geometry(operation: String, GeometryError)
  /// Two shapes that must fit each other do not.
  case shapes(operation: String, left: [Int], right: [Int], rule: String)
  /// A tensor has a number of axes that the operation does not take.
  case rank(operation: String, argument: String, shape: [Int], expected: String)
  /// The weight and the input of a convolution disagree about the channels.
  case channels(
    operation: String, expected: Int, weight: [Int], groups: Int, found: Int, input: [Int])
  /// A bias does not have one number for each output channel.
  case bias(operation: String, expected: Int, shape: [Int])
  /// A per-axis argument does not have one value for each axis.
  case axisValues(operation: String, argument: String, expected: Int, found: [Int])
  /// A padding of four sides is given to an operation over one axis.
  case paddingSides(operation: String, axes: Int)
  /// An index does not have one number for each axis.
  case indexCount(indices: [Int], shape: [Int])
  /// An index lies outside of its axis.
  case index(operation: String, index: Int, axis: Int, shape: [Int])
  /// A range lies outside of its axis or is not in order.
  case range(operation: String, from: Int, to: Int, axis: Int, shape: [Int])
  /// An axis that the array does not have.
  case axis(operation: String, axis: Int, shape: [Int])
  /// A shape with a negative size.
  case negativeSize(shape: [Int])
  /// A shape with more axes than are allowed.
  case tooManyAxes(operation: String, found: Int)
  /// A shape with more elements than are allowed.
  case tooLarge(operation: String, shape: [Int])
  /// Numbers that do not fill a shape exactly.
  case elementCount(operation: String, found: Int, shape: [Int])
  /// A nested literal whose rows have different shapes.
  case ragged(first: [Int], other: [Int])
  /// A reduction over no elements.
  case empty(operation: String, shape: [Int])
  /// A number outside of what an argument allows.
  case argument(operation: String, argument: String, value: Int, expected: String)
  /// An integer result that does not fit.
  case overflow(operation: String)
  /// A tensor that was to be on a tape is not: no gradient can be taken.
  case notOnTape(argument: String)
  /// The inputs of an operation are on tapes of different gradients.
  case differentTapes(operation: String)
  /// A layer failed, at a path of parts as `decoder.2`; either name may be empty.
  indirect case layer(path: String, layer: String, TensorError)
  /// A layer is given another number of channels or features than it was made for.
  case layerInput(what: String, expected: Int, found: Int, input: [Int], suggestion: String)
  /// A new tensor for a layer has another shape than the old one; nil stands for none.
  case layerParameter(layer: String, name: String, expected: [Int]?, found: [Int]?)
  /// The output of a model does not have the shape of its target.
  case modelOutput(found: [Int], expected: [Int], ShapeAdvice)
  /// A number outside of what a setting allows.
  case setting(operation: String, setting: String, value: Double, expected: String)
  /// A matrix cannot be decomposed, or a system not be solved.
  case linearAlgebra(operation: String, LinearAlgebraError)
}

extension TensorError: CustomStringConvertible {
  /// The error as one sentence: the operation, what was expected, what was found, what to do.
  public var description: String {
    switch self {
    case .geometry(let operation, let error):
      "\(operation): \(error)"
    case .linearAlgebra(let operation, let error):
      "\(operation): \(error)"
    case .shapes(let operation, let left, let right, let rule):
      "\(operation): the shapes \(left) and \(right) do not fit: \(rule)"
    case .rank(let operation, let argument, let shape, let expected):
      "\(operation): the \(argument) must be \(expected), it has the shape \(shape)"
    case .channels(let operation, let expected, let weight, let groups, let found, let input):
      "\(operation): the weight expects \(Self.count(expected, "input channel")) "
        + "(shape \(weight)\(groups == 1 ? "" : ", \(groups) groups")), the input has \(found) "
        + "(shape \(input))"
    case .bias(let operation, let expected, let shape):
      "\(operation): the bias must have one number for each output channel (shape "
        + "\([expected])), it has the shape \(shape)"
    case .axisValues(let operation, let argument, let expected, let found):
      "\(operation): the \(argument) has \(Self.count(found.count, "value")) \(found), the "
        + "operation has \(Self.count(expected, "axis", "axes")): give one number, or one for "
        + "each axis"
    case .paddingSides(let operation, let axes):
      "\(operation): the padding has four sides, the operation has \(Self.count(axes, "axis", "axes")): "
        + "use .ends(start: …, end: …)"
    case .ragged(let first, let other):
      "the rows of a nested list must have equal shapes: one is \(Self.row(first)), "
        + "another \(Self.row(other))"
    case .indexCount, .index, .range, .axis:
      indexDescription
    case .notOnTape(let argument):
      "gradient: the \(argument) is not on the tape: compute it from the watched tensors by "
        + "operations on tensors (a number that was taken out of a tensor leaves the tape)"
    case .differentTapes(let operation):
      "\(operation): its inputs are watched by two different gradients: take one gradient inside "
        + "of the other with detached tensors"
    case .layer, .layerInput, .layerParameter, .modelOutput, .setting:
      layerDescription
    case .negativeSize, .tooManyAxes, .tooLarge, .elementCount, .empty, .argument, .overflow:
      sizeDescription
    }
  }

  private var indexDescription: String {
    switch self {
    case .indexCount(let indices, let shape):
      "subscript: the index \(indices) has \(Self.count(indices.count, "number")), the shape "
        + "\(shape) has \(Self.count(shape.count, "axis", "axes")): give one number for each axis"
    case .index(let operation, let index, let axis, let shape):
      "\(operation): the index \(index) is outside of axis \(axis) of the shape \(shape): "
        + Self.indices(shape[axis])
    case .range(let operation, let from, let to, let axis, let shape):
      "\(operation): the range from \(from) to \(to) does not lie in axis \(axis) of the shape "
        + "\(shape): use 0 <= from <= to <= \(shape[axis])"
    case .axis(let operation, let axis, let shape):
      "\(operation): there is no axis \(axis) in the shape \(shape): " + Self.indices(shape.count)
    default: ""
    }
  }

  private var sizeDescription: String {
    switch self {
    case .negativeSize(let shape):
      "\(shape) is no shape: every size must be at least 0"
    case .tooManyAxes(let operation, let found):
      "\(operation): a shape has \(Shape.maximumRank) axes at most, this one has \(found)"
    case .tooLarge(let operation, let shape):
      "\(operation): the shape \(shape) has more than \(Shape.maximumCount) elements, the most "
        + "that an array may have: use smaller sizes"
    case .elementCount(let operation, let found, let shape):
      "\(operation): \(Self.count(found, "element")) cannot fill the shape \(shape)"
    case .empty(let operation, let shape):
      "\(operation): an array of the shape \(shape) has no elements"
    case .argument(let operation, let argument, let value, let expected):
      "\(operation): the \(argument) is \(value), it must be \(expected)"
    case .overflow(let operation):
      "\(operation): the result does not fit a 64-bit integer"
    default: ""
    }
  }

  private static func count(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? one : many ?? one + "s")"
  }

  private static func indices(_ size: Int) -> String {
    size == 0 ? "it is empty" : "use 0 to \(size - 1)"
  }

  private static func row(_ shape: [Int]) -> String {
    shape.isEmpty ? "a number" : "a list of shape \(shape)"
  }
}
