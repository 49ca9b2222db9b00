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

  @Test(arguments: [SIGINT, SIGTERM])
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
