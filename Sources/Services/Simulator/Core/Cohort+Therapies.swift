internal import ClinicalRules
package import Messages
internal import TherapyContract

extension Cohort {
    /// Folds which therapies were approved, and what they say of clients.
    mutating func applyTherapy(_ fact: Fact) {
        forms.apply(fact.event)
        switch fact.event {
        case let event as PluginApproved:
            let contract = try? JSONText.decode(
                PluginContract.self, from: try JSONText.encode(event.contract))
            therapies[event.plugin, default: KnownTherapy()].contract = contract
        case let event as PluginDisabled: therapies[event.plugin]?.contract = nil
        case let event as PluginRemoved: therapies[event.plugin]?.contract = nil
        case is PracticeAssigned, is PracticeReported, is RecordAdded:
            therapies[fact.owner, default: KnownTherapy()].fold(fact)
        default: break
        }
    }

    /// The therapies that are approved, and were ready when last heard of.
    package var running: [Identity] {
        therapies.filter { $0.value.contract != nil && isRunning[$0.key] == true }.keys.sorted()
    }

    /// A therapy that takes what staff tell it.
    private func therapy(_ id: Identity) -> KnownTherapy? {
        guard let known = therapies[id], known.contract != nil, isRunning[id] != false else {
            return nil
        }
        return known
    }

    /// Staff write down at two what clients say of their practice, once its day has come.
    func reportPractice(on shift: Shift, _ orders: inout Orders) {
        guard shift.isWorkday, shift.isTime(for: 14) else { return }
        for id in therapies.keys.sorted() {
            guard let known = therapy(id) else { continue }
            for (client, practice) in known.practice.sorted(by: { $0.key < $1.key }) {
                guard let stay = cases[client]?.stay, !isAway(client, on: shift) else { continue }
                for (name, due) in practice.sorted(by: { $0.key < $1.key }) where due <= shift.today
                {
                    let isDone = chance.happens(
                        diligence(of: client), "practice", client.text, id.text, name, "\(due)")
                    let report = ReportPractice(client: client, practice: name, isDone: isDone)
                    orders.tell(
                        report, to: id, about: client, by: stay.clinician,
                        else: [.clinician, .caseManager, .peerSpecialist], on: shift)
                }
            }
        }
    }

    private func diligence(of client: ClientID) -> Double {
        switch profile(of: client).course {
        case .steady: 0.85
        case .slow, .pauses: 0.6
        case .lapses, .vanishes: 0.7
        }
    }

    /// Does what a therapy asks of people: by the command of that name where it has one, and closes
    /// what stays open after it.
    func doTherapyDuty(
        _ duty: OpenDuty, of id: Identity, on shift: Shift, _ orders: inout Orders
    ) {
        guard let client = duty.client, let known = therapy(id),
            isTimeForTherapy(duty, on: shift)
        else { return }
        if let command = known.command(for: duty),
            !known.isRecorded(command, of: client, since: duty.since)
        {
            let record = RecordFact(
                name: command.name, client: client,
                data: known.data(for: command, of: client, on: shift.today))
            orders.tell(
                record, to: id, about: client, by: duty.person, among: Set(command.roles),
                else: command.roles, on: shift)
        } else {
            orders.tell(
                CloseTherapyDuty(client: client, name: duty.about), to: id, about: client,
                by: duty.person, among: CloseTherapyDuty.roles, else: [duty.role], on: shift)
        }
    }

    /// An alert is taken up within the hour, anything else at eleven, and before it is late.
    private func isTimeForTherapy(_ duty: OpenDuty, on shift: Shift) -> Bool {
        guard duty.kind != .acknowledgeAlert else { return shift.hours(since: duty.since) >= 1 }
        guard (8..<20).contains(shift.hour), !shift.isClosed else { return false }
        return shift.isWorkday && shift.isTime(for: 11)
            || duty.due <= shift.now.utc.advanced(byHours: 2)
    }
}
