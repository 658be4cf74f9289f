import Foundation
import Testing

@testable import TherapyTools

@Suite("A therapy of the checkout is packed with what was built with it")
struct BuiltTreeTests {
    private let workshop: Workshop
    private let tree: BuiltTree

    /// A checkout with the programs of one build, and the kit for Python.
    init() throws {
        workshop = try Workshop()
        let programs = workshop.folder.appending(path: "cairn/.build/some/debug").path
        tree = try #require(BuiltTree(programs: programs))
        try write("cairn/.build/some/debug/deep", "program", isProgram: true)
        try write("cairn/Plugins/python/cairn_therapy/__init__.py", "kit")
    }

    private func write(_ path: String, _ text: String, isProgram: Bool = false) throws {
        let file = workshop.folder.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
        let mode = isProgram ? 0o755 : 0o644
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: file.path)
    }

    private func therapy(in place: String, command: String, file: String) throws -> String {
        try write("\(place)/plugin.json", #"{"contract": 1, "command": [\#(command)]}"#)
        try write("\(place)/\(file)", "")
        return workshop.folder.appending(path: place).path
    }

    private func names(in staged: StagedPlugin) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: staged.folder).sorted()
    }

    @Test("The program is the one of the build, and the kit lies beside a therapy in Python")
    func own() throws {
        let swift = try therapy(
            in: "cairn/Plugins/deep", command: #""deep""#, file: "Package.swift")
        #expect(try names(in: StagedPlugin(swift, in: tree)) == ["deep", "plugin.json"])
        let python = try therapy(
            in: "cairn/Plugins/snake", command: #""python3", "therapy.py""#, file: "therapy.py")
        #expect(
            try names(in: StagedPlugin(python, in: tree))
                == ["cairn_therapy", "plugin.json", "therapy.py"])
    }

    @Test("Another's therapy has neither: it brings its own")
    func others() throws {
        let swift = try therapy(in: "else/deep", command: #""deep""#, file: "Package.swift")
        #expect(throws: StagingFault.unbuilt(swift)) { try StagedPlugin(swift, in: tree) }
        let python = try therapy(
            in: "else/snake", command: #""python3", "therapy.py""#, file: "therapy.py")
        #expect(
            try names(in: StagedPlugin(python, in: tree)) == ["plugin.json", "therapy.py"])
        // A name that only begins like the checkout's is another folder.
        let beside = try therapy(in: "cairn2/deep", command: #""deep""#, file: "Package.swift")
        #expect(throws: StagingFault.unbuilt(beside)) { try StagedPlugin(beside, in: tree) }
    }

    @Test("Programs that lie in no build folder belong to no checkout")
    func installed() {
        #expect(BuiltTree(programs: "/usr/local/bin") == nil)
        #expect(BuiltTree(programs: "/.build/debug") == nil)
        #expect(BuiltTree(programs: "/a/.build/x/debug")?.root == "/a")
    }
}
