import Testing

@testable import deconv_book

/// What a person sees while a download goes on.
@Suite struct DownloadProgressTests {
  private let file = RemoteFile(name: "a.gz", byteCount: 40_000_000, md5: "", sha256: "")

  /// What is written while so many bytes have come at each of these seconds.
  private func written(
    isTerminal: Bool, offset: Int = 0, arrivals: [(seconds: Double, byteCount: Int)]
  ) -> String {
    var seconds = 100.0
    var text = ""
    let progress = DownloadProgress(
      file: file, isTerminal: isTerminal, now: { seconds }, write: { text += $0 })
    progress.report(.asking(address: "http://a/", offset: offset))
    for arrival in arrivals {
      seconds = 100 + arrival.seconds
      progress.report(.received(arrival.byteCount))
    }
    progress.finish()
    return text
  }

  @Test func elsewhereThanOnATerminalALineComesEvery30Seconds() {
    let text = written(
      isTerminal: false,
      arrivals: [
        (1, 1_000_000), (29.9, 9_000_000), (30, 10_000_000), (31, 11_000_000), (60, 20_000_000),
        (61, 40_000_000),
      ])
    #expect(
      text == """
        a.gz: 40.0 MB from http://a/
        a.gz  25%  10.0 MB of 40.0 MB  333.3 kB/s  90 s left
        a.gz  50%  20.0 MB of 40.0 MB  333.3 kB/s  60 s left

        """)
  }

  @Test func onATerminalABarIsDrawnOverItself() {
    let text = written(
      isTerminal: true, arrivals: [(0.05, 1), (2, 12_000_000), (2.05, 13_000_000), (4, 40_000_000)])
    #expect(
      text == """
        a.gz: 40.0 MB from http://a/
        \ra.gz  [###·······]  30%  12.0 MB of 40.0 MB  6.0 MB/s  5 s left\u{1B}[K\
        \ra.gz  [##########]  100%  40.0 MB of 40.0 MB  10.0 MB/s  0 s left\u{1B}[K

        """)
  }

  @Test func whatWasHereBeforeIsToldAndDoesNotCountAsSpeed() {
    let text = written(isTerminal: false, offset: 10_000_000, arrivals: [(100, 10_100_000)])
    #expect(
      text == """
        a.gz: 40.0 MB from http://a/, going on after 10.0 MB
        a.gz  25%  10.1 MB of 40.0 MB  1.0 kB/s  499 min left

        """)
  }

  @Test(arguments: [
    (0, "0.0 kB"), (49, "0.0 kB"), (50, "0.1 kB"), (5148, "5.1 kB"), (999_949, "999.9 kB"),
    (1_000_000, "1.0 MB"), (26_421_880, "26.4 MB"),
  ])
  func amountsHaveOneDecimal(byteCount: Int, text: String) {
    #expect(DownloadProgress.amount(byteCount) == text)
  }
}
