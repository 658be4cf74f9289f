import ArgumentParser
import ClinicFiles
import Foundation
import Messages
import Testing

@testable import ClinicClient
@testable import cairn

@Suite("`cairn keys`, where a service works with a join bundle")
struct KeysCommandTests {
    /// Short: a clinic's sockets have long names.
    private let place = "/tmp/ck-\(UUID().uuidString.prefix(8))"
    private var home: String { place + "/home" }
    private var there: String { place + "/there" }

    private func run(_ arguments: String...) throws {
        var command = try CairnCommand.parseAsRoot(arguments)
        try command.run()
    }

    private func storageKey(in file: String) throws -> String {
        struct Bundle: Decodable { let storageKey: String }
        return try JSONText.decode(Bundle.self, from: Array(Data(contentsOf: URL(filePath: file))))
            .storageKey
    }

    @Test("It makes no new key there and revokes none: that of the journal would be lost")
    func joined() throws {
        defer { try? FileManager.default.removeItem(atPath: place) }
        try FileManager.default.createDirectory(
            atPath: place, withIntermediateDirectories: true)
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let example = root.appending(path: "deploy/examples/small/clinic.yaml").path
        try run("init", home, "--from", example)
        let bundle = place + "/aftercare.bundle"
        try run(
            "keys", "export", "aftercare", "--clinic", home, "--address", "tcp://10.0.0.5:7400",
            "--output", bundle)
        try run("init", there, "--bundle", bundle)

        let file = there + "/keys/aftercare.json"
        let storage = try storageKey(in: file)
        for verb in ["new", "revoke"] {
            let error = #expect(throws: KeyError.self) {
                try run("keys", verb, "aftercare", "--clinic", there)
            }
            #expect(error == .madeElsewhere(.aftercare))
            #expect(error?.advice.remedy.contains("cairn keys export") == true)
            #expect(try storageKey(in: file) == storage)
        }

        // As the remedy says: there it is made and exported again, and its journal's key is the same.
        try run("keys", "new", "aftercare", "--clinic", home)
        try FileManager.default.removeItem(atPath: file)
        try run(
            "keys", "export", "aftercare", "--clinic", home, "--address", "tcp://10.0.0.5:7400",
            "--output", file)
        #expect(try storageKey(in: file) == storage)
    }
}
