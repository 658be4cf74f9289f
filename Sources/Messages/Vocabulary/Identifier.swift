/// A stable name of one thing of a kind; `Kind` only tells identifiers of different things apart.
///
/// On the wire it is its text. A client's identifier is a pseudonym of this clinic, never a name.
public struct Identifier<Kind>: Hashable, Comparable, Sendable, Codable, CodingKeyRepresentable,
    CustomStringConvertible, ExpressibleByStringLiteral
{
    /// As it stands on the wire. No form is prescribed, and none is checked.
    public let text: String

    /// Takes the text as it is.
    public init(_ text: String) { self.text = text }
    public init(stringLiteral value: String) { self.init(value) }
    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    public init?(codingKey: some CodingKey) { self.init(codingKey.stringValue) }

    public var codingKey: any CodingKey { TextKey(stringValue: text) }
    public var description: String { text }
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// A person in the program's care, as a kind of identifier.
public enum Client {}
/// A person who works for the clinic.
public enum StaffMember {}
/// A peer group.
public enum Group {}
/// A room of the clinic.
public enum Room {}
/// One session on the calendar.
public enum Session {}
/// One stay of a client in the program.
public enum Enrollment {}
/// One questionnaire form, as handed in.
public enum Submission {}
/// One safety alert or safety task.
public enum Alert {}
/// One danger as a case, from its opening to a clinician's close.
public enum Concern {}
/// One recommendation of a level of care.
public enum Placement {}
/// One continuing-care plan.
public enum CarePlan {}
/// One planned conversation with a client.
public enum Contact {}
/// One medication that a client takes.
public enum Medication {}
/// One urine test.
public enum UrineTest {}
/// One appointment after treatment.
public enum Appointment {}
/// Something that a person has to do.
public enum Duty {}
/// One message on the bus.
public enum MessageKind {}

public typealias ClientID = Identifier<Client>
public typealias StaffID = Identifier<StaffMember>
public typealias GroupID = Identifier<Group>
public typealias RoomID = Identifier<Room>
public typealias SessionID = Identifier<Session>
public typealias EnrollmentID = Identifier<Enrollment>
public typealias SubmissionID = Identifier<Submission>
public typealias AlertID = Identifier<Alert>
public typealias ConcernID = Identifier<Concern>
public typealias PlacementID = Identifier<Placement>
public typealias CarePlanID = Identifier<CarePlan>
public typealias MedicationID = Identifier<Medication>
public typealias UrineTestID = Identifier<UrineTest>
public typealias AppointmentID = Identifier<Appointment>
public typealias DutyID = Identifier<Duty>
public typealias ContactID = Identifier<Contact>
public typealias MessageID = Identifier<MessageKind>
