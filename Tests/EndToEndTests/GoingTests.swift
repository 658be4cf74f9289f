import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("Who goes, and who comes back", .timeLimit(.minutes(5)))
    struct GoingTests {
        @Test(
            "Nothing is asked of whoever is gone, whoever comes back finds a door, as it is typed")
        func typed() async throws {
            try await RunningClinic.with("going", plugins: []) { clinic in
                try await clinic.up()
                let deeds = Deeds(clinic)
                try await deeds.advance(to: "2026-10-06T10:00")
                for name in ["Ana", "Ben", "Cleo"] {
                    try await types("client register \(name) 555-01 --consented --as fd1", clinic)
                }
                try await died("c-0001", in: clinic, deeds)
                try await comesBack("c-0002", in: clinic, deeds)
                try await danger("c-0002", in: clinic)
                try await writtenDownLate("c-0003", in: clinic, deeds)
            }
        }

        /// Types a line, waits until it is taken, and answers with what came.
        @discardableResult
        private func types(_ line: String, _ clinic: RunningClinic) async throws -> String {
            var output = ""
            try await wait(for: line, upTo: .seconds(30)) {
                let result = try await clinic.cairn(line.split(separator: " ").map(String.init))
                output = result.output
                return result.code == 0
            }
            return output
        }

        /// Types a line that is refused, and answers with why.
        private func refused(_ line: String, _ clinic: RunningClinic) async throws -> String {
            let result = try await clinic.cairn(line.split(separator: " ").map(String.init))
            #expect(result.code == 65, "\(line): \(result.output)")
            return result.errors
        }

        private func died(_ client: ClientID, in clinic: RunningClinic, _ deeds: Deeds) async throws
        {
            try await types("contact end 1 died The sister told it. --as t01", clinic)
            _ = try await deeds.wait(for: OpenDuties(client: client)) { $0.isEmpty ? true : nil }
            let told = try await refused("contact used 1 A friend phoned. --as fd1", clinic)
            #expect(told.contains("cairn correct"), "\(told)")
            let booked = try await refused(
                "appointment intake 1 fri 13 --with t02 --as fd1", clinic)
            #expect(booked.contains("cairn correct"), "\(booked)")
        }

        private func comesBack(_ client: ClientID, in clinic: RunningClinic, _ deeds: Deeds)
            async throws
        {
            try await types("appointment intake 2 fri 13 --with t02 --as fd1", clinic)
            try await types("client decline 2 Not now. --as cm1", clinic)
            _ = try await deeds.wait(for: IntakeAppointments()) { $0.isEmpty ? true : nil }
            let booked = try await types("appointment intake 2 fri 14 --with t02 --as fd1", clinic)
            #expect(booked.contains("in intake again"), "\(booked)")
            _ = try await deeds.wait(for: OpenDuties(client: client)) { lines in
                lines.first { $0.duty.kind == .rate && $0.duty.words.contains("at 14:00 with t02") }
            }
            let day = try await types("session list fri --as fd1", clinic)
            #expect(day.contains("14:00") && day.contains(client.text), "\(day)")
            #expect(!day.contains("13:00"), "\(day)")
            let shown = try await types("client show 2 --reveal Test --as t01", clinic)
            #expect(shown.contains("fill-form c-ssrs-screener by"), "\(shown)")
            let book = "appointment book 2 2026-12-20T10:00 --with Ray --place There --as cm1"
            try await types(book, clinic)
            #expect(try await refused(book, clinic).contains("--replaces"))
            let front = try await refused("today --as fd1", clinic)
            #expect(front.contains("cairn session list"), "\(front)")
        }

        /// What tells a danger is handed in, though the last answer is missing; and no level that is
        /// to be had meanwhile goes past it.
        private func danger(_ client: ClientID, in clinic: RunningClinic) async throws {
            let harmless = try await refused("form c-ssrs 2 --answers n,n --as t01", clinic)
            #expect(harmless.contains("Nothing was handed in"), "\(harmless)")
            let told = try await types("form c-ssrs 2 --answers y,y,y,y,y,y --as t01", clinic)
            #expect(told.contains("as far as it goes") && told.contains("Now: "), "\(told)")
            try await types("place 2 --as t01", clinic)
            let held = try await refused(
                "place 2 emergency --available 1 --interim Calls --as t01", clinic)
            #expect(held.contains("the one that can be had now"), "\(held)")
            try await types(
                "place 2 emergency No bed. --available 1 --interim Calls --as md1", clinic)
        }

        private func writtenDownLate(
            _ client: ClientID, in clinic: RunningClinic, _ deeds: Deeds
        ) async throws {
            try await types("intake 3 --answers n,n,n,n,n,n,n,n,n --as t01", clinic)
            try await types("form c-ssrs 3 --answers n,n,n --as t01", clinic)
            try await types("rate 3 1=0 2=0 3=1 4=1 5=2 6=1 --as t01", clinic)
            try await types("place 3 --as t01", clinic)
            try await types("place 3 2.1 --as t01", clinic)
            // The first session is on the same day.
            try await wait(for: "the first session") {
                try await clinic.cairn("session", "list", "--as", "fd1").output
                    .contains(client.text)
            }
            try await deeds.advance(to: "2026-10-06T16:00")
            try await types("contact end 3 died The sister told it. --as t01", clinic)
            try await types("attend present 3 --as t01", clinic)
            // An hour is struck once everybody has recorded what the last one brought about.
            try await deeds.advance(to: "2026-10-06T17:00")
            let contacts = try await deeds.ask(NextContacts())
            #expect(!contacts.contains { $0.client == client }, "\(contacts)")
        }
    }
}
