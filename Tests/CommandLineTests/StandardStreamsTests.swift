import Foundation
import Testing

/// What the binary does where its output is lost.
@Suite struct StandardStreamsTests {
  private let tool: TrainTool

  init() throws {
    tool = try TrainTool()
    try tool.writeImages(count: 24, to: "images")
    try "print(1)\n".write(
      to: tool.folder.appending(path: "a.swift"), atomically: true, encoding: .utf8)
  }

  private let training =
    "\"$tool\" train --data images --validation-count 4 --batch-size 4 --progress none"

  @Test(arguments: [
    "--help", "train --help", "data list --data-dir .", "data list --data-dir . --format json",
    "data verify garments --format json",
    "run a.swift", "check --format json", "build --format json", "tangle --output t --format json",
    "check --format github", "train --data images --epochs 0 --out a --progress none",
    "train --data images --epochs 0 --out b --progress none --format json",
    "train --data nowhere --format json",
    "reconstruct --checkpoint x --input y --output z.npy --format json",
  ])
  func lostStandardOutputIs74(arguments: String) throws {
    let full = try tool.shell("\"$tool\" \(arguments) > /dev/full")
    #expect(full.status == 74, "\(full.errors)")
    #expect(
      full.errors.contains(
        "standard output: error: expected a place where the result can be written, found the "
          + "system's error \"No space left on device\"\n"), "\(full.errors)")
  }

  @Test func closedStandardOutputIs74AndNoFileTakesItsPlace() throws {
    #expect(try tool.shell("\(training) --epochs 1 --out open").status == 0)
    let closed = try tool.shell("\(training) --epochs 1 --out closed >&-")
    #expect(closed.status == 74)
    #expect(closed.errors.contains("Bad file descriptor"))
    #expect(try tool.contents(of: "closed") == tool.contents(of: "open"))
    // Nobody can be told, and nothing is harmed.
    #expect(try tool.shell("\(training) --epochs 1 --out mute >&- 2>&-").status == 74)
    #expect(try tool.contents(of: "mute") == tool.contents(of: "open"))
  }

  @Test func pipeThatNobodyReadsStopsNoTraining() throws {
    #expect(try tool.shell("\(training) --epochs 3 --out whole").status == 0)
    let line = training.replacing("none", with: "plain")
    let piped = try tool.shell(
      "{ \(line) --epochs 3 --out piped 2>&1; echo $? > status; } | true")
    #expect(piped.status == 0)
    #expect(try tool.text("status") == "0\n")
    #expect(try tool.contents(of: "piped") == tool.contents(of: "whole"))
  }

  @Test func fileBeyondTheSizeLimitIs74AndTheEarlierOneIsWhole() throws {
    #expect(try tool.shell("\(training) --epochs 1 --out a").status == 0)
    let before = try tool.contents(of: "a")
    let limited = try tool.shell("ulimit -f 100; exec \(training) --epochs 2 --out a --resume")
    #expect(limited.status == 74)
    #expect(
      limited.errors == """
        a/resume.safetensors: error: expected a place where a file can be written, found the \
        system's error "File too large"

        """)
    #expect(try tool.contents(of: "a") == before)
    #expect(try tool.shell("\(training) --epochs 2 --out a --resume").status == 0)
  }

  @Test func whatATerminalWouldObeyIsMadeVisible() throws {
    let folder = "a\u{1B}[2J\nb"
    let arguments = ["train", "--data", "images", "--epochs", "0", "--out", folder]
    let made = try tool.run(arguments)
    #expect(made.status == 0)
    #expect(made.output.contains("\nin a\u{241B}[2J\u{240A}b: best.safetensors"))
    let again = try tool.run(arguments)
    #expect(again.errors.hasPrefix("a\u{241B}[2J\u{240A}b: error: there is a training already\n"))
    let option = try tool.run("train", "--\u{1B}[2J")
    #expect(option.status == 64)

    // In the place of a number of the file's version.
    let file = tool.folder.appending(path: "\(folder)/resume.safetensors")
    let bytes = try Data(contentsOf: file)
    let version = try #require(bytes.range(of: Data("\"version\":\"1\"".utf8)))
    let forged = Data("\"version\":\"\\u001b[2J\\n\"".utf8)
    var header = bytes[8..<bytes.count]
    header.replaceSubrange(version, with: forged)
    let size = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    // The header stays padded to eight bytes.
    let longer = forged.count - version.count
    let end = header.startIndex + size + longer
    let padding = (8 - (size + longer) % 8) % 8
    header.insert(contentsOf: Array(repeating: 0x20, count: padding), at: end)
    let length = size + longer + padding
    try (Data((0..<8).map { UInt8(length >> (8 * $0) & 255) }) + header).write(to: file)
    let resumed = try tool.run(arguments + ["--resume"])
    #expect(resumed.status == 2)
    #expect(
      resumed.errors.hasSuffix(
        "error: a saved training must have version 1, found \u{241B}[2J\u{240A}\n"),
      "\(resumed.errors)")
    for text in [made.output, again.errors, option.errors, resumed.errors] {
      #expect(!text.contains("\u{1B}"))
    }
  }
}
