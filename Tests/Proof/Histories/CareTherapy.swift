import Messages
import PluginHostCore
import TestKit
import TherapyContract

/// The therapy of random histories. Its host is the real core; what its program would ask for is
/// chance's.
enum CareTherapy {
    static let id: Identity = "calm"
    static let hash = "calm"
    /// The consent without which nobody is in its circle.
    static let consent = "video"

    private static let contract = """
        {"contract": 1, "id": "calm", "version": "1.0", "title": "Calm",
         "offerings": [{"name": "circle", "title": "Circle", "kind": "process", "phases": ["p1"],
                        "minutes": 60, "perWeek": 2, "consent": "video"},
                       {"name": "pairs", "title": "Pairs", "kind": "skills", "phases": ["p1", "p2"],
                        "minutes": 60, "perWeek": 2, "size": {"least": 2, "most": 12}}],
         "acts": ["alert", "propose-review", "propose-step-up", "duty"]}
        """

    static func host() throws -> CareDesk<HostedTherapy> {
        let contract = try JSONText.decode(PluginContract.self, from: Array(contract.utf8))
        return CareDesk(
            as: id, HostedTherapy(contract: contract, hash: hash), reads: contract.hostReads)
    }
}

/// What a therapy asks for, and what people do about it.
extension CareStory {
    mutating func practise() throws -> String {
        let client = clients[dice.below(clients.count)]
        switch dice.below(10) {
        case 0:
            try send(
                RecordConsent(client: client, purpose: CareTherapy.consent), by: .caseManager)
            return "\(client) consents"
        case 1, 2:
            try send(
                WithdrawConsent(client: client, purpose: CareTherapy.consent), by: .frontDesk)
            return "\(client) takes the consent back"
        case 3: return try tellSession()
        case 4: return try closeAsk()
        case 5:
            try send(ReviewOverrides(words: "All read."), by: .director)
            return "the override rates are looked at"
        default: return try ask()
        }
    }

    private mutating func ask() throws -> String {
        let stays = try world.view(Enrollments())
        guard !stays.isEmpty else { return "nobody is enrolled" }
        let client = stays[dice.below(stays.count)].client
        let action: Action =
            switch dice.below(6) {
            case 0: .proposeReview(client: client, why: "Seems tired.")
            case 1: .proposeStepUp(client: client, why: "Needs more.")
            case 2:
                .alert(
                    client: client, sign: ["self-harm", "mania"][dice.below(2)],
                    urgency: AlertUrgency.known[dice.below(2)], guidance: "Stay.")
            default:
                .duty(
                    client: client, name: ["call", "letter"][dice.below(2)],
                    roles: dice.below(3) == 0 ? [.peerSpecialist] : [.clinician, .caseManager],
                    dueStaffHours: 1 + dice.below(60), what: "Call.")
            }
        try world.does(action, about: client)
        return "the therapy asks for \(action.name) of \(client)"
    }

    /// What the therapy asked for is done by a person, or needed no more by its program's word.
    private mutating func closeAsk() throws -> String {
        let open = (world.duties[CareTherapy.id] ?? DutyBook()).open.values
            .sorted { $0.duty < $1.duty }
        guard !open.isEmpty else { return "the therapy asks for nothing" }
        let duty = open[dice.below(open.count)]
        guard let client = duty.client else { return "the therapy asks for nothing of anybody" }
        if dice.below(3) == 0 {
            try world.does(.closeDuty(client: client, name: duty.about), about: client)
        } else {
            try world.tell(
                CloseTherapyDuty(client: client, name: duty.about),
                by: Actor(staff: "t03", role: .clinician))
        }
        return "\(duty.about) of \(client) is done"
    }

    private mutating func tellSession() throws -> String {
        let open = (world.duties[.scheduler] ?? DutyBook()).open.values
            .filter { $0.kind == .tellChange }.sorted { $0.duty < $1.duty }
        guard let duty = open.first else { return "nobody is to be told" }
        try send(TellSession(session: SessionID(duty.about)), by: .clinician)
        return "\(duty.about) is told"
    }
}
