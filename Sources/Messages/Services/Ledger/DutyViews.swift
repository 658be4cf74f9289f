/// Which duties are open, of all owners, those in danger first, then those that are due first.
///
/// The ledger knows them also while their owners are down. A duty of an owner that is gone stays
/// until that owner says otherwise.
public struct OpenDuties: PagedQuery {
    public typealias Item = DutyLine
    public static let type = "ledger.duties.v1"
    public static let markedOtherwise: [String: Mark] = [
        "role": .open, "lateAt": .open, "dueBy": .open, "after": .open, "limit": .open,
    ]

    /// Only this person's.
    public var person: StaffID?
    /// Only those that fall to this role.
    public var role: Role?
    /// Only those about this client.
    public var client: ClientID?
    /// Only those that are late at this moment: see ``OpenDuty/isLate(at:)``.
    public var lateAt: Timestamp?
    /// By when the asker has to have done them, as by the next shift: each line then says whether it
    /// is ``DutyLine/isAhead``. It leaves none out.
    public var dueBy: Timestamp?
    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?
}

/// A duty, and who opened it.
public struct DutyLine: Hashable, Sendable, Codable {
    /// The service that opened it, and alone closes it.
    public var owner: Identity
    /// The duty as it stands.
    public var duty: OpenDuty
    /// Whether it need not be done by the moment that was asked about (``OpenDuties/dueBy``); left
    /// out where none was. What is late never is, and neither is what somebody may be in danger by.
    public var isAhead: Bool?
}

extension DutyLine: PageItem {
    /// Danger comes first, then what is due first.
    public var place: String {
        "\(duty.kind.isDanger ? 0 : 1) \(duty.due) \(owner) \(duty.duty)"
    }
}

extension OpenDuties {
    /// Whether a duty is one of those that are asked for.
    public func includes(_ duty: OpenDuty) -> Bool {
        (person.map { $0 == duty.person } ?? true) && (role.map { $0 == duty.role } ?? true)
            && (client.map { $0 == duty.client } ?? true)
            && (lateAt.map(duty.isLate) ?? true)
    }

    /// A line of the view: the one place that says what is ahead.
    package func line(of duty: OpenDuty, by owner: Identity) -> DutyLine {
        DutyLine(
            owner: owner, duty: duty,
            isAhead: dueBy.map { duty.firstDue > $0 && !duty.kind.isDanger })
    }
}
