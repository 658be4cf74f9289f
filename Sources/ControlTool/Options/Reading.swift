internal import ArgumentParser
internal import Messages
internal import ServiceKit

/// Reads arguments that are words of the clinic's own.
enum Reading {
    @Sendable static func date(_ text: String) throws -> LocalDate {
        guard let date = LocalDate(text) else {
            throw ValidationError("A date looks like 2026-10-05.")
        }
        return date
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
}
