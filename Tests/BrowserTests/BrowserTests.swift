import Foundation
import Testing

/// Opens the built book in a headless browser, from `file://`.
///
/// A script that reports what the browser sees is put into copies of the pages; the pages
/// themselves stay as they are. Runs where DECONV_BROWSER_TESTS is set: then a missing browser is a
/// failure, not a skip.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["DECONV_BROWSER_TESTS"] != nil))
struct BrowserTests {
  @Test(arguments: try pages(), [1280, 360])
  func pageShowsEverythingAndFitsItsWindow(page: String, width: Int) throws {
    let report = try Browser.report(on: page, width: width)
    #expect(report.width == width, "the window has another width")
    #expect(report.errors == [], "errors on \(page)")
    #expect(report.missing == [], "resources that did not load")
    #expect(report.scrollWidth <= report.width, "sideways scroll: \(report.wide)")
    let html = try String(contentsOf: Browser.output.appending(path: page), encoding: .utf8)
    #expect(report.formulas == html.split(separator: "<math").count - 1, "formulas without a size")
    if page != "index.html" {
      #expect(report.figures > 0)
      #expect(report.code > 0)
    }
  }

  private static func pages() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: Browser.output.path)
      .filter { $0.hasSuffix(".html") }.sorted()
  }
}

/// What the browser saw.
private struct PageReport: Decodable {
  var errors: [String]
  var missing: [String]
  var width: Int
  var scrollWidth: Int
  var wide: [String]
  var formulas: Int
  var figures: Int
  var code: Int
}

private enum Browser {
  struct Failure: Error, CustomStringConvertible { var description: String }

  static let output = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "output")

  /// Loads a copy of the page at a window width and returns what it reports of itself.
  static func report(on page: String, width: Int) throws -> PageReport {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "pages-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.copyItem(at: output, to: folder)
    let copy = folder.appending(path: page)
    let html = try String(contentsOf: copy, encoding: .utf8)
    guard let head = html.range(of: "<head>") else { throw Failure(description: "no <head>") }
    try (html[..<head.upperBound] + probe + html[head.upperBound...])
      .write(to: copy, atomically: true, encoding: .utf8)
    let frame = folder.appending(path: "frame-of-the-test.html")
    try self.frame(page: page, width: width).write(to: frame, atomically: true, encoding: .utf8)

    let dom = try run([
      "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
      "--user-data-dir=\(folder.path)/profile", "--window-size=1400,1000",
      "--virtual-time-budget=5000", "--dump-dom", frame.absoluteString,
    ])
    guard let start = dom.range(of: "data-report=\""),
      let end = dom[start.upperBound...].firstIndex(of: "\"")
    else { throw Failure(description: "the page did not report: \(dom.prefix(400))") }
    let json = dom[start.upperBound..<end].replacing("&quot;", with: "\"")
      .replacing("&amp;", with: "&").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
    return try JSONDecoder().decode(PageReport.self, from: Data(json.utf8))
  }

  /// A page that shows another in a frame of the width asked for, because a window has a least width
  /// of 500, and writes the other's report into an attribute.
  private static func frame(page: String, width: Int) -> String {
    """
    <!doctype html><meta charset="utf-8">
    <script>
    addEventListener("message", e => { document.documentElement.dataset.report = e.data; });
    </script>
    <iframe src="\(page)" style="width: \(width)px; height: 900px; border: 0"></iframe>
    """
  }

  /// Collects errors from the first byte on and, when all is loaded, reports what it saw.
  private static let probe = """
    <script>
    const errors = [], missing = [];
    addEventListener("error", e => {
      if (e.target && e.target !== window) missing.push(e.target.src || e.target.href || e.target.tagName);
      else errors.push(String(e.message));
    }, true);
    const log = console.error; console.error = (...a) => { errors.push(a.join(" ")); log(...a); };
    addEventListener("load", () => {
      for (const image of document.images)
        if (image.loading === "lazy") image.loading = "eager";
      setTimeout(() => {
        for (const image of document.images)
          if (image.complete && image.naturalWidth === 0) missing.push(image.src);
        const root = document.documentElement;
        // What is folded away has no size until it is opened.
        const seen = e =>
          e.closest("details:not([open])") || e.getBoundingClientRect().height > 0;
        const wide = [...document.querySelectorAll("body *")]
          .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
          .slice(0, 5).map(e => e.tagName + "." + e.className);
        parent.postMessage(JSON.stringify({
          errors, missing, wide, width: innerWidth, scrollWidth: root.scrollWidth,
          formulas: [...document.querySelectorAll("math")].filter(seen).length,
          figures: document.querySelectorAll("figure img").length,
          code: document.querySelectorAll("pre code").length }), "*");
      }, 1000);
    });
    </script>
    """

  private static func run(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [try name()] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  private static func name() throws -> String {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    for name in ["chromium", "chromium-browser", "google-chrome"] {
      for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)")
      {
        return name
      }
    }
    throw Failure(description: "no Chromium in PATH; bin/check installs one")
  }
}
