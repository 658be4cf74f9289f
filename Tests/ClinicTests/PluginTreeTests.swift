import ClinicFiles
import Foundation
import TestSupport
import Testing

@Suite("All that a plugin's folder holds")
struct PluginTreeTests {
    private let folders: TherapyFolders
    private let path: String

    init() throws {
        folders = try TherapyFolders()
        path = try folders.put(
            "dbt", TherapyFolders.manifest("dbt"), files: ["parts/card.py": "a", "z": "b"])
    }

    private func hash() throws -> String { try PluginTree(listing: path).hash() }

    @Test("Its hash is another for each byte, name, and right to run, and for nothing else")
    func hashed() throws {
        let first = try hash()
        #expect(first.count == 64)
        var seen: Set = [first]
        try folders.write("parts/card.py", "A", in: path)
        #expect(seen.insert(try hash()).inserted, "a byte")
        try folders.write("parts/card.py", "a", in: path)
        #expect(try hash() == first, "when it was written is none of it")
        try folders.write("z", "b", in: path, mode: 0o755)
        #expect(seen.insert(try hash()).inserted, "whether it can be run")
        try folders.write("z", "b", in: path, mode: 0o600)
        #expect(try hash() == first)
        try FileManager.default.moveItem(atPath: path + "/z", toPath: path + "/y")
        #expect(seen.insert(try hash()).inserted, "a name")
        try FileManager.default.moveItem(atPath: path + "/y", toPath: path + "/parts/z")
        #expect(seen.insert(try hash()).inserted, "a place")
        try folders.write("parts/z", "", in: path)
        #expect(seen.insert(try hash()).inserted, "an empty file")
    }

    @Test("What could lead elsewhere, or change behind a person's back, is refused by name")
    func refused() throws {
        func told(_ spoil: () throws -> Void) throws -> String {
            try spoil()
            defer { try? FileManager.default.removeItem(atPath: path + "/odd") }
            do {
                _ = try PluginTree(listing: path).hash()
                return "it was taken"
            } catch { return error.text }
        }
        let odd = path + "/odd"
        for target in ["/bin/sh", "z", "nowhere"] {
            let words = try told {
                try FileManager.default.createSymbolicLink(
                    atPath: odd, withDestinationPath: target)
            }
            #expect(words == "odd is a link: put the file itself there", "\(target)")
        }
        #expect(try told { _ = mkfifo(odd, 0o600) } == "odd is no plain file")
        #expect(
            try told { try folders.write("odd", "", in: path, mode: 0o666) }
                == "odd may be written by everybody: take that right away")
        #expect(
            try told {
                try folders.write("odd/a", "", in: path)
                chmod(odd, 0o777)
            } == "odd may be written by everybody: take that right away")
        #expect(
            try told { try folders.write("odd/\u{1B}[2J", "", in: path) }
                == "odd holds a file whose name is no plain text")
        #expect(
            try told {
                try folders.write("odd", "", in: path)
                truncate(odd, off_t(PluginTree.limitBytes))
            } == "the folder holds more than 64 MiB")
        #expect(
            try told {
                for number in 0..<PluginTree.limitFiles {
                    try folders.write("odd/\(number)", "", in: path)
                }
            } == "the folder holds more than 2000 files")
        let deep = "odd/" + Array(repeating: "d", count: 20).joined(separator: "/")
        #expect(try told { try folders.write(deep, "", in: path) }.contains("in more than 16"))
        #expect(try told {} == "it was taken")
    }

    @Test("A copy is the same content, and belongs to its user alone")
    func copied() throws {
        try folders.write("run", "#!/bin/sh\n", in: path, mode: 0o755)
        let target = folders.folder.plugins + "/copy"
        #expect(try PluginTree(listing: path).copy(to: target) == hash())
        #expect(try PluginTree(listing: target).hash() == hash())
        for (name, mode) in [("", 0o700), ("/parts", 0o700), ("/z", 0o600), ("/run", 0o700)] {
            let found = try FileManager.default.attributesOfItem(atPath: target + name)
            #expect(found[.posixPermissions] as? Int == mode, "\(name)")
        }
    }

    @Test("What changes while it is read is refused, or hashed as it was read")
    func changing() throws {
        let tree = try PluginTree(listing: path)
        try folders.write("z", "longer", in: path)
        #expect(throws: PluginTree.Fault.self) { try tree.hash() }
        #expect(try PluginTree(listing: path).fingerprint != tree.fingerprint)
    }
}
