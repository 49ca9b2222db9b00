import Testing

/// A rule of docs/ARCHITECTURE.md that can be read off the sources.
struct Rule: CustomTestStringConvertible, Sendable {
  var name: String
  /// The places that break the rule, as `path:line: what`.
  var violations: @Sendable ([SourceFile]) -> [String]
  /// A file that breaks the rule, to see that the rule can fail.
  var planted: @Sendable () -> SourceFile

  var testDescription: String { name }
}

/// Where a target lives, and which of our modules it may import.
private let floors: [(folder: String, imports: Set<String>)] = [
  ("Sources/Engine/DeconvFormats/", ["CDeconvZlib"]),
  ("Sources/Engine/DeconvKernelTwins/", ["CDeconvKernels"]),
  (
    "Sources/Engine/DeconvKernels/",
    ["CDeconvKernels", "DeconvKernelsAVX2", "DeconvKernelsAVX512", "DeconvKernelsNEON"]
  ),
  ("Sources/Engine/DeconvFigures/", ["DeconvFormats", "CDeconvPNG"]),
  ("Sources/Engine/DeconvLessons/", ["Deconv", "DeconvFigures", "DeconvFormats", "DeconvKernels"]),
  ("Sources/Engine/Deconv/", ["DeconvKernels", "DeconvFormats"]),
  ("Sources/Book/Model/", []),
  ("Sources/Book/Parse/", ["BookModel", "CDeconvCMark"]),
  ("Sources/Book/Execute/", ["BookModel", "DeconvLessons", "Deconv", "DeconvFigures"]),
  ("Sources/Book/Render/", ["BookModel"]),
  ("Sources/Book/Verify/", ["BookModel", "DeconvFigures", "DeconvFormats"]),
  (
    "Sources/Book/Pipeline/",
    ["BookModel", "BookParse", "BookExecute", "BookRender", "BookVerify", "CDeconvSystem"]
  ),
  (
    "Sources/deconv-book/",
    [
      "BookExecute", "BookModel", "BookPipeline", "Deconv", "DeconvFigures", "DeconvFormats",
      "DeconvKernels",
    ]
  ),
]

private let externalImports: [String: Set<String>] = [
  "Sources/Book/Parse/": [
    "SwiftSyntax", "SwiftParser", "SwiftParserDiagnostics", "SwiftDiagnostics", "SwiftOperators",
    "SwiftIDEUtils",
  ],
  "Sources/Book/Pipeline/": ["Yams", "Crypto"],
  "Sources/deconv-book/": ["ArgumentParser", "Crypto"],
]

private let systemImports: Set = [
  "Foundation", "FoundationNetworking", "Synchronization", "Glibc", "Darwin",
]

/// A rule that forbids words in the code of some files.
private func forbids(
  _ words: [String], in applies: @escaping @Sendable (String) -> Bool, name: String,
  planted: @escaping @Sendable () -> SourceFile
) -> Rule {
  Rule(
    name: name,
    violations: { files in
      files.filter { applies($0.path) }.flatMap { file in
        file.code.flatMap { line in
          words.filter { line.text.contains($0) }.map { "\(file.path):\(line.number): \($0)" }
        }
      }
    }, planted: planted)
}

