import Bus
import ClinicFiles
import Foundation
import Messages
import Testing

@testable import PeerBench

@Suite("The folders below plugins, judged together")
struct PluginShelfTests {
    private let folders: TherapyFolders
    private let clinic: Clinic

    init() throws {
        folders = try TherapyFolders()
        clinic = try SmallClinic.clinic()
    }

    private func leftOut() -> [String] {
        PluginShelf.leftOut(of: folders.folder, clinic: clinic).map(\.problem)
    }

    @Test("Each is judged by itself, and one with a key of its own is told what to do instead")
    func oneByOne() throws {
        try folders.put("dbt", TherapyFolders.manifest("dbt"))
        try folders.put("broken", #"{"contract": 1}"#)
        try folders.put("old", TherapyFolders.withKey)
        let found = try #require(PluginShelf.folders(in: folders.folder, for: clinic))
        #expect(found.map { $0.path.split(separator: "/").last } == ["broken", "dbt", "old"])
        #expect(found.compactMap(\.id) == ["dbt"])
        let told = leftOut()
        #expect(told.count == 2)
        #expect(told.first?.contains("The plugin in plugins/broken is left out") == true)
        for words in [
            "The plugin in plugins/old is left out", "contract is missing",
            "a therapy has no key, it declares acts", "`cairn plugin new`", "sends is no field",
        ] { #expect(told.last?.contains(words) == true, "\(told)") }
    }

    @Test("A form that no clinic could ask is told wherever a folder is judged")
    func forms() throws {
        let form = #""forms": [{"id": "card"}], "offerings""#
        try folders.put(
            "dbt", TherapyFolders.manifest("dbt").replacing(#""offerings""#, with: form))
        #expect(leftOut().first?.contains("forms[0]") == true, "\(leftOut())")
    }

    @Test("Whatever is wrong in several places is told at once, each with its line and its remedy")
    func allAtOnce() throws {
        let form = """
            {"id": "card", "name": "Card", "version": "1", "respondent": "client",
             "lookbackDays": "seven",
             "answerSets": {"often": {"values": [0, 1]}},
             "items": [{"key": "a", "label": "A", "answers": "oftn"},
                       {"key": "b", "label": "B", "answers": "often", "txt": "?"}],
             "scales": [{"id": "all", "items": ["a", "c"]}],
             "dangers": [{"kind": "self-harm", "urgency": "soon", "items": ["a"], "atLeast": 1,
                          "guidance": "Call."}],
             "validity": {"hours": 24, "source": "x", "basis": "confirm"},
             "licence": {"ships": "labels", "text": "x", "source": "x", "basis": "confirm"},
             "sources": [{"text": "x", "basis": "confirm"}]}
            """
        try folders.put(
            "dbt",
            TherapyFolders.manifest("dbt", command: "run")
                .replacing(#""perWeek": 1"#, with: #""perWeek": 0"#)
                .replacing(#""offerings""#, with: "\n\"forms\": [\n\(form)],\n\"offerings\""))
        let told = try #require(leftOut().first)
        let file = "plugins/dbt/plugin.json"
        for (problem, remedy) in [
            ("\(file):4: forms[0].lookbackDays is of another kind.", "Write a whole number from 0"),
            ("\(file):6: forms[0].items[0].answers is “oftn”, which", "Write often, if that"),
            ("\(file):7: forms[0].items[1].txt is no field of a form.", "Did you mean text?"),
            ("\(file):8: forms[0].scales[0].items names item “c”", "Write one of a, b."),
            ("\(file):9: forms[0].dangers[0].urgency is “soon”.", "Write one of now, today."),
            ("\(file):3: forms[0].cadence is missing.", "Write it: when it is to be asked."),
            ("\(file):14: offerings[0].perWeek is 0.", "Write a whole number from 1"),
            (
                "\(file): command: its program run is not there yet",
                "Put the program itself into the folder"
            ),
        ] {
            let lines = told.split(separator: "\n")
            let place = lines.firstIndex { $0.hasPrefix("  \(problem)") }
            #expect(place != nil, "\(problem)\n\(told)")
            guard let place, lines.indices.contains(place + 1) else { continue }
            #expect(lines[place + 1].hasPrefix("    \(remedy)"), "\(lines[place + 1])")
        }
        // No fault of the first kind is told again as one of the second.
        #expect(!told.contains("names no answer set: names"), "\(told)")
        #expect(told.components(separatedBy: "lookbackDays").count == 2, "\(told)")
    }

    @Test("An id that a member of staff, a service or Cairn itself has is refused by name")
    func names() throws {
        let person = try #require(clinic.staff.first?.id.text)
        for id in [person, "scheduler", "hub", "simulator", "supervisor", "access", "cli-x"] {
            try folders.put("x", TherapyFolders.manifest(id))
            #expect(leftOut().first?.contains("id is \(id), ") == true, "\(id): \(leftOut())")
        }
        try folders.put("x", TherapyFolders.manifest("x"))
        #expect(leftOut() == [])
    }

    @Test("One id twice: the folder that is named like it counts, and the other is named")
    func twice() throws {
        for name in ["aaa", "dbt", "dbt.bak"] {
            try folders.put(name, TherapyFolders.manifest("dbt"))
        }
        let told = leftOut()
        #expect(told.count == 2)
        for name in ["aaa", "dbt.bak"] {
            #expect(
                told.contains {
                    $0.contains("plugins/\(name) is left out")
                        && $0.contains("its id, dbt, is that of the plugin in plugins/dbt")
                })
        }
        // Whoever edits the one that counts does not want a copy of it to be run meanwhile.
        try folders.put("dbt", "{")
        let edited = leftOut()
        #expect(edited.count == 3)
        #expect(edited.count { $0.contains("is that of the plugin in plugins/dbt") } == 2)
    }

    @Test("A program that is not there, or no program of the folder's, is waited for by name")
    func programs() throws {
        let path = try folders.put("dbt", TherapyFolders.manifest("dbt", command: "therapy"))
        #expect(leftOut().first?.contains("therapy is not there yet") == true)
        try folders.write("therapy", "", in: path)
        #expect(leftOut().first?.contains("therapy is not executable yet") == true)
        try folders.write("therapy", "", in: path, mode: 0o755)
        #expect(leftOut() == [])
        try folders.write("therapy", "", in: path, mode: 0o777)
        #expect(leftOut().first?.contains("may be written by everybody") == true)
        try FileManager.default.removeItem(atPath: path + "/therapy")
        try FileManager.default.createSymbolicLink(
            atPath: path + "/therapy", withDestinationPath: "/bin/sh")
        #expect(leftOut().first?.contains("therapy is a link") == true)
        try FileManager.default.removeItem(atPath: path + "/therapy")
        for (command, told) in [
            (#"python3", "-B", "card.py"#, "card.py is not there yet"),
            ("bash", "bash is not there yet, and is no interpreter"),
            ("/bin/sh", "command[0] is “/bin/sh”"),
            ("cairn-scheduler", "a program of Cairn's own"),
        ] {
            try folders.put("dbt", TherapyFolders.manifest("dbt", command: command))
            #expect(leftOut().first?.contains(told) == true, "\(command) \(leftOut())")
        }
        try folders.write("card.py", "", in: path)
        try folders.put(
            "dbt", TherapyFolders.manifest("dbt", command: #"python3", "-B", "card.py"#))
        #expect(leftOut() == [])
    }

    @Test("Only a rehearsal may approve all, and a live clinic is refused by name")
    func policy() throws {
        let text = try SmallClinic.text() + "\nplugins: approve-all\n"
        let folder = folders.folder
        try text.write(toFile: folder.configuration, atomically: true, encoding: .utf8)
        var mode = try SmallClinic.mode()
        for kind in [ClinicMode.Kind.rehearsal, .live] {
            mode.kind = kind
            try JSONText.readable(mode).write(
                toFile: folder.modeFile, atomically: true, encoding: .utf8)
            guard kind == .live else {
                #expect(try folder.clinic().plugins == .approveAll)
                continue
            }
            let error = #expect(throws: ClinicError.self) { try folder.clinic() }
            #expect(
                error?.advice.problem.contains("plugins: approve-all is for a rehearsal") == true)
        }
        #expect(throws: ClinicError.self) {
            _ = try ClinicFolder.clinic(
                of: SmallClinic.text() + "\nplugins: approve-al\n", named: "x")
        }
    }

    @Test("Keys and permissions are those of the list of the approved")
    func keys() throws {
        let folder = folders.folder
        try FileManager.default.createDirectory(
            atPath: folder.path + "/keys", withIntermediateDirectories: true)
        let keys = KeyFolder(of: folder)
        let permission = Permission(reads: [try #require(Grant("scheduler.session"))])
        try ApprovedList([
            ApprovedList.Plugin(
                plugin: "dbt", content: PluginContent(version: "1", hash: "h"),
                permission: permission)
        ]).write(in: folder)
        try keys.prepare(clinic: clinic, mode: SmallClinic.mode())
        let peer = try keys.accessList().peers.first { $0.identity == "dbt" }
        #expect(peer?.permission == permission)
        // Whoever makes a person's key anew does not put it out.
        try keys.renew("cli-t01", clinic: clinic, mode: SmallClinic.mode())
        #expect(try keys.accessList().peers.contains { $0.identity == "dbt" })
        try ApprovedList([]).write(in: folder)
        try keys.prepare(clinic: clinic, mode: SmallClinic.mode())
        #expect(!(try keys.accessList().peers.contains { $0.identity == "dbt" }))
    }
}
