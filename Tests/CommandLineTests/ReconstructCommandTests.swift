import Foundation
import Testing

/// A checkpoint of weights from a seed, and images of 4 × 4 pixels to send through it.
@Suite struct ReconstructCommandTests {
  private let tool: TrainTool

  init() throws {
    tool = try TrainTool()
    try tool.writeImages(count: 12, to: "images")
    let made = try tool.run(
      "train", "--data", "images", "--epochs", "0", "--out", "a", "--progress", "none")
    try #require(made.status == 0, "\(made.errors)")
  }

  private func reconstruct(
    _ input: String, output: String, _ more: String...
  ) throws -> TrainTool.Result {
    try tool.run(
      ["reconstruct", "--checkpoint", "a/best.safetensors", "--input", input, "--output", output]
        + more)
  }

  @Test func imagesBecomeAnArrayAndAnArrayOfThemTheSame() throws {
    let idx = try reconstruct("images/train-images-idx3-ubyte", output: "x.npy")
    #expect(idx.status == 0, "\(idx.errors)")
    let made = try Data(contentsOf: tool.folder.appending(path: "x.npy"))
    #expect(Array(made.prefix(6)) == [0x93] + Array("NUMPY".utf8))
    #expect(String(decoding: made[10..<80], as: UTF8.self).contains("'shape': (12, 4, 4)"))

    // The same pixels as an array of bytes.
    let file = tool.folder.appending(path: "images/train-images-idx3-ubyte")
    let pixels = try Data(contentsOf: file).dropFirst(16)
    try write(npy: "|u1", shape: "(12, 1, 4, 4)", Array(pixels), to: "y.npy")
    let array = try reconstruct("y.npy", output: "z.npy")
    #expect(array.status == 0, "\(array.errors)")
    #expect(array.output.replacing("z.npy", with: "x.npy") == idx.output)
    let same = try Data(contentsOf: tool.folder.appending(path: "z.npy"))
    #expect(same.suffix(12 * 16 * 4) == made.suffix(12 * 16 * 4))
  }

