/// What Keras computes: the size of an output, its first and its last element.
///
/// The input is 1, 2, 3, … and the kernel 1, 10, 100, …, so that the elements show what was padded
/// or cropped. Made by Reference/keras_padding.py with TensorFlow 2.21.0 and Keras 3.15.1.
struct KerasRow: Sendable, CustomStringConvertible {
  let input: Int
  let kernel: Int
  let stride: Int
  let dilation: Int
  let same: (Int, Float, Float)
  let valid: (Int, Float, Float)
  let sameTransposed: (Int, Float, Float)
  let validTransposed: (Int, Float, Float)

  var description: String {
    "input \(input), kernel \(kernel), stride \(stride), dilation \(dilation)"
  }

  static let all: [KerasRow] = [
    KerasRow(
      input: 5, kernel: 3, stride: 1, dilation: 1,
      same: (5, 210, 54), valid: (3, 321, 543),
      sameTransposed: (5, 12, 450), validTransposed: (7, 1, 500)),
    KerasRow(
      input: 5, kernel: 2, stride: 1, dilation: 1,
      same: (5, 21, 5), valid: (4, 21, 54),
      sameTransposed: (5, 1, 45), validTransposed: (6, 1, 50)),
    KerasRow(
      input: 5, kernel: 4, stride: 1, dilation: 1,
      same: (5, 3210, 54), valid: (2, 4321, 5432),
      sameTransposed: (5, 12, 3450), validTransposed: (8, 1, 5000)),
    KerasRow(
      input: 4, kernel: 1, stride: 1, dilation: 1,
      same: (4, 1, 4), valid: (4, 1, 4),
      sameTransposed: (4, 1, 4), validTransposed: (4, 1, 4)),
    KerasRow(
      input: 6, kernel: 3, stride: 2, dilation: 1,
      same: (3, 321, 65), valid: (2, 321, 543),
      sameTransposed: (12, 1, 60), validTransposed: (13, 1, 600)),
    KerasRow(
      input: 7, kernel: 3, stride: 2, dilation: 1,
      same: (4, 210, 76), valid: (3, 321, 765),
      sameTransposed: (14, 1, 70), validTransposed: (15, 1, 700)),
    KerasRow(
      input: 6, kernel: 2, stride: 2, dilation: 1,
      same: (3, 21, 65), valid: (3, 21, 65),
      sameTransposed: (12, 1, 60), validTransposed: (12, 1, 60)),
    KerasRow(
      input: 7, kernel: 2, stride: 2, dilation: 1,
      same: (4, 21, 7), valid: (3, 21, 65),
      sameTransposed: (14, 1, 70), validTransposed: (14, 1, 70)),
    KerasRow(
      input: 6, kernel: 4, stride: 2, dilation: 1,
      same: (3, 3210, 654), valid: (2, 4321, 6543),
      sameTransposed: (12, 10, 600), validTransposed: (14, 1, 6000)),
    KerasRow(
      input: 7, kernel: 4, stride: 2, dilation: 1,
      same: (4, 3210, 76), valid: (2, 4321, 6543),
      sameTransposed: (14, 10, 700), validTransposed: (16, 1, 7000)),
    KerasRow(
      input: 5, kernel: 1, stride: 2, dilation: 1,
      same: (3, 1, 5), valid: (3, 1, 5),
      sameTransposed: (10, 1, 0), validTransposed: (10, 1, 0)),
    KerasRow(
      input: 6, kernel: 1, stride: 2, dilation: 1,
      same: (3, 1, 5), valid: (3, 1, 5),
      sameTransposed: (12, 1, 0), validTransposed: (12, 1, 0)),
    KerasRow(
      input: 7, kernel: 3, stride: 3, dilation: 1,
      same: (3, 210, 76), valid: (2, 321, 654),
      sameTransposed: (21, 1, 700), validTransposed: (21, 1, 700)),
    KerasRow(
      input: 8, kernel: 3, stride: 3, dilation: 1,
      same: (3, 321, 87), valid: (2, 321, 654),
      sameTransposed: (24, 1, 800), validTransposed: (24, 1, 800)),
    KerasRow(
      input: 9, kernel: 2, stride: 3, dilation: 1,
      same: (3, 21, 87), valid: (3, 21, 87),
      sameTransposed: (27, 1, 0), validTransposed: (27, 1, 0)),
    KerasRow(
      input: 8, kernel: 4, stride: 3, dilation: 1,
      same: (3, 3210, 876), valid: (2, 4321, 7654),
      sameTransposed: (24, 1, 800), validTransposed: (25, 1, 8000)),
    KerasRow(
      input: 5, kernel: 1, stride: 3, dilation: 1,
      same: (2, 1, 4), valid: (2, 1, 4),
      sameTransposed: (15, 1, 0), validTransposed: (15, 1, 0)),
    KerasRow(
      input: 7, kernel: 3, stride: 1, dilation: 2,
      same: (7, 310, 75), valid: (3, 531, 753),
      sameTransposed: (7, 13, 570), validTransposed: (11, 1, 700)),
    KerasRow(
      input: 8, kernel: 2, stride: 1, dilation: 3,
      same: (8, 30, 7), valid: (5, 41, 85),
      sameTransposed: (8, 2, 60), validTransposed: (11, 1, 80)),
    KerasRow(
      input: 9, kernel: 4, stride: 1, dilation: 2,
      same: (9, 4200, 86), valid: (3, 7531, 9753),
      sameTransposed: (9, 24, 6800), validTransposed: (15, 1, 9000)),
  ]
}
