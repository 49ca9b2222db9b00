import Foundation
import Synchronization
import Testing

/// A server on loopback that answers as badly as a test wants.
final class DownloadServer: Sendable {
  struct Request: Equatable {
    var path: String
    /// By name in lower case.
    var headers: [String: String]
  }

  /// The bytes of an answer, as they go over the wire, piece after piece.
  struct Reply {
    var pieces: [Data]
    /// Keeps the connection open after the last piece, and sends nothing more.
    var hangs = false
    /// Waits so long after each piece; without it they go out at once.
    var pauseSeconds = 0.0

    /// An answer with the length of its body, unless `headers` says something else about it.
    init(status: Int = 200, headers: [String: String] = [:], body: Data = Data()) {
      var headers = headers
      if headers["Content-Length"] == nil, headers["Transfer-Encoding"] == nil {
        headers["Content-Length"] = String(body.count)
      }
      let fields = headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }.joined()
      pieces = [Data("HTTP/1.1 \(status) Test\r\nConnection: close\r\n\(fields)\r\n".utf8), body]
    }

    /// The same in chunks, with nothing said about the length.
    static func chunked(_ body: Data) -> Reply {
      Reply(
        headers: ["Transfer-Encoding": "chunked"],
        body: Data("\(String(body.count, radix: 16))\r\n".utf8) + body + Data("\r\n0\r\n\r\n".utf8))
    }

    /// What a server sends that goes on where a part ends.
    static func rest(of body: Data, from offset: Int) -> Reply {
      Reply(
        status: 206, headers: ["Content-Range": "bytes \(offset)-\(body.count - 1)/\(body.count)"],
        body: body.dropFirst(offset))
    }

    /// No answer, on a connection that stays open.
    static var silence: Reply {
      var reply = Reply()
      reply.pieces = []
      reply.hangs = true
      return reply
    }

    /// The answer broken off after so many bytes of its body; the head still tells of them all.
    func cut(after count: Int, hangs: Bool = false) -> Reply {
      var reply = self
      reply.pieces[1] = reply.pieces[1].prefix(count)
      reply.hangs = hangs
      return reply
    }
  }

  let port: UInt16
  private let listener: Int32
  private let log = Mutex<[Request]>([])
  private let answer: @Sendable (Request) -> Reply

  /// The folder that downloads are asked from.
  var address: String { "http://127.0.0.1:\(port)/" }

  /// The requests so far.
  var requests: [Request] { log.withLock { $0 } }

  /// Clients may leave in the middle of an answer, and reach us past any proxy.
  private static let preparation: Void = {
    signal(SIGPIPE, SIG_IGN)
    setenv("no_proxy", "127.0.0.1", 1)
  }()

  /// - Parameters:
  ///   - isListening: without it the port is taken, and connections are refused.
  ///   - answer: what to say to a request.
  /// - Throws: where the system gives no socket.
  init(isListening: Bool = true, _ answer: @escaping @Sendable (Request) -> Reply) throws {
    self.answer = answer
    Self.preparation
    #if canImport(Glibc)
      listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      listener = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isBound = withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
        bind(listener, plain, length) == 0 && (!isListening || listen(listener, 16) == 0)
          && getsockname(listener, plain, &length) == 0
      }
    }
    port = UInt16(bigEndian: name.sin_port)
    try #require(isBound, "no socket on loopback")
    guard isListening else { return }
    let thread = Thread { [weak self] in
      while let self { self.takeConnection() }
    }
    thread.start()
  }

  deinit { close(listener) }

  /// Answers the next connection on a thread of its own, if one comes soon.
  private func takeConnection() {
    guard Self.isReadable(listener) else { return }
    let connection = accept(listener, nil, nil)
    if connection >= 0 { Thread { self.serve(connection) }.start() }
  }

  /// Whether there is something to read, or the other side has left, within 50 ms.
  private static func isReadable(_ descriptor: Int32) -> Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, 50) == 1
  }

  private func serve(_ connection: Int32) {
    let handle = FileHandle(fileDescriptor: connection, closeOnDealloc: true)
    var head = Data()
    while head.range(of: Data("\r\n\r\n".utf8)) == nil {
      guard let byte = try? handle.read(upToCount: 1), !byte.isEmpty else { return }
      head += byte
    }
    let request = Self.request(head)
    log.withLock { $0.append(request) }
    let reply = answer(request)
    let isPaced = reply.pauseSeconds > 0
    for piece in isPaced ? reply.pieces : [reply.pieces.reduce(Data(), +)] {
      guard (try? handle.write(contentsOf: piece)) != nil else { return }
      if isPaced { Thread.sleep(forTimeInterval: reply.pauseSeconds) }
    }
    while reply.hangs, !Self.isReadable(connection) {}
  }

  private static func request(_ head: Data) -> Request {
    let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n")
    var request = Request(path: "", headers: [:])
    request.path = lines[0].split(separator: " ").dropFirst().first.map(String.init) ?? ""
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      request.headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    return request
  }
}
