internal import ClinicClient
internal import ClinicalRules
internal import Messages

/// The commands with which a person does a duty. Words in capitals are that person's to fill in.
enum DutyStep {
    /// One way to do a duty.
    private struct Way {
        let words: String
        /// Who may do it: whoever may give the command, or fewer; `nil` for one that only shows
        /// something.
        let givers: [Role]?

        init(_ words: String, _ command: (any Command.Type)?, by roles: [Role]? = nil) {
            self.words = words
            givers = roles ?? command.map { type in Role.known.filter(type.roles.contains) }
        }

        init(_ words: String, of givers: Set<Role>) {
            (self.words, self.givers) = (words, Role.known.filter(givers.contains))
        }

        func isOpen(to roles: [Role]) -> Bool {
            givers.map { !Set($0).isDisjoint(with: roles) } ?? true
        }
    }

    /// Each way to do it, or to say that it cannot be done; none for a kind that this version does
    /// not know how to do.
    ///
    /// - Parameters:
    ///   - owner: who opened it, where that is a therapy.
    ///   - roles: those of the person: what they may not give is left out. Where that is all, as for
    ///     a director whom a late duty has come to, it is somebody else's to give.
    static func commands(
        for duty: OpenDuty, of owner: Identity? = nil, as staff: StaffID, in roles: [Role] = []
    ) -> [String] {
        let ways = ways(for: duty, of: owner)
        guard others(for: duty, of: owner, in: roles).isEmpty else {
            return ways.map { "cairn \($0.words) --as STAFF" }
        }
        let open = ways.filter { $0.isOpen(to: roles) }
        let isDone = open.contains { $0.givers != nil }
        return (isDone ? open : ways).map { "cairn \($0.words) --as \(staff)" }
    }

    /// Who may do the duty, where the person may not: it came there for want of anybody else.
    ///
    /// - Parameters:
    ///   - owner: who opened it, where that is a therapy.
    ///   - roles: those of the person.
    static func others(
        for duty: OpenDuty, of owner: Identity? = nil, in roles: [Role]
    ) -> [Role] {
        guard !roles.isEmpty,
            let first = ways(for: duty, of: owner).first(where: { $0.givers != nil }),
            !first.isOpen(to: roles)
        else { return [] }
        return first.givers ?? []
    }

    private static func ways(for duty: OpenDuty, of owner: Identity?) -> [Way] {
        let client = duty.client?.text ?? "CLIENT"
        return ofTherapy(duty, client, by: owner) ?? ofDanger(duty, client)
            ?? ofPlacement(duty, client) ?? ofCourse(duty, client)
            ?? ofTests(duty, client) ?? ofTreatment(duty, client) ?? []
    }

    /// What a therapy asked for: a service's duties are its own.
    private static func ofTherapy(_ duty: OpenDuty, _ client: String, by owner: Identity?) -> [Way]?
    {
        guard let owner, MessageCatalog.contract(of: owner) == nil else { return nil }
        return [Way("therapy close \(owner) \(client) \(duty.about)", of: CloseTherapyDuty.roles)]
    }

    /// Alerts, concerns, and the screens that were promised when one was closed.
    private static func ofDanger(_ duty: OpenDuty, _ client: String) -> [Way]? {
        switch duty.kind {
        case .acknowledgeAlert, .answerQuestion:
            return [Way("alerts ack \(duty.about) --action TEXT", AcknowledgeAlert.self)]
        case .closeConcern, .screenAgain:
            let kind = AlertKind(rawValue: duty.about)
            let forms = ConcernPolicy.current.kind(kind)?.screens ?? []
            let isAsked = ConcernPolicy.current.questions.contains { $0.kind == kind }
            // A screen keeps the promise of one; of a danger that is open it decides nothing.
            let isKept = duty.kind == .screenAgain
            let screens = forms.map { form in
                Way("form \(form) \(client)", isKept ? SubmitQuestionnaire.self : nil)
            }
            let asked = isAsked ? [Way("intake \(client)", isKept ? AnswerIntake.self : nil)] : []
            let close = Way(
                "concern close \(client) \(kind.isKnown ? kind.rawValue : "KIND")"
                    + " --level LEVEL --plan YES-OR-NO --next DATE TEXT", CloseConcern.self)
            return screens + asked + [close]
        default: return nil
        }
    }

