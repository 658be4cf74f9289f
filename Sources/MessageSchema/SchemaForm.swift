internal import Messages

/// A type whose form cannot be seen from what it decodes: its text is checked by its own rules, or
/// the standard library reads it.
protocol SchemaForm: Decodable {
    /// The name under which a document defines it once; `nil` to write it where it is used.
    static var definition: String? { get }
    /// Its JSON Schema.
    static var form: JSONFragment { get }
    /// Any valid value: a recorded decoding has to go on with one.
    static var sample: Self { get }
}

extension SchemaForm {
    static var definition: String? { nil }
}

extension Bool: SchemaForm {
    static let form: JSONFragment = ["type": "boolean"]
    static let sample = false
}

extension String: SchemaForm {
    static let form: JSONFragment = ["type": "string"]
    static let sample = ""
}

extension Double: SchemaForm {
    static let form: JSONFragment = ["type": "number"]
    static let sample = 0.0
}

extension Int: SchemaForm {
    static let form: JSONFragment = ["type": "integer", "format": "int64"]
    static let sample = 0
}

extension Int64: SchemaForm {
    static let form: JSONFragment = ["type": "integer", "format": "int64"]
    static let sample: Int64 = 0
}

extension Int32: SchemaForm {
    static let form: JSONFragment = ["type": "integer", "format": "int32"]
    static let sample: Int32 = 0
}

extension UInt64: SchemaForm {
    static let form: JSONFragment = ["type": "integer", "minimum": 0]
    static let sample: UInt64 = 0
}

extension Identifier: SchemaForm {
    static var form: JSONFragment {
        ["type": "string", "x-identifies": .string("\(Kind.self)")]
    }
    static var sample: Identifier<Kind> { "a" }
}

extension JSONFragment: SchemaForm {
    /// Any value at all.
    static let form: JSONFragment = [:]
    static let sample = JSONFragment.null
}

extension Timestamp: SchemaForm {
    static let definition: String? = "Timestamp"
    static let form: JSONFragment = [
        "description": "A moment: RFC 3339 in UTC.", "type": "string", "format": "date-time",
        "pattern": .string(
            "^\(Pattern.date)T\(Pattern.hour):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?Z$"),
        "examples": [.string(sample.description)],
    ]
    static let sample = Timestamp(milliseconds: 1_791_208_800_000)
}

extension LocalDate: SchemaForm {
    static let definition: String? = "LocalDate"
    static let form: JSONFragment = [
        "description": "A day of the clinic's calendar.", "type": "string", "format": "date",
        "pattern": .string("^\(Pattern.date)$"), "examples": [.string(sample.description)],
    ]
    static let sample = LocalDate(year: 2026, month: 10, day: 5)
}

extension TimeOfDay: SchemaForm {
    static let definition: String? = "TimeOfDay"
    static let form: JSONFragment = [
        "description": "A time on the clinic's wall clock; 24:00 ends a day.", "type": "string",
        "pattern": .string("^\(Pattern.timeOfDay)$"), "examples": [.string(sample.description)],
    ]
    static let sample = TimeOfDay(minutes: 570)
}

extension LocalDateTime: SchemaForm {
    static let definition: String? = "LocalDateTime"
    static let form: JSONFragment = [
        "description": "A date and a time on the clinic's wall clock.", "type": "string",
        "pattern": .string("^\(Pattern.date)T\(Pattern.timeOfDay)$"),
        "examples": [.string(sample.description)],
    ]
    static let sample = LocalDateTime(date: .sample, time: .sample)
}

extension WeeklyTime: SchemaForm {
    static let definition: String? = "WeeklyTime"
    static let form: JSONFragment = [
        "description": "A time that comes again each week.", "type": "string",
        "pattern": .string(
            "^(\(Weekday.allCases.map(\.rawValue).joined(separator: "|"))) \(Pattern.timeOfDay)"
                + "-\(Pattern.timeOfDay)$"), "examples": [.string(sample.description)],
    ]
    static let sample = WeeklyTime(.mon, TimeOfDay(minutes: 540), TimeOfDay(minutes: 600))
}

extension Identity: SchemaForm {
    static let definition: String? = "Identity"
    static let form: JSONFragment = [
        "description": "The name of a peer on the bus.", "type": "string",
        "pattern": .string("^\(Pattern.token)$"), "maxLength": .integer(Int64(Topic.limitBytes)),
    ]
    static let sample = Identity.scheduler
}

extension EventStream: SchemaForm {
    static let definition: String? = "EventStream"
    static let form: JSONFragment = [
        "description": "A stream: who writes it, and what its events are about.",
        "type": "string", "pattern": .string("^\(Pattern.token)\\.\(Pattern.token)$"),
    ]
    static let sample = EventStream.clock
}

/// Parts of patterns, in what ECMA 262 and everybody else's regular expressions share.
enum Pattern {
    static let token = "[a-z0-9-]+"
    static let date = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    static let hour = "([01][0-9]|2[0-3])"
    static let timeOfDay = "(\(hour):[0-5][0-9]|24:00)"
}
