internal import ClinicClient
internal import Messages
internal import TherapyContract

/// Which fields of therapies' own facts tell nothing about a client, as their contracts mark them.
struct OpenFields {
    /// By therapy, and by the fact's name.
    private var fields: [Identity: [String: Set<String>]] = [:]

    /// None is known: each field is masked.
    init() {}

    init(_ therapies: [ApprovedTherapy]) {
        for line in therapies {
            guard let contract = try? TherapyWords(line).contract() else { continue }
            let facts = contract.facts.map { fact in
                (fact.name, Set(fact.fields.filter { $0.value.mark == .open }.keys))
            }
            fields[line.therapy] = Dictionary(facts) { first, _ in first }
        }
    }

    /// A record of a therapy's own as it is shown without a reason; `nil` for any other message.
    func body(of envelope: Envelope) -> JSONFragment? {
        guard case .event(let stream) = envelope.address,
            envelope.type == RecordAdded.type(by: stream.owner),
            let record = try? JSONText.decode(RecordAdded.self, from: envelope.raw.data),
            let open = fields[stream.owner]?[record.name]
        else { return nil }
        let mask = JSONFragment.string(Masking.mask)
        var shown: [String: JSONFragment] = [
            "name": .string(record.name),
            "data": .object(
                Dictionary(
                    uniqueKeysWithValues: record.data.map { name, value in
                        (name, open.contains(name) ? value : mask)
                    })),
        ]
        if record.client != nil { shown["client"] = mask }
        return .object(shown)
    }
}

extension BusSession {
    /// The open fields of the clinic's therapies; none where the ledger does not tell.
    mutating func openFields(in opened: OpenedClinic) async -> OpenFields {
        guard !opened.plugins.isEmpty else { return OpenFields() }
        var withheld: [Identity: Advice] = [:]
        let lines = await glimpse(ApprovedTherapies(), withheld: &withheld)
        return OpenFields(lines ?? [])
    }
}
