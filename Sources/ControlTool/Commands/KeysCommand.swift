internal import ArgumentParser
internal import Bus
internal import ClinicClient
internal import ClinicFiles
internal import Foundation
internal import Messages

/// Who may join the clinic's bus.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "See and change who may join the clinic's bus.",
        discussion: """
            Each process, plugin and person has a key of its own in the folder `keys`. The hub \
            takes a change up within a second: who may stay reconnects and misses nothing. \
            docs/operating/running-a-clinic.md has more under "Who may join".
            """,
        subcommands: [
            KeysListCommand.self, KeysNewCommand.self, KeysRevokeCommand.self,
            KeysExportCommand.self,
        ], defaultSubcommand: KeysListCommand.self)
}

extension OpenedClinic {
    /// Whether the file names one that the description in force does not.
    fileprivate func isNew(_ identity: Identity) -> Bool {
        guard let written = try? folder.clinic() else { return false }
        return written.services.contains(identity)
            || written.staff.contains { Identity(person: $0.id) == identity }
    }
}

extension OpenedClinic {
    /// All that can have a key here.
    fileprivate var everybody: [String] {
        let people = clinic.staff.compactMap { Identity(person: $0.id) }
        let processes = [.hub, .supervisor] + clinic.services.filter { $0 != .hub }
        return (processes + plugins + people + keys.identities).map(\.text)
    }

    /// Does something with the key of one who was named: of a misspelt name the near one is said.
    fileprivate func knowing(_ identity: Identity, _ work: () throws -> Void) throws {
        do { try work() } catch KeyError.missing(identity) where !everybody.contains(identity.text)
        {
            throw Reworded(
                KeyError.stranger(identity), of: identity.text, in: everybody)
        }
    }
}

/// Lists who has a key.
struct KeysListCommand: FolderWork {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List who may join, with their public keys.")

    @OptionGroup var visitor: VisitOptions

    func work(in opened: OpenedClinic) throws -> Output {
        try opened.keys.requireOwn()
        let list = try opened.keys.existingAccessList()
        let revoked = list.revoked.sorted { $0.key < $1.key }
            .map { "revoked: \($0.value)  \($0.key)" }
        return Output(
            Columns(KeysListCommand.rows(of: list)).lines + revoked,
            notes: ["What each may do in full: keys/access.json."])
    }

    /// A row for each key: who watches the commands and queries of others, and which streams each
    /// may read.
    static func rows(of list: AccessList) -> [[String]] {
        let header = ["IDENTITY", "PUBLIC KEY", "WATCHES", "MAY SEND", "MAY ASK", "MAY READ"]
        return [header]
            + list.peers.sorted { $0.identity < $1.identity }.map { peer in
                let permission = peer.permission
                let grants = [permission.sends, permission.asks].map {
                    $0.contains(.all) ? "all" : "\($0.count)"
                }
                let reads =
                    permission.reads.contains(.all)
                    ? "all" : permission.reads.sorted().map(\.description).joined(separator: " ")
                return [peer.identity.text, peer.publicKey, permission.watches ? "yes" : "no"]
                    + grants + [reads.isEmpty ? "nothing" : reads]
            }
    }
}

/// Makes a key pair.
struct KeysNewCommand: FolderWork {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Make a new key pair; the old one is revoked.",
        discussion: "A person is `cli-ID`, with the id of clinic.yaml.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The process, plugin or person.", transform: ArgumentParsing.identity)
    var identity: Identity

    func work(in opened: OpenedClinic) throws -> Output {
        do {
            try opened.keys.renew(identity, clinic: opened.clinic, mode: opened.mode)
        } catch KeyError.stranger(let stranger) {
            guard opened.isNew(stranger) else {
                throw Reworded(
                    KeyError.stranger(stranger), of: stranger.text, in: opened.everybody)
            }
            throw ClientError.refused(
                Advice(
                    "\(stranger) is in clinic.yaml, and the clinic does not work by that yet.",
                    remedy: "Give `cairn reload` first."))
        }
        let remedy =
            identity == .hub
            ? "Give `cairn down` and `cairn up`, and hand out new join bundles: nobody else can join"
                + " now."
            : identity.isPerson
                ? "The old one opens no door any more; a bundle that was handed out has to be"
                    + " exported again: `cairn keys export \(identity)`."
                : "What runs with the old key ends; restart it: `cairn restart \(identity)`."
        return Output("\(identity) has a new key.", notes: [remedy])
    }
}

/// Takes a key away.
struct KeysRevokeCommand: FolderWork {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Take a key away: the hub lets it in no more.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The process, plugin or person.", transform: ArgumentParsing.identity)
    var identity: Identity

    func work(in opened: OpenedClinic) throws -> Output {
        try opened.knowing(identity) {
            try opened.keys.revoke(identity, clinic: opened.clinic, mode: opened.mode)
        }
        return Output("The key of \(identity) is revoked; the hub drops it now.")
    }
}

/// Writes a join bundle.
struct KeysExportCommand: FolderWork {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write what an identity needs to join from elsewhere.",
        discussion: """
            The file holds a secret key: bring it over by a way that nobody else can read, into \
            the folder `keys` of a clinic folder there, as IDENTITY.json.
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The process, plugin or person.", transform: ArgumentParsing.identity)
    var identity: Identity

    @Option(help: "Where the hub listens: tcp://HOST:PORT, as its --listen.")
    var address: String?

    @Option(
        help: ArgumentHelp("The file to write; only its owner can read it.", valueName: "file"),
        completion: .file())
    var output: String

    func work(in opened: OpenedClinic) throws -> Output {
        if let address, !KeyFolder.isAddress(address) {
            throw ClientError.usage(
                Advice(
                    "The address is not tcp://HOST:PORT.",
                    remedy: "Give the hub's, such as tcp://10.0.0.5:7400."))
        }
        try opened.knowing(identity) {
            try opened.keys.export(identity, address: address, to: output)
        }
        return Output("Wrote the join bundle of \(identity) to \(output).")
    }
}
