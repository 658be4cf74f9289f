internal import Bus
internal import ClinicFiles
package import Messages

/// Why a clinic did not do what it was asked.
package enum ClientError: Remediable, Equatable {
    /// Called with what does not fit.
    case usage(Advice)
    /// The one who was asked said no, or would.
    case refused(Advice)
    /// The hub does not bring back a message to oneself.
    case clinicNotUp(folder: String)
    /// A command was not even sent.
    case notRecorded(Identity)
    /// A query was not answered.
    case noAnswer(Identity)
    /// A command was sent, and nothing came back.
    case outcomeUnknown(Identity)
    /// The supervisor ended while the clinic was brought up.
    case supervisorEnded(code: Int32, log: String, lastLine: String?)
    /// A process that was to start ended instead, and does not come by itself.
    case didNotStart(Identity, why: String, lastLine: String?)
    /// Processes that even KILL did not end.
    case stillThere([Int32])
    /// Something did not come about in time.
    case late(Advice)
    /// A result, or a part of it, did not get out of the process.
    case unwritten(SystemFault, _ channel: String)
    /// The system did not do something with a file or a process.
    case system(SystemFault, _ action: String, _ path: String)

    /// Of dangers two services know: who asks for the one that is down is shown the way to the other.
    private static let dangersMeanwhile: [Identity: String] = [
        .assessment: "cairn concern", .ledger: "cairn alerts",
    ]

    package var advice: Advice {
        switch self {
        case .usage(let advice), .refused(let advice), .late(let advice): advice
        case .clinicNotUp(let folder):
            HubReach(of: ClinicFolder(path: folder))?.tried()
                ?? ClientError.notUp(folder)
        case .notRecorded(let receiver):
            Advice(
                "It was NOT recorded: \(receiver) is not running.",
                remedy:
                    "See `cairn status`; start it with `cairn start \(receiver)`, and try again."
                    + (receiver == .assessment
                        ? " A danger was told to nobody: tell a clinician yourself, now." : ""))
        case .noAnswer(let receiver):
            Advice(
                "\(receiver) does not answer.",
                remedy: "See `cairn status` and `cairn logs \(receiver)`."
                    + (ClientError.dangersMeanwhile[receiver].map {
                        " Meanwhile `\($0)` shows dangers."
                    } ?? ""))
        case .outcomeUnknown(let receiver):
            Advice(
                "The outcome is unknown: \(receiver) did not answer in time. The command may or may"
                    + " not have taken effect.",
                remedy: "Look before you give it again: `cairn status`, then the view it changes.")
        case .supervisorEnded(let code, let log, let line):
            Advice(
                "The supervisor ended with code \(code) while it started"
                    + (line.map { ": \($0)" } ?? "."),
                remedy: "Read \(log), mend the cause, and run `cairn up` again.")
        case .didNotStart(let process, let why, let line):
            Advice(
                "\(process) did not start: \(why)" + (line.map { " Its last line: \($0)" } ?? ""),
                remedy: "Mend the cause (`cairn logs \(process)` has more), then"
                    + " `cairn start \(process)`.")
        case .stillThere(let pids):
            Advice(
                "Even KILL did not end: \(pids.map { "\($0)" }.joined(separator: ", ")).",
                remedy: "The kernel holds them, as while a disk does not answer: mend that, then"
                    + " `cairn down` again.")
        case .unwritten(let fault, let channel):
            Advice(
                "Could not write \(channel): \(fault.text). What was printed is not whole.",
                remedy: "Give the command again, with its output to a place that has room for it.")
        case .system(let fault, let action, let path):
            ClinicError.refused(fault, action, path).advice
        }
    }

    /// About a clinic whose folder is here.
    private static func notUp(_ folder: String) -> Advice {
        guard let process = SupervisorProcess(folder: ClinicFolder(path: folder)).pid else {
            return Advice(
                "The clinic in \(folder) does not answer.", remedy: "Run `cairn up \(folder)`.")
        }
        return HaltedProcess.advice(in: ClinicFolder(path: folder))
            ?? Advice(
                "The clinic in \(folder) does not answer, and its supervisor (process \(process))"
                    + " runs.",
                remedy: "If it is not just starting: `cairn down \(folder)`, then `cairn up"
                    + " \(folder)`. Nothing that was recorded is lost.")
    }
}

extension ClientError {
    /// Nobody was named for what is done in a name.
    ///
    /// - Parameter example: an id that fits where it is read.
    package static func unnamed(example: String = "STAFF") -> ClientError {
        .usage(
            Advice(
                "Who acts was not named.",
                remedy: "Give `--as \(example) --role ROLE`, or set CAIRN_AS and CAIRN_ROLE."))
    }
}
