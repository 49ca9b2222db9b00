import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// How long a download waits.
struct TransferLimits: Equatable, Sendable {
  /// The longest wait for a server's answer, looking up its name and connecting included.
  var connectSeconds = 30.0
  /// The longest silence between two pieces of a body.
  var stallSeconds = 30.0
}

/// Why a request got no body, or only a piece of one.
enum TransferFailure: Equatable, Sendable, CustomStringConvertible {
  case noAnswer(seconds: Double)
  case stalled(seconds: Double)
  case redirected(to: String)
  case broken(reason: String)
  /// The caller does not want to go on.
  case cancelled

  var description: String {
    switch self {
    case .noAnswer(let seconds): "the server did not answer within \(seconds) s"
    case .stalled(let seconds): "the server sent nothing for \(seconds) s"
    case .redirected(let address):
      "it leads on to \(address), and only http and https addresses are followed"
    case .broken(let reason): reason
    case .cancelled: "interrupted"
    }
  }
}

/// One request, whose answer the caller takes piece by piece on its own thread.
///
/// The session's delegate only queues what arrives; waiting, time-outs and interruption are here,
/// where they are the same for every system's URLSession.
final class Transfer {
  enum Event: Sendable {
    case answer(HTTPURLResponse)
    case bytes(Data)
    case end
    case failed(TransferFailure)
  }

  private let delegate = TransferDelegate()
  private let session: URLSession
  private let limits: TransferLimits
  private let isCancelled: @Sendable () -> Bool
  private(set) var isAnswered = false

  /// How often the caller is asked whether it wants to go on.
  private static let tick = Duration.milliseconds(100)

  init(
    _ request: URLRequest, limits: TransferLimits, isCancelled: @escaping @Sendable () -> Bool
  ) {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    configuration.urlCache = nil
    configuration.httpShouldSetCookies = false
    // The session's own time-out only stands behind ours.
    configuration.timeoutIntervalForRequest = limits.connectSeconds + limits.stallSeconds + 60
    session = URLSession(configuration: configuration, delegate: delegate, delegateQueue: nil)
    self.limits = limits
    self.isCancelled = isCancelled
    session.dataTask(with: request).resume()
  }

  deinit {
    delegate.refuseRedirections()
    session.invalidateAndCancel()
  }

  /// Waits for what comes next; nothing comes after `end` and `failed`.
  func next() -> Event {
    let seconds = isAnswered ? limits.stallSeconds : limits.connectSeconds
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      if isCancelled() { return .failed(.cancelled) }
      let left = deadline - .now
      guard left > .zero else {
        return .failed(isAnswered ? .stalled(seconds: seconds) : .noAnswer(seconds: seconds))
      }
      if let event = delegate.next(within: min(left, Self.tick)) {
        if case .answer = event { isAnswered = true }
        return event
      }
    }
  }
}

/// Queues what a session tells.
private final class TransferDelegate: NSObject, URLSessionDataDelegate {
  private let arrivals = Mutex<[Transfer.Event]>([])
  private let count = DispatchSemaphore(value: 0)
  /// Whether a redirection is still answered: swift-corelibs-foundation ends the process when the
  /// answer comes after the task was cancelled, and takes none for no.
  private let followsRedirections = Mutex(true)

  func refuseRedirections() { followsRedirections.withLock { $0 = false } }

  /// The oldest arrival; nil where none comes in time.
  func next(within duration: Duration) -> Transfer.Event? {
    let parts = duration.components
    let nanoseconds = parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
    guard count.wait(timeout: .now() + .nanoseconds(Int(nanoseconds))) == .success else {
      return nil
    }
    return arrivals.withLock { $0.removeFirst() }
  }

  private func add(_ arrival: Transfer.Event) {
    arrivals.withLock { $0.append(arrival) }
    count.signal()
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    if let response = response as? HTTPURLResponse {
      add(.answer(response))
    } else {
      add(.failed(.broken(reason: "the answer is not one of HTTP")))
    }
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    add(.bytes(data))
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    let scheme = request.url?.scheme?.lowercased()
    guard scheme == "http" || scheme == "https" else {
      return add(.failed(.redirected(to: request.url?.absoluteString ?? "nowhere")))
    }
    followsRedirections.withLock { if $0 { completionHandler(request) } }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    add(error.map { .failed(.broken(reason: Self.reason(of: $0))) } ?? .end)
  }

  /// The commonest failures in words of our own, which are the same on every system.
  private static func reason(of error: any Error) -> String {
    switch (error as? URLError)?.code {
    case .cannotFindHost, .dnsLookupFailed: "the server's name is not known (is there a network?)"
    case .cannotConnectToHost: "the server does not accept connections"
    case .httpTooManyRedirects: "it leads on and on"
    default: error.localizedDescription
    }
  }
}
