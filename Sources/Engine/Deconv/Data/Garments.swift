/// A small data set of drawn clothes in the shape of Fashion-MNIST, made wherever it is needed.
///
/// Grey images of 28 × 28 pixels, bright garments on black, of the same ten classes: image `i` has
/// the label `i mod 10`, so the classes come evenly. Each garment is drawn from its outlines, with
/// cut, cloth, pattern, brightness and position chosen at random. Image `i` depends on the seed and
/// on `i` alone: more images continue fewer, and every machine draws the same bytes. These are
/// drawings, for lessons and tests that must run anywhere; results on them say nothing about
/// Fashion-MNIST.
///
/// ```swift
/// let data = garments(count: 100, seed: 1)
/// print(data.count, data.rows, data.columns)      // 100 28 28
/// ```
///
/// - Parameters:
///   - count: How many images, at most 100,000.
///   - seed: Chooses the images; another seed makes images to test with.
/// - Returns: The images with their labels.
/// - Precondition: The count is between 0 and 100,000.
public func garments(count: Int = 1000, seed: Int = 0) -> ImageDataset {
  orTrap { () throws(TensorError) in try Checked.garments(count: count, seed: seed) }
}

extension Checked {
  /// The data set of drawn clothes: see ``garments(count:seed:)``.
  package static func garments(count: Int = 1000, seed: Int = 0) throws(TensorError)
    -> ImageDataset
  {
    guard (0...Garment.maximumCount).contains(count) else {
      throw .argument(
        operation: "garments", argument: "count", value: count,
        expected: "between 0 and \(Garment.maximumCount)")
    }
    let kinds = Garment.allCases
    var pixels: [UInt8] = []
    pixels.reserveCapacity(count * GarmentCanvas.side * GarmentCanvas.side)
    for index in 0..<count {
      pixels += kinds[index % kinds.count].pixels(seed: seed, index: index)
    }
    return ImageDataset(
      checkedName: "garments", rows: GarmentCanvas.side, columns: GarmentCanvas.side,
      pixels: pixels, labels: (0..<count).map { UInt8($0 % kinds.count) },
      classNames: FashionMNIST.classNames)
  }
}

/// The classes of garments, in the order of Fashion-MNIST's labels.
enum Garment: CaseIterable {
  case tShirt
  case trouser
  case pullover
  case dress
  case coat
  case sandal
  case shirt
  case sneaker
  case bag
  case ankleBoot

  static let maximumCount = 100_000

  /// Draws one garment.
  func pixels(seed: Int, index: Int) -> [UInt8] {
    var dice = GarmentDice(seed: seed, index: index)
    var canvas = GarmentCanvas(
      offset: SIMD2(dice.between(-0.8, 0.8), dice.between(-0.5, 0.5)),
      scale: SIMD2(dice.between(0.94, 1.04), dice.between(0.95, 1.02)))
    switch self {
    case .tShirt: canvas.drawTShirt(&dice)
    case .trouser: canvas.drawTrouser(&dice)
    case .pullover: canvas.drawPullover(&dice)
    case .dress: canvas.drawDress(&dice)
    case .coat: canvas.drawCoat(&dice)
    case .sandal: canvas.drawSandal(&dice)
    case .shirt: canvas.drawShirt(&dice)
    case .sneaker: canvas.drawSneaker(&dice)
    case .bag: canvas.drawBag(&dice)
    case .ankleBoot: canvas.drawAnkleBoot(&dice)
    }
    return canvas.light.enumerated().map { pixel, light in
      // A little grain, as cloth has; black stays black.
      let grained = light * (0.96 + 0.08 * dice.grain(pixel))
      return UInt8(min(max(grained, 0), 1) * 255 + 0.5)
    }
  }
}
