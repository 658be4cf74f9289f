/// A level of care of the continuum, from `0.5` to `4`; `wm` levels manage withdrawal.
public struct LevelOfCare: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let earlyIntervention: LevelOfCare = "0.5"
    public static let outpatient: LevelOfCare = "1"
    /// Intensive outpatient: 9 to 19 hours a week.
    public static let intensiveOutpatient: LevelOfCare = "2.1"
    public static let partialHospitalization: LevelOfCare = "2.5"
    public static let residential: LevelOfCare = "3.1"
    public static let residentialHigh: LevelOfCare = "3.5"
    public static let medicallyMonitored: LevelOfCare = "3.7"
    public static let withdrawalMonitored: LevelOfCare = "3.7-wm"
    public static let medicallyManaged: LevelOfCare = "4"
    /// Not a level of the continuum: the emergency department, now.
    public static let emergency: LevelOfCare = "emergency"
    public static let known: [LevelOfCare] = [
        earlyIntervention, outpatient, intensiveOutpatient, partialHospitalization, residential,
        residentialHigh, medicallyMonitored, withdrawalMonitored, medicallyManaged, emergency,
    ]
}

/// A phase of the program as `clinic.yaml` names it: `p1`.
public typealias PhaseID = Identifier<Clinic.Phase>

/// Whom a group or client belongs with: adults and adolescents are kept apart (26 TAC 564.905).
public struct AgeBand: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let adult: AgeBand = "adult"
    public static let adolescent: AgeBand = "adolescent"
    public static let known: [AgeBand] = [adult, adolescent]
}

/// Where a person stands who is not in treatment now.
public struct Situation: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Referred, and not placed yet.
    public static let intake: Situation = "intake"
    /// Placed here, and waiting for a seat.
    public static let waiting: Situation = "waiting"
    /// Referred to another level of care.
    public static let referredOut: Situation = "referred-out"
    public static let declined: Situation = "declined"
    /// Enrolled, and did not come.
    public static let noShow: Situation = "no-show"
    public static let discharged: Situation = "discharged"
    /// Finished the program: in aftercare.
    public static let aftercare: Situation = "aftercare"
    public static let known: [Situation] = [
        intake, waiting, referredOut, declined, noShow, discharged, aftercare,
    ]
}
