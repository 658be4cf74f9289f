internal import Messages

extension Agenda {
    /// What a review looks at, beside missed days (``Absence``). The thresholds are common in
    /// programs, not regulatory; a person decides each time.
    private enum Threshold {
        static let attendancePercent = 80
        static let attendanceDays = 28
        static let weeksWithoutUse = 3
        static let riseOfUse = 2
        static let riseDays = 14
    }

    /// Monday's phase reviews: who may step down, and who may need more.
    func review(_ draft: inout Draft<Agenda>) {
        let now = draft.now
        let today = now.today
        let held = diary.sessionsByClient(
            on: today.advanced(by: -Threshold.attendanceDays)..<today)
        for (client, stay) in roster.stays.sorted(by: { $0.key < $1.key }) {
            guard
                let place = draft.clinic.phases.firstIndex(where: { $0.id == stay.phase })
                // A phase that is gone is a conflict, and a person's matter before any review.
            else { continue }
            let sessions = held[client] ?? []
            let dangers = dangers(of: client, sessions, at: now)
            let up = place == 0 ? nil : stepUp(stay, dangers, at: now)
            let isLast = place == draft.clinic.phases.count - 1
            let down = stepDown(
                client, stay, draft.clinic.phases[place], isLast, sessions, at: now)
            // Signs of danger go first: nobody is offered less in a week that asks for more.
            guard let reasons = up ?? (dangers.isEmpty ? down : nil) else { continue }
            draft.record(
                PhaseReviewDue(
                    client: client, enrollment: stay.enrollment,
                    direction: up == nil ? .stepDown : .stepUp, reasons: reasons))
        }
    }

    private func stepDown(
        _ client: ClientID, _ stay: Stay, _ phase: Clinic.Phase, _ isLast: Bool,
        _ sessions: [SessionScheduled], at now: Moment
    ) -> [String]? {
        guard stay.reviews[.stepDown] == nil,
            phase.reviewAfterWeeks * 7 <= now.localDate(of: stay.since).days(until: now.today),
            let percent = attendancePercent(of: client, at: sessions),
            Threshold.attendancePercent <= percent
        else { return nil }
        var reasons = [
            "Phase \(phase.id) has lasted \(phase.reviewAfterWeeks) weeks.",
            "Attendance \(percent) percent in four weeks.",
        ]
        if stay.level == .intensiveOutpatient {
            let last = roster.uses[client, default: []].suffix(Threshold.weeksWithoutUse)
            guard last.count == Threshold.weeksWithoutUse, last.allSatisfy({ $0.score == 0 })
            else { return nil }
            reasons.append("No use in the last three BAM-IOP.")
        }
        if isLast { reasons.append("This is the last phase: the program can be completed.") }
        return reasons
    }

    private func stepUp(_ stay: Stay, _ reasons: [String], at now: Moment) -> [String]? {
        if let last = stay.reviews[.stepUp], now.utc.days(since: last) < Threshold.riseDays {
            return nil
        }
        return reasons.isEmpty ? nil : reasons
    }

    private func dangers(of client: ClientID, _ sessions: [SessionScheduled], at now: Moment)
        -> [String]
    {
        var reasons: [String] = []
        if let rise = riseOfUse(of: client, at: now), Threshold.riseOfUse <= rise {
            reasons.append("BAM-IOP use rose by \(rise) within two weeks.")
        }
        let missed = missedDays(of: client, at: sessions, before: now.today)
        if Absence.reviewDays <= missed {
            reasons.append("\(missed) days missed within a week.")
        }
        return reasons
    }

    /// How far the newest score, if it is of the last two weeks, is above the lowest one of the
    /// two weeks before it.
    private func riseOfUse(of client: ClientID, at now: Moment) -> Int? {
        let uses = roster.uses[client, default: []]
        guard let newest = uses.last, now.utc.days(since: newest.time) <= Threshold.riseDays else {
            return nil
        }
        let span = Duration.seconds(Threshold.riseDays * 86_400)
        return uses.filter { newest.time - $0.time <= span }
            .map { newest.score - $0.score }.max()
    }

    /// Days of the last week that were missed.
    private func missedDays(
        of client: ClientID, at sessions: [SessionScheduled], before today: LocalDate
    ) -> Int {
        let days = today.advanced(by: -Absence.reviewWithinDays)..<today
        let byDay = Dictionary(
            grouping: sessions.filter { days.contains($0.start.date) }, by: \.start.date)
        return byDay.values.count { sessions in
            Absence.isMissed(
                sessions.compactMap { diary.attendance(of: client, at: $0.session)?.status })
        }
    }

    /// Group sessions attended, in percent of those of four weeks that the client was not excused from. A
    /// session without a record counts as not attended.
    private func attendancePercent(of client: ClientID, at sessions: [SessionScheduled]) -> Int? {
        let statuses = sessions.filter { $0.group != nil }
            .map { diary.attendance(of: client, at: $0.session)?.status }
            .filter { $0 != .excused }
        guard !statuses.isEmpty else { return nil }
        return statuses.count { $0?.isAttended ?? false } * 100 / statuses.count
    }
}
