import ArgumentParser
import Deconv
import Foundation

/// A size of memory, as in `12GB` or `12GiB`: both are powers of 1024 bytes.
struct MemorySize: ExpressibleByArgument, Equatable, CustomStringConvertible {
  var bytes: Int

  /// Half of the memory of this machine.
  static var halfOfMachine: MemorySize {
    MemorySize(bytes: Int(clamping: ProcessInfo.processInfo.physicalMemory / 2))
  }

  private static let units = [("TB", 40), ("GB", 30), ("MB", 20), ("KB", 10)]

  init(bytes: Int) { self.bytes = bytes }

  /// Reads a number with its unit; without one it is of MB, as other commands take it.
  init?(argument: String) {
    let text = argument.uppercased().replacing("IB", with: "B")
    let unit = Self.units.first { text.hasSuffix($0.0) }
    let digits = text.dropLast(unit?.0.count ?? 0)
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(digits), number > 0
    else { return nil }
    let (bytes, overflows) = number.multipliedReportingOverflow(by: 1 << (unit?.1 ?? 20))
    guard !overflows else { return nil }
    self.bytes = bytes
  }

  /// The size with one decimal.
  var description: String {
    let (name, exponent) = Self.units.first { bytes >= 1 << $0.1 } ?? ("KB", 10)
    return "\(fixed(Double(bytes) / Double(1 << exponent), 1)) \(name == "KB" ? "kB" : name)"
  }
}
