import ClinicFiles
import Foundation
import Messages
import TestSupport
import Testing

@Suite("Copies of what was approved")
struct ApprovedCopiesTests {
    private let folders: TherapyFolders
    private let path: String
    private let hash: String
    private let copies: ApprovedCopies

    init() throws {
        folders = try TherapyFolders()
        path = try folders.put("dbt", TherapyFolders.manifest("dbt"), files: ["a/b": "b"])
        hash = try PluginTree(listing: path).hash()
        copies = ApprovedCopies(of: folders.folder)
    }

    private func names(_ path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    @Test("The copy is what was approved, whatever becomes of the folder")
    func made() throws {
        #expect(!copies.holds("dbt", hash))
        try copies.make("dbt", hash, from: path)
        try copies.check("dbt", hash)
        try folders.write("a/b", "another", in: path)
        try copies.check("dbt", hash)
        let root = folders.folder.plugins + "/.approved"
        for place in [root, root + "/dbt", copies.path(of: "dbt", hash)] {
            let found = try FileManager.default.attributesOfItem(atPath: place)
            #expect(found[.posixPermissions] as? Int == 0o700, "\(place)")
        }
        // Once more is no more work, also from a folder that holds something else now.
        try copies.make("dbt", hash, from: path)
        #expect(names(root + "/dbt") == [hash])
    }

    @Test("Of another content than the approved one no copy is made")
    func other() throws {
        try folders.write("a/b", "another", in: path)
        #expect(throws: ApprovedCopies.Failure.otherContent) {
            try copies.make("dbt", hash, from: path)
        }
        #expect(names(folders.folder.plugins + "/.approved/dbt") == [])
    }

    @Test("A copy in which anything was changed, added or taken away does not pass")
    func changed() throws {
        let copy = copies.path(of: "dbt", hash)
        let spoilings: [() throws -> Void] = [
            { try folders.write("a/b", "c", in: copy) },
            { try folders.write("more", "", in: copy) },
            { try FileManager.default.removeItem(atPath: copy + "/plugin.json") },
            { chmod(copy + "/a/b", 0o700) },
            { chmod(copy + "/a/b", 0o666) },
            {
                try FileManager.default.createSymbolicLink(
                    atPath: copy + "/link", withDestinationPath: "/bin/sh")
            },
            { try FileManager.default.removeItem(atPath: copy) },
        ]
        for (number, spoil) in spoilings.enumerated() {
            try? FileManager.default.removeItem(atPath: copy)
            try copies.make("dbt", hash, from: path)
            try copies.check("dbt", hash)
            try spoil()
            #expect(throws: ApprovedCopies.Failure.self, "\(number)") {
                try copies.check("dbt", hash)
            }
        }
    }

    @Test("What a crash left, and what nobody runs any more, is taken away; the rest stays")
    func cleared() throws {
        let root = folders.folder.plugins + "/.approved"
        try copies.make("dbt", hash, from: path)
        // As one that was killed while copying: half of it is there.
        try folders.write("plugin.json", "{", in: root + "/dbt/.\(hash)")
        try folders.write("plugin.json", "{}", in: root + "/gone/abc")
        try ApprovedList([]).write(in: folders.folder)
        try ApprovedList([
            ApprovedList.Plugin(
                plugin: "dbt", content: PluginContent(version: "1", hash: hash),
                permission: Permission())
        ]).write(in: folders.folder)
        copies.clear(butFor: ["dbt": [hash]])
        #expect(names(root) == ["dbt", "list.json"])
        #expect(names(root + "/dbt") == [hash])
        try copies.check("dbt", hash)
        #expect(ApprovedList(in: folders.folder).plugins.map(\.plugin) == ["dbt"])

        // A half copy is also no hindrance for the next one.
        try FileManager.default.removeItem(atPath: root + "/dbt/\(hash)")
        try folders.write("plugin.json", "{", in: root + "/dbt/.\(hash)")
        #expect(!copies.holds("dbt", hash))
        try copies.make("dbt", hash, from: path)
        try copies.check("dbt", hash)
        #expect(names(root + "/dbt") == [hash])
    }

    @Test("A plugin is put there, exchanged and taken out in one step each")
    func placed() async throws {
        let folder = folders.folder
        let placement = PluginPlacement(in: folder)
        let source = folders.place.path + "/source"
        try folders.write("plugin.json", TherapyFolders.manifest("new"), in: source)
        let tree = try PluginTree(listing: source)
        try placement.add(tree, as: "new")
        #expect(try PluginTree(listing: folder.plugins + "/new").hash() == tree.hash())
        #expect(throws: PluginPlacement.Failure.isThere("new")) {
            try placement.add(tree, as: "new")
        }
        try folders.write("more", "", in: source)
        let next = try PluginTree(listing: source)
        try placement.replace("new", with: next)
        #expect(try PluginTree(listing: folder.plugins + "/new").hash() == next.hash())
        #expect(throws: PluginPlacement.Failure.isMissing("other")) {
            try placement.replace("other", with: next)
        }
        await #expect(throws: PluginPlacement.Failure.isMissing("x")) {
            try await placement.remove("new") { throw PluginPlacement.Failure.isMissing("x") }
        }
        #expect(names(folder.plugins) == ["dbt", "new"], "what was refused is put back")
        try await placement.remove("new") {}
        await #expect(throws: PluginPlacement.Failure.isMissing("new")) {
            try await placement.remove("new") {}
        }
        #expect(names(folder.plugins) == ["dbt"])

        // Of one who was killed meanwhile; that of somebody at work is left.
        try folders.write("plugin.json", "{", in: folder.plugins + "/.placing-99999999-new")
        try folders.write("plugin.json", "{", in: folder.plugins + "/.placing-\(getpid())-new")
        // Of one that was killed between the two steps, the content of before is put back.
        try folders.write("plugin.json", "old", in: folder.plugins + "/.replaced-99999999-a-b")
        try folders.write("plugin.json", "old", in: folder.plugins + "/.replaced-99999999-dbt")
        placement.clear()
        #expect(
            try String(contentsOfFile: folder.plugins + "/a-b/plugin.json", encoding: .utf8)
                == "old")
        try FileManager.default.removeItem(atPath: folder.plugins + "/a-b")
        #expect(try PluginTree(listing: path).hash() == hash)
        #expect(names(folder.plugins) == [".placing-\(getpid())-new", "dbt"])
    }
}
