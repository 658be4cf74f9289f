import AftercareCore
import Messages
import TestKit
import Testing

@Suite("Endings that are taken back, and clients who come again")
struct EndingCorrectionTests {
    @Test(
        "Each ending is taken back to where the client was, also after somebody came in again",
        arguments: FollowUpEnding.known)
    func ending(_ ending: FollowUpEnding) throws {
        var office = Office()
        try office.register("c-1")
        switch ending {
        case .arrived: try office.place("c-1", at: .residential)
        case .completed:
            try office.treat("c-1")
            try office.close("c-1")
            try office.unseat("c-1")
            try office.goOn(days: 365)
        default: try office.decline("c-1")
        }
        let before = try office.nextContacts().map(\.situation)
        try office.order(CloseFollowUp(client: "c-1", ending: ending, reason: "Told so."))
        let closed = try #require(office.history.last { $0.event is FollowUpClosed })
        // Whoever phones is followed up again, and the ending that was wrong changes nothing of it.
        try office.strikeHour()
        var again = office
        try again.tell("c-1", direction: .incoming)
        try again.retract(closed.id)
        #expect(try again.nextContacts().map(\.client) == ["c-1"], "\(ending)")
        #expect(again.core == again.rebuilt())
        // Nobody came: the follow-up is where it was.
        try office.retract(closed.id)
        #expect(try office.nextContacts().map(\.situation) == before, "\(ending)")
        #expect(office.core == office.rebuilt())
    }

    @Test("Whom a call brought back is gone again once the call was another client's")
    func call() throws {
        for ending in [FollowUpEnding.moved, .prison, .died] {
            var office = Office()
            try office.register("c-1")
            try office.order(CloseFollowUp(client: "c-1", ending: ending, reason: "Told so."))
            try office.strikeHour()
            let quiet = office.core
            try office.tell("c-1", direction: .incoming)
            let call = try #require(office.history.last { $0.event is ContactKept })
            #expect(try office.nextContacts().count == 1)
            let events = try office.retract(call.id)
            #expect(events.of(FollowUpEnded.self).map(\.client) == ["c-1"])
            #expect(try office.nextContacts().isEmpty && office.core == quiet)
            #expect(events.of(DutyClosed.self).count == 1)
            #expect(office.core == office.rebuilt())
        }
    }

    @Test("Of the dead no return to use is told at a contact, but by whoever phones")
    func dead() throws {
        var office = Office()
        try office.register("c-1")
        try office.strikeHour()
        let before = office.context.now.utc
        try office.strikeHour()
        try office.order(CloseFollowUp(client: "c-1", ending: .died, reason: "Told so."))
        func told(_ direction: ContactDirection, at time: Timestamp? = nil) -> RecordContact {
            RecordContact(
                client: "c-1", isReached: true, returnToUse: true, note: "Used.",
                direction: direction, happened: time)
        }
        for order in [told(.outgoing), told(.outgoing, at: before), told(.incoming, at: before)] {
            #expect(throws: Refusal.self) { try office.order(order) }
        }
        try office.tell("c-1", happened: before)
        #expect(try office.nextContacts().isEmpty)
        try office.order(told(.incoming))
        #expect(try office.nextContacts().map(\.client) == ["c-1"])
    }

    @Test(
        "Whoever is enrolled again after an ending is in treatment, and back in a follow-up after it"
    )
    func enrolledAgain() throws {
        for ending in [FollowUpEnding.moved, .prison, .died, .doNotCall] {
            var office = Office()
            try office.register("c-1")
            try office.decline("c-1")
            try office.order(CloseFollowUp(client: "c-1", ending: ending, reason: "Told so."))
            try office.strikeHour()
            try office.place("c-1")
            try office.enroll("c-1")
            try office.seat("c-1")
            #expect(try office.nextContacts().isEmpty, "\(ending)")
            try office.close("c-1")
            try office.unseat("c-1")
            #expect(try office.nextContacts().map(\.situation) == [.aftercare], "\(ending)")
        }
    }
}
