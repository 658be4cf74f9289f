import Messages
import Testing

@testable import ClinicFiles
@testable import PeerBench

@Suite("A clinic's description")
struct ClinicCheckTests {
    private func faults(in clinic: Clinic) -> [String] {
        ClinicCheck.places(in: clinic).map(\.words)
    }

    private var clinic: Clinic

    init() throws { clinic = try SmallClinic.clinic() }

    @Test("The example has no fault and gives nothing up")
    func example() {
        #expect(faults(in: clinic) == [])
        #expect(ClinicCheck.losses(in: clinic) == [])
    }

    @Test(
        "Each contradiction is said in words",
        arguments: [
            Fault("phase p1 is there twice") { $0.phases.append($0.phases[0]) },
            Fault("room g1 is there twice") { $0.rooms.append($0.rooms[0]) },
            Fault("staff dir is there twice") { $0.staff.append($0.staff[0]) },
            Fault("service ledger is there twice") { $0.services.append(.ledger) },
            Fault("there is no phase") { $0.phases = [] },
            Fault("name has a control character or a second line") { $0.name = "A\u{1B}[31m" },
            Fault("staff.0.languages.0 has a control character or a second line") {
                $0.staff[0].languages[0] = "e\nn"
            },
            Fault("listen must be tcp://HOST:PORT, with a port up to 65000") {
                $0.listen = "10.0.0.5:7400"
            },
            Fault("hub cannot be elsewhere") {
                $0.listen = "tcp://10.0.0.5:7400"
                $0.elsewhere = [.hub]
            },
            Fault("somebody is elsewhere, and the hub does not listen there") {
                $0.elsewhere = [.aftercare]
            },
            Fault("group p1-01 is of phase p9, which is not there") { $0.groups[0].phase = "p9" },
            Fault("group p1-01 meets in cellar, which is not there") {
                $0.groups[0].sessions[0].room = "cellar"
            },
            Fault("group p1-01 is led by t99, who is not there") {
                $0.groups[0].sessions[0].clinician = "t99"
            },
            Fault("t01 leads p1-01 on mon 06:00-07:00, outside the hours") {
                $0.groups[0].sessions[0].at =
                    WeeklyTime(.mon, TimeOfDay(minutes: 360), TimeOfDay(minutes: 420))
            },
            Fault("p1-01 and p1-02 are both in g2 on mon 09:00-10:00") {
                $0.groups[1].sessions[0].room = "g2"
            },
            Fault("t01 leads p1-01 and p1-02 on mon 09:00-10:00") {
                $0.groups[1].sessions[0].clinician = "t01"
            },
            Fault("policies.followUpDays must be 1 to 7") { $0.policies.followUpDays = 8 },
            Fault("policies.followUpDays must be 1 to 7") { $0.policies.followUpDays = 0 },
            Fault("policies.alertHours must be 1 to 168") { $0.policies.alertHoursNow = 0 },
            Fault("policies.alertHours must be 1 to 168") { $0.policies.alertHoursToday = .max },
            Fault("instrument phq-9 is there twice") {
                $0.policies.instruments = ["phq-9", "gad-7", "phq-9"]
            },
            Fault("cows has no times at which it is asked: it would never fall due") {
                $0.policies.instruments = ["cows"]
            },
            Fault("elsewhere aftercare is there twice") {
                $0.listen = "tcp://10.0.0.5:7400"
                $0.elsewhere = [.aftercare, .aftercare]
            },
            Fault("aftercare is elsewhere, and not one of services") {
                $0.listen = "tcp://10.0.0.5:7400"
                $0.elsewhere = [.aftercare]
                $0.services.removeAll { $0 == .aftercare }
            },
            // A therapy runs where the supervisor is.
            Fault("cbt is elsewhere, and not one of services") {
                $0.listen = "tcp://10.0.0.5:7400"
                $0.elsewhere = ["cbt"]
            },
            Fault("nobody on the staff has a role that meets clients") {
                $0.staff = $0.staff.filter { $0.id == "it1" }
            },
        ])
    fileprivate func fault(_ fault: Fault) {
        var wrong = clinic
        fault.make(&wrong)
        #expect(faults(in: wrong).contains(fault.words))
    }

    @Test("Sessions that only touch are no double booking")
    mutating func touching() {
        clinic.groups[1].sessions[0].room = "g2"
        clinic.groups[1].sessions[0].at =
            WeeklyTime(.mon, TimeOfDay(minutes: 720), TimeOfDay(minutes: 780))
        #expect(!faults(in: clinic).contains { $0.contains("both in") })
    }

    @Test("What is given up without a service is said in a sentence")
    mutating func losses() {
        clinic.services.removeAll { $0 == .aftercare }
        #expect(
            ClinicCheck.losses(in: clinic) == [
                "Without aftercare: nobody keeps in touch with those who wait, left or finished. "
                    + "To run it, add `- aftercare` to `services:` in clinic.yaml."
            ])
        clinic.services = [.hub]
        #expect(ClinicCheck.losses(in: clinic).count == 6)
    }

    fileprivate struct Fault: CustomTestStringConvertible, Sendable {
        let words: String
        let make: @Sendable (inout Clinic) -> Void
        var testDescription: String { words }

        init(_ words: String, _ make: @escaping @Sendable (inout Clinic) -> Void) {
            self.words = words
            self.make = make
        }
    }
}
