import Messages
import TestKit
import Testing

@testable import AftercareCore

@Suite("How a client agreed to be contacted")
struct ContactAgreementTests {
    private var office = Office()

    init() throws { try office.register("c-1") }

    private func agree(
        _ channel: ContactChannel = .phone, message: Bool = false, hours: [String] = [],
        replacing: MessageID? = nil
    ) -> AgreeContact {
        AgreeContact(
            client: "c-1", replaces: replacing, channel: channel, mayLeaveMessage: message,
            hours: hours.compactMap(WeeklyTime.init))
    }

    private func words() -> String {
        var book = DutyBook()
        for event in office.published { book.apply(event) }
        return book.open.values.first { $0.kind == .contact }?.words ?? ""
    }

    private mutating func attempt() throws -> [OutreachEscalated] {
        let due = try #require(try office.nextContacts().first).due
        while office.today < due { try office.strikeHour() }
        return try office.recordContact("c-1", isReached: false).of(OutreachEscalated.self)
    }

    @Test("It stands in each contact that is due; what replaces it names it")
    mutating func stands() throws {
        #expect(!words().contains("Agreed"))
        try office.order(agree(hours: ["mon 17:00-19:00"]), by: "fd1")
        #expect(words().hasSuffix("Agreed: by phone, mon 17:00-19:00; leave no message."))
        #expect(throws: Refusal.self) { try office.order(agree(.text)) }
        let first = try #require(try office.view(ContactCardView(client: "c-1"))??.agreement)
        try office.order(agree(.inPerson, message: true, replacing: first.event))
        #expect(words().hasSuffix("Agreed: in person; a message may be left."))
        let second = try #require(try office.view(ContactCardView(client: "c-1"))??.agreement)
        #expect(throws: Refusal.self) {
            try office.order(agree(.inPerson, message: true, replacing: second.event))
        }
        #expect(office.rebuilt() == office.core)
        try office.retract(second.event)
        #expect(words().contains("by phone"))
    }

    @Test("No rung asks for another way than was agreed, or for a message that may not be left")
    mutating func rungs() throws {
        try office.order(agree())
        var told: [OutreachEscalated] = []
        for _ in 1...6 { told += try attempt() }
        let actions = told.map(\.action)
        #expect(actions.count == 6)
        #expect(actions[0] == "Try again, at another hour.")
        #expect(!actions.contains { $0.contains("another channel") || $0.contains("portal") })
        #expect(!actions.contains { $0.hasPrefix("Send a letter") })
    }

    @Test("Without an agreement the rungs are those of before")
    mutating func none() throws {
        let told = try attempt() + attempt()
        #expect(told.first?.action == "Try again, by another channel.")
        #expect(told.last?.action.contains("text or portal") == true)
    }

    @Test("What is unknown, turned round or of nobody is refused")
    mutating func refused() throws {
        var turned = agree()
        turned.hours = [
            WeeklyTime(.mon, TimeOfDay(minutes: 19 * 60), TimeOfDay(minutes: 17 * 60))
        ]
        for command in [agree("smoke"), turned] {
            #expect(throws: Refusal.self) { try office.order(command) }
        }
        var stranger = agree()
        stranger.client = "c-9"
        #expect(throws: Refusal.self) { try office.order(stranger) }
        #expect(try office.view(ContactCardView(client: "c-9")) == .some(nil))
    }

    @Test("It is masked wherever messages are shown, and is in no topic")
    func masked() throws {
        #expect(ContactAgreed.marks["channel"] == .describes)
        #expect(ContactAgreed.marks["mayLeaveMessage"] == .describes)
        #expect(ContactAgreed.marks["hours"] == .describes)
        let open = AgreeContact.marks.filter { $0.value == .open }.keys
        #expect(Array(open) == ["replaces"])
    }
}
