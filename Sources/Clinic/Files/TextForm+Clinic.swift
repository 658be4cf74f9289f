internal import ClinicalRules
internal import Foundation
internal import Messages

extension TextForm {
    /// What `clinic.yaml` must look like. A key that is not here means nothing to anybody.
    static var clinic: TextForm {
        .record([
            Field("name", .text), Field("timeZone", timeZone),
            Field("services", .list(service)), Field("phases", .list(phase)),
            Field("rooms", .list(room)), Field("staff", .list(staff)),
            Field("groups", .list(group)), Field("closures", .list(date)),
            Field("policies", policies), Field("listen", .text, isNeeded: false),
            Field("elsewhere", .list(service), isNeeded: false),
            Field(
                "plugins", .word([Clinic.PluginPolicy.approveAll.rawValue]), isNeeded: false),
            Field("therapies", settings, isNeeded: false),
            Field("interpreters", .list(interpreter), isNeeded: false),
        ])
    }

    /// Whether it is installed is looked at where a therapy is to run by it: another computer of the
    /// clinic need not have it.
    private static var interpreter: TextForm {
        .value(
            like: "python3, or the path of a program such as /opt/ruby/bin/ruby",
            near: { $0.contains("/") ? nil : NearMiss.of($0, in: AllowedInterpreters.usual) },
            isFit: { AllowedInterpreters.name(of: $0) != nil })
    }

    /// What is set for therapies: each one's contract says which settings it has, and what they take.
    private static var settings: TextForm {
        .map(
            .map(.text, like: "reward-cap, the name of a setting") { !$0.isEmpty },
            like: "contingency, the id of a therapy"
        ) { Identity($0) != nil }
    }

    /// The sets of CIWA-Ar bands that there are: another name would silently mean the first.
    private static let withdrawalBands = InstrumentLibrary.instrument("ciwa-ar")?.policies ?? []

    private static var phase: TextForm {
        .record([
            Field("id", id), Field("name", .text),
            Field("level", .word(LevelOfCare.known.map(\.rawValue))),
            Field("hoursPerWeek", .number(0...80)),
            Field("individualEveryWeeks", .number(0...52)),
            Field("reviewAfterWeeks", .number(0...104)),
        ])
    }

    private static var room: TextForm {
        .record([
            Field("id", id), Field("kind", .word(["group", "office", "collection"])),
            Field("seats", .number(1...1_000)),
            Field("features", .list(feature), isNeeded: false),
        ])
    }

    private static var staff: TextForm {
        .record([
            Field("id", id), Field("roles", .list(.word(Role.known.map(\.rawValue)))),
            Field("caseload", .number(0...1_000)), Field("languages", .list(language)),
            Field("hours", .list(weeklyTime)),
            Field("gender", .word(Gender.known.map(\.rawValue)), isNeeded: false),
        ])
    }

    private static var group: TextForm {
        .record([
            Field("id", id), Field("phase", id),
            Field("ages", .word(AgeBand.known.map(\.rawValue))), Field("language", language),
            Field("capacity", .number(1...1_000)),
            Field(
                "sessions",
                .list(
                    .record([
                        Field("kind", sessionKind), Field("at", weeklyTime), Field("room", id),
                        Field("clinician", id),
                    ]))),
        ])
    }

    /// What a clinic may set is judged with the rest of it; see ``ClinicCheck``.
    private static var policies: TextForm {
        let numbers = [
            "groupCapacity", "intensiveHoursAdult", "intensiveHoursAdolescent", "alertHoursNow",
            "alertHoursToday", "followUpDays",
        ]
        return .record(
            numbers.map { Field($0, .number(0...10_000)) } + [
                Field("placementEdition", .word(PlacementEditions.ids)),
                Field("withdrawalBands", .word(withdrawalBands)),
                Field("instruments", .list(.word(InstrumentLibrary.ids)), isNeeded: false),
            ])
    }

    private static var id: TextForm {
        .value(like: "p1-01, of a-z, 0-9 and dashes") { Identity($0) != nil }
    }

    private static var feature: TextForm {
        .value(like: "quiet, of a-z, 0-9 and dashes") { Identity($0) != nil }
    }

    private static var service: TextForm {
        let known = [.hub] + MessageCatalog.contracts.map { $0.service }
        return .openWord(known.map(\.text), like: "scheduler, of a-z, 0-9 and dashes") {
            Identity($0) != nil
        }
    }

    /// A clinic may have kinds of its own. `individual` is none of a group.
    private static var sessionKind: TextForm {
        .openWord(
            ["process", "skills", "education", "continuing-care", "alumni"],
            like: "process, and not individual"
        ) { $0 != "individual" }
    }

    private static var language: TextForm {
        .value(
            like: "en, the code of a language (ISO 639)", near: LanguageCode.near,
            isFit: LanguageCode.isKnown)
    }

    private static var weeklyTime: TextForm {
        .value(like: "mon 09:00-10:00") { WeeklyTime($0) != nil }
    }

    private static var date: TextForm { .value(like: "\"2026-11-26\"") { LocalDate($0) != nil } }

    /// A place's name. What the system takes besides, such as `EST` or `GMT-5`, is the same hour in
    /// summer: where clocks are set, all would be an hour off for half of the year.
    private static var timeZone: TextForm {
        .value(
            like: "America/Chicago, a known time zone",
            near: { NearMiss.of($0, in: TimeZone.knownTimeZoneIdentifiers.filter(isPlace)) },
            isFit: { TimeZone(identifier: $0) != nil && (isPlace($0) || $0 == "UTC") })
    }

    private static func isPlace(_ zone: String) -> Bool { zone.contains("/") }
}
