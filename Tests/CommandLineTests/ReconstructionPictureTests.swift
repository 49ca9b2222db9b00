import Deconv
import Testing

@testable import deconv_book

@Suite struct ReconstructionPictureTests {
  @Test(arguments: [1, 2, 10, 11, 100])
  func everySizeOfImagesFitsItsPicture(count: Int) throws {
    for (rows, columns) in [(1, 1), (28, 28), (8, 2000), (7000, 4), (101, 97), (1, 20_000)] {
      let images = Tensor(
        shape: [count, 1, rows, columns],
        scalars: Array(repeating: 0.5, count: count * rows * columns))
      let picture = try ReconstructionPicture.png(
        originals: images, reconstructions: images, path: "x.png")
      #expect(!picture.isEmpty)
    }
  }

  @Test func everySizeOfFeatureMapsFitsItsPicture() throws {
    for side in [1, 14, 53, 300] {
      let maps = [32, 64].map { channels in
        (
          name: "encoder.\(channels)",
          maps: Tensor(
            shape: [1, channels, side, side],
            scalars: (0..<channels * side * side).map { Float($0) })
        )
      }
      #expect(try !ReconstructionPicture.png(maps: maps, path: "x.png").isEmpty)
    }
  }

  @Test func smallerPlaneHasTheMeansOfItsSquares() {
    let plane: [Float] = [9, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8]
    let grid = ReconstructionPicture.reduced(plane[2...], rows: 3, columns: 3, by: 2)
    #expect((grid.rows, grid.columns) == (2, 2))
    #expect(grid.values == [2, 3.5, 6.5, 8])
    let whole = ReconstructionPicture.reduced(plane[2...], rows: 3, columns: 3, by: 1)
    #expect(whole.values == [0, 1, 2, 3, 4, 5, 6, 7, 8])
  }
}
