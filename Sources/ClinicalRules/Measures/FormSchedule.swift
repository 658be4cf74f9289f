package import Messages

/// Where a client stands, as far as forms fall due by it.
package enum FormStage: Equatable, Sendable {
    /// Neither: only what was told asks for a form, and placement for what it needs.
    case elsewhere
    /// In treatment here.
    case treatment(Stay)
    /// The program was completed then.
    case aftercare(since: Timestamp)

    /// A stay in treatment.
    package struct Stay: Equatable, Sendable {
        /// When it began.
        package var opened: Timestamp
        /// The place of its first phase in `clinic.yaml`; 0 for one that is gone.
        package var firstPhase: Int
        /// The place of the present phase.
        package var phase: Int
        /// When the present phase began.
        package var since: Timestamp
        /// When the client came back who had stayed away; `nil` for one who did not.
        package var returned: Timestamp?

        /// Takes when it began and in which phase, the phase now and since when, and when the client
        /// came back to it.
        package init(
            opened: Timestamp, firstPhase: Int, phase: Int, since: Timestamp,
            returned: Timestamp? = nil
        ) {
            self.opened = opened
            self.firstPhase = firstPhase
            self.phase = phase
            self.since = since
            self.returned = returned
        }
    }
}

/// A form that is due: at most one of each instrument.
package struct FormDue: Equatable, Sendable {
    /// Its instrument.
    package var instrument: Instrument
    /// From when on it may be asked.
    package var since: Timestamp
    /// By when it is to be asked.
    package var term: DutyTerm
    /// What to say and do.
    package var words: String
}

