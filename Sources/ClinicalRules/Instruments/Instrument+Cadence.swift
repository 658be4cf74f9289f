internal import Messages

extension Instrument {
    /// When it is to be asked, and where that comes from.
    package struct Cadence: Codable, Hashable, Sendable {
        /// Whether it is asked by a clinic that does not say which instruments it uses.
        package var isRoutine: Bool?
        /// Whether it is asked once in each episode, as treatment begins.
        package var isAskedAtIntake: Bool?
        /// How often it is asked in treatment; the first that has the client's phase counts.
        package var repeats: [Repeat]?
        /// Whether it is asked as the program ends.
        package var isAskedAtEnd: Bool?
        /// The days after a completed program on which it is asked, in rising order.
        package var aftercareDays: [Int]?
        /// What asks for it at once, whichever instruments a clinic uses.
        package var occasions: [Occasion]?
        /// The cadence in words, and where it comes from.
        package var source: String
        /// How it is known.
        package var basis: Basis
    }

    /// How often an instrument is asked.
    package struct Repeat: Codable, Hashable, Sendable {
        /// The places of the phases in `clinic.yaml`, the first is 1; every phase if left out.
        package var phases: [Int]?
        /// The fewest and the most days after the one before: it may be asked from the first on, and
        /// is late after the last.
        package var days: [Int]
    }

    /// What asks for an instrument at once: a return to use, or an answer.
    package struct Occasion: Codable, Hashable, Sendable {
        /// Any return to use that was told.
        package var isReturnToUse: Bool?
        /// A form of this instrument…
        package var form: String?
        /// …in which one of these items is at the limit…
        package var items: [String]?
        /// …or this sum.
        package var scale: String?
        /// The limit.
        package var atLeast: Int?
        /// Only where the form before it was below the limit.
        package var isNew: Bool?
        /// By when, in hours of the clock.
        package var hours: Int?
        /// By when, in days: by the end of the shift of the last one, or of the next with staff.
        package var days: Int?
        /// What to say and do.
        package var guidance: String
    }
}

extension Instrument.Cadence {
    /// Whether it has times at which it is asked, beside what asks for it at once.
    package var isTimed: Bool {
        isAskedAtIntake == true || isAskedAtEnd == true || !(repeats ?? []).isEmpty
            || !(aftercareDays ?? []).isEmpty
    }

    /// The days after a completed program on which it is asked: its end is the first.
    var daysAfterProgram: [Int] { (isAskedAtEnd == true ? [0] : []) + (aftercareDays ?? []) }

    /// How often it is asked in a phase; `nil` where it is not.
    ///
    /// - Parameter phase: its place in `clinic.yaml`, the first is 1.
    func rhythm(inPhase phase: Int) -> ClosedRange<Int>? {
        let found = (repeats ?? []).first { $0.phases?.contains(phase) ?? true }
        guard let days = found?.days, let first = days.first, let last = days.last, first <= last
        else { return nil }
        return first...last
    }
}

extension Instrument.Occasion {
    /// How long whoever gets the duty has.
    func term(from day: LocalDate) -> DutyTerm {
        hours.map { .hours($0) } ?? .day(day.advanced(by: days ?? 0))
    }
}

extension Instrument {
    /// What is wrong with the cadence, and with who administers it.
    var cadenceFaults: [PlacedFault] {
        var faults: [PlacedFault] = []
        if let roles = administeredBy, roles.isEmpty || roles.contains(where: { !$0.isKnown }) {
            faults.fault(
                "names no role, or one that is not known",
                "write roles such as \(Role.clinician), or leave it out", at: "administeredBy")
        }
        for (place, rhythm) in (cadence.repeats ?? []).enumerated() {
            let (days, phases) = (rhythm.days, rhythm.phases ?? [1])
            if days.count != 2 || days[0] < 1 || days[0] > days[1] {
                faults.fault(
                    "is not the fewest and the most days", "write two numbers, such as [7, 9]",
                    at: "cadence", "repeats", place, "days")
            }
            if phases.isEmpty || phases.contains(where: { $0 < 1 }) {
                faults.fault(
                    "names no phase from 1 on", "write 1 for the first phase", at: "cadence",
                    "repeats", place, "phases")
            }
        }
        if let days = cadence.aftercareDays,
            days.isEmpty || days != Array(Set(days)).sorted() || days.contains(where: { $0 < 1 })
        {
            faults.fault(
                "do not rise from 1 on", "write each day once, the first one first", at: "cadence",
                "aftercareDays")
        }
        for (place, occasion) in (cadence.occasions ?? []).enumerated() {
            occasion.judge(into: &faults, at: place)
        }
        return faults
    }
}

extension Instrument.Occasion {
    /// Adds what is wrong with it.
    fileprivate func judge(into faults: inout [PlacedFault], at place: Int) {
        let hasLimit = form != nil && atLeast != nil && (items == nil) != (scale == nil)
        let hasNone = form == nil && items == nil && scale == nil && atLeast == nil && isNew == nil
        if isReturnToUse == true ? !hasNone : !hasLimit {
            faults.fault(
                "is neither a return to use nor a form with items or a scale at a limit",
                "write isReturnToUse alone, or form, atLeast, and items or scale", at: "cadence",
                "occasions", place)
        }
        if (hours == nil) == (days == nil) || (hours ?? days ?? 0) < 1 {
            faults.fault(
                "has neither hours nor days, or both", "write one of them, 1 or more",
                at: "cadence", "occasions", place)
        }
        if guidance.isBlank {
            faults.fault(
                "is empty", "write what to say and do", at: "cadence", "occasions", place,
                "guidance")
        }
    }
}
