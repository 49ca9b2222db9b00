import Foundation

/// The sole right to write into a folder, held against other processes.
///
/// It hangs on a file of its own that stays in the folder: to remove it would let a third process
/// in beside one that waits for it. The system takes the lock from a process that dies.
enum FolderLock {
  private static let pauseSeconds = 0.2

  /// Runs `body` while no other process does so for this folder.
  ///
  /// - Parameters:
  ///   - folder: a folder that exists.
  ///   - isCancelled: asked while another process holds the lock.
  ///   - onWait: called once when another process holds the lock.
  ///   - body: what to do.
  /// - Returns: what `body` returns; nil where the wait was cancelled.
  /// - Throws: `LocalFileError` where the file system does not let itself be locked: without a lock
  ///   two downloads could mix their bytes.
  static func locked<Result>(
    _ folder: String, isCancelled: () -> Bool, onWait: () -> Void, body: () -> Result
  ) throws(LocalFileError) -> Result? {
    let path = DataFolder.joined(folder, ".fetch.lock")
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw LocalFileError(path: path, attempt: "write", errorNumber: errno)
    }
    defer { close(descriptor) }
    var isFirstTry = true
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      switch errno {
      case EINTR: continue
      case EWOULDBLOCK:
        if isFirstTry { onWait() }
        isFirstTry = false
        if isCancelled() { return nil }
        Thread.sleep(forTimeInterval: pauseSeconds)
      case let errorNumber:
        throw LocalFileError(path: path, attempt: "lock", errorNumber: errorNumber)
      }
    }
    return body()
  }
}
