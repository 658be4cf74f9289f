import ClinicalRules
import Messages
import TestKit
import Testing

@Suite("Forms of approved therapies")
struct ApprovedFormsTests {
    private func forms(_ events: [any Event]) -> ApprovedForms {
        var forms = ApprovedForms()
        for event in events { forms.apply(event) }
        return forms
    }

    /// The contract, with a change in its only form.
    private func contract(
        _ change: (inout [String: JSONFragment]) -> Void
    ) throws -> JSONFragment {
        guard case .object(var members) = try Approval.contract(of: "lifeline"),
            case .array(let list)? = members["forms"], case .object(var form)? = list.first
        else { return .null }
        change(&form)
        members["forms"] = .array([.object(form)])
        return .object(members)
    }

    @Test("Forms come one by one, and count once their approval is there")
    func order() throws {
        let events = try Approval.events(of: "lifeline")
        #expect(events.count == 2)
        #expect(forms(Array(events.dropLast())).all.isEmpty)
        let form = try #require(forms(events).form("lifeline.diary-card"))
        #expect(form.isInUse && form.measures == ["urges": "Urge and misery"])
        #expect(form.isFor("p1") && form.isFor("p2") && !form.isFor("p3"))
        #expect(form.instrument.id == "lifeline.diary-card")
    }

    @Test("Forms of content that nobody approved are in no approval")
    func otherContent() throws {
        let first = try Approval.events(of: "lifeline", hash: "aaaa")
        let other = try Approval.events(
            of: "lifeline", hash: "bbbb", contract: contract { $0["id"] = .string("other") })
        let all = forms([other[0]] + first)
        #expect(all.all.map(\.instrument.id) == ["lifeline.diary-card"])
    }

    @Test("An upgrade has its forms alone in use; what is gone stays readable")
    func upgrade() throws {
        let upgraded = try Approval.events(
            of: "lifeline", hash: "cccc", contract: contract { $0["id"] = .string("week-card") })
        let all = forms(try Approval.events(of: "lifeline") + upgraded)
        #expect(all.form("lifeline.diary-card")?.isInUse == false)
        #expect(all.form("lifeline.week-card")?.isInUse == true)
        #expect(all.forms(in: "p1").map(\.instrument.id) == ["lifeline.week-card"])
    }

    @Test("A record of before, with the forms in the contract, counts too")
    func whole() throws {
        let whole = PluginApproved(
            plugin: "lifeline", version: "1", hash: "ab12", by: "dir",
            contract: try Approval.contract(of: "lifeline"), unconfined: false)
        #expect(forms([whole]).form("lifeline.diary-card")?.isInUse == true)
    }

    @Test(
        "An occasion names a form of its own by the plain id, and one that is built in by its own")
    func occasion() throws {
        let changed = try contract { form in
            guard case .object(var cadence)? = form["cadence"] else { return }
            cadence["occasions"] = .array(
                ["diary-card", "phq-9"].map { id in
                    .object([
                        "form": .string(id), "items": .array([.string("urge")]),
                        "atLeast": .integer(1), "days": .integer(1), "guidance": .string("Ask."),
                    ])
                })
            form["cadence"] = .object(cadence)
        }
        let form = forms(try Approval.events(of: "lifeline", contract: changed)).all.first
        #expect(
            form?.instrument.cadence.occasions?.map(\.form) == ["lifeline.diary-card", "phq-9"])
    }
}
