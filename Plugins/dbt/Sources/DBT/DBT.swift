import PluginKit

/// Dialectical behaviour therapy for people who use substances: skills by rotation, a diary card,
/// coaching between sessions, and abstinence that is promised for a time and begun again at once.
///
/// After Dimeff and Linehan, *Addict Sci Clin Pract* 2008;4:39–47. A sign of self-harm on the card is
/// no matter of this program's: the form declares it, and the clinic raises the alert by itself.
@main
struct DBT: Therapy {
    private var clients: [ClientID: Skills] = [:]

    private static let clinicians: [Role] = [.clinician, .clinicalSupervisor]
    private static let renewal = "renew-commitment"
    private static let coaching = "phone-coaching"

    mutating func apply(_ fact: PluginFact) {
        if let given = fact.as(PracticeAssigned.self) {
            clients[given.client, default: Skills()].learn(given.practice, on: fact.date)
        } else if let form = fact.as(QuestionnaireScored.self), form.instrument == Skills.diaryCard
        {
            clients[form.client, default: Skills()].handIn(on: fact.date)
            if form.hasUse { clients[form.client]?.endCommitment() }
        } else if let lapse = fact.as(ReturnToUseReported.self) {
            clients[lapse.client]?.endCommitment()
        } else if let duty = fact.as(DutyAsked.self), duty.name == Self.renewal {
            clients[duty.client]?.endCommitment()
        } else if let record = fact.as(RecordAdded.self), record.name == "commitment",
            let client = record.client, let until = record.date("until")
        {
            clients[client, default: Skills()].commit(until: until)
        }
    }

    func attended(_ attendance: Attendance, in context: PluginContext) -> [Action] {
        let client = attendance.client
        let own = clients[client] ?? Skills()
        let practices = ["diary-card", turn(of: attendance, in: context)?.module.practice]
            .compactMap { $0.flatMap(context.contract.practice) }
        return missingCard(of: own, at: attendance, in: context)
            + finished(by: own, at: attendance, in: context)
            + practices.map { context.assign($0, to: client, from: attendance.date) }
    }

    func missed(_ attendance: Attendance, in context: PluginContext) -> [Action] {
        let count = context.missedInRow(by: attendance.client)
        guard attendance.status == .noShow, let limit = context.integer("missed-sessions"),
            count.isMultiple(of: limit)
        else { return [] }
        return [
            .proposeReview(
                client: attendance.client,
                why: "\(count) skills sessions were missed in a row. By its rule the therapy pauses"
                    + " then. Decide with the client how to go on.")
        ]
    }

    func recorded(_ record: RecordAdded, in context: PluginContext) -> [Action] {
        guard let client = record.client else { return [] }
        switch record.name {
        case "coaching-asked" where record.text("about") == "crisis":
            return [
                .alert(
                    client: client, sign: "crisis-call", urgency: .now,
                    guidance: "Call the client back now. Ask about safety first, and then which"
                        + " skill helps in this hour.")
            ]
        case "coaching-asked":
            return [
                call(
                    client, within: 4,
                    "The client asks for coaching. Call back: which skill"
                        + " fits what is happening now?")
            ]
        case "coaching-given": return [.closeDuty(client: client, name: Self.coaching)]
        case "commitment":
            let practice = context.contract.practice("close-the-ways")
            return practice.map { [context.assign($0, to: client, from: context.date)] } ?? []
        default: return []
        }
    }

    func happened(_ fact: PluginFact, in context: PluginContext) -> [Action] {
        if let form = fact.as(QuestionnaireScored.self), form.instrument == Skills.diaryCard {
            return read(form, in: context)
        }
        if let lapse = fact.as(ReturnToUseReported.self) { return [chain(of: lapse.client)] }
        guard let day = fact.as(DayBegan.self) else { return [] }
        let ended = clients.filter { $0.value.commitment.map { $0 <= day.date } == true }
        return ended.keys.sorted().map { client in
            .duty(
                client: client, name: Self.renewal, roles: Self.clinicians, dueStaffHours: 8,
                what: "The time for which the client promised to abstain is over. Ask for the next"
                    + " one, as long as the client is sure of.")
        }
    }

    // MARK: The card.

    /// Without a card the session begins with one, filled in together; the first is still to be given.
    private func missingCard(of own: Skills, at attendance: Attendance, in context: PluginContext)
        -> [Action]
    {
        let oldest = attendance.date.advanced(by: -(context.integer("card-days") ?? 0))
        guard own.hasCard, own.card.map({ $0 < oldest }) ?? true else { return [] }
        return [
            .duty(
                client: attendance.client, name: Skills.diaryCard, roles: Self.clinicians,
                dueStaffHours: 8,
                what: "There is no diary card for this week. Fill it in together before anything"
                    + " else, and ask what was in its way.")
        ]
    }

    private func read(_ card: QuestionnaireScored, in context: PluginContext) -> [Action] {
        var actions: [Action] = [.closeDuty(client: card.client, name: Skills.diaryCard)]
        if card.hasUse { actions.append(chain(of: card.client)) }
        guard let limit = context.integer("urge-limit"), card.highestUrge >= limit else {
            return actions
        }
        actions.append(
            call(
                card.client, within: 8,
                "An urge of \(card.highestUrge) of 5 stands on the diary"
                    + " card. Call the client today: what set it off, and which skill fits?"))
        if let practice = context.contract.practice("ride-the-wave") {
            actions.append(context.assign(practice, to: card.client, from: context.date))
        }
        return actions
    }

    private func call(_ client: ClientID, within hours: Int, _ what: String) -> Action {
        .duty(
            client: client, name: Self.coaching, roles: Self.clinicians, dueStaffHours: hours,
            what: what)
    }

    /// Abstinence without condition until a lapse, and after one the way back without blame.
    private func chain(of client: ClientID) -> Action {
        .duty(
            client: client, name: "chain-analysis", roles: Self.clinicians, dueStaffHours: 16,
            what: "The client used. Go through the chain that led there without blame, mend what it"
                + " broke, and ask for the next promise to abstain.")
    }

    // MARK: The rotation.

    private func turn(of attendance: Attendance, in context: PluginContext) -> Curriculum.Turn? {
        context.contract.curriculum(of: attendance.offering)?.turn(on: attendance.date)
    }

    /// The week's module, once the client was there for enough of it in this turn.
    private func finished(by own: Skills, at attendance: Attendance, in context: PluginContext)
        -> [Action]
    {
        guard let turn = turn(of: attendance, in: context), let practice = turn.module.practice,
            context.module(
                of: attendance.offering, for: attendance.client, on: attendance.date) != nil,
            let percent = context.integer("needed-percent")
        else { return [] }
        let there = own.lessons(with: practice, since: turn.begins) + 1
        guard there * 100 >= turn.module.weeks * percent else { return [] }
        return [
            .completeModule(
                client: attendance.client, module: turn.module.name, session: attendance.session)
        ]
    }
}

extension QuestionnaireScored {
    /// The strongest urge of the week, 0 to 5.
    fileprivate var highestUrge: Int {
        scores.filter { $0.key.hasPrefix("urge-") }.values.max() ?? 0
    }

    fileprivate var hasUse: Bool { scores["use"] ?? 0 > 0 }
}
