internal import Foundation
package import Journal
package import Messages

extension ClinicFolder {
    /// Who has a journal here, in order.
    package var journalOwners: [Identity] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: journals)) ?? []
        return names.filter { $0.hasSuffix(".sqlite") }.compactMap {
            Identity(String($0.dropLast(7)))
        }
        .sorted()
    }

    /// Where an identity's journal lies.
    package func journalFile(of identity: Identity) -> String { "\(journals)/\(identity).sqlite" }

    /// What the file of an identity's journal says of itself.
    package func journalIdentity(of identity: Identity, mode: ClinicMode) -> JournalIdentity {
        JournalIdentity(clinic: mode.clinic, kind: mode.kind.rawValue, identity: identity)
    }

    /// An identity's journal as it is at this moment, whether or not its process runs.
    package func view(of identity: Identity, mode: ClinicMode) throws -> Journal {
        try Journal.view(
            of: journalFile(of: identity), identity: journalIdentity(of: identity, mode: mode),
            key: KeyFolder(of: self).storageKey(of: identity))
    }
}