    /// What leads to a level of care.
    private static func ofPlacement(_ duty: OpenDuty, _ client: String) -> [Way]? {
        switch duty.kind {
        case .fillForm where duty.about == "consent":
            return [
                Way(
                    "client register NAME CONTACT --consented --mends \(client)",
                    RegisterClient.self)
            ]
        case .fillForm where duty.about == BegunForm.intake:
            return [Way("intake \(client)", AnswerIntake.self)]
        case .fillForm: return [Way("form \(duty.about) \(client)", SubmitQuestionnaire.self)]
        // Without a rating it shows the words of the edition.
        case .rate:
            let all = (1...6).map { "\($0)=RATING" }.joined(separator: " ")
            return [Way("rate \(client)", nil), Way("rate \(client) \(all)", RateDimension.self)]
        case .confirmPlacement where duty.about == "recommendation":
            return [Way("place \(client)", RecommendPlacement.self)]
        case .confirmPlacement:
            return ["place \(client) LEVEL", "place \(client) LEVEL REASON"].map {
                Way($0, ConfirmPlacement.self)
            }
        case .clearGate:
            let gate = PlacementPolicy.current.gate(duty.about)
            return (gate?.acts.map(\.id) ?? ["ACT"]).map {
                Way(
                    "gate \(client) \(duty.about) \($0) FINDING", ClearGate.self,
                    by: gate?.clearedBy)
            }
        case .interimCare:
            return ["still", "over"].map { Way("wait \(client) \($0) WORDS", ReviewInterim.self) }
        case .reviewOverrides:
            return [Way("overrides", nil), Way("overrides look WORDS", ReviewOverrides.self)]
        default: return nil
        }
    }

    /// The course of a treatment, and contacts.
    private static func ofCourse(_ duty: OpenDuty, _ client: String) -> [Way]? {
        let reached = Way("contact reached \(client) WORDS", RecordContact.self)
        let tried = Way("contact tried \(client) WORDS", RecordContact.self)
        return switch duty.kind {
        // It ends with the phase kept, changed or, after the last one, completed.
        case .review:
            [
                Way("phase keep \(client) REASON", KeepPhase.self),
                Way("phase change \(client) PHASE REASON", ChangePhase.self),
                Way("phase complete \(client) REASON", CompleteProgram.self),
            ]
        case .coverSession:
            [
                Way("staff cover \(duty.about) STAFF", CoverSession.self),
                Way("session cancel \(duty.about) REASON", CancelSession.self),
            ]
        case .tellChange: [Way("session told \(duty.about)", TellSession.self)]
        // Those who are not named were there.
        case .recordAttendance:
            [
                Way("session held \(duty.about)", RecordSessionAttendance.self),
                Way("session held \(duty.about) --no-show CLIENT", RecordSessionAttendance.self),
                Way(
                    "attend STATUS \(client) --minutes NUMBER \(duty.about)",
                    RecordAttendance.self),
            ]
        case .recordAppointment:
            ["came", "missed"].map {
                Way("appointment \($0) \(client) WORDS", RecordAppointment.self)
            }
        case .moveAppointment:
            [
                Way(
                    "appointment intake \(client) DAY TIME --with STAFF --moves",
                    BookAppointment.self)
            ]
        case .contact: [reached, tried]
        case .followReferral:
            [reached, tried, Way("contact end \(client) arrived WORDS", CloseFollowUp.self)]
        case .transferContact: [reached]
        default: nil
        }
    }

    /// What may become of a urine test.
    private static func ofTests(_ duty: OpenDuty, _ client: String) -> [Way]? {
        let test = "--test \(duty.about)"
        return switch duty.kind {
        case .collectTest:
            [
                "collected \(client)", "refused \(client) WORDS", "missed \(client) WORDS",
                "excused \(client) WORDS",
            ].map { Way("test \($0) \(test)", RecordCollection.self) }
        case .recordResult:
            ResultStage.known.flatMap { ["\($0)", "\($0) FOUND"] }.map {
                Way("test result \(client) \($0) \(test)", RecordTestResult.self)
            }
        case .judgeTest:
            TestJudgement.known.map {
                Way("test judge \(client) \($0) WORDS \(test)", JudgeTest.self)
            }
        default: nil
        }
    }

    /// What else a duty of treatment, or of its end, is done with.
    private static func ofTreatment(_ duty: OpenDuty, _ client: String) -> [Way]? {
        let isNew = duty.about == "plan"
        return switch duty.kind {
        case .signTreatmentPlan:
            (isNew
                ? [
                    Way(
                        "plan write \(client) --problem TEXT --goal TEXT --objective 'DAY TEXT'"
                            + " --agreed", WriteTreatmentPlan.self)
                ] : [])
                + ["plan sign \(client)", "plan sign \(client) --disagrees TEXT"].map {
                    Way($0, SignTreatmentPlan.self)
                }
        case .reviewTreatmentPlan: [Way("plan review \(client) WORDS", ReviewTreatmentPlan.self)]
        case .arrangeRefill:
            [
                Way("medication refill \(client) \(duty.about) DAY", ChangeMedication.self),
                Way("medication stop \(client) \(duty.about) REASON", StopMedication.self),
            ]
        case .certify:
            [
                Way("certification sign \(client)", CertifyTreatment.self),
                Way("certification require \(client) PAYER --not", RequireCertification.self),
            ]
        // Nothing is signed in which nothing is filled in.
        case .signPlan:
            [
                Way("care-plan show \(client)", nil),
                Way("care-plan sign \(client) SECTION=TEXT", SignPlan.self),
            ]
        case .bookAppointment:
            [
                Way(
                    "appointment book \(client) TIME --with TEXT --place TEXT",
                    BookAppointment.self)
            ]
        default: nil
        }
    }
}
