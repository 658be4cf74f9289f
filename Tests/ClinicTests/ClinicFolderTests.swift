import ClinicFiles
import Foundation
import Messages
import TestSupport
import Testing

@testable import PeerBench

@Suite("A clinic's folder")
struct ClinicFolderTests {
    private let folder: TemporaryFolder
    private var files: ClinicFolder { ClinicFolder(path: folder.path) }

    init() throws { folder = try TemporaryFolder() }

    @Test("The example clinic is read as it is written")
    func example() throws {
        let clinic = try folder.clinic(SmallClinic.text())
        #expect(clinic.name == "Small Clinic")
        #expect(clinic.groups.flatMap(\.sessions).first?.at == WeeklyTime("mon 09:00-10:00"))
        #expect(clinic.closures.contains(LocalDate(year: 2026, month: 12, day: 25)))
    }

    @Test("Without clinic.yaml it says which file is missing")
    func missing() {
        #expect(throws: ClinicError.missing(files.configuration)) { try files.clinic() }
    }

    @Test(
        "A value that does not fit is named by its place, and not repeated",
        arguments: [
            ("caseload: 16", "caseload: secret", "staff.1.caseload"),
            (
                "mon 09:00-10:00\n        room", "mon 10:00-09:00\n        room",
                "groups.0.sessions.0.at"
            ),
            ("capacity: 12\n", "capacity: [secret]\n", "groups.0.capacity"),
            ("  followUpDays: 7", "  followUpDaze: 7", "followUpDays is missing at"),
            ("name: Small Clinic", "nom: Small Clinic", "name is missing at"),
            ("\"2026-12-25\"", "\"2026-13-25\"", "closures.1"),
        ])
    func badValue(old: String, new: String, place: String) throws {
        let text = try SmallClinic.text()
        let range = try #require(text.range(of: old))
        let error = try #require(throws: ClinicError.self) {
            try folder.clinic(text.replacingCharacters(in: range, with: new))
        }
        #expect(error.advice.problem.contains(files.configuration))
        #expect(error.advice.problem.contains(place), "\(error.advice.problem)")
        #expect(!error.advice.problem.contains("secret"))
        #expect(!error.advice.problem.contains(".."))
    }

    @Test("Text that is no YAML is refused")
    func noYAML() throws {
        let error = try #require(throws: ClinicError.self) { try folder.clinic("a: [1\nb: {") }
        guard case .unreadable = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test("A description that contradicts itself is refused with all that is wrong")
    func contradictory() throws {
        let text = try SmallClinic.text()
            .replacingOccurrences(of: "clinician: t03", with: "clinician: t99")
            .replacingOccurrences(of: "followUpDays: 7 ", with: "followUpDays: 30 ")
        let error = try #require(throws: ClinicError.self) { try folder.clinic(text) }
        #expect(error.advice.problem.contains("led by t99, who is not there"))
        #expect(error.advice.problem.contains("followUpDays must be 1 to 7"))
    }

    @Test("What it is for is fixed when it is made, and closed to everyone else")
    func made() throws {
        let made = ClinicFolder(path: folder.path + "/austin")
        let mode = try SmallClinic.mode(seed: 7)
        try made.create(configuration: SmallClinic.text(), mode: mode)
        #expect(try made.mode() == mode)
        #expect(try made.clinic().name == "Small Clinic")
        for path in [made.path, made.journals, made.logs, made.plugins, made.run] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o700, "\(path)")
        }
        #expect(throws: ClinicError.exists(made.path)) {
            try made.create(configuration: "", mode: mode)
        }
        #expect(try made.clinic().name == "Small Clinic")
    }

    @Test("A folder that was not made as a clinic is none")
    func noClinic() {
        #expect(throws: ClinicError.notAClinic(files.path)) { try files.mode() }
    }

    @Test("One that holds people's treatment says so")
    func live() throws {
        var mode = try SmallClinic.mode()
        mode.kind = .live
        try files.create(configuration: SmallClinic.text(), mode: mode)
        #expect(try !files.mode().isRehearsal)
    }

    @Test(
        "A damaged clinic.json is not guessed at",
        arguments: ["", "{}", "{\"kind\": \"rehearsal\"}"])
    func damaged(text: String) throws {
        try text.write(toFile: files.modeFile, atomically: true, encoding: .utf8)
        let error = try #require(throws: ClinicError.self) { try files.mode() }
        guard case .unreadable = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test("Every error says what to do")
    func remedies() {
        let errors: [ClinicError] = [
            .missing("a"), .unreadable("a", "b"), .contradictory("a", ["b"]), .notAClinic("a"),
            .exists("a"), .rehearsalOnly,
        ]
        for error in errors { #expect(!error.advice.remedy.isEmpty) }
    }
}
