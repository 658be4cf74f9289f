import ArgumentParser
import Bus
import ClinicFiles
import Foundation
import Messages
import PeerKit
import Testing

@testable import ClientSamples
@testable import ClinicClient
@testable import cairn

@Suite("The command line")
struct CommandTests {
    @Test("The help names every command and every exit code")
    func help() {
        let text = CairnCommand.helpMessage(columns: 100)
        for name in [
            "init", "check", "up", "down", "start", "stop", "restart", "advance-clock", "clock",
            "backup",
            "restore",
            "version", "man", "completions",
            "status",
            "tap", "history", "logs", "export", "journal", "week", "alerts", "client", "send",
            "ask",
        ] {
            #expect(text.contains("\n  \(name) "), "\(name)")
        }
        for ending in ExitReason.allCases {
            #expect(text.contains("\n  \(ending.code) "), "\(ending)")
        }
    }

    @Test("The hour to confirm is given as the status names it, or on the clinic's clock")
    func confirmsClock() throws {
        let hour = Timestamp(milliseconds: 1_795_442_400_000)
        for text in ["\(hour)", "2026-11-23T08:00"] {
            let command = try ConfirmClockCommand.command(text, timeZone: Samples.timeZone)
            #expect(command == ConfirmClock(through: hour), "\(text)")
        }
        #expect(throws: ClientError.self) {
            try ConfirmClockCommand.command("yesterday", timeZone: Samples.timeZone)
        }
    }

    @Test("Every command parses as its help says, and says what it is for")
    func abstracts() {
        for command in CairnCommand.configuration.subcommands {
            #expect(!command.configuration.abstract.isEmpty, "\(command)")
        }
    }

    @Test("A failure ends with the code that is documented for it")
    func endings() {
        let advice = Advice("problem", remedy: "remedy")
        let expected: [(any Remediable, ExitReason)] = [
            (ClientError.usage(advice), .usage), (ClientError.refused(advice), .refused),
            (ClientError.clinicNotUp(folder: "x"), .unavailable),
            (ClientError.notRecorded(.scheduler), .unavailable),
            (ClientError.noAnswer(.scheduler), .unavailable),
            (ClientError.outcomeUnknown(.scheduler), .unknown), (ClientError.late(advice), .wrong),
            (ClientError.supervisorEnded(code: 78, log: "x", lastLine: nil), .configuration),
            (ClientError.supervisorEnded(code: 77, log: "x", lastLine: nil), .alreadyRunning),
            (ClientError.supervisorEnded(code: 9, log: "x", lastLine: nil), .wrong),
            (ClinicError.rehearsalOnly, .configuration), (BusError.closed, .configuration),
            (WireError.badTopic, .refused),
        ]
        for (error, ending) in expected { #expect(ExitReason(of: error) == ending, "\(error)") }
    }

    @Test("Each ending has a code of its own, which leads back to it")
    func ownCodes() {
        #expect(Set(ExitReason.allCases.map(\.code)).count == ExitReason.allCases.count)
        for ending in ExitReason.allCases { #expect(ExitReason(code: ending.code) == ending) }
        #expect(ExitReason(code: 9) == nil)
    }

    @Test("A command to somebody who is down says that it was NOT recorded")
    func notRecordedText() {
        #expect(ClientError.notRecorded(.scheduler).advice.problem.contains("NOT recorded"))
    }

    @Test("A person with one role acts in it; with several, the role must be said")
    func roles() throws {
        let clinic = try Samples.clinic()
        #expect(
            try Person("rn1", role: nil).named(in: clinic)
                == Actor(staff: "rn1", role: .nurse))
        #expect(
            try Person("both", role: "director").named(in: clinic)
                == Actor(staff: "both", role: .director))
        for (staff, role) in [(nil, "nurse"), ("both", nil), ("nobody", nil)]
            as [(String?, String?)]
        {
            #expect(throws: ClientError.self) {
                try Person(staff, role: role).named(in: clinic)
            }
        }
    }

    @Test("The clinic that is meant: the option, then the variable, then the current folder")
    func whichClinic() throws {
        let environment = ["CAIRN_CLINIC": "/b"]
        #expect(
            try OpenedClinic.folder("/a", environment: environment, current: "/c").path == "/a")
        #expect(try OpenedClinic.folder(nil, environment: environment, current: "/c").path == "/b")
        #expect(throws: ClientError.self) {
            try OpenedClinic.folder(nil, environment: [:], current: "/nowhere")
        }
    }

    @Test(
        "A clinic's token is what fits of the folder's name",
        arguments: [
            ("/x/austin", "austin"), ("/x/Austin North", "austin-north"), ("/x/--é", "clinic"),
        ])
    func token(path: String, token: String) {
        #expect(InitCommand.token(of: path) == token)
    }

    @Test("A fault in a description is told by the name that the person gave")
    func faultyDescription() {
        let error = #expect(throws: ClinicError.self) {
            try ClinicFolder.clinic(of: "timeZone: America/Chicago\n", named: "my.yaml")
        }
        let problem = error?.advice.problem ?? ""
        #expect(problem.hasPrefix("my.yaml cannot be read: line 1, "), "\(problem)")
        #expect(problem.contains("name is missing at the top level"), "\(problem)")
        #expect(problem.contains("staff is missing at the top level"), "\(problem)")
    }

    @Test("Health data is asked for only with a reason; what names no client without")
    func asking() throws {
        let harmless: [any Query.Type] = [Processes.self, MissingParts.self]
        for type in MessageCatalog.queries where !harmless.contains(where: { $0 == type }) {
            #expect(throws: ClientError.self, "\(type)") {
                try AskCommand.check(type, isRevealing: false)
            }
            try AskCommand.check(type, isRevealing: true)
        }
        for type in harmless { try AskCommand.check(type, isRevealing: false) }
    }
}

