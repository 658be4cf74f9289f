internal import Messages
internal import TestKit
internal import Testing
internal import TherapyContract

/// What a clinic could never hold is said beforehand, with what brings it.
@Suite struct OfferingFitTests {
    /// One group of eight that meets for skills on Monday in `g1`, with `t01`; a prescriber, and a
    /// large room, that have no part in it.
    private var clinic: Clinic {
        var clinic = Clinic.example(
            rooms: [.group("g1", seats: 8), .group("g2", seats: 40)],
            staff: [Clinic.Staff("t01"), Clinic.Staff("md1", roles: [.prescriber])],
            groups: [
                Clinic.Group("p1-01", capacity: 8, sessions: ["skills g1 t01 mon 09:00-10:00"])
            ])
        clinic.rooms[0].features = ["quiet"]
        clinic.rooms[1].features = ["telehealth"]
        return clinic
    }

    private func misfits(_ offering: String) throws -> [Advice] {
        let text = """
            {"contract": 1, "id": "calm", "version": "1", "title": "Calm",
             "offerings": [{"name": "hour", "title": "Hour", \(offering)}]}
            """
        return try JSONText.decode(PluginContract.self, from: Array(text.utf8))
            .misfits(in: clinic)
    }

    private func offering(
        kind: String = "skills", phases: String = "p1", minutes: Int = 60, _ more: String = ""
    ) -> String {
        """
        "kind": "\(kind)", "phases": ["\(phases)"], "minutes": \(minutes), "perWeek": 1\(more)
        """
    }

    @Test func whatFitsIsNotMentioned() throws {
        #expect(try misfits(offering()).isEmpty)
        let all =
            #", "credential": "clinician", "room": ["quiet"], "size": {"least": 8, "most": 9}"#
        #expect(try misfits(offering(all)).isEmpty)
        // What depends on clients is said with each week's plan.
        #expect(try misfits(offering(#", "consent": "video", "notFor": ["mania"]"#)).isEmpty)
    }

    @Test func eachThingThatIsMissingIsSaidWithWhatBringsIt() throws {
        for (offering, words) in [
            (offering(phases: "p9"), "no phase has the id p9"),
            (offering(kind: "art"), "no group of p1 meets for the kind art"),
            (offering(minutes: 90), "shorter than 90 minutes"),
            (offering(#", "credential": "nurse""#), "nobody on the staff has the role nurse"),
            (offering(#", "credential": "prescriber""#), "nobody with the role prescriber leads"),
            (offering(#", "room": ["pool"]"#), "no room has pool"),
            (offering(#", "room": ["telehealth"]"#), "is in a room with telehealth"),
            (offering(#", "size": {"least": 9, "most": 12}"#), "held for 9 or more"),
        ] {
            let found = try misfits(offering)
            #expect(found.count == 1)
            #expect(found.first?.problem.contains(words) == true, "\(found)")
            #expect(found.first?.remedy.contains("cairn reload") == true)
        }
    }

    @Test func sessionsOfNoGroupNeedAPhaseARoleAndARoom() throws {
        let family = #", "format": "family""#
        #expect(try misfits(offering(kind: "family", family)).isEmpty)
        #expect(
            try misfits(offering(kind: "family", #", "credential": "nurse""# + family)).count == 1)
    }
}
