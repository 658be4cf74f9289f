internal import Messages

extension Agenda {
    /// What a review looks at, beside missed days (``Absence``). The thresholds are common in
    /// programs, not regulatory; a person decides each time.
    private enum Threshold {
        static let attendancePercent = 80
        static let attendanceDays = 28
        static let weeksWithoutUse = 3
        /// An alert of before was followed up in its own time. Cairn's own number.
        static let dangerDays = 14
        /// A step down that a person put off, as for want of a seat, is proposed again after these
        /// days. Cairn's own number.
        static let putOffDays = 14
    }

    /// Looks at each client for signs of danger.
    func reviewDangers(_ draft: inout Draft<Agenda>) {
        let held = diary.sessionsByClient(on: lastDays(before: draft.now.today))
        for client in roster.stays.keys.sorted() {
            reviewDangers(of: client, at: held[client] ?? [], &draft)
        }
    }

    /// The same for one client, of whom something new was told.
    func reviewDangers(of client: ClientID, _ draft: inout Draft<Agenda>) {
        guard roster.stays[client] != nil else { return }
        let held = diary.sessions(of: client, on: lastDays(before: draft.now.today))
        reviewDangers(of: client, at: held, &draft)
    }

    private func lastDays(before today: LocalDate) -> Range<LocalDate> {
        today.advanced(by: -Absence.reviewWithinDays)..<today
    }

    /// Proposes a step up, or in the first phase a judgement of the level anew, to whoever shows signs
    /// of danger that nobody has decided on: at once, in any phase.
    ///
    /// A proposal that waits for a person is not made again. Where nothing of that kind is there, what a
    /// therapy wants looked at is reviewed with no phase proposed.
    private func reviewDangers(
        of client: ClientID, at sessions: [SessionScheduled], _ draft: inout Draft<Agenda>
    ) {
        guard let stay = draft.state.roster.stays[client],
            // A phase that is gone is a conflict, and a person's matter before any review.
            let place = draft.clinic.phases.firstIndex(where: { $0.id == stay.phase }),
            stay.pending == nil || stay.pending == .stepDown || stay.pending == .course
        else { return }
        let dangers = draft.state.dangers(of: client, sessions, since: stay.kept, at: draft.now)
        guard !dangers.isEmpty else {
            let reasons = draft.state.roster.openProposals(of: client).map(\.reason)
            guard !reasons.isEmpty, stay.pending == nil else { return }
            return draft.record(
                PhaseReviewDue(
                    client: client, enrollment: stay.enrollment, direction: .course,
                    reasons: reasons))
        }
        draft.record(
            PhaseReviewDue(
                client: client, enrollment: stay.enrollment,
                direction: place == 0 ? .higherLevel : .stepUp, reasons: dangers))
    }

    /// Why the last review of a stay could not take place, for as long as its signs are looked at.
    func reviewNotHeld(_ stay: Stay, at now: Timestamp) -> String? {
        stay.notHeld.flatMap { notHeld in
            now.days(since: notHeld.time) < Threshold.dangerDays ? notHeld.reason : nil
        }
    }

    /// Takes a review of danger back where, after a correction, nothing spoke for it when it was
    /// proposed, and nothing does now. What a person decided is not touched.
    func withdrawReview(of client: ClientID, _ draft: inout Draft<Agenda>) {
        guard let stay = roster.stays[client], let direction = stay.pending,
            direction != .stepDown, let event = stay.review, let since = stay.reviews[direction]
        else { return }
        let now = draft.now
        let isGroundless = [now.moment(of: since), now].allSatisfy { moment in
            let held = diary.sessions(of: client, on: lastDays(before: moment.today))
            return dangers(of: client, held, since: stay.kept, at: moment).isEmpty
                && (direction != .course || roster.openProposals(of: client).isEmpty)
        }
        guard isGroundless else { return }
        draft.record(
            EnteredInError(
                event: event, type: PhaseReviewDue.type(by: .scheduler), client: client,
                reason: "What it followed from was entered in error."))
    }

    /// Monday's phase reviews: who may step down, unless signs of danger ask for more.
    func reviewProgress(_ draft: inout Draft<Agenda>) {
        let now = draft.now
        let held = diary.sessionsByClient(
            on: now.today.advanced(by: -Threshold.attendanceDays)..<now.today)
        for (client, stay) in draft.state.roster.stays.sorted(by: { $0.key < $1.key }) {
            guard stay.pending == nil, draft.state.roster.concerns[client]?.isEmpty ?? true,
                let place = draft.clinic.phases.firstIndex(where: { $0.id == stay.phase })
            else { continue }
            let sessions = held[client] ?? []
            let isLast = place == draft.clinic.phases.count - 1
            guard dangers(of: client, sessions, since: nil, at: now).isEmpty,
                let reasons = stepDown(
                    client, stay, draft.clinic.phases[place], isLast, sessions, at: now)
            else { continue }
            draft.record(
                PhaseReviewDue(
                    client: client, enrollment: stay.enrollment, direction: .stepDown,
                    reasons: reasons))
        }
    }

