import Foundation
import Messages
import TestSupport
import Testing
import TherapyContract

@testable import ClinicFiles
@testable import PeerBench

@Suite("The interpreters that a clinic allows")
struct InterpretersTests {
    private let folders: TherapyFolders
    init() throws { folders = try TherapyFolders() }

    private func clinic(_ lines: String) throws -> Clinic {
        try (SmallClinic.text() + lines).write(
            toFile: folders.folder.configuration, atomically: true, encoding: .utf8)
        return try folders.folder.clinic()
    }

    /// Why a therapy that runs by a word is left out; `nil` where it is not.
    private func fault(_ word: String, in clinic: Clinic) throws -> Advice? {
        let path = try folders.put("calm", TherapyFolders.manifest("calm", command: word))
        do throws(PluginFault) {
            _ = try TherapyFolder.read(path, for: clinic)
            return nil
        } catch { return error.advice }
    }

    @Test("A name stands for itself, a path for its last part")
    func names() throws {
        let usual = try clinic("").allowedInterpreters
        #expect(usual.names == ["node", "perl", "python3"])
        let own = try clinic("interpreters: [ruby, /opt/py-3.12/bin/python3]\n").allowedInterpreters
        #expect(own.names == ["python3", "ruby"])
        #expect(own.entry(for: "python3") == "/opt/py-3.12/bin/python3")
        #expect(own.entry(for: "perl") == nil)
        #expect(try clinic("interpreters: []\n").allowedInterpreters.names.isEmpty)
    }

    @Test(
        "What is neither is refused, with its line and what it must look like",
        arguments: [
            "bin/ruby", "../ruby", "/opt/../bin/ruby", "/opt//ruby", "/opt/ruby/", "-c", ".ruby",
            "'ruby -e'", "'ru by'", "'/opt/a b/ruby'", "5.1e\u{301}",
        ])
    func form(_ entry: String) throws {
        do {
            _ = try clinic("interpreters: [python3, \(entry)]\n")
            Issue.record("\(entry) was taken.")
        } catch {
            let problem = (error as? any Remediable)?.advice.problem ?? ""
            #expect(problem.contains("interpreters.1: It must look like python3"), "\(problem)")
        }
    }

    @Test("Two of one name are refused: a contract could not tell which is meant")
    func twice() {
        #expect(throws: ClinicError.self) {
            try clinic("interpreters: [perl, /opt/perl/bin/perl]\n")
        }
    }

    @Test("A change of them is told, what holds unless it is said among it")
    func change() throws {
        let usual = try clinic("")
        let own = try clinic("interpreters: [perl, ruby]\n")
        #expect(
            DescriptionChange(from: usual, to: own).changes == [
                "interpreter node: removed", "interpreter python3: removed",
                "interpreter ruby: added",
            ])
        let none = try clinic("interpreters: []\n")
        #expect(DescriptionChange(from: usual, to: none).changes.count == 3)
    }

    @Test("A therapy whose interpreter is not allowed is left out, until it is")
    func allowed() throws {
        let fault = try #require(try fault("ruby", in: clinic("")))
        #expect(
            fault.problem.contains("ruby is not there yet, and is no interpreter that the clinic"))
        #expect(fault.problem.contains("(node, perl, python3)"))
        #expect(fault.remedy.contains("under `interpreters` in clinic.yaml and `cairn reload`"))
        #expect(try self.fault("perl", in: clinic("interpreters: []\n")) != nil)
        #expect(try self.fault("perl", in: clinic("interpreters: [perl]\n")) == nil)
        let place = "\(folders.place.path)/ruby"
        try folders.write("ruby", "#!/bin/sh\n", in: folders.place.path, mode: 0o755)
        #expect(try self.fault("ruby", in: clinic("interpreters: [\(place)]\n")) == nil)
    }

    @Test("One that is allowed and not installed is told so, with what to do")
    func installed() throws {
        for entry in ["no-such-interpreter", "/nowhere/no-such-interpreter"] {
            let clinic = try clinic("interpreters: [\(entry)]\n")
            let fault = try #require(try fault("no-such-interpreter", in: clinic))
            #expect(fault.problem.contains("\(entry), by which it runs, is not installed here"))
            #expect(fault.remedy.hasPrefix("Install it, or write its path under `interpreters`"))
        }
        // An author's own computer is not the clinic's.
        let path = try folders.put("calm", TherapyFolders.manifest("calm", command: "node"))
        #expect(throws: Never.self) { try TherapyFolder.read(path, for: nil) }
    }
}
