internal import ArgumentParser
internal import Messages

/// Reads arguments that are words of the clinic's own.
enum ArgumentParsing {
    @Sendable static func date(_ text: String) throws -> LocalDate {
        guard let date = LocalDate(text) else {
            throw ValidationError("A date looks like 2026-10-05.")
        }
        guard days.contains(date) else {
            throw ValidationError(
                "Give a day from \(days.lowerBound) to \(days.upperBound).")
        }
        return date
    }

    /// The days that a person can mean: another one is a slip of the hand.
    static let days =
        LocalDate(year: 2000, month: 1, day: 1)...LocalDate(year: 2099, month: 12, day: 31)

    @Sendable static func yesOrNo(_ text: String) throws -> Bool {
        switch text {
        case "yes": return true
        case "no": return false
        default: throw ValidationError("Say yes or no.")
        }
    }

    /// Seconds to wait: none to a day's.
    @Sendable static func seconds(_ text: String) throws -> Int {
        guard let seconds = Int(text), seconds >= 0, .seconds(seconds) <= Duration.days(1) else {
            throw ValidationError("Give seconds from 0 to 86400.")
        }
        return seconds
    }

    @Sendable static func identity(_ text: String) throws -> Identity {
        guard let identity = Identity(text) else {
            throw ValidationError("A process has a name of a-z, 0-9 and dashes.")
        }
        return identity
    }

    @Sendable static func stream(_ text: String) throws -> EventStream {
        guard let stream = EventStream(text) else {
            throw ValidationError("A stream looks like scheduler.session.")
        }
        return stream
    }

    @Sendable static func kind(_ text: String) throws -> ClinicMode.Kind {
        guard let kind = ClinicMode.Kind(rawValue: text) else {
            throw ValidationError("A clinic is a rehearsal or live.")
        }
        return kind
    }

    /// The shells whose completion can be printed.
    static let shells = CompletionShell.allCases.map(\.rawValue).sorted()

    @Sendable static func shell(_ text: String) throws -> CompletionShell {
        guard let shell = CompletionShell(rawValue: text) else {
            throw ValidationError("Give one of: \(shells.joined(separator: ", ")).")
        }
        return shell
    }
}
