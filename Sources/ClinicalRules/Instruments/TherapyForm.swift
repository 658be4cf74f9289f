package import Messages

/// A form of a therapy that was approved: judged by the same code as the instruments that are built
/// in.
package struct TherapyForm: Hashable, Sendable, Codable {
    /// The therapy.
    package let therapy: Identity
    /// What it is, with ``id(of:in:)`` as its id.
    package let instrument: Instrument
    /// The phases whose clients it is for; `nil` for everybody in treatment.
    package let phases: Set<PhaseID>?
    /// What the therapy calls its scales.
    package let measures: [String: String]
    /// Whether the therapy is approved now and has it. What is not in use is due to nobody, but what
    /// was answered stays readable, and danger in it is judged all the same.
    package fileprivate(set) var isInUse = true

    /// What a therapy's form is called in the clinic: `dbt.diary-card`.
    package static func id(of form: String, in therapy: Identity) -> String { "\(therapy).\(form)" }

    /// Whether a client of a phase is asked it.
    package func isFor(_ phase: PhaseID) -> Bool { isInUse && (phases?.contains(phase) ?? true) }
}

/// The forms of all therapies that were approved, folded from the supervisor's record.
///
/// Forms come one by one, and then the approval that they belong to: only that puts them in force.
package struct ApprovedForms: Hashable, Sendable, Codable {
    /// By the instrument's id.
    private var forms: [String: TherapyForm] = [:]
    /// The forms that came and whose approval did not yet, by the therapy.
    private var coming: [Identity: Coming] = [:]

    private struct Coming: Hashable, Sendable, Codable {
        var hash: String
        var forms: [JSONFragment]
    }

    /// None is approved.
    package init() {}

    /// All of them, in order of their ids, also those that are not in use any more.
    package var all: [TherapyForm] { forms.values.sorted { $0.instrument.id < $1.instrument.id } }

    /// The form of that id.
    package func form(_ id: String) -> TherapyForm? { forms[id] }

    /// Those that clients of a phase are asked.
    package func forms(in phase: PhaseID) -> [TherapyForm] { all.filter { $0.isFor(phase) } }

    /// Folds a fact about plugins; any other changes nothing.
    package mutating func apply(_ event: any Event) {
        switch event {
        case let event as PluginFormApproved: take(event)
        case let event as PluginApproved: approve(event)
        case let event as PluginDisabled: end(event.plugin)
        case let event as PluginRemoved: end(event.plugin)
        default: break
        }
    }

    private mutating func take(_ event: PluginFormApproved) {
        if coming[event.plugin]?.hash != event.hash {
            coming[event.plugin] = Coming(hash: event.hash, forms: [])
        }
        coming[event.plugin]?.forms.append(event.form)
    }

    private mutating func approve(_ event: PluginApproved) {
        let came = coming.removeValue(forKey: event.plugin)
        let contract = DeclaredForms(event.contract)
        end(event.plugin)
        // An approval of before forms had messages of their own holds them itself.
        let declared = came?.hash == event.hash ? came?.forms : contract.forms
        for form in Self.read(declared ?? [], of: event.plugin, contract) {
            forms[form.instrument.id] = form
        }
    }

    private mutating func end(_ therapy: Identity) {
        coming[therapy] = nil
        for (id, form) in forms where form.therapy == therapy { forms[id]?.isInUse = false }
    }

    /// The forms as instruments. The check of a contract has read them by the same reader: what
    /// cannot be read was written by another version, and is left out.
    private static func read(
        _ declared: [JSONFragment], of therapy: Identity, _ contract: DeclaredForms
    ) -> [TherapyForm] {
        let instruments = declared.compactMap { form in
            try? InstrumentFile.read((try? JSONText.encode(form)) ?? [], named: "plugin.json")
        }
        let own = Set(instruments.map(\.id))
        return instruments.map { instrument in
            let measures = contract.measures.filter { $0.form == instrument.id }
            return TherapyForm(
                therapy: therapy, instrument: instrument.named(in: therapy, among: own),
                phases: contract.phases,
                measures: Dictionary(measures.map { ($0.scale, $0.title) }) { first, _ in first })
        }
    }
}

extension Instrument {
    /// The same with the id that it has in the clinic, as have the own forms that it names.
    fileprivate func named(in therapy: Identity, among own: Set<String>) -> Instrument {
        var named = self
        named.id = TherapyForm.id(of: id, in: therapy)
        named.cadence.occasions = cadence.occasions?.map { occasion in
            var occasion = occasion
            if let form = occasion.form, own.contains(form) {
                occasion.form = TherapyForm.id(of: form, in: therapy)
            }
            return occasion
        }
        return named
    }
}

/// What a contract says of its forms beside themselves.
private struct DeclaredForms: Decodable {
    /// The phases of its offerings; `nil` where it has none.
    let phases: Set<PhaseID>?
    let measures: [Measure]
    let forms: [JSONFragment]?

    struct Measure: Decodable {
        let form: String
        let scale: String
        let title: String

        private enum CodingKeys: CodingKey { case form, scale, title }

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            form = try members.decode(String.self, forKey: .form)
            scale = try members.decode(String.self, forKey: .scale)
            if let english = try? members.decode(String.self, forKey: .title) {
                title = english
            } else {
                title = try members.decode([String: String].self, forKey: .title)["en"] ?? scale
            }
        }
    }

    private struct Offering: Decodable { let phases: [PhaseID] }

    private enum CodingKeys: CodingKey { case offerings, measures, forms }

    /// Of a contract that was approved; a part that cannot be read says nothing.
    init(_ contract: JSONFragment) {
        let read = (try? JSONText.encode(contract)).flatMap {
            try? JSONText.decode(DeclaredForms.self, from: $0)
        }
        self = read ?? DeclaredForms(phases: nil, measures: [], forms: nil)
    }

    private init(phases: Set<PhaseID>?, measures: [Measure], forms: [JSONFragment]?) {
        (self.phases, self.measures, self.forms) = (phases, measures, forms)
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        let offerings = try members.decodeIfPresent([Offering].self, forKey: .offerings) ?? []
        phases = offerings.isEmpty ? nil : Set(offerings.flatMap(\.phases))
        measures = try members.decodeIfPresent([Measure].self, forKey: .measures) ?? []
        forms = try members.decodeIfPresent([JSONFragment].self, forKey: .forms)
    }
}
