internal import Glibc
package import Messages
internal import Platform

/// What is wrong with a clinic's folder or description.
package enum ClinicError: Remediable, Equatable {
    case missing(String)
    case unreadable(String, String)
    case contradictory(String, [String])
    /// The system does not let a file be used.
    case refused(SystemFault, _ action: String, String)
    case notAClinic(String)
    case exists(String)
    /// Root was to run it, and its folder belongs to the user with this number.
    case ofAnotherUser(String, UInt32)
    /// Something that is done to invented clients alone.
    case rehearsalOnly
    /// The folder was made of a join bundle, for one identity of a clinic that is elsewhere.
    case joined(Identity, folder: String)

    package var advice: Advice {
        switch self {
        case .missing(let path):
            Advice(
                "There is no \(path).",
                remedy: "Put it back, as from a backup; a new clinic is made with `cairn init`.")
        case .unreadable(let path, let place):
            Advice("\(path) cannot be read: \(place).", remedy: "Mend that place and try again.")
        case .refused(let fault, let action, let path):
            Advice(
                "Could not \(action) \(path): \(fault.text).",
                remedy: fault.remedy(at: PathBarrier.place(on: path)))
        case .contradictory(let path, let faults):
            Advice(
                "\(path) contradicts itself: \(faults.joined(separator: "; ")).",
                remedy: "Mend these places and try again.")
        case .notAClinic(let path):
            Advice(
                "\(path) is not a clinic's folder: it has no clinic.json.",
                remedy: "Name another folder, put that file back, or make a clinic with"
                    + " `cairn init`.")
        case .rehearsalOnly:
            Advice(
                "This is a live clinic: its clock is the world's, and its clients are people.",
                remedy: "Use a clinic that was made with `--kind rehearsal`.")
        case .joined(let identity, let folder):
            Advice(
                "This folder is \(identity)'s: the clinic itself is in another folder, where its hub"
                    + " is.",
                remedy: identity.isPerson
                    ? "Give the command there. From here, look at the clinic with"
                        + " `cairn status --clinic \(folder)`."
                    : "Run `cairn-\(identity) --clinic \(folder)` here (a plugin: its own program)"
                        + " and end it with TERM; give commands in the clinic's folder.")
        case .ofAnotherUser(let path, let owner):
            Advice(
                "\(path) belongs to \(ClinicError.name(of: owner)), and this is root.",
                remedy:
                    "Run the clinic as its owner: `sudo -u \(ClinicError.name(of: owner)) cairn up"
                    + " \(path)`.")
        case .exists(let path):
            Advice(
                "\(path) is a clinic already; nothing was changed.",
                remedy: "Choose another folder, or remove this one yourself.")
        }
    }

    /// As `sudo -u` takes it: a user's name, or the number behind a `#`.
    private static func name(of user: UInt32) -> String {
        guard let entry = getpwuid(user), let name = entry.pointee.pw_name else {
            return "#\(user)"
        }
        return String(cString: name)
    }
}
