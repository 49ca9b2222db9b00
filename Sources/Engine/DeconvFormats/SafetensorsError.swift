/// The reason why bytes are no safetensors file that this engine reads, or arrays make none.
public enum SafetensorsError: Error, Hashable, Sendable {
  /// The file ends before its header or data does.
  case truncated(expectedBytes: Int, foundBytes: Int)
  /// The header claims to be larger than any header may be.
  case headerTooLarge(bytes: UInt64, limit: Int)
  /// The header is not UTF-8.
  case headerNotUTF8
  /// The header is not the JSON that the format prescribes, at a byte of the header.
  case malformedHeader(offset: Int, expected: String)
  /// Two tensors have the same name, or one has the reserved name `__metadata__`.
  case duplicateName(String)
  /// A tensor's type is none of those that the engine reads.
  case unsupportedType(name: String, type: String)
  /// A tensor's shape does not take the bytes that its offsets span.
  case sizeMismatch(name: String, shape: [Int], type: ScalarType, bytes: Int)
  /// A tensor's offsets do not continue where the tensor before ends, or lie outside of the data.
  case misplacedData(name: String, begin: Int, end: Int, expectedBegin: Int, dataBytes: Int)
  /// There are bytes that belong to no tensor.
  case unusedData(bytes: Int)
}

extension SafetensorsError: CustomStringConvertible {
  /// The error as one sentence.
  public var description: String {
    switch self {
    case .truncated(let expected, let found):
      "the safetensors file must have \(expected) bytes at least, it has \(found): it was cut off"
    case .headerTooLarge(let bytes, let limit):
      "the safetensors header claims \(bytes) bytes, the most is \(limit): this is another format "
        + "or a damaged file"
    case .headerNotUTF8:
      "the safetensors header is not UTF-8: this is another format or a damaged file"
    case .malformedHeader(let offset, let expected):
      "the safetensors header is wrong at its byte \(offset): expected \(expected)"
    case .duplicateName(let name):
      "the safetensors name '\(name)' is taken: every tensor needs its own, and none may be "
        + "'__metadata__'"
    case .unsupportedType(let name, let type):
      "tensor '\(name)' has the type '\(type)', which is none of "
        + ScalarType.allCases.map(\.rawValue).joined(separator: ", ")
    case .sizeMismatch(let name, let shape, let type, let bytes):
      "tensor '\(name)' has the shape \(shape) of \(type.rawValue), its offsets span \(bytes) bytes"
    case .misplacedData(let name, let begin, let end, let expected, let total):
      "tensor '\(name)' lies at \(begin)..<\(end), it must begin at \(expected) and end within "
        + "the \(total) bytes of data: offsets must neither overlap nor leave gaps"
    case .unusedData(let bytes):
      "the last \(bytes) bytes of the safetensors file belong to no tensor"
    }
  }
}
