import BookExecute
import Foundation
import Testing

/// Data sets in a chapter.
@Suite struct DataBuiltinsTests {
  @Test func garmentsAreTakenApartByPlaceClassAndChance() {
    let run = ChapterRun(
      """
      let data = garments(count: 25, seed: 3)
      print(data.name, data.count, data.rows, data.columns, data.classNames.count)
      print(data.label(11), data.classNames[data.label(11)], data.indices(ofClass: 4))
      let x = data.images([0, 5])
      print(x.shape, x.min() >= -1, x.max() <= 1, data.images(0..<2).shape, data.images().shape)
      print(data.images([3]) == data.subset(3..<5).images([0]))
      print(data.prefix(7).count, data.subset([1, 1, 1]).count)
      let parts = data.split(validation: 5, seed: 1)
      print(parts.train.count, parts.validation)
      print(garments() == garments(count: 1000, seed: 0))
      """)
    #expect(run.failure == nil)
    #expect(
      run.output == """
        garments 25 28 28 10
        1 Trouser [4, 14, 24]
        [2, 1, 28, 28] true true [2, 1, 28, 28] [25, 1, 28, 28]
        true
        7 3
        20 garments: 5 images of 28 × 28 pixels, 10 classes
        true

        """)
  }

  @Test(arguments: [
    ("garments(count: -1)", "garments: the count is -1, it must be between 0 and 100000"),
    ("data.label(3)", "label: the index of an image is 3, it must be between 0 and 2, as garments"),
    ("data.images([0, -1])", "images: the index of an image is -1"),
    ("data.images(0..<9)", "images: the index of an image is 3"),
    ("data.subset([3])", "subset: the index of an image is 3"),
    ("data.prefix(4)", "prefix: the number of images is 4, it must be between 0 and 3"),
    ("data.split(validation: -1, seed: 0)", "split: the number of images for validation is -1"),
    (
      "data.indices(ofClass: 10)",
      "indices: `ofClass` must be a class of garments, 0 to 9, found 10"
    ),
  ])
  func whatIsNotThereIsSaidAtItsPlace(code: String, message: String) {
    let run = ChapterRun("let data = garments(count: 3)", "let result = \(code)")
    #expect(run.failure?.hasPrefix("1:14: \(message)") == true, "\(run.failure ?? "it runs")")
  }

  @Test(arguments: ["garments(count: 100_000)", "data.images(places)", "data.subset(places)"])
  func largeSelectionsNeedRoom(code: String) {
    let run = ChapterRun(
      "let data = garments(count: 3)",
      "let places = (0..<3000).map { $0 % 3 }\nlet result = \(code)",
      limits: ExecutionLimits(memoryBytes: 1 << 21))
    #expect(run.diagnosticID == "limit-memory")
  }

  /// The folder that holds `fashion-mnist`, where the tests were given one.
  private static let dataFolder = ProcessInfo.processInfo.environment["DECONV_BOOK_DATA"]

  @Test(.enabled(if: dataFolder != nil, "set DECONV_BOOK_DATA to the folder of fashion-mnist"))
  func fashionMNISTIsReadFromTheFolderOfTheRun() throws {
    let folder = try #require(Self.dataFolder) + "/fashion-mnist"
    let run = ChapterRun(
      """
      let data = try fashionMNIST()
      print(data)
      print(data.train.label(0), data.test.classNames[data.test.label(0)])
      """, folders: ["fashion-mnist": folder])
    #expect(run.failure == nil)
    #expect(
      run.output == """
        train Fashion-MNIST: 60000 images of 28 × 28 pixels, 10 classes
        test Fashion-MNIST: 10000 images of 28 × 28 pixels, 10 classes
        9 Ankle boot

        """)
  }

  @Test func aFolderWithoutTheFilesIsAnErrorThatSaysWhatIsMissing() {
    let run = ChapterRun("let data = try fashionMNIST()", folders: ["fashion-mnist": "no/such"])
    #expect(
      run.failure == "1:12: no/such: expected a folder with train-images-idx3-ubyte.gz, found "
        + "nothing there")
    #expect(
      ChapterRun(
        "print((try? fashionMNIST())?.train.count ?? -1)", folders: ["fashion-mnist": "no/such"]
      ).output == "-1\n")
  }

  @Test func withoutAFolderTheBlocksThatReadItAreLeftOut() {
    let run = ChapterRun(
      "let data = try fashionMNIST()", "print(data.train.count)", "print(garments(count: 2).count)")
    #expect(run.outputs == ["", "", "2\n"])
    #expect(run.failure == nil)
  }
}