@Suite("How far the clock is advanced")
struct ClockTargetTests {
    /// 2026-11-23T08:00 in Chicago.
    private let clock = Timestamp(milliseconds: 1_795_442_400_000)

    private func target(hours: Int? = nil, to: String? = nil) throws -> Timestamp {
        try AdvanceClockCommand.target(
            hours: hours, to: to, after: clock, timeZone: Samples.timeZone)
    }

    @Test("By hours, to a local hour, to the beginning of a day, or to a time in UTC")
    func ways() throws {
        #expect(try target(hours: 3) == clock.advanced(byHours: 3))
        #expect(try target(to: "2026-11-23T09:30") == clock.advanced(byHours: 1))
        #expect(try target(to: "2026-11-24") == clock.advanced(byHours: 16))
        #expect(try target(to: "2026-11-23T15:59:00Z") == clock.advanced(byHours: 1))
    }

    @Test("Not backwards, not by both, not by nothing")
    func refused() {
        #expect(throws: ClientError.self) { try target(to: "2026-11-23T08:00") }
        #expect(throws: ClientError.self) { try target(hours: 1, to: "2026-11-24") }
        // A clock that was set on by a slip of the hand cannot be set back.
        for hours in [366 * 24 + 1, Int.max] {
            #expect(throws: ClientError.self) { try target(hours: hours) }
        }
        #expect(throws: ClientError.self) { try target(to: "9999-12-31") }
        #expect(throws: ClientError.self) { try target(hours: 0) }
        #expect(throws: ClientError.self) { try target() }
        #expect(throws: ClientError.self) { try target(to: "someday") }
    }

    @Test("A day and an hour as people say them mean the next that comes")
    func words() throws {
        #expect(try target(to: "tomorrow") == clock.advanced(byHours: 16))
        // It is a Monday at eight: nine is an hour away, eight is over for today.
        #expect(try target(to: "9") == clock.advanced(byHours: 1))
        #expect(try target(to: "mon 9") == clock.advanced(byHours: 1))
        #expect(try target(to: "mon 8") == clock.advanced(byHours: 7 * 24))
        #expect(try target(to: "mon") == clock.advanced(byHours: 7 * 24 - 8))
    }
}

