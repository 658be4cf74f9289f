internal import ClinicFiles
internal import Glibc
internal import Messages
internal import Platform

/// A clinic's `run` folder, made if need be, closed to other users, and held by this hub alone
/// for as long as the value lives.
final class RunFolder: Sendable {
    /// The clinic's folder as an absolute path.
    let clinic: String
    private let lock: FileLock

    init(clinic path: String) throws(RunFolderError) {
        guard let resolved = realpath(path, nil) else { throw .noClinic }
        clinic = String(cString: resolved)
        free(resolved)
        let run = "\(clinic)/run"
        guard mkdir(run, 0o700) == 0 || errno == EEXIST else {
            throw .notWritable(run, SystemFault(errno))
        }
        // An older folder may be open to others, and who can reach the sockets can read all.
        guard chmod(run, 0o700) == 0 else { throw .notWritable(run, SystemFault(errno)) }
        do { lock = try FileLock(path: "\(run)/hub.lock") } catch {
            switch error {
            case .held: throw .heldByAnotherHub
            case .system(let number): throw .notWritable(run, SystemFault(number))
            }
        }
    }

    /// The folder's own name.
    var clinicName: String { clinic.split(separator: "/").last.map(String.init) ?? "clinic" }
}

/// Why a hub cannot begin in a clinic's folder.
enum RunFolderError: Remediable, Equatable {
    case noClinic
    case notWritable(String, SystemFault)
    case heldByAnotherHub

    var advice: Advice {
        switch self {
        case .noClinic:
            Advice(
                "The clinic's folder does not exist.",
                remedy: "Name it with --clinic, or make one with `cairn init`.")
        case .notWritable(let run, let fault): ClinicError.refused(fault, "write", run).advice
        case .heldByAnotherHub:
            Advice(
                "Another hub of this clinic is running.",
                remedy: "Stop it first; see `cairn status`.")
        }
    }
}
