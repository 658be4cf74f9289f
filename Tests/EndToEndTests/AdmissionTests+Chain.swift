import Foundation
import Messages
import Testing

// The whole way of three kinds of therapies, as people type it: a contract alone, a program in Python
// and one in Swift came to a clinic that ran, and a person approved each. Each is planned, has its form
// filled in, and the alert of that is somebody's.
extension RealProcesses.AdmissionTests {
    /// A form that nothing makes due, with one danger.
    static let card = """
        {"id": "card", "name": "A card", "version": "1", "respondent": "client",
         "lookbackDays": 7,
         "answerSets": {"strength": {"values": [0, 1, 2, 3]},
                        "no-yes": {"values": [0, 1], "labels": ["no", "yes"]}},
         "items": [{"key": "low", "label": "how low", "answers": "strength"},
                   {"key": "self-harm", "label": "self-harm", "answers": "no-yes"}],
         "scales": [{"id": "low", "items": ["low"]}],
         "dangers": [{"kind": "suicide-risk", "urgency": "now", "items": ["self-harm"],
                      "atLeast": 1, "guidance": "Stay, and ask about it."}],
         "mustAnswer": ["self-harm"],
         "validity": {"hours": 168, "source": "Made up", "basis": "confirm"},
         "cadence": {"source": "Nothing makes it due", "basis": "confirm"},
         "licence": {"ships": "labels", "text": "Made up.", "source": "Made up",
                     "basis": "confirm"},
         "sources": [{"text": "Made up", "basis": "confirm"}]}
        """

    /// Adds a therapy as a person does who has its folder, and a director approves it.
    func admitted(_ folder: String, _ id: String, to clinic: RunningClinic) async throws {
        let added = try await clinic.cairn("plugin", "add", folder)
        try #require(added.code == 0, "\(added.errors)")
        let enabled = try await clinic.cairn("plugin", "enable", id, "--as", "dir")
        try #require(enabled.code == 0, "\(enabled.errors)")
    }

    /// What people see of the three in the week after, and do about a form of each.
    func chain(in clinic: RunningClinic) async throws {
        let cards = [
            ("gratitude.card", "2,yes"), ("calm.card", "1,yes"),
            ("dbt.diary-card", "yes,0,1,1,1,1,1,1,1,0,3"),
        ]
        let week = try await clinic.cairn("week")
        let forms = try await clinic.cairn("forms")
        let deeds = Deeds(clinic)
        let inDanger = Set(
            try await deeds.ask(OpenAlerts()).map(\.client)
                + deeds.ask(OpenConcerns()).map(\.client))
        let clients = try await deeds.ask(Enrollments()).map(\.client)
            .filter { !inDanger.contains($0) }.sorted()
        try #require(clients.count >= cards.count)
        for ((form, answers), client) in zip(cards, clients) {
            let therapy = String(form.prefix { $0 != "." })
            #expect(week.output.contains("(\(therapy))"), "\(week.output)")
            #expect(forms.output.contains(form), "\(forms.output)")
            let handed = try await clinic.cairn(
                "form", form, client.text, "--answers", answers, "--as", "t01")
            #expect(handed.code == 0, "\(form): \(handed.errors)")
            #expect(handed.output.contains("Now: "), "\(handed.output)")
            let alerts = try await deeds.wait(for: OpenAlerts()) { alerts in
                let own = alerts.filter { $0.client == client }
                return own.isEmpty ? nil : own
            }
            #expect(alerts.map(\.kind) == [.suicideRisk], "\(form)")
            let taken = try await clinic.cairn(
                "alerts", "ack", client.text, "--action", "Stayed, and asked.", "--as", "t01")
            #expect(taken.code == 0, "\(form): \(taken.errors)")
            #expect(try await deeds.ask(OpenAlerts()).allSatisfy { $0.client != client })
        }
        let scored = try await clinic.history().all(QuestionnaireScored.self)
        for (form, _) in cards { #expect(scored.contains { $0.instrument == form }, "\(form)") }
    }

    /// A file that is replaced in its folder while the program runs is another content that waits, and
    /// what was approved runs on.
    func replaced(in clinic: RunningClinic) async throws {
        let place = clinic.folder.appending(path: "plugins")
        for (therapy, name) in [("calm", "therapy.py"), ("dbt", "dbt")] {
            let file = place.appending(path: "\(therapy)/\(name)")
            let before = try await clinic.waits(for: "ready", of: therapy)
            let own = try Data(contentsOf: file)
            // Written into, as an editor does: no other file takes its place.
            try Data("#!/bin/sh\nexit 1\n".utf8).write(to: file)
            try await wait(for: "the other content of \(therapy), in the status") {
                try await clinic.cairn("status").output.contains(
                    "Plugin \(therapy): another content waits")
            }
            #expect(try await clinic.status()?[therapy]?.pid == before[therapy]?.pid)
            let restart = try await clinic.cairn("restart", therapy)
            #expect(restart.code == 0, "\(restart.errors)")
            try await clinic.waits(for: "ready", of: therapy) {
                $0.text.contains("another content waits")
            }
            try own.write(to: file)
            try await wait(for: "nothing of \(therapy) that waits") {
                try await !clinic.cairn("status").output.contains("Plugin \(therapy): another")
            }
        }
    }
}

extension RunningClinic {
    /// Whether no coming session of a therapy stands in the plan: each was flagged or cancelled, or is
    /// planned again as another's.
    func hasLeftThePlan(_ therapy: Identity) async throws -> Bool {
        guard try await !cairn("week").output.contains("(\(therapy))") else { return false }
        let history = try await history()
        guard let today = try history.all(HourBegan.self).last?.moment.today else { return false }
        var last: [SessionID: SessionScheduled] = [:]
        for session in try history.all(SessionScheduled.self) { last[session.session] = session }
        let gone = Set(
            try history.all(SessionFlagged.self).map(\.session)
                + history.all(SessionCancelled.self).map(\.session))
        return last.values.filter { $0.therapy == therapy && $0.start.date > today }
            .allSatisfy { gone.contains($0.session) }
    }
}
