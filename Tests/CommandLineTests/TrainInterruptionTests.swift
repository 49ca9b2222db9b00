import Foundation
import Testing

/// Trainings that are stopped, and then end in the same bytes as those that were not.
@Suite(.serialized) struct TrainInterruptionTests {
  private let tool: TrainTool

  init() throws {
    tool = try TrainTool()
    try tool.writeImages(count: 12, to: "images")
  }

  private func arguments(out: String, epochs: Int) -> [String] {
    [
      "train", "--data", "images", "--validation-count", "4", "--batch-size", "4", "--epochs",
      "\(epochs)", "--out", out, "--progress", "none", "--resume",
    ]
  }

  @Test func killedAtTwentyPointsItEndsInTheSameBytes() throws {
    let epochs = 4
    let start = ContinuousClock.now
    #expect(try tool.run(arguments(out: "whole", epochs: epochs)).status == 0)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let whole = try tool.contents(of: "whole")

    var random = TestBytes(seed: 2024)
    var (kills, attempts, round) = (0, 0, 0)
    while kills < 20, attempts < 200 {
      attempts += 1
      let running = try tool.start(arguments(out: "round\(round)", epochs: epochs))
      Thread.sleep(forTimeInterval: random.fraction() * seconds * 0.7)
      running.send(SIGKILL)
      let result = try running.wait()
      if result.status == nil {
        kills += 1
      } else {
        // It was done before: nothing is lost, and the next round begins.
        #expect(result.status == 0, "\(result.errors)")
        try expectSame(whole, "round\(round)")
        round += 1
      }
    }
    #expect(kills == 20)
    #expect(try tool.run(arguments(out: "round\(round)", epochs: epochs)).status == 0)
    try expectSame(whole, "round\(round)")
  }

  /// Hidden files are what a kill left of a file that was being written.
  private func expectSame(_ whole: [String: Data], _ folder: String) throws {
    let contents = try tool.contents(of: folder).filter { !$0.key.hasPrefix(".") }
    #expect(contents.keys.sorted() == whole.keys.sorted())
    for (name, bytes) in whole { #expect(contents[name] == bytes, "\(folder)/\(name)") }
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func signalFinishesTheStepSavesAndExitsWith130(signal: Int32) throws {
    // So many epochs that only the signal ends it.
    let running = try tool.start(arguments(out: "a", epochs: 1_000_000))
    while running.isRunning, try epochs("a") < 2 { Thread.sleep(forTimeInterval: 0.01) }
    running.send(signal)
    let result = try running.wait()
    #expect(result.status == 130)
    #expect(result.errors.hasPrefix("a: error: the training was interrupted after step "))
    #expect(
      result.errors.hasSuffix("is saved\n  hint: the same command with --resume goes on\n"))
    #expect(result.output.hasPrefix("Autoencoder of 37569 weights on images: "))

    let goal = try epochs("a") + 1
    #expect(try tool.run(arguments(out: "a", epochs: goal)).status == 0)
    #expect(try tool.run(arguments(out: "whole", epochs: goal)).status == 0)
    var (stopped, whole) = (try tool.contents(of: "a"), try tool.contents(of: "whole"))
    // Both were resumed with the same number of epochs, so this agrees too.
    #expect(stopped.removeValue(forKey: "config.json") == whole.removeValue(forKey: "config.json"))
    #expect(stopped == whole)
  }

  @Test func whatNohupStartedOutlivesItsTerminal() throws {
    let line =
      "trap '' HUP; exec \"$tool\" \(arguments(out: "a", epochs: 1_000_000).joined(separator: " "))"
    let running = try tool.startShell(line)
    while running.isRunning, try epochs("a") < 1 { Thread.sleep(forTimeInterval: 0.01) }
    running.send(SIGHUP)
    let reached = try epochs("a")
    while running.isRunning, try epochs("a") < reached + 2 { Thread.sleep(forTimeInterval: 0.01) }
    #expect(running.isRunning)
    running.send(SIGTERM)
    #expect(try running.wait().status == 130)
  }

  @Test func ofTwoTrainingsBegunTogetherOneTrains() throws {
    let arguments = Array(arguments(out: "whole", epochs: 1).dropLast())
    #expect(try tool.run(arguments).status == 0)
    let whole = try tool.contents(of: "whole")
    for round in 0..<10 {
      let folder = "round\(round)"
      let both = try (0..<2).map { _ in
        try tool.start(arguments.map { $0 == "whole" ? folder : $0 })
      }
      let results = try both.map { try $0.wait() }
      let refused = results.filter { $0.status != 0 }
      #expect(refused.count == 1, "\(results)")
      #expect(
        refused.allSatisfy {
          $0.status == 74 && $0.errors.contains("found another one that runs in it")
            || $0.status == 2 && $0.errors.contains("there is a training already")
        }, "\(refused)")
      try expectSame(whole, folder)
    }
  }

  /// The slow one looks at the folder before it draws its images, and the quick one is done by then.
  @Test(arguments: [0, 0.1, 0.2, 0.4, 0.6, 0.8])
  func trainingThatCameAndWentMeanwhileIsNotWrittenOver(delay: Double) throws {
    let options = ["--validation-count", "4", "--epochs", "0", "--out", "a", "--progress", "none"]
    let slow = try tool.start(["train", "--data", "garments", "--train-count", "1000"] + options)
    Thread.sleep(forTimeInterval: delay)
    let quick = try tool.run(["train", "--data", "images"] + options)
    let results = [try slow.wait(), quick]
    #expect(results.filter { $0.status == 0 }.count == 1, "\(results)")
    let winner = results[0].status == 0 ? "garments" : "images"
    #expect(try tool.text("a/config.json").contains("\"data\": \"\(winner)\""))
  }

  @Test func secondTrainingInTheSameFolderIsRefused() throws {
    let running = try tool.start(arguments(out: "a", epochs: 1_000_000))
    while running.isRunning, try epochs("a") < 1 { Thread.sleep(forTimeInterval: 0.01) }
    let second = try tool.run(arguments(out: "a", epochs: 1_000_000))
    #expect(second.status == 74)
    #expect(
      second.errors
        == "a: error: expected a folder for one training, found another one that runs in it\n")
    running.send(SIGKILL)
    #expect(try running.wait().status == nil)
  }

  /// The number of epochs that the history in a folder has; 0 where there is none yet.
  private func epochs(_ folder: String) throws -> Int {
    let path = tool.path("\(folder)/history.csv")
    guard FileManager.default.fileExists(atPath: path) else { return 0 }
    return try tool.text("\(folder)/history.csv").split(separator: "\n").count - 1
  }
}
