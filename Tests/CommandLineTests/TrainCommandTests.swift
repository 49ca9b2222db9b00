import Foundation
import Testing

/// The files that a training leaves.
private let names = [
  "best.safetensors", "config.json", "history.csv", "history.json", "last.safetensors",
  "reconstructions.png", "resume.safetensors",
]

/// A short training on images of 4 × 4 pixels: 20 of them by fours, 5 steps an epoch.
private func arguments(out: String, epochs: Int = 3, _ more: String...) -> [String] {
  [
    "train", "--data", "images", "--validation-count", "4", "--batch-size", "4", "--epochs",
    "\(epochs)", "--out", out, "--progress", "none",
  ] + more
}

@Suite struct TrainCommandTests {
  private let tool: TrainTool

  init() throws {
    tool = try TrainTool()
    try tool.writeImages(count: 24, to: "images")
  }

  @Test func trainingLeavesItsFilesAndSaysWhatItAchieved() throws {
    let result = try tool.run(arguments(out: "a"))
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors == "")
    let files = try tool.contents(of: "a")
    #expect(files.keys.sorted() == names)
    let history = try tool.text("a/history.csv").split(separator: "\n")
    #expect(history.count == 4)
    #expect(history.first == "epoch,train_mse,validation_mse,psnr")
    #expect(
      result.output.hasPrefix(
        "Autoencoder of 37569 weights on images: 3 epochs, 15 steps\nlast: epoch 3, train MSE "))
    #expect(result.output.hasSuffix("reconstructions.png\n"))
  }

  @Test func objectAgreesWithTheFiles() throws {
    let result = try tool.run(arguments(out: "a", "--format", "json"))
    #expect(result.status == 0)
    let report = try object(result.output)
    let history = try object(try tool.text("a/history.json"))
    let last = try #require((history["epochs"] as? [[String: Any]])?.last)
    #expect(report["status"] as? Int == 0)
    #expect(report["parameters"] as? Int == 37569)
    #expect(report["steps"] as? Int == 15)
    #expect((report["last"] as? [String: Double]) == (last as? [String: Double]))
    #expect((report["files"] as? [String: String])?.keys.sorted() == names)
    #expect((report["diagnostics"] as? [Any])?.isEmpty == true)
    let config = try object(try tool.text("a/config.json"))
    let settings = try #require(config["settings"] as? [String: Any])
    #expect(settings["optimizer"] as? String == "adam")
    #expect(settings["batch_size"] as? Int == 4)
    #expect(settings["learning_rate"] as? Double == 0.001)
  }

  @Test func noEpochsWriteTheInitialWeightsAndTheseCanBeBegunWith() throws {
    let result = try tool.run(arguments(out: "a", epochs: 0, "--format", "json"))
    #expect(
      result.output == """
        {
          "status": 0,
          "model": "Autoencoder",
          "parameters": 37569,
          "data": "images",
          "epochs": 0,
          "steps": 0,
          "last": null,
          "best": null,
          "psnr_range": 2,
          "files": {
            "best.safetensors": "a/best.safetensors",
            "last.safetensors": "a/last.safetensors",
            "resume.safetensors": "a/resume.safetensors",
            "history.json": "a/history.json",
            "history.csv": "a/history.csv",
            "config.json": "a/config.json",
            "reconstructions.png": "a/reconstructions.png"
          },
          "diagnostics": []
        }

        """)
    #expect(try tool.text("a/history.csv") == "epoch,train_mse,validation_mse,psnr\n")
    let initial = try tool.contents(of: "a")
    #expect(initial["best.safetensors"] == initial["last.safetensors"])

    // Begun with these weights by --init, a training is the one from the seed.
    #expect(try tool.run(arguments(out: "b", epochs: 1)).status == 0)
    let begun = try tool.run(
      arguments(out: "c", epochs: 1, "--init", "a/best.safetensors"))
    #expect(begun.status == 0, "\(begun.errors)")
    let (seeded, loaded) = (try tool.contents(of: "b"), try tool.contents(of: "c"))
    #expect(seeded["last.safetensors"] == loaded["last.safetensors"])
    #expect(seeded["last.safetensors"] != initial["last.safetensors"])
  }

  @Test func moreEpochsGoOnAndOtherSettingsAreRefused() throws {
    #expect(try tool.run(arguments(out: "whole", epochs: 3)).status == 0)
    #expect(try tool.run(arguments(out: "a", epochs: 1)).status == 0)
    let other = try tool.run(arguments(out: "a", epochs: 3, "--resume", "--lr", "0.5"))
    #expect(other.status == 2)
    #expect(
      other.errors == """
        a/resume.safetensors: error: the saved training is another one: learning rate 0.001, not \
        0.5: give what it was begun with, or begin a new one

        """)
    #expect(try tool.run(arguments(out: "a", epochs: 3, "--resume")).status == 0)
    #expect(try tool.contents(of: "a") == tool.contents(of: "whole"))
    // A finished training resumed is as it was.
    #expect(try tool.run(arguments(out: "a", epochs: 3, "--resume")).status == 0)
    #expect(try tool.contents(of: "a") == tool.contents(of: "whole"))
  }

  @Test func folderWithSomethingInItIsRefused() throws {
    #expect(try tool.run(arguments(out: "a", epochs: 0)).status == 0)
    let again = try tool.run(arguments(out: "a", epochs: 0))
    #expect(again.status == 2)
    #expect(
      again.errors == """
        a: error: there is a training already
          hint: go on with it by --resume, or name another folder with --out

        """)
    let other = try tool.run(arguments(out: "images"))
    #expect(other.status == 2)
    #expect(
      other.errors == """
        images: error: the folder is not empty: it has train-images-idx3-ubyte
          hint: name another folder with --out

        """)
    let nothing = try tool.run(arguments(out: "images", "--resume"))
    #expect(nothing.status == 2)
    #expect(
      nothing.errors.hasPrefix(
        "images: error: there is no resume.safetensors to go on from, but train-images"))
    // Where nothing was begun, --resume begins.
    #expect(try tool.run(arguments(out: "new", epochs: 0, "--resume")).status == 0)
  }

  @Test func damagedResumeFilesAreRefusedAtTheirPath() throws {
    #expect(try tool.run(arguments(out: "a", epochs: 1)).status == 0)
    let file = tool.folder.appending(path: "a/resume.safetensors")
    let whole = try Data(contentsOf: file)
    var flipped = whole
    flipped[flipped.count - 5] ^= 4
    var header = whole
    header[12] ^= 1
    for damaged in [Data(), whole.dropLast(), whole.prefix(7), whole + [0], flipped, header] {
      try damaged.write(to: file)
      let result = try tool.run(arguments(out: "a", epochs: 2, "--resume"))
      #expect(result.status == 2)
      #expect(
        result.errors.hasPrefix("a/resume.safetensors: error: a saved training must have "),
        "\(result.errors)")
      #expect(result.errors.contains(", found "))
    }
    try Data(contentsOf: tool.folder.appending(path: "a/best.safetensors")).write(to: file)
    let weights = try tool.run(arguments(out: "a", epochs: 2, "--resume"))
    #expect(
      weights.errors == """
        a/resume.safetensors: error: a saved training must have the remark 'format' of 'deconv \
        training', found 'pt'

        """)
  }

  @Test func hugeNumbersOfEpochsAndImagesAreNoOverflow() throws {
    let running = try tool.start([
      "train", "--data", "images", "--validation-count", "4", "--batch-size", "\(Int.max)",
      "--epochs", "\(Int.max)", "--out", "a", "--progress", "plain",
    ])
    let history = tool.path("a/history.csv")
    while running.isRunning, !FileManager.default.fileExists(atPath: history) {
      Thread.sleep(forTimeInterval: 0.01)
    }
    running.send(SIGTERM)
    let result = try running.wait()
    #expect(result.status == 130, "\(result.errors)")
  }

  @Test(arguments: [
    ["--data", "nowhere"], ["--data", "images", "--train-count", "21"],
    ["--data", "images", "--validation-count", "24"],
    ["--data", "images", "--init", "images/train-images-idx3-ubyte"],
    ["--data", "garments", "--train-count", "100001"],
    ["--data", "fashion-mnist", "--data-dir", "images"],
  ])
  func dataThatIsNotThereIsTwo(arguments: [String]) throws {
    let defaults = arguments.contains("--validation-count") ? [] : ["--validation-count", "4"]
    let result = try tool.run(["train", "--out", "a", "--progress", "none"] + arguments + defaults)
    #expect(result.status == 2)
    #expect(result.errors.contains(": error: expected "), "\(result.errors)")
    #expect(result.errors.contains(", found "))
    #expect(!FileManager.default.fileExists(atPath: tool.path("a")))
  }

  @Test(arguments: [
    ["--lr", "0"], ["--lr", "nan"], ["--epochs", "-1"], ["--batch-size", "0"], ["--data", ""],
    ["--optimizer", "rmsprop"], ["--momentum", "0.9"], ["--weight-decay", "-1"],
    ["--threads", "0"], ["--progress", "loud"], ["--max-memory", "much"], ["--train-count", "0"],
    ["--out", ""],
  ])
  func wrongCommandLineIs64(arguments: [String]) throws {
    #expect(try tool.run(["train"] + arguments).status == 64)
  }

  @Test func progressIsLinesWhereThereIsNoTerminal() throws {
    let result = try tool.run(
      "train", "--data", "images", "--validation-count", "4", "--batch-size", "10", "--epochs",
      "2", "--out", "a")
    let lines = result.errors.split(separator: "\n")
    #expect(
      lines.first
        == "Autoencoder of 37569 weights, 20 images of images, 4 to validate with, 2 epochs of 2 steps"
    )
    #expect(lines.filter { $0.hasPrefix("epoch 1/2  train MSE 0.") }.count == 1)
    #expect(lines.last?.hasPrefix("epoch 2/2  train MSE 0.") == true)
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }
}
