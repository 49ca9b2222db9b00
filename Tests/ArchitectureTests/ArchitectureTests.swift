import Testing

/// The invariants of docs/ARCHITECTURE.md that can be read off the sources.
///
/// Those about behaviour are tested where the behaviour is.
@Suite struct ArchitectureTests {
  @Test(arguments: rules)
  func repositoryKeepsTheRule(_ rule: Rule) throws {
    let sources = try repositorySources()
    #expect(sources.count > 50, "the sources were not found")
    #expect(rule.violations(sources) == [])
  }

  /// A rule that cannot fail is no rule: each finds the file that was planted to break it.
  @Test(arguments: rules)
  func ruleFindsWhatBreaksIt(_ rule: Rule) throws {
    let sources = try repositorySources()
    let planted = rule.planted()
    let found = Set(rule.violations(sources + [planted])).subtracting(rule.violations(sources))
    #expect(found.contains { $0.hasPrefix(planted.path) })
  }
}
