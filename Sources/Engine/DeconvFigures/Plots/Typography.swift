/// The sizes and distances that all figures share, in points.
enum Typography {
  static let title = 11.5
  static let caption = 9.0
  static let axis = 9.0
  static let index = 7.5
  static let cellText = 9.5
  static let smallCellText = 8.0
  /// Between a label and what it belongs to.
  static let labelGap = 4.0
  /// Between a title and what it stands over.
  static let titleGap = 8.0
  /// Between a block of cells and its legend.
  static let legendGap = 16.0
}