@Suite("The body of a command")
struct BodyTextTests {
    private func command(_ text: String, client: String? = nil) throws -> any Command {
        try BodyText.command(AcknowledgeAlert.self, from: Array(text.utf8), client: client)
    }

    @Test("Every example is a body that fits")
    func examples() throws {
        for type in MessageCatalog.commands {
            _ = try BodyText.command(type, from: JSONText.encode(type.example))
        }
        for type in MessageCatalog.queries {
            _ = try BodyText.query(type, from: JSONText.encode(type.example))
        }
    }

    @Test("An example that is sent as it is printed is refused, and so is each field left of it")
    func examplesAreNoData() throws {
        for type in MessageCatalog.commands {
            let printed = try BodyText.example(of: type.example)
            let error = #expect(throws: ClientError.self, "\(type)") {
                try BodyText.command(type, from: Array(printed.utf8))
            }
            #expect(error?.advice.problem.contains("placeholder") == true, "\(type)")
        }
        for type in MessageCatalog.queries where !type.marks.isEmpty {
            let printed = try BodyText.example(of: type.example)
            #expect(throws: ClientError.self, "\(type)") {
                try BodyText.query(type, from: Array(printed.utf8))
            }
        }
        let left = #expect(throws: ClientError.self) {
            try command(#"{"client":"c-9","alert":"a-1","action":" \u003caction> "}"#)
        }
        #expect(left?.advice.problem.contains("action") == true)
        _ = try command(#"{"client":"c-9","alert":"a-1","action":"Blood pressure < 90, > 60"}"#)
    }

    @Test("A field that stands twice is refused, wherever it stands, and no value is repeated")
    func twice() throws {
        let texts = [
            #"{"client":"c-9","alert":"a","action":"b","action":"\#(Samples.secret)"}"#,
            #"{"client":"c-9","alert":"a","action":"b","\u0061ction":"\#(Samples.secret)"}"#,
        ]
        for text in texts {
            for client in [nil, "c-1"] {
                let error = #expect(throws: ClientError.self) {
                    try command(text, client: client)
                }
                #expect(error?.advice.problem.contains("action twice") == true)
                #expect(error?.description.contains(Samples.secret) == false)
            }
        }
        let form = #"{"client":"c-9","instrument":"phq-9","answers":{"9":3,"1":0,"9":0}}"#
        let error = #expect(throws: ClientError.self) {
            try BodyText.command(SubmitQuestionnaire.self, from: Array(form.utf8))
        }
        #expect(error?.advice.problem.contains("answers.9 twice") == true)
    }

    @Test("The client may be given beside the body")
    func client() throws {
        let read = try command(#"{"alert":"a-1","action":"Called."}"#, client: "c-9")
        #expect(
            read as? AcknowledgeAlert
                == AcknowledgeAlert(client: "c-9", alert: "a-1", action: "Called."))
    }

    @Test("A field that is missing or misspelt is named, and no value is repeated")
    func faults() throws {
        let missing = #expect(throws: ClientError.self) { try command(#"{"client":"c-9"}"#) }
        let strange = #expect(throws: ClientError.self) {
            try command(#"{"client":"c-9","alert":"a","action":"b","acton":"\#(Samples.secret)"}"#)
        }
        let kind = #expect(throws: ClientError.self) {
            try command(#"{"client":["\#(Samples.secret)"],"alert":"a","action":"b"}"#)
        }
        #expect(missing?.advice.problem.contains("is missing") == true)
        #expect(strange?.advice.problem.contains("acton") == true)
        #expect(kind?.advice.problem.contains("client") == true)
        for error in [missing, strange, kind] {
            #expect(error?.ending == .usage)
            #expect(error?.description.contains(Samples.secret) == false)
        }
    }

    @Test("A command is found with and without its version, and a strange one is refused")
    func names() throws {
        #expect(try MessageList.command("scheduler.plan-week") == PlanWeek.self)
        #expect(try MessageList.command("scheduler.plan-week.v1") == PlanWeek.self)
        #expect(throws: ClientError.self) { try MessageList.command("scheduler.plan") }
    }
}
