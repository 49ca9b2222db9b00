internal import CDeconvKernels
internal import Synchronization

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// The threads of the engine: they sleep until there is work, and the caller works too.
///
/// Before they sleep they watch for more work, for about as long as waking takes: a training step
/// has many short kernels.
///
/// Work is cut into numbered pieces before it comes here. Which thread takes which piece is
/// chance, so pieces write to places of their own and share no sums.
final class ThreadPool: @unchecked Sendable {
  // Everything but the atomics is read and written under `lock` alone: hence @unchecked.

  static let shared = ThreadPool()

  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let workCame = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let pieceEnded = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  /// Whether the current thread is inside a piece: its value is not null.
  private var insideKey = pthread_key_t()

  /// Counts the jobs that came.
  private let arrivals = Atomic(0)
  private var jobs: [Job] = []
  private var workers = 0
  private let processors = processorCount()
  /// The numbers of the threads that took a piece; the callers are all number 0.
  private var took: Set<Int> = []

  private init() {
    pthread_mutex_init(lock, nil)
    pthread_cond_init(workCame, nil)
    pthread_cond_init(pieceEnded, nil)
    pthread_key_create(&insideKey, nil)
  }

  /// How many threads took pieces since ``forgetThreads()``.
  var threadsThatRan: Int { locked { took.count } }

  /// Counts the threads from none again.
  func forgetThreads() { locked { took = [] } }

  /// Runs all pieces and returns when the last has ended.
  ///
  /// A piece that calls this runs its own pieces one after the other. Callers on several threads
  /// share the workers.
  ///
  /// - Parameters:
  ///   - pieces: The number of pieces.
  ///   - threads: How many threads may work on them, the caller among them.
  ///   - body: The work of a piece. It must not touch what another piece writes.
  func run(pieces: Int, threads: Int, _ body: (_ piece: Int) -> Void) {
    let isInside = pthread_getspecific(insideKey) != nil
    guard pieces > 1, threads > 1, !isInside else {
      if !isInside { locked { _ = took.insert(0) } }
      for piece in 0..<pieces { body(piece) }
      return
    }
    withoutActuallyEscaping(body) { body in
      let job = Job(body: body, pieces: pieces, helpers: threads - 1)
      locked {
        startWorkers(threads - 1)
        jobs.append(job)
        arrivals.add(1, ordering: .relaxed)
        pthread_cond_broadcast(workCame)
        while let piece = take(of: job, thread: 0) { perform(piece, of: job) }
        watch(threads) { job.ended.load(ordering: .relaxed) == pieces }
        while job.ended.load(ordering: .relaxed) < pieces { pthread_cond_wait(pieceEnded, lock) }
      }
    }
  }

  /// Takes the next piece of a job; under the lock.
  private func take(of job: Job, thread: Int) -> Int? {
    guard job.next < job.pieces else { return nil }
    let piece = job.next
    job.next += 1
    if job.next == job.pieces { jobs.removeAll { $0 === job } }
    took.insert(thread)
    return piece
  }

  /// Runs a piece if there is one for a worker.
  private func perform(as thread: Int) -> Bool {
    // A job for few threads is not for the workers of high numbers.
    guard let job = jobs.first(where: { thread <= $0.helpers }),
      let piece = take(of: job, thread: thread)
    else { return false }
    perform(piece, of: job)
    return true
  }

  /// Runs a piece outside the lock, which is held before and after.
  private func perform(_ piece: Int, of job: Job) {
    pthread_mutex_unlock(lock)
    pthread_setspecific(insideKey, UnsafeRawPointer(lock))
    job.body(piece)
    pthread_setspecific(insideKey, nil)
    pthread_mutex_lock(lock)
    let ended = job.ended.add(1, ordering: .relaxed).newValue
    if ended == job.pieces { pthread_cond_broadcast(pieceEnded) }
  }

  /// Waits a little for a condition, without the lock, which is held before and after.
  ///
  /// More threads than processors would only take each other's time.
  private func watch(_ threads: Int, until condition: () -> Bool) {
    guard threads <= processors, !condition() else { return }
    pthread_mutex_unlock(lock)
    var patience = 4_000
    while patience > 0, !condition() {
      deconv_pause()
      patience -= 1
    }
    pthread_mutex_lock(lock)
  }

  /// What a worker does until the process ends.
  private func work(as thread: Int) -> Never {
    pthread_mutex_lock(lock)
    while true {
      if perform(as: thread) { continue }
      let seen = arrivals.load(ordering: .relaxed)
      watch(thread + 1) { arrivals.load(ordering: .relaxed) != seen }
      // Jobs come under the lock: one that the watch missed is seen here.
      if !perform(as: thread) { pthread_cond_wait(workCame, lock) }
    }
  }

  private func startWorkers(_ count: Int) {
    while workers < count {
      let number = workers + 1
      // A system that gives no more threads is worked on with those that there are.
      guard start({ [unowned self] in work(as: number) }) else { return }
      workers = number
    }
  }

  private func start(_ body: @escaping () -> Void) -> Bool {
    let entry = Unmanaged.passRetained(Entry(body))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let result = pthread_create(
      &thread, nil,
      { argument in
        #if canImport(Darwin)
          let pointer = argument
        #else
          guard let pointer = argument else { return nil }
        #endif
        Unmanaged<Entry>.fromOpaque(pointer).takeRetainedValue().body()
        return nil
      }, entry.toOpaque())
    guard result == 0 else {
      entry.release()
      return false
    }
    #if canImport(Darwin)
      if let thread { pthread_detach(thread) }
    #else
      pthread_detach(thread)
    #endif
    return true
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return body()
  }
}

/// Pieces to do.
private final class Job {
  let body: (Int) -> Void
  let pieces: Int
  /// The workers that may take pieces.
  let helpers: Int
  var next = 0
  let ended = Atomic(0)

  init(body: @escaping (Int) -> Void, pieces: Int, helpers: Int) {
    self.body = body
    self.pieces = pieces
    self.helpers = helpers
  }
}

/// What a new thread does.
private final class Entry {
  let body: () -> Void

  init(_ body: @escaping () -> Void) { self.body = body }
}

/// The processors of the machine.
func processorCount() -> Int {
  max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}
