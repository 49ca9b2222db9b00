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

/// Tests; `Reference/` holds the scripts that made their expected values.
func tests(
  _ name: String, _ dependencies: [Target.Dependency], hasReference: Bool = false,
  resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, path: "Tests/\(name)",
    exclude: hasReference ? ["Reference"] : [], resources: resources, swiftSettings: house)
}

/// The builds of the vectorised kernels: one folder's sources, once for each instruction set.
///
/// Flags cannot depend on the architecture, and clang for arm64 refuses those of x86-64.
#if arch(x86_64)
  let twins: [(name: String, flags: [String])] = [
    ("DeconvKernelsAVX2", ["-Xcc", "-march=x86-64-v3"]),
    ("DeconvKernelsAVX512", ["-Xcc", "-march=x86-64-v4", "-D", "DECONV_AVX512"]),
  ]
#elseif arch(arm64)
  let twins: [(name: String, flags: [String])] = [("DeconvKernelsNEON", [])]
#else
  let twins: [(name: String, flags: [String])] = []
#endif

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
    .systemLibrary(
      name: "CDeconvZlib", path: "Sources/System/CDeconvZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(name: "CDeconvSystem", path: "Sources/System/CDeconvSystem"),
    .systemLibrary(name: "CDeconvKernels", path: "Sources/System/CDeconvKernels"),

    // Engine: flat buffers, tensors, pixels, what a chapter may call.
    floor("DeconvFormats", "Engine/DeconvFormats", ["CDeconvZlib"]),
    floor(
      "DeconvKernels", "Engine/DeconvKernels",
      ["CDeconvKernels"] + twins.map { .init(stringLiteral: $0.name) }),
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
        "BookExecute", "BookModel", "BookPipeline", "Deconv", "DeconvFigures", "DeconvFormats",
        "DeconvKernels",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
      ], path: "Sources/deconv-book", swiftSettings: house),

    // One list of the operations, for whoever checks their values, gradients and speed.
    .target(
      name: "OperationCases", dependencies: ["Deconv", "DeconvKernels"],
      path: "Tests/OperationCases", swiftSettings: house),

    // Times and digests of the kernels: bin/bench, bin/check-kernels.
    .systemLibrary(name: "CProcessorPeak", path: "Tests/Benchmarks/CProcessorPeak"),
    .executableTarget(
      name: "deconv-bench",
      dependencies: ["Deconv", "DeconvKernels", "OperationCases", "CProcessorPeak"],
      path: "Tests/Benchmarks", exclude: ["CProcessorPeak"], swiftSettings: house),

    // Tests: one target for each of the above, rules that span them, and the pages in a browser.
    tests("DeconvFormatsTests", ["DeconvFormats"], hasReference: true),
    tests("DeconvKernelsTests", ["DeconvKernels"], hasReference: true),
    tests(
      "DeconvTests", ["Deconv", "DeconvKernels", "DeconvFormats", "OperationCases"],
      hasReference: true),
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
    tests(
      "CommandLineTests",
      ["deconv-book", "BookModel", "BookPipeline", "Deconv", "DeconvKernels"]),
    tests("ArchitectureTests", []),
    tests("BrowserTests", []),
  ]
    + twins.map { name, flags in
      .target(
        name: name, dependencies: ["CDeconvKernels"], path: "Sources/Engine/\(name)",
        // Unchecked: a kernel is as fast in debug builds; its callers check every size.
        swiftSettings: house + [.unsafeFlags(flags + ["-Ounchecked"])])
    }
)
