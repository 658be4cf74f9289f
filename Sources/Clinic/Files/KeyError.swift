package import Messages

/// What is wrong with a clinic's keys. It never shows a secret.
package enum KeyError: Remediable, Equatable {
    case missing(Identity)
    case unreadable(String)
    case listMissing(String)
    case storageMissing(Identity)
    case storageUnreadable(String)
    case exists(String)
    case stranger(Identity)
    case hubIsNotRevoked
    /// It works here with a join bundle.
    case madeElsewhere(Identity)
    case hubStaysHere
    case noBundle(String)
    case noAddress(String)

    /// Whose key a file holds.
    private static func name(of file: String) -> Substring {
        (file.split(separator: "/").last ?? "").prefix { $0 != "." }
    }

    package var advice: Advice {
        switch self {
        case .missing(let identity):
            Advice(
                "\(identity) has no key here: keys/\(identity).json is not there.",
                remedy: "Put that file back, or make a new key with `cairn keys new \(identity)`,"
                    + " where the clinic's folder is.")
        case .unreadable(let file) where file.hasSuffix("/access.json"):
            Advice(
                "\(file) is not the list of who may join.",
                remedy: "Put it back as it was, or move it away and let it be written anew: `cairn"
                    + " reload`, or `cairn down` and `cairn up`. Who was revoked stays out: the key"
                    + " files of those are gone.")
        case .listMissing(let file):
            Advice(
                "\(file), the list of who may join, is gone.",
                remedy:
                    "Put it back as it was, or let it be written anew: `cairn reload`, or `cairn"
                    + " down` and `cairn up`. Who was revoked stays out: the key files of those are"
                    + " gone.")
        case .unreadable(let file):
            Advice(
                "\(file) is not a key file.",
                remedy: "Restore it, or remove it and make a new one with `cairn keys new"
                    + " \(KeyError.name(of: file))`.")
        case .storageMissing(let identity):
            Advice(
                "keys/\(identity).storage, the key of its journal, is missing.",
                remedy:
                    "Put the file back from where the clinic's keys are kept: without it nobody "
                    + "can read the journal. If there was never a journal, `cairn up` makes a key.")
        case .storageUnreadable(let file):
            Advice(
                "\(file) is not a journal's key.",
                remedy:
                    "Put the file back from where the clinic's keys are kept: without it nobody "
                    + "can read the journal.")
        case .exists(let file):
            Advice("\(file) exists; nothing was written.", remedy: "Choose another name.")
        case .stranger(let identity):
            Advice(
                "\(identity) is no service, plugin or member of the staff of this clinic.",
                remedy: "Name one of clinic.yaml or of the plugins; a person is `cli-ID`.")
        case .noBundle(let file):
            Advice(
                "\(file) is no join bundle.", remedy: "Write one with `cairn keys export`.")
        case .noAddress(let file):
            Advice(
                "\(file) does not say where the hub listens.",
                remedy: "Set `listen` in clinic.yaml there, or give `cairn keys export --address`.")
        case .hubStaysHere:
            Advice(
                "The hub's secret key is not handed out.",
                remedy: "Export the identity that is to join; its bundle has the hub's public key.")
        case .madeElsewhere(let identity):
            Advice(
                "keys/\(identity).json is a join bundle: its key pair was not made here.",
                remedy:
                    "Give the command where the clinic's hub is. After `cairn keys new \(identity)` there, "
                    + "export it again with `cairn keys export`, and put that file here in its place."
            )
        case .hubIsNotRevoked:
            Advice(
                "The hub's key cannot be revoked: nobody could join.",
                remedy: "Make a new one with `cairn keys new hub`, and hand out new join bundles.")
        }
    }
}
