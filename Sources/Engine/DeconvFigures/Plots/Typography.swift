/// The sizes and distances that all figures share, in points.
enum Typography {
  static let title = 14.0
  static let caption = 11.5
  static let axis = 11.0
  static let index = 9.5
  static let cellText = 12.0
  static let smallCellText = 9.5
  /// Between a label and what it belongs to.
  static let labelGap = 5.0
  /// Between a title and what it stands over.
  static let titleGap = 9.0
  /// Between a block of cells and its legend.
  static let legendGap = 16.0
}
