/// A polynomial, for `tanh` of small numbers.
///
/// Made by `Tests/DeconvKernelsTests/Reference/elementary_tables.py`.
enum HyperbolicTable {
  // tanh x ≈ x + x³(t3 + t5 x² + … + t17 x¹⁴), |x| ≤ 1/4.
  static let t3 = -0x1.5555555555555p-2
  static let t5 = 0x1.11111111110a0p-3
  static let t7 = -0x1.ba1ba1b9f660bp-5
  static let t9 = 0x1.664f485d6d4d4p-6
  static let t11 = -0x1.226e22fa6f453p-7
  static let t13 = 0x1.d6c9f446c47cbp-9
  static let t15 = -0x1.7c2ad98792f89p-10
  static let t17 = 0x1.17cd5b9306c04p-11
}
