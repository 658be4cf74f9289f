package import Messages

/// How a process ended, or why it never began.
package enum Exit: Hashable, Sendable {
    /// It exited by itself with a code.
    case code(Int32)
    /// A signal ended it.
    case signal(Int32)
    /// It could not be launched: the system's error number.
    case notLaunched(Int32)

    /// A shell found no such program, or could not execute it.
    package static let notExecutable: Int32 = 126
    package static let notFound: Int32 = 127

    /// Whether another start would end the same way, so that a person must act first.
    package var isPermanent: Bool {
        switch self {
        case .code(let code):
            [
                ExitCode.alreadyRunning, ExitCode.configuration, Exit.notExecutable, Exit.notFound,
            ].contains(code)
        case .signal: false
        case .notLaunched(let number): Exit.permanentErrors.contains(number)
        }
    }

    /// The kernel's ENOENT, E2BIG, ENOEXEC, EACCES, ENOTDIR, EISDIR, ENAMETOOLONG and ELOOP, as
    /// every Linux but those on MIPS numbers them. Others (no memory, no descriptors) may pass.
    private static let permanentErrors: Set<Int32> = [2, 7, 8, 13, 20, 21, 36, 40]
}

extension Exit: CustomStringConvertible {
    package var description: String {
        switch self {
        case .code(let code): "exited with code \(code)"
        case .signal(let number): "was ended by signal \(number)"
        case .notLaunched(let number): "could not be launched (system error \(number))"
        }
    }
}

/// Why a process has to be started again.
package enum Failure: Hashable, Sendable, CustomStringConvertible {
    case exited(Exit)
    /// It never said that it is ready.
    case notReadyInTime
    /// It stopped showing that its loop turns.
    case watchdogMissed

    package var description: String {
        switch self {
        case .exited(let exit): exit.description
        case .notReadyInTime: "was not ready in time"
        case .watchdogMissed: "stopped answering its watchdog"
        }
    }
}

extension Exit {
    /// What to tell a person about a process that ended for good.
    package func advice(for name: Identity) -> Advice {
        let logs = "Read `cairn logs \(name)`, then `cairn start \(name)`."
        switch self {
        case .code(ExitCode.configuration):
            return Advice(
                "\(name) refuses its configuration or its journal.",
                remedy: "Read `cairn logs \(name)`, mend what it names, then `cairn start \(name)`."
            )
        case .code(ExitCode.alreadyRunning):
            return Advice(
                "\(name) found another instance of itself.",
                remedy: "Stop the other instance. \(logs)")
        case .code(Exit.notFound), .code(Exit.notExecutable), .notLaunched:
            return Advice(
                "The program of \(name) is missing or cannot be executed; it \(self).",
                remedy: "Install it or mend its path, then `cairn start \(name)`.")
        case .code, .signal:
            return Advice("\(name) \(self).", remedy: logs)
        }
    }
}
