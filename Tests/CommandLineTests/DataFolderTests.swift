import Foundation
import Testing

@testable import deconv_book

/// Which folder a data set is looked for in.
@Suite struct DataFolderTests {
  @Test func optionOutranksEnvironmentOutranksCache() throws {
    let environment = ["DECONV_BOOK_DATA": "shared", "HOME": "/home/a", "XDG_CACHE_HOME": "/c"]
    #expect(
      try DataFolder.resolve(option: "mine", environment: environment)
        == DataFolder(path: "mine", source: .option))
    #expect(
      try DataFolder.resolve(option: nil, environment: environment)
        == DataFolder(path: "shared", source: .environment))
  }

  #if os(Linux)
    @Test(arguments: [
      (["HOME": "/home/a", "XDG_CACHE_HOME": "/c/"], "/c/deconv-book/data"),
      (["HOME": "/home/a"], "/home/a/.cache/deconv-book/data"),
      (["HOME": "/home/a", "XDG_CACHE_HOME": ""], "/home/a/.cache/deconv-book/data"),
      (["HOME": "/home/a", "XDG_CACHE_HOME": "c"], "/home/a/.cache/deconv-book/data"),
      (["HOME": "/home/a", "DECONV_BOOK_DATA": ""], "/home/a/.cache/deconv-book/data"),
    ])
    func cacheIsWhereTheSystemKeepsCaches(environment: [String: String], path: String) throws {
      #expect(
        try DataFolder.resolve(option: nil, environment: environment)
          == DataFolder(path: path, source: .cache))
    }
  #endif

  @Test func withoutAHomeAFolderMustBeNamed() {
    let error = #expect(throws: DataFolder.Unknown.self) {
      try DataFolder.resolve(option: nil, environment: [:])
    }
    #expect(
      error?.description == """
        no folder for data is known: neither DECONV_BOOK_DATA nor HOME is set; \
        name one with --data-dir
        """)
  }

  @Test func setIsInTheFolderOfItsNameOrInTheFolderThatHoldsItsFiles() throws {
    let scene = try DownloadScene()
    let folder = DataFolder(path: scene.folder, source: .option)
    func place() -> String { folder.folder(of: "set", files: ["a.gz", "b.gz"]) }
    #expect(place() == scene.folder + "/set")
    try scene.write(Data(), to: "b.gz")
    #expect(place() == scene.folder)
    try FileManager.default.createDirectory(
      atPath: scene.folder + "/set", withIntermediateDirectories: false)
    #expect(place() == scene.folder + "/set")
  }
}