    private func stepDown(
        _ client: ClientID, _ stay: Stay, _ phase: Clinic.Phase, _ isLast: Bool,
        _ sessions: [SessionScheduled], at now: Moment
    ) -> [String]? {
        let isPutOff = stay.kept.map { kept in
            now.localDate(of: kept).days(until: now.today) < Threshold.putOffDays
        }
        guard stay.reviews[.stepDown] == nil, isPutOff != true,
            phase.reviewAfterWeeks * 7 <= now.localDate(of: stay.since).days(until: now.today),
            let percent = attendancePercent(of: client, at: sessions),
            Threshold.attendancePercent <= percent
        else { return nil }
        var reasons = [
            "Phase \(phase.id) has lasted \(phase.reviewAfterWeeks) weeks.",
            "Attendance \(percent) percent in four weeks.",
        ]
        if stay.level == .intensiveOutpatient {
            guard let weeks = weeksWithoutUse(of: client) else { return nil }
            reasons.append("No use in the last \(weeks) weeks.")
        }
        if isLast { reasons.append("This is the last phase: the program can be completed.") }
        return reasons
    }

    /// The signs of danger of the last days, a sentence each.
    ///
    /// - Parameter decided: when a person last decided on such signs: only later ones count.
    private func dangers(
        of client: ClientID, _ sessions: [SessionScheduled], since decided: Timestamp?,
        at now: Moment
    ) -> [String] {
        var reasons: [String] = []
        let missed = missedDays(of: client, at: sessions, before: now.today)
        let isNew = decided.map { now.localDate(of: $0) <= missed.last ?? now.today } ?? true
        if Absence.reviewDays <= missed.count, isNew {
            reasons.append("\(missed.count) days missed within a week.")
        }
        if let open = openConcerns(of: client, since: decided) {
            reasons.append("Open concerns: \(open).")
        } else if let told = roster.dangers[client],
            now.utc.days(since: told) < Threshold.dangerDays,
            decided.map({ $0 < told }) ?? true
        {
            reasons.append("A sign of danger was told on \(now.localDate(of: told)).")
        }
        let worse = roster.worsenings[client, default: [:]].sorted { $0.key < $1.key }.map(\.value)
        reasons += worse.filter { worse in
            now.utc.days(since: worse.told) < Threshold.dangerDays
                && (decided.map { $0 < worse.told } ?? true)
        }.map(\.reason)
        reasons += roster.openProposals(of: client).filter { proposal in
            proposal.isStepUp && now.utc.days(since: proposal.time) < Threshold.dangerDays
        }.map(\.reason)
        return reasons
    }

    /// The dangers that are open and were told since a person decided on the phase, in words; an open
    /// question is none yet.
    private func openConcerns(of client: ClientID, since decided: Timestamp?) -> String? {
        guard let stay = roster.stays[client], let book = roster.concerns[client] else {
            return nil
        }
        let since = max(stay.since, decided ?? stay.since)
        let open = book.open.filter { $0.kind != .safetyQuestionOpen && since < $0.told }
        guard !open.isEmpty else { return nil }
        return open.map { "\($0.kind) (\($0.urgency))" }.joined(separator: ", ")
    }

    /// The whole weeks on which the last forms without use look back together; `nil` while they are
    /// fewer than a step down needs.
    private func weeksWithoutUse(of client: ClientID) -> Int? {
        let quiet = roster.uses[client, default: []].reversed().prefix { $0.score == 0 }
        var days = 0
        for use in quiet where days < 7 * Threshold.weeksWithoutUse { days += use.days }
        return days / 7 < Threshold.weeksWithoutUse ? nil : days / 7
    }

    /// The days of the last week that were missed, in order.
    private func missedDays(
        of client: ClientID, at sessions: [SessionScheduled], before today: LocalDate
    ) -> [LocalDate] {
        let days = today.advanced(by: -Absence.reviewWithinDays)..<today
        let byDay = Dictionary(
            grouping: sessions.filter { days.contains($0.start.date) }, by: \.start.date)
        return byDay.filter { _, sessions in
            Absence.isMissed(
                sessions.compactMap { diary.attendance(of: client, at: $0.session)?.status })
        }
        .keys.sorted()
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

extension Moment {
    /// An earlier moment on the clinic's clock, by today's difference from UTC.
    fileprivate func moment(of time: Timestamp) -> Moment {
        let passed = Int((utc.milliseconds - time.milliseconds) / 60_000)
        let minutes = local.minutesSince1970 - passed
        let day = localDate(of: time)
        return Moment(
            utc: time,
            local: LocalDateTime(
                date: day, time: TimeOfDay(minutes: max(0, minutes - day.daysSince1970 * 1440))))
    }
}
