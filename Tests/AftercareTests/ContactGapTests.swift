import AftercareCore
import Messages
import TestKit
import Testing

@Suite("When a client was reached last")
struct ContactGapTests {
    @Test("It is a contact, a session or the registration, and neither an attempt nor a paper")
    func last() throws {
        var office = Office()
        func reached() throws -> Timestamp? { try office.nextContacts().first?.reached }
        try office.register("c-1")
        let came = office.context.now.utc
        #expect(try reached() == came)
        try office.goOn(days: 7)
        try office.recordContact("c-1", isReached: false)
        #expect(try reached() == came)
        try office.goOn(days: 1)
        try office.recordContact("c-1", isReached: true)
        #expect(try reached() == office.context.now.utc)
        try office.place("c-1", at: .residential)
        let spoken = office.context.now.utc
        try office.goOn(days: 1)
        try office.decline("c-1")
        #expect(try reached() == spoken)
    }
}
