import Foundation
import Messages
import Testing

extension RunningClinic {
    private struct Entry: Decodable {
        struct Duty: Decodable { var duty: String }
        var duty: Duty
        var commands: [String]
    }

    /// The commands that `cairn today` prints for a duty to whoever has it.
    func printed(
        for duty: OpenDuty, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String] {
        let person = try #require(duty.person, sourceLocation: sourceLocation).text
        let sheet = try await cairn("today", "--ahead", "--json", "--as", person)
        let entries = try JSONDecoder().decode([Entry].self, from: Data(sheet.output.utf8))
        return entries.first { $0.duty.duty == duty.duty.text }?.commands ?? []
    }
}
