internal import ClinicFiles
internal import Foundation
package import Messages

/// Commands that work where the clinic itself is, and not in the folder of a join bundle.
///
/// Remedies are written by whoever finds a fault, and are read wherever a person looks. One that
/// names such a command says, where it does not work, that it is given elsewhere.
package enum HomeCommands {
    private static let names: Set = [
        "backup", "check", "down", "journal", "keys", "logs", "reload", "restore", "up",
    ]

    /// What to add to a text that is read in a join bundle's folder; `nil` if all that it names
    /// works there.
    package static func note(on text: String) -> String? {
        let found = Set(named(in: text)).sorted().map { "`cairn \($0)`" }
        guard !found.isEmpty else { return nil }
        let verb = found.count == 1 ? "is" : "are"
        return
            "\(found.joined(separator: ", ")) \(verb) given in the clinic's own folder, where its"
            + " hub is."
    }

    private static func named(in text: String) -> [String] {
        text.components(separatedBy: "`cairn ").dropFirst().compactMap { rest in
            let word = String(rest.prefix { $0.isLetter || $0 == "-" })
            return names.contains(word) ? word : nil
        }
    }
}

extension OpenedClinic {
    /// Whose folder this is, if it was made of a join bundle.
    package var joined: Identity? { KeyFolder(of: folder).joined }

    /// The member of the staff whose folder this is, if it was made of a person's join bundle.
    package var host: StaffID? {
        guard let joined, joined.isPerson else { return nil }
        return clinic.staff.first { Identity(person: $0.id) == joined }?.id
    }

    /// An error of the clinic's as it helps whoever reads it in this folder.
    package func readHere(_ error: any Remediable) -> any Remediable {
        var told = error
        if let peer = asked(of: error) { told = Reworded(error, of: peer.text, in: peers) }
        guard joined != nil, let note = HomeCommands.note(on: told.advice.remedy) else {
            return told
        }
        return Reworded(told) { Advice($0.problem, remedy: "\($0.remedy) \(note)") }
    }

    /// Who was asked and is nobody here, as when a name is misspelt.
    private func asked(of error: any Remediable) -> Identity? {
        switch error as? ClientError {
        case .noAnswer(let peer)?, .notRecorded(let peer)?: peers.contains(peer.text) ? nil : peer
        default: nil
        }
    }

    /// Whom the clinic's description names, wherever they run.
    private var peers: [String] {
        ([.hub, .supervisor, .simulator] + clinic.services + plugins).map(\.text)
    }
}