/// Which forms of clients are due at a moment, by the cadence that each instrument's file gives.
///
/// All days are days of the clinic's calendar, so that a change of the clock moves none. What is due
/// on a day without staff is due on the next one that has some: see ``DutyTerm/day(_:)``.
package struct FormSchedule {
    /// Days within which the first form of each instrument is asked in treatment. Cairn's own number,
    /// as the next two; a clinician confirms them: docs/clinical/measures.md.
    package static let firstDays = 7
    /// Days before and after a day of aftercare on which its form counts for it.
    package static let aftercareWindow = 7
    /// Days after which a form of aftercare that did not come is not asked for any more.
    package static let aftercareLimit = 28

    private let now: Moment
    private var days: StaffHours
    private let routine: [Instrument]
    private let alerted: [(instrument: Instrument, occasions: [Instrument.Occasion])]
    private let known: [String: Instrument]
    /// Those that ask about use.
    private let ofUse: [Instrument]
    /// The forms of therapies, by the phase whose clients are asked them.
    private let therapies: [PhaseID: [Instrument]]

    /// - Parameters:
    ///   - instruments: all that are built in; of them the clinic's policies choose.
    ///   - approved: the forms of therapies: who approved one has chosen them.
    package init(
        of instruments: [Instrument], and approved: ApprovedForms = ApprovedForms(),
        in clinic: Clinic, at now: Moment
    ) {
        self.now = now
        days = StaffHours(clinic)
        let chosen = clinic.policies.instruments.map(Set.init)
        routine = instruments.filter {
            chosen?.contains($0.id) ?? ($0.cadence.isRoutine ?? false)
        }
        alerted = instruments.compactMap { instrument in
            instrument.cadence.occasions.map { (instrument, $0) }
        }
        let forms = approved.all.filter(\.isInUse)
        known = Dictionary((instruments + forms.map(\.instrument)).map { ($0.id, $0) }) {
            first, _ in first
        }
        ofUse = known.values.filter { $0.use != nil }
        therapies = Dictionary(
            clinic.phases.map { phase in
                (phase.id, forms.filter { $0.isFor(phase.id) }.map(\.instrument))
            }
        ) { first, _ in first }
    }

    /// The forms of one client that may be asked now, what an occasion asks for first.
    ///
    /// - Parameter phase: the client's, whose therapies' forms are asked; none while nobody is treated.
    package mutating func due(
        by history: FormHistory, at stage: FormStage, in phase: PhaseID? = nil
    ) -> [FormDue] {
        var found: [FormDue] = []
        let own: [Instrument] =
            if case .treatment = stage { phase.flatMap { therapies[$0] } ?? [] } else { [] }
        let ownAlerted = own.compactMap { form in form.cadence.occasions.map { (form, $0) } }
        for (instrument, occasions) in alerted + ownAlerted {
            let due = occasions.compactMap { self.due(instrument, for: $0, by: history) }
            if let first = due.min(by: { $0.since < $1.since }) { found.append(first) }
        }
        let taken = Set(found.map(\.instrument.id))
        let ownRoutine = own.filter { $0.cadence.isRoutine ?? true }
        for instrument in routine + ownRoutine where !taken.contains(instrument.id) {
            let asked = history.lastAsked(instrument, inEpisode: true)
            let due =
                switch stage {
                case .treatment(let stay): self.due(instrument, after: asked, in: stay)
                case .aftercare(let since): self.due(instrument, after: asked, completed: since)
                case .elsewhere: nil as FormDue?
                }
            if let due { found.append(due) }
        }
        return found
    }

    // MARK: Occasions

    /// The first thing that asks for a form and came after the last one was asked.
    private mutating func due(
        _ instrument: Instrument, for occasion: Instrument.Occasion, by history: FormHistory
    ) -> FormDue? {
        let last = history.lastAsked(instrument)?.order ?? 0
        guard let mark = mark(of: occasion, after: last, in: history) else { return nil }
        return FormDue(
            instrument: instrument, since: mark.at,
            term: occasion.term(from: days.day(of: mark.at)), words: occasion.guidance)
    }

    /// The first mark of an occasion that came after another one and still counts.
    private func mark(
        of occasion: Instrument.Occasion, after last: Int, in history: FormHistory
    ) -> FormHistory.Mark? {
        let counts = { (order: Int) in order > last && history.isOpen(order) }
        guard let id = occasion.form else {
            return history.returnToUse.flatMap { counts($0.order) ? $0 : nil }
        }
        guard let form = known[id], let entries = history.forms[id] else { return nil }
        let isOfUse = occasion.scale != nil && occasion.scale == form.use?.scale
        // Scores of what is not whole are no news of a change; use that is told is some.
        var before: FormHistory.Entry?
        for entry in entries {
            if occasion.isNew == true, !entry.isWhole, !isOfUse { continue }
            defer { before = entry }
            guard counts(entry.order), occasion.holds(for: entry, of: form) else { continue }
            if occasion.isNew == true, isOfUse {
                guard history.lastWithoutUse(before: entry, of: form, among: ofUse) != nil else {
                    continue
                }
            } else if occasion.isNew == true {
                guard let before, !occasion.holds(for: before, of: form) else { continue }
            }
            return FormHistory.Mark(at: entry.at, order: entry.order)
        }
        return nil
    }

    // MARK: Treatment

    private mutating func due(
        _ instrument: Instrument, after asked: FormHistory.Entry?, in stay: FormStage.Stay
    ) -> FormDue? {
        let cadence = instrument.cadence
        let rhythm = cadence.rhythm(inPhase: stay.phase)
        let isAtIntake = cadence.isAskedAtIntake ?? false
        guard rhythm != nil || isAtIntake else { return nil }
        // A form that the first phase did not ask for begins with the phase that does.
        let isFromTheFirst = isAtIntake || cadence.rhythm(inPhase: stay.firstPhase) != nil
        let start = isFromTheFirst ? stay.opened : stay.since
        // Nobody could be asked meanwhile who stayed away.
        let base = max(start, stay.returned ?? start)
        guard let asked else { return first(instrument, from: base, in: stay) }
        guard let rhythm else { return nil }
        // Days are reckoned on the calendar; what is surely too soon needs no calendar.
        guard now.utc >= asked.at.advanced(byHours: rhythm.lowerBound * 24 - 36) else { return nil }
        let day = days.day(of: asked.at)
        let from = days.midnight(of: day.advanced(by: rhythm.lowerBound))
        guard from > base else { return first(instrument, from: base, in: stay) }
        guard from <= now.utc else { return nil }
        let fewest = rhythm.lowerBound
        let span = rhythm.count == 1 ? "\(fewest)" : "\(fewest) to \(rhythm.upperBound)"
        return FormDue(
            instrument: instrument, since: from, term: .day(day.advanced(by: rhythm.upperBound)),
            words: "\(instrument.name): it is asked again \(span) days after the last.")
    }

    private mutating func first(
        _ instrument: Instrument, from base: Timestamp, in stay: FormStage.Stay
    ) -> FormDue? {
        guard base <= now.utc else { return nil }
        return FormDue(
            instrument: instrument, since: base,
            term: .day(days.day(of: base).advanced(by: Self.firstDays)),
            words: base == stay.returned
                ? "\(instrument.name): it is asked again, now that the client is back."
                : "\(instrument.name): the one with which this treatment begins.")
    }

    // MARK: Aftercare

    private mutating func due(
        _ instrument: Instrument, after asked: FormHistory.Entry?, completed: Timestamp
    ) -> FormDue? {
        let marks = instrument.cadence.daysAfterProgram
        let start = days.day(of: completed)
        let passed = start.days(until: now.today)
        guard let mark = marks.last(where: { $0 - Self.aftercareWindow <= passed }),
            passed <= mark + Self.aftercareLimit
        else { return nil }
        let from = days.midnight(of: start.advanced(by: mark - Self.aftercareWindow))
        guard from <= now.utc, asked.map({ $0.at < from }) ?? true else { return nil }
        return FormDue(
            instrument: instrument, since: from,
            term: .day(start.advanced(by: mark + Self.aftercareWindow)),
            words: mark == 0
                ? "\(instrument.name): the one of the program's end."
                : "\(instrument.name): the one of day \(mark) after the program.")
    }

    /// The forms of a treatment's end that nobody asked in the days before it.
    package mutating func missingAtEnd(by history: FormHistory, ended: Timestamp) -> [Instrument] {
        let from = days.midnight(of: days.day(of: ended).advanced(by: -Self.aftercareWindow))
        return routine.filter { instrument in
            guard instrument.cadence.isAskedAtEnd == true else { return false }
            return history.lastAsked(instrument, inEpisode: true).map { $0.at < from } ?? true
        }
    }
}

extension Instrument.Occasion {
    /// Whether a form tells it: also one that is not whole.
    fileprivate func holds(for entry: FormHistory.Entry, of form: Instrument) -> Bool {
        guard let atLeast else { return false }
        if let items {
            return items.contains { form.isPositive($0, in: entry.answers, atLeast: atLeast) }
        }
        return scale.map { scale in
            entry.score?.scores[scale] ?? form.sum(of: scale, in: entry.answers)
        }.map { $0 >= atLeast } ?? false
    }
}
