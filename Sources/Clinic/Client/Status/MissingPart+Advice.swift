package import Messages

extension MissingPart {
    /// What a person should know of it, and do.
    package var advice: Advice {
        let who = clients == 1 ? "1 client has" : "\(clients) clients have"
        let part = part.printable(upTo: 600)
        let gone = "clinic.yaml has no more"
        switch kind {
        case .clinician:
            return Advice(
                "\(who) \(part) as primary clinician, who is no clinician here any more.",
                remedy: "Give a clinician a caseload in clinic.yaml and `cairn reload`, or `cairn"
                    + " reassign \(part) REASON --to STAFF`.")
        case .phase:
            return Advice(
                "\(who) to leave phase \(part), which \(gone).",
                remedy:
                    "`cairn phase change CLIENT PHASE REASON` for each, or put the phase back and"
                    + " `cairn reload`.")
        case .group:
            return Advice(
                "\(who) a seat in group \(part), which \(gone).",
                remedy: "Peer groups frees it: see `cairn logs \(Identity.peerGroups)` if it does"
                    + " not.")
        default:
            return Advice(
                "\(who) a session in \(kind.rawValue.printable(upTo: 600)) \(part), which \(gone).",
                remedy: "`cairn session plan`, or put it back and `cairn reload`.")
        }
    }
}

extension BusSession {
    /// What clients hold on to although clinic.yaml has it no more; nothing where nobody tells.
    package mutating func missingParts(of clinic: Clinic) async -> [MissingPart] {
        guard clinic.services.contains(.scheduler) else { return [] }
        return (try? await ask(MissingParts(), within: .seconds(4))) ?? []
    }
}
