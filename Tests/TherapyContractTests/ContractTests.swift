import Messages
import Testing

@testable import TherapyContract

@Suite("A therapy's contract")
struct ContractTests {
    private func read(_ text: String) throws -> PluginContract {
        try ContractCheck.read(Array(text.utf8))
    }

    @Test("One with each field is read as it is written")
    func whole() throws {
        let contract = try read(Manifest.whole)
        #expect(contract.title.text(in: "es") == "Habilidades")
        #expect(contract.title.text(in: "fr") == "Skills")
        let offering = try #require(contract.offering("skills"))
        #expect(offering.size == Offering.Size(least: 3, most: 12))
        #expect(offering.credential == .clinician)
        #expect(offering.cohortWeeks == 8)
        #expect(contract.fact("call-logged")?.fields["week"]?.mark == .open)
        #expect(contract.fact("call-logged")?.fields["notes"]?.mark == .describes)
        #expect(contract.commands.first?.roles == [.clinician])
        #expect(contract.reads.first?.event.description == "scheduler.attendance.recorded")
        #expect(contract.configuration["reward-cap"]?.default == .integer(75))
        #expect(contract.measures.first?.scale == "urge")
        #expect(!contract.isManifestAlone)
    }

    @Test("What is left out has its usual value")
    func defaults() throws {
        let contract = try read(Manifest.least)
        #expect(contract.isManifestAlone)
        #expect(contract.history == .silently)
        #expect(contract.limits == PluginLimits())
        #expect(
            [contract.limits.memoryMB, contract.limits.eventsPerMinute]
                + [contract.limits.answerSeconds] == [128, 600, 5])
        #expect(contract.offerings.first?.format == .group)
        let taught = Manifest.changed(
            #""offerings""#,
            to: #""practice": [{"name": "p", "title": "P"}], "curriculum": [{"name": "c", "#
                + #""offering": "skills", "modules": [{"name": "m", "title": "M"}]}], "offerings""#,
            in: Manifest.least)
        let curriculum = try #require(try read(taught).curriculum.first)
        #expect(curriculum.moves == .client)
        #expect(curriculum.when == [.attended])
        #expect(curriculum.modules.first?.weeks == 1)
        #expect(try read(taught).practice("p")?.dueDays == 7)
    }

    @Test("Written again it is the same contract", arguments: [Manifest.whole, Manifest.least])
    func again(text: String) throws {
        let contract = try read(text)
        #expect(
            try JSONText.decode(PluginContract.self, from: JSONText.encode(contract)) == contract)
    }

    @Test(
        "It may read the streams that it declares, what its curriculum needs, and what its host goes by"
    )
    func permission() throws {
        let permission = try read(Manifest.whole).permission
        #expect(
            permission.reads.map(\.description).sorted() == [
                "aftercare.correction", "aftercare.outreach", "assessment.client",
                "assessment.correction", "assessment.risk",
                "scheduler.attendance", "scheduler.correction", "scheduler.enrollment",
                "scheduler.session", "scheduler.staff", "supervisor.clock", "supervisor.correction",
            ])
        #expect(permission.sends.isEmpty && permission.asks.isEmpty && !permission.watches)
        for text in [Manifest.whole, Manifest.least] {
            let contract = try read(text)
            for type in contract.hostReads {
                let stream = try #require(
                    type.owner.flatMap { EventStream(owner: $0, entity: type.entity) })
                #expect(
                    contract.permission.allows(reading: .event(stream), by: contract.id),
                    "\(stream)")
            }
        }
    }

    @Test("A program is told what it declares, and with a curriculum who came to which session")
    func told() throws {
        let whole = try read(Manifest.whole)
        #expect(
            whole.told.map(\.event.description).sorted() == [
                "scheduler.attendance.recorded", "scheduler.session.scheduled",
            ])
        #expect(try read(Manifest.least).told.isEmpty)
        let told = Set(whole.told.map(\.event))
        let read = Set(
            whole.hostReads.compactMap { type in
                type.owner.flatMap { EventName(type: type.type(by: $0)) }
            })
        #expect(told.isSubset(of: read))
    }

    @Test("An event's name is that of its type, whatever the version")
    func names() {
        #expect(
            EventName(type: AttendanceRecorded.type)?.description
                == "scheduler.attendance.recorded")
        for text in ["", "a.b", "a.b.c.d", "A.b.c", "a..c", "a.b.", "*.b.c"] {
            #expect(EventName(text) == nil, "\(text)")
        }
    }
}
