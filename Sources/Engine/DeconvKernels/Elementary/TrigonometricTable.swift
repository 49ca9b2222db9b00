/// The bits of 2/π and two polynomials, for `sin` and `cos`.
///
/// Made by `Tests/DeconvKernelsTests/Reference/elementary_tables.py`.
enum TrigonometricTable {
  // sin r ≈ r + r³(s3 + s5 r² + … + s15 r¹²), |r| ≤ π/4.
  static let s3 = -0x1.5555555555555p-3
  static let s5 = 0x1.1111111111110p-7
  static let s7 = -0x1.a01a01a019938p-13
  static let s9 = 0x1.71de3a546095bp-19
  static let s11 = -0x1.ae645412c560cp-26
  static let s13 = 0x1.61217f0b800d5p-33
  static let s15 = -0x1.ab17d404de5b3p-41

  // cos r ≈ 1 - r²/2 + r⁴(c4 + c6 r² + … + c14 r¹⁰), |r| ≤ π/4.
  static let c4 = 0x1.5555555555555p-5
  static let c6 = -0x1.6c16c16c16967p-10
  static let c8 = 0x1.a01a019f4eb01p-16
  static let c10 = -0x1.27e4fa17da09ep-22
  static let c12 = 0x1.1eeb68e93b64cp-29
  static let c14 = -0x1.907da367a37cbp-37

  /// 2 / π.
  static let quadrantsPerUnit = 0x1.45f306dc9c883p-1

  /// π/2 to a multiple of 2⁻⁴²: 43 bits.
  static let halfPi1 = 0x1.921fb54442c00p0

  /// The next part, a multiple of 2⁻⁸⁵.
  static let halfPi2 = 0x1.18469898cc800p-44

  /// The rest of π/2.
  static let halfPi3 = -0x1.747f23e32ed70p-87

  /// The first 64 bits of π/4.
  static let quarterPi: UInt64 = 0xC90F_DAA2_2168_C234

  /// 64 zero bits, then the first 1216 bits of 2/π.
  static let twoOverPi: [UInt64] = [
    0x0000_0000_0000_0000, 0xA2F9_836E_4E44_1529, 0xFC27_57D1_F534_DDC0, 0xDB62_9599_3C43_9041,
    0xFE51_63AB_DEBB_C561, 0xB724_6E3A_424D_D2E0, 0x0649_2EEA_09D1_921C, 0xFE1D_EB1C_B129_A73E,
    0xE882_35F5_2EBB_4484, 0xE99C_7026_B45F_7E41, 0x3991_D639_8353_39F4, 0x9C84_5F8B_BDF9_283B,
    0x1FF8_97FF_DE05_980F, 0xEF2F_118B_5A0A_6D1F, 0x6D36_7ECF_27CB_09B7, 0x4F46_3F66_9E5F_EA2D,
    0x7527_BAC7_EBE5_F17B, 0x3D07_39F7_8A52_92EA, 0x6BFB_5FB1_1F8D_5D08, 0x5603_3046_FC7B_6BAB,
  ]
}
