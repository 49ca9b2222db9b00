import DeconvKernels

/// The mean squared difference, as a number; PyTorch's `mse_loss`.
///
/// **Numerics.** As ``mseLoss(_:_:)``, of which this is the number.
///
/// - Parameters:
///   - a: The first tensor.
///   - b: The second tensor, of the same shape.
/// - Returns: The mean of (a − b)².
/// - Precondition: The shapes are equal and not empty.
/// - Complexity: O(size of a).
public func mse(_ a: Tensor, _ b: Tensor) -> Float {
  orTrap { () throws(TensorError) in Float(try Checked.mse(a, b)) }
}

/// The peak signal-to-noise ratio in decibels: 10 · log₁₀(range² / mse).
///
/// **Numerics.** In double precision from the unrounded ``mse(_:_:)``, rounded once.
///
/// - Parameters:
///   - a: The first tensor.
///   - b: The second tensor, of the same shape.
///   - range: The distance of the lowest and the highest possible value: 1 for numbers in [0, 1],
///     2 in [−1, 1].
/// - Returns: The ratio; infinity where the tensors are equal.
/// - Precondition: The shapes are equal and not empty, and the range is above 0 and finite.
/// - Complexity: O(size of a).
public func psnr(_ a: Tensor, _ b: Tensor, range: Float) -> Float {
  orTrap { () throws(TensorError) in try Checked.psnr(a, b, range: range) }
}

/// The mean squared difference, to be differentiated; PyTorch's `mse_loss`.
///
/// **Numerics.** Differences, squares and sums in double precision: the terms of each image, one
/// index of the first axis, are added to +0 in row-major order, the images' sums to +0 in order; the
/// total is divided by the number of elements and rounded once. The gradients are
/// ±(a − b) times 2 / count times the gradient of the loss, the latter product in double precision
/// and rounded.
///
/// - Parameters:
///   - a: The first tensor.
///   - b: The second tensor, of the same shape.
/// - Returns: A tensor of rank 0.
/// - Precondition: The shapes are equal and not empty.
/// - Complexity: O(size of a).
public func mseLoss(_ a: Tensor, _ b: Tensor) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.mseLoss(a, b) }
}

/// The mean absolute difference; PyTorch's `l1_loss`.
///
/// The gradient of equal elements is 0. The order of the sum is that of ``mseLoss(_:_:)``.
///
/// - Parameters:
///   - a: The first tensor.
///   - b: The second tensor, of the same shape.
/// - Returns: A tensor of rank 0.
/// - Precondition: The shapes are equal and not empty.
/// - Complexity: O(size of a).
public func l1Loss(_ a: Tensor, _ b: Tensor) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.l1Loss(a, b) }
}

/// The mean binary cross-entropy of probabilities; PyTorch's `binary_cross_entropy`.
///
/// −(t · log p + (1 − t) · log(1 − p)), where a logarithm is at least −100 and the divisor
/// p · (1 − p) of the gradient at least 10⁻¹², as in PyTorch. The order of the sum is that of
/// ``mseLoss(_:_:)``.
///
/// - Parameters:
///   - probabilities: The probabilities p, between 0 and 1.
///   - targets: The targets t, of the same shape.
/// - Returns: A tensor of rank 0.
/// - Precondition: The shapes are equal and not empty, and the probabilities lie between 0 and 1.
/// - Complexity: Two logarithms for each element.
public func bceLoss(_ probabilities: Tensor, _ targets: Tensor) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.bceLoss(probabilities, targets) }
}

/// The mean binary cross-entropy of the logistic function of numbers; PyTorch's
/// `binary_cross_entropy_with_logits`.
///
/// max(x, 0) − x · t + log(1 + e^−|x|), which neither overflows nor cancels. The order of the sum is
/// that of ``mseLoss(_:_:)``.
///
/// - Parameters:
///   - logits: The numbers x whose ``sigmoid(_:)-(Tensor)`` is the probability.
///   - targets: The targets t, of the same shape.
/// - Returns: A tensor of rank 0.
/// - Precondition: The shapes are equal and not empty.
/// - Complexity: Two elementary functions for each element.
public func bceWithLogits(_ logits: Tensor, _ targets: Tensor) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.bceWithLogits(logits, targets) }
}

