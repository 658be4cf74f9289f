import Messages
import TestKit
import Testing

@testable import TreatmentCore

@Suite("Certification")
struct CertificationTests {
    private var desk = TreatmentDesk()

    init() throws {
        try desk.enroll("c-1")
        try desk.write("c-1")
        try desk.sign("c-1")
        desk.clinic.rooms = []
    }

    private mutating func require() throws {
        try desk.order(RequireCertification(client: "c-1", payer: "Medicare", isRequired: true))
    }

    @Test("It is a prescriber's duty where the payer wants it, and nobody's else")
    mutating func wanted() throws {
        let certify = CertifyTreatment(client: "c-1", from: desk.today)
        #expect(try desk.refusal(of: certify, by: "md1").contains("payer wants"))
        #expect(desk.kinds(of: "c-1") == [])
        try require()
        let duty = try #require(desk.duties(of: "c-1").first)
        #expect(duty.kind == .certify && duty.person == "md1")
        #expect(desk.context.now.localDate(of: duty.due) == desk.day(3))
        let event = desk.last(CertificationRequired.self)
        let blind = RequireCertification(client: "c-1", payer: "Another", isRequired: false)
        #expect(try desk.refusal(of: blind).contains(event.text))
        try desk.order(
            RequireCertification(
                client: "c-1", replaces: event, payer: "Another", isRequired: false))
        #expect(desk.kinds(of: "c-1") == [])
    }

    @Test("Where the prescriber has left it is the director's, with its time, until one certifies")
    mutating func left() throws {
        try require()
        let before = try #require(desk.duties(of: "c-1").first)
        desk.clinic.staff.removeAll { $0.id == "md1" }
        try desk.strikeHour()
        let duty = try #require(desk.duties(of: "c-1").first)
        #expect(duty.duty == before.duty && duty.due == before.due)
        #expect(duty.person == "dir" && duty.role == .director)
        desk.clinic.staff.append(Clinic.Staff("md2", roles: [.prescriber], caseload: 0))
        try desk.strikeHour()
        #expect(desk.duties(of: "c-1").map(\.person) == ["dir"])
        try desk.order(CertifyTreatment(client: "c-1", from: desk.today), by: "md2")
        #expect(desk.kinds(of: "c-1") == [])
    }

    @Test("It covers 60 days; two weeks before they end it is a duty anew")
    mutating func again() throws {
        try require()
        try desk.order(CertifyTreatment(client: "c-1", from: desk.today), by: "md1")
        #expect(desk.kinds(of: "c-1") == [])
        let last = try #require(try desk.care(of: "c-1").certification?.through)
        #expect(desk.today.days(until: last) == 59)
        let same = CertifyTreatment(client: "c-1", from: desk.today)
        #expect(try desk.refusal(of: same, by: "md1") != "")
        try desk.goOn(days: 44)
        #expect(!desk.kinds(of: "c-1").contains(.certify))
        try desk.goOn(days: 1)
        let duty = try #require(desk.duties(of: "c-1").first { $0.kind == .certify })
        #expect(desk.context.now.localDate(of: duty.due) == last)
        let far = CertifyTreatment(client: "c-1", from: desk.day(31))
        #expect(try desk.refusal(of: far, by: "md1").contains("too far"))
        try desk.order(CertifyTreatment(client: "c-1", from: last.advanced(by: 1)), by: "md1")
        #expect(!desk.kinds(of: "c-1").contains(.certify))
        try desk.retract(desk.last(TreatmentCertified.self))
        #expect(desk.kinds(of: "c-1").contains(.certify))
    }

    @Test("It ends with the stay, and another stay is certified anew")
    mutating func ends() throws {
        try require()
        try desk.order(CertifyTreatment(client: "c-1", from: desk.today), by: "md1")
        try desk.close("c-1")
        #expect(desk.kinds(of: "c-1") == [])
        try desk.enroll("c-1", "e-2")
        #expect(desk.kinds(of: "c-1") == [.certify, .signTreatmentPlan])
    }
}
