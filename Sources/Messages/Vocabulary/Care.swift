/// A level of care of the continuum, from `0.5` to `4`; `wm` levels manage withdrawal.
///
/// Names and hours are those of the third edition, as SAMHSA's TIP 47 and Medicaid manuals have
/// them; `1.0`, `1.5`, `1.7` and `2.7` are of the fourth alone. The data file of each edition says
/// which it has, and in which order.
public struct LevelOfCare: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Early intervention.
    public static let earlyIntervention: LevelOfCare = "0.5"
    /// Outpatient: less than 9 hours a week.
    public static let outpatient: LevelOfCare = "1"
    /// Intensive outpatient: 9 to 19 hours a week.
    public static let intensiveOutpatient: LevelOfCare = "2.1"
    /// Partial hospitalization: 20 hours a week or more.
    public static let partialHospitalization: LevelOfCare = "2.5"
    /// Clinically managed residential, low intensity: 5 clinical hours a week or more.
    public static let residential: LevelOfCare = "3.1"
    /// Clinically managed residential, high intensity.
    public static let residentialHigh: LevelOfCare = "3.5"
    /// Medically monitored inpatient.
    public static let medicallyMonitored: LevelOfCare = "3.7"
    /// Medically monitored withdrawal management.
    public static let withdrawalMonitored: LevelOfCare = "3.7-wm"
    /// Medically managed inpatient.
    public static let medicallyManaged: LevelOfCare = "4"
    /// Not a level of the continuum: the emergency department, now.
    public static let emergency: LevelOfCare = "emergency"
    public static let known: [LevelOfCare] = [
        earlyIntervention, outpatient, intensiveOutpatient, partialHospitalization, residential,
        residentialHigh, medicallyMonitored, withdrawalMonitored, medicallyManaged, emergency,
        remissionMonitoring, outpatientTherapy, outpatientManaged, intensiveManaged,
    ]

    /// Long-term remission monitoring (fourth edition).
    public static let remissionMonitoring: LevelOfCare = "1.0"
    /// Outpatient therapy (fourth edition).
    public static let outpatientTherapy: LevelOfCare = "1.5"
    /// Medically managed outpatient (fourth edition).
    public static let outpatientManaged: LevelOfCare = "1.7"
    /// Medically managed intensive outpatient (fourth edition).
    public static let intensiveManaged: LevelOfCare = "2.7"

    /// Whether a phase of this level gives the care of another: a clinic may go on naming its
    /// outpatient phases as the third edition does.
    package func gives(_ other: LevelOfCare) -> Bool {
        self == other
            || self == .outpatient && [.remissionMonitoring, .outpatientTherapy].contains(other)
    }
}

extension Clinic {
    /// The phase in which somebody begins who is placed at a level; `nil` where the clinic has none.
    package func entry(at level: LevelOfCare) -> Phase? {
        phases.first { $0.level == level } ?? phases.first { $0.level.gives(level) }
    }
}

/// A phase of the program as `clinic.yaml` names it: `p1`.
public typealias PhaseID = Identifier<Clinic.Phase>

/// Whom a group or client belongs with: adults and adolescents are kept apart (26 TAC 564.905).
public struct AgeBand: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Adults.
    public static let adult: AgeBand = "adult"
    /// Those who are not adults yet.
    public static let adolescent: AgeBand = "adolescent"
    public static let known: [AgeBand] = [adult, adolescent]
}

/// Where a person stands who is followed up: not in treatment now, or in doubt of it.
public struct Situation: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Referred, and not placed yet.
    public static let intake: Situation = "intake"
    /// Placed here, and waiting for a seat.
    public static let waiting: Situation = "waiting"
    /// Referred to another level of care.
    public static let referredOut: Situation = "referred-out"
    /// Does not want treatment now.
    public static let declined: Situation = "declined"
    /// Enrolled, and did not come.
    public static let noShow: Situation = "no-show"
    /// A person discharged the client, or the last stay ended without completion.
    public static let discharged: Situation = "discharged"
    /// Finished the program: in aftercare.
    public static let aftercare: Situation = "aftercare"
    /// Enrolled, and nobody wrote down for days whether the client came.
    public static let unrecorded: Situation = "unrecorded"
    /// In treatment, and somebody told of a return to use since the client was reached last.
    public static let returnToUse: Situation = "return-to-use"
    public static let known: [Situation] = [
        intake, waiting, referredOut, declined, noShow, discharged, aftercare, unrecorded,
        returnToUse,
    ]
}