/// The mean cross-entropy of classes; PyTorch's `cross_entropy`.
///
/// The negative ``logSoftmax(_:axis:)`` at the class of each place.
///
/// **Shapes.** logits `[N, C]`, `[N, C, L]` or `[N, C, H, W]`, classes the same without the axis C;
/// or logits `[C]` and one class, a `Counts` of rank 0.
///
/// **Numerics.** In double precision as ``logSoftmax(_:axis:)``; the places of each image are added
/// to +0 in row-major order, the images' sums to +0 in order; the total is divided by the number of
/// places and rounded once.
///
/// - Parameters:
///   - logits: The numbers whose softmax along the axis C is the probability of each class.
///   - classes: The true classes, from 0.
/// - Returns: A tensor of rank 0.
/// - Precondition: The shapes fit as above and are not empty, and each class is one of the C.
/// - Complexity: One elementary function for each logit.
public func crossEntropy(_ logits: Tensor, _ classes: Counts) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.crossEntropy(logits, classes) }
}

extension Checked {
  /// The mean squared difference without rounding: see ``Deconv/mse(_:_:)``.
  package static func mse(_ a: Tensor, _ b: Tensor) throws(TensorError) -> Double {
    try DifferenceLossOperation(.squared).mean(a, b)
  }

  /// The peak signal-to-noise ratio: see ``Deconv/psnr(_:_:range:)``.
  package static func psnr(_ a: Tensor, _ b: Tensor, range: Float) throws(TensorError) -> Float {
    guard range > 0, range.isFinite else {
      throw .setting(
        operation: "psnr", setting: "range", value: Double(range), expected: "a number above 0")
    }
    return Float(psnr(mse: try mse(a, b), range: Double(range)))
  }

  /// The peak signal-to-noise ratio of a mean squared difference, in decibels.
  ///
  /// - Parameters:
  ///   - mse: The mean squared difference.
  ///   - range: The distance of the lowest and the highest possible value.
  /// - Returns: The ratio; infinity where the difference is 0.
  package static func psnr(mse: Double, range: Double) -> Double {
    mse == 0 ? .infinity : 10 * Elementary.log(range * range / mse) / Elementary.log(10)
  }

  /// The mean squared difference: see ``Deconv/mseLoss(_:_:)``.
  package static func mseLoss(_ a: Tensor, _ b: Tensor) throws(TensorError) -> Tensor {
    try Tape.apply(DifferenceLossOperation(.squared), to: [a, b])
  }

  /// The mean absolute difference: see ``Deconv/l1Loss(_:_:)``.
  package static func l1Loss(_ a: Tensor, _ b: Tensor) throws(TensorError) -> Tensor {
    try Tape.apply(DifferenceLossOperation(.absolute), to: [a, b])
  }

  /// The binary cross-entropy of probabilities: see ``Deconv/bceLoss(_:_:)``.
  package static func bceLoss(
    _ probabilities: Tensor, _ targets: Tensor
  ) throws(TensorError) -> Tensor {
    try Tape.apply(BinaryCrossEntropyOperation(ofLogits: false), to: [probabilities, targets])
  }

  /// The binary cross-entropy of logits: see ``Deconv/bceWithLogits(_:_:)``.
  package static func bceWithLogits(
    _ logits: Tensor, _ targets: Tensor
  ) throws(TensorError) -> Tensor {
    try Tape.apply(BinaryCrossEntropyOperation(ofLogits: true), to: [logits, targets])
  }

  /// The cross-entropy of classes: see ``Deconv/crossEntropy(_:_:)``.
  package static func crossEntropy(
    _ logits: Tensor, _ classes: Counts
  ) throws(TensorError) -> Tensor {
    try Tape.apply(CrossEntropyOperation(classes: classes), to: [logits])
  }
}
