import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("A description that changed", .timeLimit(.minutes(10)))
    struct ChangedClinicTests {
        @Test("Who and what is gone is replaced or told, at a reload and at a start")
        func changed() async throws {
            try await RunningClinic.with("changed") { clinic in
                try await clinic.up()
                try await clinic.played(weeks: 1)
                let before = try await clinic.history()
                let today = try #require(try before.all(HourBegan.self).last).moment.today

                // A clinician, a room and a group leave; today is closed.
                try await clinic.edit("clinic.yaml") { text in
                    text.replacing("t01", with: "t09").replacing("o1", with: "o9")
                        .replacing("id: p1-01", with: "id: p1-91")
                        .replacing("closures:\n", with: "closures:\n  - \"\(today)\"\n")
                }
                let reload = try await clinic.cairn("reload")
                #expect(reload.code == 0, "\(reload.errors)")
                let first = try before.all(WeeksRevised.self).last?.clinic
                try await wait(for: "the new plan") {
                    let after = try await clinic.history()
                    let revised = try after.all(WeeksRevised.self).last?.clinic
                    return try revised != first
                        && after.all(GroupFormed.self).contains { $0.group == "p1-91" }
                }
                try await clinic.isGreen()
                let change = try planned(try await clinic.history(), closed: today)
                try await reassign(change, in: clinic)
                try await holdOn(in: clinic)
            }
        }

        /// All that was gone is given away, and no hour went by.
        private func planned(_ after: History, closed today: LocalDate) throws -> ClinicianChanged {
            let now = try #require(try after.all(HourBegan.self).last).moment
            #expect(now.today == today)
            let changes = try after.all(ClinicianChanged.self)
            #expect(changes.allSatisfy { $0.from == "t01" && $0.to != "t01" })
            let left = try after.all(MemberLeft.self).filter { $0.group == "p1-01" }
            #expect(!left.isEmpty, "the group that is gone had members")
            let sessions = try after.calendar().filter { now.local < $0.start }
            #expect(!sessions.isEmpty)
            #expect(sessions.allSatisfy { $0.room != "o1" && $0.clinician != "t01" })
            #expect(sessions.allSatisfy { $0.group != "p1-01" && $0.start.date != today })
            return try #require(changes.first)
        }

        /// A person gives a client to somebody else, once.
        private func reassign(_ last: ClinicianChanged, in clinic: RunningClinic) async throws {
            let command = [
                "send", ChangeClinician.type, "--as", "dir", "--body",
                try JSONText.readable(
                    ChangeClinician(client: last.client, from: last.to, reason: "A wish.")),
            ]
            let sent = try await clinic.cairn(command)
            #expect(sent.code == 0, "\(sent.errors)")
            #expect(try await clinic.cairn(command).code == 65)
            try await wait(for: "the person's word in the ledger") {
                try await clinic.history().all(ClinicianChanged.self).contains {
                    $0.client == last.client && $0.from == last.to && $0.reason == "A wish."
                }
            }
        }

        /// What clients hold on to is told by `up` and `status`, until it is back.
        private func holdOn(in clinic: RunningClinic) async throws {
            #expect(try await clinic.cairn("down").code == 0)
            try await clinic.edit("clinic.yaml") { text in
                text.replacing("id: p1\n", with: "id: p9\n")
                    .replacing("phase: p1\n", with: "phase: p9\n")
            }
            let up = try await clinic.cairn("up")
            #expect(up.code == 0 && up.errors.contains("phase p1"), "\(up.errors)")
            let status = try await clinic.cairn("status")
            #expect(status.code == 1 && status.output.contains("phase p1"), "\(status.output)")
            let remedy = "cairn phase change CLIENT PHASE REASON"
            #expect(status.output.contains(remedy), "\(status.output)")
            let week = try await clinic.cairn("week")
            #expect(week.code == 0 && week.output.contains("no individual session that is due"))
            #expect(!week.output.contains("c-0001"), "\(week.output)")
            try await clinic.restores("clinic.yaml")
            #expect(try await clinic.cairn("reload").code == 0)
            try await clinic.isGreen()
        }
    }
}

extension History {
    /// The sessions that stand.
    fileprivate func calendar() throws -> [SessionScheduled] {
        var sessions: [SessionID: SessionScheduled] = [:]
        for line in lines {
            let data = Array(line.data.utf8)
            if try line.type == "scheduler.session.scheduled.v1" {
                let session = try JSONText.decode(SessionScheduled.self, from: data)
                sessions[session.session] = session
            } else if try line.type == "scheduler.session.cancelled.v1" {
                let cancelled = try JSONText.decode(SessionCancelled.self, from: data)
                sessions[cancelled.session] = nil
            }
        }
        return Array(sessions.values)
    }
}
