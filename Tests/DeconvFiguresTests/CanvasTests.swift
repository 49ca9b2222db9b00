import Testing

@testable import DeconvFigures

/// The red samples of a canvas drawn in black on white, as rows of numbers.
private func coverage(
  width: Int, height: Int, _ draw: (inout Canvas) -> Void
) -> [[Int]] {
  var canvas = Canvas(width: width, height: height, paper: Palette.white)
  draw(&canvas)
  let bitmap = canvas.bitmap
  return (0..<bitmap.height).map { y in
    (0..<bitmap.width).map { x in 255 - Int(bitmap.color(x: x, y: y)?.red ?? 0) }
  }
}

private let black = Color(0, 0, 0)

@Suite struct CanvasTests {
  @Test func anEmptyCanvasIsPaperAtTwoPixelsToThePoint() {
    let bitmap = Canvas(width: 2, height: 1).bitmap
    #expect(bitmap.width == 4)
    #expect(bitmap.height == 2)
    #expect((0..<4).allSatisfy { bitmap.color(x: $0, y: 1) == Palette.paper })
    #expect(bitmap.color(x: 4, y: 0) == nil)
  }

  @Test func aRectangleFillsWholePixelsOnly() {
    let pixels = coverage(width: 2, height: 2) { $0.fill(Rect(0.6, 0.4, 1, 0.5), black) }
    #expect(
      pixels == [[0, 0, 0, 0], [0, 255, 255, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
  }

  @Test func aFrameIsOnePixelWideAndItsCornersAreDrawnOnce() {
    let gray = Color(0, 0, 0, alpha: 128)
    let pixels = coverage(width: 2, height: 2) { $0.frame(Rect(0, 0, 2, 1.5), gray) }
    #expect(
      pixels == [
        [128, 128, 128, 128], [128, 0, 0, 128], [128, 128, 128, 128], [0, 0, 0, 0],
      ])
  }

  @Test func opacityMixesInIntegers() {
    var canvas = Canvas(width: 1, height: 1, paper: Color(200, 100, 0))
    canvas.fill(Rect(0, 0, 1, 1), Color(0, 100, 255, alpha: 51))
    #expect(canvas.bitmap.color(x: 0, y: 0) == Color(160, 100, 51))
  }

  @Test func aLevelLineAlongPixelCentresHasRoundEndsAndSharpSides() {
    let pixels = coverage(width: 4, height: 2) {
      $0.line(from: Point(1.25, 0.75), to: Point(2.75, 0.75), width: 0.5, black)
    }
    #expect(pixels[0] == [0, 0, 0, 0, 0, 0, 0, 0])
    #expect(pixels[1] == [0, 0, 255, 255, 255, 255, 0, 0])
    #expect(pixels[2] == [0, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test func aLineBetweenPixelsIsSharedByBoth() {
    let pixels = coverage(width: 3, height: 2) {
      $0.line(from: Point(-1, 1), to: Point(4, 1), width: 0.5, black)
    }
    #expect(pixels[1].allSatisfy { $0 == 128 })
    #expect(pixels[2].allSatisfy { $0 == 128 })
    #expect(pixels[0].allSatisfy { $0 == 0 })
  }

  @Test func linesThatCrossWithinAPathDoNotDarkenEachOther() {
    var cross = Path([Point(0, 1), Point(3, 1)])
    cross.move(to: Point(1.5, -1))
    cross.line(to: Point(1.5, 3))
    let gray = Color(0, 0, 0, alpha: 100)
    let pixels = coverage(width: 3, height: 2) { $0.stroke(cross, width: 1, gray) }
    #expect(pixels.joined().max() == 100)
  }

  @Test func aCircleIsSymmetricAndFullInItsMiddle() {
    let pixels = coverage(width: 6, height: 6) {
      $0.fillCircle(Point(3, 3), radius: 2, black)
    }
    #expect(pixels == pixels.reversed())
    #expect(pixels == pixels.map { $0.reversed() })
    #expect(pixels[5][5] == 255)
    #expect(pixels[0].allSatisfy { $0 == 0 })
    let area = pixels.joined().reduce(0, +)
    // The area of a circle of four pixels' radius, π · 16 = 50.3, to a percent.
    #expect(abs(Double(area) / 255 - 50.27) < 0.5)
  }

  @Test func aRingLeavesItsInsideAlone() {
    let pixels = coverage(width: 6, height: 6) {
      $0.strokeCircle(Point(3, 3), radius: 2, width: 1, black)
    }
    #expect(pixels[5][5] == 0)
    #expect(pixels[5][2] == 255)
  }

  @Test func aRoundedRectangleLosesItsCornersOnly() {
    let pixels = coverage(width: 4, height: 4) {
      $0.fill(Rect(0, 0, 4, 4), radius: 1.5, black)
    }
    #expect(pixels[0][0] < 60)
    #expect(pixels[0][4] == 255)
    #expect(pixels[4][4] == 255)
    #expect(pixels == pixels.reversed())
  }

  @Test func aTriangleCoversHalfOfTheDiagonalPixels() {
    let pixels = coverage(width: 2, height: 2) {
      $0.fill(polygon: [Point(0, 0), Point(2, 2), Point(0, 2)], black)
    }
    #expect(
      pixels == [
        [128, 0, 0, 0], [255, 128, 0, 0], [255, 255, 128, 0], [255, 255, 255, 128],
      ])
  }

  @Test func nothingIsDrawnOutsideTheClip() {
    let pixels = coverage(width: 3, height: 1) { canvas in
      canvas.clipped(to: Rect(1, 0, 1, 1)) {
        $0.fill(Rect(-5, -5, 20, 20), black)
        $0.line(from: Point(0, 0.5), to: Point(3, 0.5), width: 1, black)
      }
      canvas.fill(Rect(0, 0, 0.5, 0.5), black)
    }
    #expect(pixels[0] == [255, 0, 255, 255, 0, 0])
    #expect(pixels[1] == [0, 0, 255, 255, 0, 0])
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e300])
  func coordinatesThatAreNoPlaceDrawNothingWrong(value: Double) {
    var canvas = Canvas(width: 4, height: 4)
    canvas.fill(Rect(value, 0, 1, 1), black)
    canvas.fill(Rect(0, 0, value, value), radius: 1, black)
    canvas.line(from: Point(value, 1), to: Point(2, value), width: 1, black)
    canvas.arrow(from: Point(0, 0), to: Point(value, 0), black)
    canvas.fillCircle(Point(value, value), radius: 1, black)
    canvas.fill(polygon: [Point(0, value), Point(value, 2), Point(3, 3)], black)
    canvas.text("x", at: Point(value, value), size: 9, black)
    #expect(canvas.bitmap.bytes.count == 192)
  }

  @Test func aBitmapHoldsExactlyThreeBytesAPixel() {
    #expect(Bitmap(width: 2, height: 1, bytes: [1, 2, 3, 4, 5, 6]) != nil)
    #expect(Bitmap(width: 2, height: 1, bytes: [1, 2, 3]) == nil)
    #expect(Bitmap(width: 0, height: 1, bytes: []) == nil)
    #expect(Bitmap(width: .max, height: .max, bytes: []) == nil)
  }
}
