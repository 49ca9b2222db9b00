package import BookModel

/// Takes the bytes of a file as a text, and says where they are none.
package func readSource(
  path: String, bytes: [UInt8]
) -> (source: SourceText, diagnostics: [Diagnostic]) {
  let source = SourceText(path: path, bytes: bytes)
  return (source, sourceFaults(source))
}

/// What keeps a file from being read: it is empty, or not plain UTF-8.
func sourceFaults(_ source: SourceText) -> [Diagnostic] {
  let bytes = source.bytes
  func fault(_ id: String, _ message: String, _ range: Range<Int>, _ hint: String) -> Diagnostic {
    Diagnostic(id, message, path: source.path, span: source.span(range), hint: hint)
  }
  if bytes.allSatisfy(\.isMarkdownSpace) {
    return [fault("empty-file", "The file is empty.", 0..<0, "Write something into it.")]
  }
  var faults: [Diagnostic] = []
  let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  if bytes.starts(with: mark) {
    faults.append(
      fault(
        "byte-order-mark", "The file begins with a byte order mark.", 0..<mark.count,
        "Save it as UTF-8 without one (in many editors: “UTF-8”, not “UTF-8 with BOM”)."))
  }
  if let invalid = firstInvalidUTF8(bytes) {
    let byte = String(bytes[invalid], radix: 16, uppercase: true)
    faults.append(
      fault(
        "not-utf8", "The file is not UTF-8: the byte 0x\(byte) cannot stand here.",
        invalid..<invalid + 1, "Save the file as UTF-8."))
  }
  if let zero = bytes.firstIndex(of: 0) {
    faults.append(
      fault(
        "null-character", "The file holds a null character.", zero..<zero + 1,
        "Delete it; if there are many, save the file as UTF-8."))
  }
  return faults
}

/// The place of the first byte that is not part of well-formed UTF-8.
private func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? {
  var index = 0
  while index < bytes.count {
    let byte = bytes[index]
    if byte < 0x80 {
      index += 1
      continue
    }
    // The length of the sequence, and the bounds of its second byte: no overlong forms, no
    // surrogates, nothing above U+10FFFF.
    let (length, second): (Int, ClosedRange<UInt8>)
    switch byte {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return index
    }
    guard index + length <= bytes.count, second.contains(bytes[index + 1]),
      bytes[index + 1..<index + length].allSatisfy({ (0x80...0xBF).contains($0) })
    else { return index }
    index += length
  }
  return nil
}