let rules: [Rule] = [
  Rule(
    name: "a target imports only the floors below it and its own libraries",
    violations: { files in
      files.flatMap { file -> [String] in
        guard let floor = floors.first(where: { file.path.hasPrefix($0.folder) }) else {
          return ["\(file.path): belongs to no target of the table"]
        }
        let allowed = floor.imports.union(externalImports[floor.folder] ?? []).union(systemImports)
        return file.imports.filter { !allowed.contains($0.module) }
          .map { "\(file.path):\($0.line): imports \($0.module)" }
      }
    },
    planted: { SourceFile(path: "Sources/Engine/Deconv/X.swift", text: "import BookModel\n") }),
  Rule(
    name: "each C library is imported by one file",
    violations: { files in
      func importers(of module: String) -> [String] {
        files.filter { $0.imports.contains { $0.module == module } }.map(\.path)
      }
      return ["CDeconvCMark", "CDeconvPNG", "CDeconvZlib", "CDeconvSystem"].flatMap { module in
        let paths = importers(of: module)
        return paths.count <= 1 ? [] : paths.map { "\($0): one file alone may import \(module)" }
      }
    },
    planted: {
      SourceFile(path: "Sources/Book/Parse/Markdown/X.swift", text: "import CDeconvCMark\n")
    }),
  Rule(
    name: "unsafe memory stays in the kernels and the files that wrap a C library",
    violations: { files in
      files.filter {
        !$0.path.hasPrefix("Sources/Engine/DeconvKernels/")
          && !$0.imports.contains { $0.module.hasPrefix("CDeconv") }
      }.flatMap { file in
        file.code.filter { line in
          [
            "UnsafeMutable", "UnsafePointer", "UnsafeBuffer", "UnsafeRaw", "withUnsafeBuffer",
            "withUnsafeMutable",
            "unsafeBitCast",
          ]
          .contains { line.text.contains($0) }
        }.map { "\(file.path):\($0.number): unsafe memory" }
      }
    },
    planted: {
      SourceFile(path: "Sources/Engine/Deconv/X.swift", text: "var p: UnsafePointer<Int>\n")
    }),
  forbids(
    ["import Foundation", "import Glibc"],
    // The thread pool alone needs the system's threads.
    in: { path in
      ["DeconvKernels/", "DeconvKernelTwins/", "DeconvFormats/", "DeconvFigures/"]
        .contains { path.contains($0) } && !path.hasSuffix("DeconvKernels/ThreadPool.swift")
    },
    name: "kernels, formats and figures know no Foundation",
    planted: {
      SourceFile(path: "Sources/Engine/DeconvKernels/X.swift", text: "import Foundation\n")
    }),
  forbids(
    ["2 * padding", "(kernel - 1)", "kernel.size - 1"],
    in: { path in
      path.hasPrefix("Sources/") && !path.hasSuffix("DeconvKernels/AxisGeometry.swift")
        && !path.hasSuffix("DeconvKernels/ConvGeometry.swift")
    },
    name: "only ConvGeometry computes sizes",
    planted: {
      SourceFile(path: "Sources/Engine/Deconv/X.swift", text: "let o = i + 2 * padding - k\n")
    }),
  forbids(
    [
      "ProcessInfo", "CommandLine.", "Date()", "ContinuousClock", "SuspendingClock", "Locale",
      "currentDirectoryPath", "getenv", " exit(", "SystemRandomNumberGenerator", ".random(in:",
      ".shuffled()", ".randomElement",
    ],
    // Tangle.swift holds the text of a program that reads its arguments.
    in: { path in
      !path.hasPrefix("Sources/deconv-book/") && !path.hasSuffix("Book/Pipeline/Tangle.swift")
    },
    name: "no library reads the clock, environment, arguments, locale, chance, or ends the process",
    planted: { SourceFile(path: "Sources/Book/Parse/X.swift", text: "let now = Date()\n") }),
  forbids(
    ["fatalError(", "try! ", "as! "],
    // The public forms of fallible operations stop a compiled program there, and there only.
    in: { path in !path.hasSuffix("Engine/Deconv/Trap.swift") },
    name: "no input can reach a crash",
    planted: { SourceFile(path: "Sources/Book/Parse/X.swift", text: "let x = try! f()\n") }),
  Rule(
    name: "files have at most 800 lines, functions at most 70",
    violations: { files in
      files.flatMap { file -> [String] in
        let isAsset = file.path.hasPrefix("Sources/Book/Render/Assets/")
        let tooLong =
          file.lines.count > 800 && !isAsset ? ["\(file.path): \(file.lines.count) lines"] : []
        return tooLong + longFunctions(in: file)
      }
    },
    planted: {
      SourceFile(
        path: "Sources/Book/Parse/X.swift",
        text: "func f() {\n" + String(repeating: "  g()\n", count: 80) + "}\n")
    }),
]

private let modifiers: Set = [
  "package", "public", "private", "fileprivate", "internal", "static", "mutating", "override",
  "final", "nonisolated", "@discardableResult", "@inline(__always)",
]

/// Functions of over 70 lines, found by their indentation: the house format puts a function's
/// closing brace under the beginning of its declaration.
private func longFunctions(in file: SourceFile) -> [String] {
  var found: [String] = []
  for (index, line) in file.lines.enumerated() {
    let indent = line.prefix { $0 == " " }
    let words = line.dropFirst(indent.count).split(separator: " ").map(String.init)
    let isFunction = words.firstIndex(of: "func").map { modifiers.isSuperset(of: words[..<$0]) }
    guard isFunction ?? (words.first { !modifiers.contains($0) }?.hasPrefix("init(") == true)
    else { continue }
    // A declaration in a text ends with the text, not with a brace.
    let opening = file.lines[index...].first { $0.hasSuffix("{") || $0.contains("\"\"\"") }
    guard opening?.hasSuffix("{") == true else { continue }
    guard !line.hasSuffix("}"),
      let length = file.lines[index...].firstIndex(of: indent + "}").map({ $0 - index + 1 })
    else { continue }
    if length > 70 { found.append("\(file.path):\(index + 1): a function of \(length) lines") }
  }
  return found
}
