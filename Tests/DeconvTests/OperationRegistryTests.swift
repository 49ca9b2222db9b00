import Foundation
import OperationCases
import Testing

@testable import Deconv

/// The registry has every operation, and every operation computes what it says.
@Suite struct OperationRegistryTests {
  @Test func everyOperationIsInTheRegistry() throws {
    let declared = try operationTypes(in: engineSources())
    #expect(declared.count > 20, "the sources were not found")
    #expect(declared.subtracting(OperationCases.all.map(\.typeName)) == [])
  }

  /// A search that finds nothing proves nothing.
  @Test(arguments: [
    "package struct PlantedOperation: Operation {\n}",
    "struct PlantedOperation: Hashable,\n  Operation {\n}",
    "package enum PlantedOperation: Rearrangement {\n}",
    "protocol Middle: Sendable, Rearrangement {}\nfinal class PlantedOperation: Middle {\n}",
    "struct PlantedOperation {\n}\nextension PlantedOperation: Operation {\n}",
  ])
  func anOperationThatIsMissingIsFound(_ planted: String) throws {
    let declared = operationTypes(in: try engineSources() + [planted])
    #expect(declared.contains("PlantedOperation"))
    #expect(!OperationCases.all.map(\.typeName).contains("PlantedOperation"))
  }

  @Test(arguments: OperationCases.all)
  func singleAndDoublePrecisionAgree(_ operationCase: OperationCase) throws {
    let single = try operationCase.operation.forward(operationCase.tensors())
    let double = try operationCase.operation.forward(operationCase.matrices())
    #expect(single.shape == double.shape)
    #expect(relativeDifference(single, double) <= operationCase.bound)
  }

  @Test(arguments: OperationCases.all.filter { $0.reference != nil })
  func theReferenceGivesTheSameBits(_ operationCase: OperationCase) throws {
    let output = try operationCase.operation.forward(operationCase.tensors())
    let reference = try operationCase.reference?(operationCase.tensors())
    #expect(output.scalars.map(\.bitPattern) == reference?.scalars.map(\.bitPattern))
  }

  @Test(arguments: OperationCases.all.filter { !$0.large.isEmpty })
  func thereIsALargeInputForEachSmallOne(_ operationCase: OperationCase) {
    #expect(operationCase.large.count == operationCase.inputs.count)
  }
}

/// The largest difference of a tensor from a matrix, relative to the matrix's largest magnitude, or
/// to 1 where that is less; infinite where one of the two is NaN alone.
func relativeDifference(_ tensor: Tensor, _ matrix: Matrix) -> Double {
  var (difference, scale) = (0.0, 1.0)
  for (single, double) in zip(tensor.scalars, matrix.scalars) {
    if single.isNaN && double.isNaN { continue }
    guard !single.isNaN && !double.isNaN else { return .infinity }
    difference = max(difference, (Double(single) - double).magnitude)
    scale = max(scale, double.magnitude)
  }
  return difference / scale
}

/// The texts of the engine's sources.
private func engineSources() throws -> [String] {
  let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources/Engine/Deconv")
  return try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    .filter { $0.hasSuffix(".swift") }.sorted()
    .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
}

/// The names of the types that conform to `Operation`, directly or by way of another protocol.
private func operationTypes(in sources: [String]) -> Set<String> {
  let declaration =
    /(?m)^[a-z ]*\b(protocol|struct|enum|class|actor|extension) (\w+)[^:{\n]*:([^{]*)\{/
  var protocols: Set = ["Operation"]
  var conformances: [(kind: Substring, name: String, to: Set<String>)] = []
  for match in sources.flatMap({ $0.matches(of: declaration) }) {
    let parents = match.3.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
    conformances.append((match.1, String(match.2), Set(parents.map(String.init))))
  }
  // A protocol may be declared after those that refine it.
  var known = 0
  while known != protocols.count {
    known = protocols.count
    for (kind, name, parents) in conformances
    where kind == "protocol" && !protocols.isDisjoint(with: parents) {
      protocols.insert(name)
    }
  }
  return Set(
    conformances.filter { $0.kind != "protocol" && !protocols.isDisjoint(with: $0.to) }.map(\.name))
}
