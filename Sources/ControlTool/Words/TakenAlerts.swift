internal import ClinicClient
internal import Messages

extension BusSession {
    /// Who took charge last of an alert that is meant, and when, as the ledger has it; `nil` where
    /// nobody did, or the ledger does not tell.
    mutating func taken(where isMeant: (RiskAlerted) -> Bool) async -> Deed? {
        guard let stream = EventStream("assessment.risk") else { return nil }
        var history = StreamHistory(of: stream, from: 1)
        var (meant, found): (Set<AlertID>, Deed?) = ([], nil)
        while let page = try? await history.page(over: &self), !page.isEmpty {
            for envelope in page {
                let type = MessageCatalog.event(type: envelope.attributes.type)
                let data = envelope.raw.data
                if type == RiskAlerted.self {
                    let alerted = try? JSONText.decode(RiskAlerted.self, from: data)
                    if let alerted, isMeant(alerted) { meant.insert(alerted.alert) }
                } else if type == RiskAcknowledged.self {
                    let taken = try? JSONText.decode(RiskAcknowledged.self, from: data)
                    guard let taken, meant.contains(taken.alert) else { continue }
                    found = Deed(by: envelope.attributes.actor, at: envelope.attributes.time)
                }
            }
        }
        return found
    }
}
