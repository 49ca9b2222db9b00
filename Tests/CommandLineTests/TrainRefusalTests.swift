import Deconv
import Foundation
import Testing

@testable import deconv_book

/// Trainings that cannot be: each is refused in one sentence, before anything is written.
@Suite struct TrainRefusalTests {
  private let tool: TrainTool

  init() throws {
    tool = try TrainTool()
    try tool.writeImages(count: 24, to: "images")
  }

  private func train(_ data: String, out: String = "a", _ more: String...) throws
    -> TrainTool.Result
  {
    try tool.run(
      [
        "train", "--data", data, "--validation-count", "4", "--epochs", "2", "--out", out,
        "--progress", "none",
      ] + more)
  }

  private func isThere(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: tool.path(name))
  }

  // MARK: - Memory

  @Test func trainingBeyondTheMemoryIsRefusedWithTheBatchThatFits() throws {
    try tool.writeImages(count: 24, rows: 64, columns: 64, to: "large")
    let result = try train("large", "--max-memory", "50MB")
    #expect(result.status == 2)
    #expect(
      result.errors == """
        large: error: batches of 20 images of 64 × 64 pixels take about 64.5 MB of memory, more \
        than the limit of 50.0 MB
          hint: a --batch-size of 7 fits; --max-memory raises the limit

        """)
    #expect(!isThere("a"))
    #expect(try train("large", "--max-memory", "50MB", "--batch-size", "8").status == 2)
    #expect(
      try train("large", "--max-memory", "50MB", "--batch-size", "7", "--epochs", "0").status == 0)
  }

  @Test func trainingWhoseSingleImagesAreBeyondTheMemoryIsRefused() throws {
    let result = try train("images", "--max-memory", "1")
    #expect(result.status == 2)
    #expect(
      result.errors.hasSuffix(
        "\n  hint: no --batch-size fits: give smaller or fewer images; --max-memory raises the "
          + "limit\n"))
    #expect(!isThere("a"))
  }

  @Test func memoryIsThatOfTensorsGradientsAndLanes() throws {
    let data = ImageDataset(
      name: "tiny", rows: 4, columns: 4, pixels: Array(repeating: 0, count: 16 * 64),
      labels: Array(repeating: 0, count: 64), classNames: ["all"])
    let memory = try Checked.trainingMemory(
      of: Autoencoder(seed: 0), train: data, validation: data.prefix(1))
    // 688 outputs, 256 gradients beside a rectifier; 192 numbers a lane beside the inner layers.
    #expect(memory.bytes(batchSize: 2) - memory.bytes(batchSize: 1) == 4 * (688 + 256))
    #expect(memory.bytes(batchSize: 17) - memory.bytes(batchSize: 16) == 4 * (944 + 16 * 192))
    #expect(memory.bytes(batchSize: .max) == memory.bytes(batchSize: 64))
    for batchSize in 1..<64 {
      let bytes = memory.bytes(batchSize: batchSize)
      #expect(memory.largestBatchSize(within: bytes) == batchSize)
    }
    #expect(memory.largestBatchSize(within: memory.bytes(batchSize: 1) - 1) == nil)
    #expect(memory.largestTensorBatchSize == 1 << 21)
    // With one image to train with, it is the evaluation that takes the memory.
    let evaluated = try Checked.trainingMemory(
      of: Autoencoder(seed: 0), train: data.prefix(1), validation: data)
    #expect(evaluated.bytes(batchSize: 64) - evaluated.bytes(batchSize: 63) == 4 * (16 + 256))
  }

  @Test func sizesOfMemoryAreReadAndWritten() {
    for (text, bytes) in [
      ("12GB", 12 << 30), ("12gib", 12 << 30), ("500MB", 500 << 20), ("7", 7 << 20),
      ("3kB", 3 << 10), ("1TB", 1 << 40),
    ] {
      #expect(MemorySize(argument: text)?.bytes == bytes)
    }
    for text in ["", "GB", "-1GB", "1.5GB", "0", "99999999999999TB", "12 GB", "1e3"] {
      #expect(MemorySize(argument: text) == nil)
    }
    #expect("\(MemorySize(bytes: 1536 << 20))" == "1.5 GB")
    #expect("\(MemorySize(bytes: 500 << 20))" == "500.0 MB")
    #expect("\(MemorySize(bytes: 100))" == "0.1 kB")
  }

  // MARK: - Folders and files

  @Test func placesThatAreNoFolderAre74() throws {
    try Data().write(to: tool.folder.appending(path: "file"))
    try #require(mkfifo(tool.path("pipe"), 0o600) == 0)
    for (link, target) in [("nothing", "nowhere"), ("loop", "loop")] {
      try #require(symlink(target, tool.path(link)) == 0)
    }
    for (place, finding) in [
      ("file", "a file"), ("pipe", "a pipe"), ("nothing", "a symbolic link to nothing"),
      ("/dev/null", "a device or a socket"), ("file/a", "the system's error \"Not a directory\""),
      ("loop", "the system's error \"Too many levels of symbolic links\""),
    ] {
      let result = try train("images", out: place)
      #expect(result.status == 74)
      #expect(
        result.errors
          == "\(place): error: expected a folder, or a name for a new one, found \(finding)\n")
    }
    #expect(try train("images", out: "x/y/z/").status == 0)
    #expect(isThere("x/y/z/best.safetensors"))
  }

  @Test func fileThatTheSystemDoesNotReadIs74() throws {
    try #require(symlink("loop", tool.path("loop")) == 0)
    let finding =
      "loop: error: expected a file that can be read, found the system's error \"Too many levels of "
      + "symbolic links\"\n"
    try expect74(["train", "--data", "images", "--out", "a", "--init", "loop"], finding)
    try expect74(
      ["reconstruct", "--checkpoint", "loop", "--input", "x.npy", "--output", "y.npy"], finding)
    #expect(try train("images", "--epochs", "0").status == 0)
    try expect74(
      [
        "reconstruct", "--checkpoint", "a/best.safetensors", "--input", "loop", "--output", "y.npy",
      ],
      finding)
  }

  @Test(.enabled("the superuser may read everything") { geteuid() != 0 })
  func fileThatMayNotBeReadIs74() throws {
    let file = tool.path("images/train-images-idx3-ubyte")
    try #require(chmod(file, 0) == 0)
    let result = try train("images")
    #expect(result.status == 74)
    #expect(result.errors.contains("train-images-idx3-ubyte: error: expected a file that can be"))
  }

  private func expect74(_ arguments: [String], _ errors: String) throws {
    let result = try tool.run(arguments)
    #expect(result.status == 74)
    #expect(result.errors == errors)
  }

  @Test func namesOfPackedFilesMayBeInCapitals() throws {
    for name in ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"] {
      try FileManager.default.moveItem(
        atPath: tool.path("images/\(name)"), toPath: tool.path("images/\(name).GZ"))
    }
    #expect(try train("images", "--epochs", "0").status == 0)
  }

  // MARK: - Images and numbers

  @Test(arguments: [(27, 27, "28 × 28"), (30, 30, "32 × 32"), (4, 6, "4 × 8")])
  func imagesThatTheModelDoesNotMirrorAreRefusedAtTheirPath(
    rows: Int, columns: Int, output: String
  ) throws {
    try tool.writeImages(count: 24, rows: rows, columns: columns, to: "odd")
    let result = try train("odd")
    #expect(result.status == 2)
    #expect(
      result.errors == """
        odd: error: images of \(rows) × \(columns) pixels come out of the model as \(output): it \
        halves both sides twice and doubles them again, so they must be multiples of 4

        """)
    #expect(!isThere("a"))
  }

  @Test func trainingThatDivergesAtOnceLeavesNothing() throws {
    let result = try train("images", "--optimizer", "sgd", "--lr", "1e38", "--batch-size", "4")
    #expect(result.status == 2)
    #expect(
      result.errors == """
        error: train: the training loss is nan at step 2, in epoch 1: the training diverged with \
        the learning rate 1e+38; try a smaller one (a tenth), or look at the initial weights
          hint: a is left empty: begin there again

        """)
    #expect(try tool.contents(of: "a").isEmpty)
    #expect(try train("images", "--epochs", "1").status == 0)
  }

  @Test func trainingThatDivergesLaterKeepsItsEpochs() throws {
    // An epoch is one step here, which makes the weights a million times as large, until they overflow.
    let arguments = [
      "--optimizer", "sgd", "--lr", "1", "--weight-decay", "1e6", "--batch-size", "20",
    ]
    let result = try tool.run(
      [
        "train", "--data", "images", "--validation-count", "4", "--epochs", "3", "--out", "a",
        "--progress", "none",
      ] + arguments)
    #expect(result.status == 2)
    #expect(
      result.errors.hasSuffix(
        """
        hint: what it was after step 2 is saved in a, where --resume would come to the same end: \
        begin in another folder, from its best.safetensors by --init if that is good

        """), "\(result.errors)")
    let left = try tool.contents(of: "a")
    #expect(
      left.keys.sorted() == TrainingFolder.File.allCases.map(\.rawValue).sorted())
    let again = try tool.run(
      [
        "train", "--data", "images", "--validation-count", "4", "--epochs", "3", "--out", "a",
        "--progress", "none", "--resume",
      ] + arguments)
    #expect(again.errors == result.errors)
    #expect(try tool.contents(of: "a") == left)
  }
}
