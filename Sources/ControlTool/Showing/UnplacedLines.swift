internal import Messages
internal import TherapyContract

/// Which offerings are not planned, why, and what would change it, in words.
struct UnplacedLines {
    private let unplaced: [OfferingUnplaced]

    init(_ unplaced: [OfferingUnplaced]) { self.unplaced = unplaced }

    /// Those of a week for the director: of each offering and reason the groups in one line. Clients
    /// are counted, and named only with a reason.
    func ofWeek(isRevealing: Bool) -> [String] {
        let all = unplaced.flatMap { word in word.hindrances.map { (word, $0) } }
        let grouped = Dictionary(grouping: all) { word, hindrance in
            [word.therapy.text, word.offering, hindrance.reason, hindrance.remedy]
        }
        return grouped.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, found in
            let groups = found.map(\.0.group.text).sorted().joined(separator: ", ")
            let clients = Set(found.flatMap { $0.1.clients ?? [] }).sorted()
            let whom =
                clients.isEmpty
                ? ""
                : isRevealing
                    ? " (\(clients.map(\.text).joined(separator: ", ")))"
                    : " (clients: \(clients.count))"
            return "\(key[0]) \(key[1]) in \(groups)\(whom): \(key[2]) \(key[3])"
                .printable(upTo: 1_000)
        }
    }

    /// Those that concern one client of a group.
    func of(_ client: ClientID, in group: GroupID) -> [String] {
        unplaced.filter { $0.group == group }.flatMap { word -> [String] in
            word.hindrances.filter { $0.clients?.contains(client) ?? true }.map { hindrance in
                "\(word.therapy) \(word.offering), week of \(word.week): \(hindrance.reason)"
                    + " \(hindrance.remedy)"
            }
        }
        .map { $0.printable(upTo: 1_000) }
    }
}

/// What therapies offer to a client that the week's plan cannot say: what is agreed with each client,
/// and what no record knows.
struct OfferedLines {
    private let contracts: [PluginContract]
    /// What counts today, by purpose; `nil` where it may not be seen.
    private let consents: [ConsentLine]?

    init(_ therapies: [ApprovedTherapy], consents: [ConsentLine]?) {
        contracts = therapies.filter(\.isInUse).compactMap { try? TherapyWords($0).contract() }
        self.consents = consents
    }

    /// Sessions that are no group's: nobody plans them but a person, with the client.
    func byAgreement(in phase: PhaseID) -> [String] {
        contracts.flatMap { contract in
            contract.offerings.filter { $0.format != .group && $0.phases.contains(phase) }.map {
                offering in
                var words =
                    "\(contract.id) \(offering.name) (\(offering.format.rawValue),"
                    + " \(offering.minutes) min): the week's plan has none of it"
                if let role = offering.credential { words += "; led by a \(role)" }
                if let purpose = offering.consent { words += "; \(word(on: purpose))" }
                return words
            }
        }
    }

    /// For whom offerings are not that a client is planned for, where no record says whether the client
    /// is such: a person judges it.
    ///
    /// - Parameter sessions: those on the client's calendar.
    func unknown(for sessions: [SessionScheduled]) -> [String] {
        let planned = Set(sessions.map { "\($0.therapy?.text ?? "") \($0.offering ?? "")" })
        return contracts.flatMap { contract in
            contract.offerings.filter {
                planned.contains("\(contract.id) \($0.name)") && !$0.notFor.isEmpty
            }.map { offering in
                "\(contract.id) \(offering.name) is not for \(offering.notFor.joined(separator: ", "))."
                    + " No open concern says so; more is not known: the clinician who leads it judges."
            }
        }
    }

    private func word(on purpose: String) -> String {
        guard let consents else { return "with consent \(purpose)" }
        guard let line = consents.first(where: { $0.purpose == purpose }) else {
            return "consent \(purpose) is not given"
        }
        return line.isLive ? "consent \(purpose) counts" : "consent \(purpose) is \(line.standing)"
    }
}
