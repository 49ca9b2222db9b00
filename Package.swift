// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors in the gate, which sets DECONV_STRICT; nobody else's build stops at one.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// The settings of every Swift target: `any` is written out, imports leak nothing.
let house: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (Context.environment["DECONV_STRICT"] == "1" ? strict : [])

/// A floor of the house: a Swift target and its tests' name, with the folder that the reader sees.
func floor(_ name: String, _ folder: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Sources/\(folder)", swiftSettings: house,
    // In debug builds the standard library's square root and rounding are calls; they are exact.
    linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))])
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [])
  -> Target
{
  .testTarget(
    name: name, dependencies: dependencies, path: "Tests/\(name)", resources: resources,
    swiftSettings: house)
}

let package = Package(
  name: "deconv-book",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Deconv", targets: ["Deconv"]),
    .library(name: "DeconvLessons", targets: ["DeconvLessons"]),
    .executable(name: "deconv-book", targets: ["deconv-book"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", .upToNextMinor(from: "1.8.2")),
    .package(url: "https://github.com/swiftlang/swift-syntax", "602.0.0"..<"604.0.0"),
    .package(url: "https://github.com/jpsim/Yams", .upToNextMinor(from: "6.2.2")),
    .package(url: "https://github.com/apple/swift-crypto", .upToNextMinor(from: "4.5.2")),
  ],
  targets: [
    // System: module maps and header-only shims.
    .systemLibrary(
      name: "CDeconvCMark", path: "Sources/System/CDeconvCMark", pkgConfig: "libcmark",
      providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]),
    .systemLibrary(
      name: "CDeconvPNG", path: "Sources/System/CDeconvPNG", pkgConfig: "libpng",
      providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(name: "CDeconvSystem", path: "Sources/System/CDeconvSystem"),

    // Engine: flat buffers, tensors, pixels, what a chapter may call.
    floor("DeconvFormats", "Engine/DeconvFormats"),
    floor("DeconvKernels", "Engine/DeconvKernels"),
    floor("Deconv", "Engine/Deconv", ["DeconvKernels", "DeconvFormats"]),
    floor("DeconvFigures", "Engine/DeconvFigures", ["DeconvFormats", "CDeconvPNG"]),
    floor(
      "DeconvLessons", "Engine/DeconvLessons", ["Deconv", "DeconvFigures", "DeconvFormats"]),

    // Book: parse, execute, verify, render, and the pipeline that joins them.
    floor("BookModel", "Book/Model"),
    floor(
      "BookParse", "Book/Parse",
      [
        "BookModel", "CDeconvCMark",
        .product(name: "SwiftSyntax", package: "swift-syntax"),
        .product(name: "SwiftParser", package: "swift-syntax"),
        .product(name: "SwiftParserDiagnostics", package: "swift-syntax"),
        .product(name: "SwiftDiagnostics", package: "swift-syntax"),
        .product(name: "SwiftOperators", package: "swift-syntax"),
        .product(name: "SwiftIDEUtils", package: "swift-syntax"),
      ]),
    floor("BookExecute", "Book/Execute", ["BookModel", "DeconvLessons"]),
    floor("BookRender", "Book/Render", ["BookModel"]),
    floor("BookVerify", "Book/Verify", ["BookModel", "DeconvFigures", "DeconvFormats"]),
    floor(
      "BookPipeline", "Book/Pipeline",
      [
        "BookModel", "BookParse", "BookExecute", "BookRender", "BookVerify", "CDeconvSystem",
        .product(name: "Yams", package: "Yams"), .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .executableTarget(
      name: "deconv-book",
      dependencies: [
        "BookExecute", "BookModel", "BookPipeline",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Sources/deconv-book", swiftSettings: house),

    // Tests: one target for each of the above, rules that span them, and the pages in a browser.
    tests("DeconvFormatsTests", ["DeconvFormats"]),
    tests("DeconvKernelsTests", ["DeconvKernels"]),
    tests("DeconvTests", ["Deconv", "DeconvKernels"]),
    tests("DeconvFiguresTests", ["DeconvFigures", "DeconvFormats"]),
    tests("DeconvLessonsTests", ["DeconvLessons", "Deconv", "DeconvFigures"]),
    tests(
      "BookParseTests", ["BookParse", "BookModel", "CDeconvCMark"], resources: [.copy("Resources")]),
    tests(
      "BookExecuteTests",
      ["BookExecute", "BookParse", "BookModel", "DeconvLessons", "Deconv", "DeconvFigures"]),
    tests("BookRenderTests", ["BookRender", "BookModel"]),
    tests("BookVerifyTests", ["BookVerify", "BookModel", "DeconvFigures", "DeconvFormats"]),
    tests("BookPipelineTests", ["BookPipeline", "BookExecute", "BookModel"]),
    tests("CommandLineTests", ["deconv-book"]),
    tests("ArchitectureTests", []),
    tests("BrowserTests", []),
  ]
)
