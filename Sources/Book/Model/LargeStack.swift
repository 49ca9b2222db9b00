import Foundation

/// The bytes of stack on which chapters are parsed and run: both follow nested code by recursion.
private let largeStackSize = 256 << 20

/// Runs `body` on a thread with a stack of 256 MB, and waits for its value.
package func withLargeStack<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Value {
  let result = LargeStackResult<Value>()
  let thread = Thread { result.finish(body()) }
  thread.stackSize = largeStackSize
  thread.start()
  return result.wait()
}

/// The value that one thread leaves for another.
private final class LargeStackResult<Value: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private var value: Value?

  func finish(_ value: Value) {
    condition.lock()
    self.value = value
    condition.signal()
    condition.unlock()
  }

  func wait() -> Value {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let value { return value }
      condition.wait()
    }
  }
}
