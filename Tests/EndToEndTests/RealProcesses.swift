import Messages
import Testing

/// Everything that starts real processes: one test after the other, or a small machine would
/// measure nothing but its own load.
@Suite(.serialized)
enum RealProcesses {}

/// Waits until something holds, looking again and again.
///
/// The deadline is generous: it ends a test that would wait for ever, and judges no speed.
func wait(
    for what: String, upTo limit: Duration = .seconds(180), until holds: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !holds() {
        guard ContinuousClock.now < deadline else {
            throw TestFault("It did not come about: \(what)")
        }
        try await Task.sleep(for: .milliseconds(100))
    }
}

/// What made a test impossible to go on with.
struct TestFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

extension String {
    /// Whether a client's id stands here as a word: `e-4` is a part of many an alert's id too.
    func names(_ client: ClientID) -> Bool {
        split { !$0.isLetter && !$0.isNumber && $0 != "-" }.contains(Substring(client.text))
    }
}