  @Test func errorsAreThoseOfEachImageAndOfAll() throws {
    let result = try reconstruct(
      "images/train-images-idx3-ubyte", output: "x.npy", "--indices", "2,5-6", "--format", "json")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let images = try #require(report["images"] as? [[String: Any]])
    #expect(images.map { $0["index"] as? Int } == [2, 5, 6])
    let errors = images.compactMap { $0["mse"] as? Double }
    let mean = errors.reduce(0, +) / 3
    #expect(abs(try #require(report["mse"] as? Double) - mean) < 1e-15)
    #expect(abs(try #require(report["psnr"] as? Double) - 10 * log10(4 / mean)) < 1e-9)
    #expect(report["files"] as? [String] == ["x.npy"])

    let text = try reconstruct(
      "images/train-images-idx3-ubyte", output: "x.npy", "--indices", "2,5-6")
    let lines = text.output.split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines[0].hasPrefix("image 2: MSE 0."))
    #expect(lines[3].hasPrefix("all 3 images: MSE 0."))
    #expect(lines[4] == "wrote x.npy")
  }

  @Test func extensionsMayBeInCapitals() throws {
    let array = try reconstruct("images/train-images-idx3-ubyte", output: "x.NPY")
    #expect(array.status == 0, "\(array.errors)")
    let picture = try reconstruct("x.NPY", output: "y.PNG", "--activations", "z.Png")
    #expect(picture.status == 0, "\(picture.errors)")
    let again = try reconstruct("y.PNG", output: "z.npy")
    #expect(again.errors.hasPrefix("y.PNG: error: expected a picture of 28 × 28 pixels, found "))
  }

  @Test func picturesAndActivationsAreDrawn() throws {
    let result = try reconstruct(
      "images/train-images-idx3-ubyte", output: "x.png", "--activations", "maps.png")
    #expect(result.status == 0, "\(result.errors)")
    for name in ["x.png", "maps.png"] {
      let bytes = try Data(contentsOf: tool.folder.appending(path: name))
      #expect(Array(bytes.prefix(4)) == [0x89] + Array("PNG".utf8))
    }
    // The picture that was made is larger than the model takes.
    let again = try reconstruct("x.png", output: "y.npy")
    #expect(again.status == 2)
    #expect(
      again.errors.hasPrefix("x.png: error: expected a picture of 28 × 28 pixels, found "))
  }

  @Test func wrongInputsAreRefusedAtTheirPath() throws {
    let floats = [Float](repeating: 0, count: 15) + [1.5]
    let bytes = floats.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian) { Array($0) } }
    try write(npy: "<f4", shape: "(4, 4)", bytes, to: "range.npy")
    try write(npy: "|u1", shape: "(16,)", Array(repeating: 0, count: 16), to: "flat.npy")
    try write(npy: "<i8", shape: "(1, 1)", Array(repeating: 0, count: 8), to: "integers.npy")
    try write(npy: "|u1", shape: "(2, 2, 4, 4)", Array(repeating: 0, count: 64), to: "two.npy")
    try write(npy: "|u1", shape: "(0, 4, 4)", [], to: "none.npy")
    try write(npy: "|u1", shape: "(5, 5)", Array(repeating: 0, count: 25), to: "odd.npy")
    try Data("no png".utf8).write(to: tool.folder.appending(path: "no.png"))
    for (input, message) in [
      (
        "range.npy",
        "expected floats in [-1, 1] (unsigned bytes are normalised), found 1.5 as element 15"
      ),
      (
        "flat.npy",
        "expected an array of images: [H, W], [N, H, W] or [N, 1, H, W], found the shape [16]"
      ),
      (
        "two.npy",
        "expected an array of images: [H, W], [N, H, W] or [N, 1, H, W], found the shape "
          + "[2, 2, 4, 4]"
      ),
      (
        "integers.npy",
        "expected floats in [-1, 1] or unsigned bytes, found 64-bit integers: save the array as "
          + "array.astype('|u1')"
      ),
      ("none.npy", "expected at least one image, found none"),
      ("odd.npy", "the output of the model has the shape [1, 1, 8, 8], the target [1, 1, 5, 5]:"),
      ("no.png", "expected a PNG, found other bytes at its start\n"),
      ("nothing.npy", "expected a file that can be read, found nothing there"),
      ("images/train-labels-idx1-ubyte", "expected an IDX file of images, "),
    ] {
      let result = try reconstruct(input, output: "x.npy")
      #expect(result.status == 2)
      #expect(result.errors.hasPrefix("\(input): error: \(message)"), "\(result.errors)")
      #expect(!FileManager.default.fileExists(atPath: tool.path("x.npy")))
    }
  }

  @Test func indicesBeyondTheImagesAndWrongCheckpointsAreRefused() throws {
    let beyond = try reconstruct(
      "images/train-images-idx3-ubyte", output: "x.npy", "--indices", "0-12")
    #expect(beyond.status == 2)
    #expect(
      beyond.errors == """
        images/train-images-idx3-ubyte: error: expected images up to 12, as --indices says, found \
        12 images, from 0 to 11

        """)
    let checkpoint = try tool.run(
      "reconstruct", "--checkpoint", "a/resume.safetensors", "--input",
      "images/train-images-idx3-ubyte", "--output", "x.npy")
    #expect(checkpoint.status == 2)
    #expect(checkpoint.errors.hasPrefix("a/resume.safetensors: error: expected the 8 arrays"))
    let nowhere = try reconstruct("images/train-images-idx3-ubyte", output: "no/x.npy")
    #expect(nowhere.status == 74)
    #expect(nowhere.errors.hasPrefix("no/x.npy: error: expected "))
  }

  @Test(arguments: [
    ["--output", "x.txt"], ["--output", "x.npy", "--indices", "3-1"],
    ["--output", "x.npy", "--indices", ""], ["--output", "x.npy", "--indices", "1,,2"],
    ["--output", "x.npy", "--indices", "99999999999999999999"],
    ["--output", "x.npy", "--activations", "y.jpg"],
    ["--output", "x.png", "--activations", "x.png"],
  ])
  func wrongCommandLineIs64(arguments: [String]) throws {
    let result = try tool.run(
      ["reconstruct", "--checkpoint", "a/best.safetensors", "--input", "i.npy"] + arguments)
    #expect(result.status == 64)
  }

  /// Writes an array as NumPy does.
  private func write(npy type: String, shape: String, _ bytes: [UInt8], to name: String) throws {
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }"
    header += String(repeating: " ", count: 117 - header.utf8.count) + "\n"
    var file: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    file += [UInt8(header.utf8.count), 0] + Array(header.utf8) + bytes
    try Data(file).write(to: tool.folder.appending(path: name))
  }
}
