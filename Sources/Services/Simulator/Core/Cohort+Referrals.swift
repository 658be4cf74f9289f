internal import Messages

extension Cohort {
    /// Takes new referrals at nine, Monday to Thursday.
    ///
    /// How many there should be by now follows from the first one's week, so that a day on which
    /// nothing could be registered is made up for on the next.
    func receiveReferrals(on shift: Shift, _ orders: inout Orders) {
        guard shift.isWorkday, shift.weekday <= .thu, shift.isTime(for: 9) else { return }
        let expected = expectedReferrals(on: shift)
        guard registrations < expected else { return }
        for ordinal in (registrations + 1)...expected {
            orders.send(referral(ordinal, at: shift.clinic), by: [.frontDesk], on: shift)
        }
    }

    private func expectedReferrals(on shift: Shift) -> Int {
        let firstDay = firstRegistration.map(shift.now.localDate(of:)) ?? shift.today
        let weeks = firstDay.weekStart.days(until: shift.today.weekStart) / 7
        let today = shift.weekday.daysAfterMonday
        // Half of the first week's clients come on its first day, the rest over three days.
        let first = firstReferrals
        var expected = weeks > 0 ? first : min(first, first / 2 + today * max(2, first / 4))
        guard weeks > 0 else { return expected }
        for week in 1...weeks {
            let isThisWeek = week == weeks
            for referral in 0..<referrals(inWeek: week) {
                let day = chance.whole(0...3, "referral-day", "\(week)", "\(referral)")
                if !isThisWeek || day <= today { expected += 1 }
            }
        }
        return expected
    }

    private func referrals(inWeek week: Int) -> Int {
        guard referralsPerWeek > 0 else { return 0 }
        return referralsPerWeek + chance.whole(-1...1, "referrals", "\(week)")
    }

    private func referral(_ ordinal: Int, at clinic: Clinic) -> RegisterClient {
        let client = Profile.name(ordinal)
        let digits = Profile.padded(ordinal)
        return RegisterClient(
            client: client, name: "Rehearsal Client \(digits)", contact: "rehearsal-\(digits)",
            ages: .adult, language: language(of: client, at: clinic),
            commitments: commitments(of: client, at: clinic), consent: true)
    }

    private func language(of client: ClientID, at clinic: Clinic) -> String {
        let offered = Set(entryGroups(of: clinic).map(\.language)).sorted()
        let usual = offered.contains("en") ? "en" : offered.first ?? "en"
        guard chance.happens(0.15, "language", client.text) else { return usual }
        return chance.pick(from: offered, "which-language", client.text) ?? usual
    }

    /// Work that leaves every group free for most; for few it takes one block of a first group.
    func commitments(of client: ClientID, at clinic: Clinic) -> [WeeklyTime] {
        var blocked: [WeeklyTime]
        switch profile(of: client).collision {
        case .none: blocked = []
        case .oneGroup: blocked = entryGroups(of: clinic).first?.sessions.last.map { [$0.at] } ?? []
        case .everyGroup: blocked = entryGroups(of: clinic).compactMap { $0.sessions.first?.at }
        }
        if chance.happens(0.3, "works", client.text) {
            let shifts = Weekday.allCases.filter { $0 < .sat }.map {
                WeeklyTime($0, TimeOfDay(minutes: 13 * 60), TimeOfDay(minutes: 17 * 60))
            }
            let groups = clinic.groups.flatMap(\.sessions)
            blocked += shifts.filter { shift in !groups.contains { $0.at.overlaps(shift) } }
        }
        return Set(blocked).sorted()
    }

    /// The groups that a new client may join.
    func entryGroups(of clinic: Clinic) -> [Clinic.Group] {
        guard let first = clinic.phases.first?.id else { return [] }
        return clinic.groups.filter { $0.phase == first && $0.ages == .adult }
            .sorted { $0.id < $1.id }
    }
}
