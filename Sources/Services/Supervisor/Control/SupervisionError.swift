internal import ClinicFiles
package import Messages
internal import Platform

/// Why the supervisor cannot do what it was asked.
package enum SupervisionError: ExitCoded, Equatable {
    case unknownProcess(Identity, known: [Identity])
    case alreadyKnown(Identity)
    case shuttingDown
    case anotherSupervisor(folder: String)
    case pathTooLong(String, limit: Int)
    case noGuardian(String)
    /// The system's error number, and what it was about.
    case system(call: String, path: String, number: Int32)

    package var exitCode: Int32 {
        if case .anotherSupervisor = self { return ExitCode.alreadyRunning }
        return ExitCode.configuration
    }

    package var advice: Advice {
        switch self {
        case .unknownProcess(let name, let known):
            Advice(
                "No process named \(name) runs under this supervisor.",
                remedy: "It knows \(known.map(\.text).joined(separator: ", ")).")
        case .alreadyKnown(let name):
            Advice(
                "A process named \(name) is supervised already, or still stopping.",
                remedy: "Remove it first, and wait until it is gone.")
        case .shuttingDown:
            Advice("The supervisor is stopping.", remedy: "Start it again with `cairn up`.")
        case .anotherSupervisor(let folder):
            Advice(
                "Another supervisor already runs the clinic in \(folder).",
                remedy: "Stop it with `cairn down`, or use it.")
        case .pathTooLong(let path, let limit):
            Advice(
                "The socket path \(path) is longer than \(limit) bytes.",
                remedy: "Move the clinic's folder to a shorter path.")
        case .noGuardian(let executable):
            Advice(
                "Could not start the guardian \(executable), which leaves no orphan behind.",
                remedy: "Install the supervisor again.")
        case .system(let call, let path, let number):
            ClinicError.refused(SystemFault(number), call, path).advice
        }
    }
}
