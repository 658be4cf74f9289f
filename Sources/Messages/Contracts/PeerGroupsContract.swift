/// Who sits together, who waits, who must not meet.
public enum PeerGroupsContract: ServiceContract {
    public static let service: Identity = .peerGroups
    public static let isCorrectable = true
    public static let publishes: [any Event.Type] = [
        GroupFormed.self, GroupClosed.self, MemberJoined.self, MemberLeft.self,
        MemberWaitlisted.self, PairingForbidden.self, PairingAllowed.self,
    ]
    public static let decides: [any Command.Type] = [ForbidPairing.self, AllowPairing.self]
    public static let answers: [any Query.Type] = [Memberships.self]
    public static let reads: [any Event.Type] = [
        DayBegan.self, HourBegan.self, ClientRegistered.self, CommitmentsChanged.self,
        EnrollmentOpened.self, PhaseChanged.self, EnrollmentClosed.self,
    ]
    public static let loss: String? = "nobody is given a seat in a group"
}
