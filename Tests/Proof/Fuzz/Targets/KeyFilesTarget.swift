internal import Bus
internal import ClinicFiles
internal import Messages
internal import TestKit

/// Key files, join bundles and the list of who may join.
///
/// The first part says which file the second is put in place of.
struct KeyFilesTarget: Target {
    private let scratch: Scratch
    private let clinic: Clinic
    private let keys: KeyFolder
    private let files: [(name: String, bytes: [UInt8])]

    init() throws {
        scratch = try Scratch()
        clinic = try scratch.smallClinic()
        keys = KeyFolder(of: ClinicFolder(path: scratch.path + "/small"))
        try keys.prepare(clinic: clinic, mode: Scratch.mode())
        try keys.export(
            .scheduler, address: "tcp://127.0.0.1:65000", to: scratch.path + "/bundle.json")
        let bundle = try scratch.bytes(of: "bundle.json")
        files = [
            ("access.json", try scratch.bytes(of: "small/keys/access.json")),
            ("scheduler.json", try scratch.bytes(of: "small/keys/scheduler.json")),
            ("scheduler.json", bundle),
            ("hub.json", try scratch.bytes(of: "small/keys/hub.json")),
        ]
    }

    func input(_ chance: inout SeededGenerator) -> FuzzInput {
        let place = chance.below(files.count)
        let other = chance.one(of: files).bytes
        return FuzzInput([
            [UInt8(place)], JSONMutation.mutate(files[place].bytes, with: other, by: &chance),
        ])
    }

    func check(_ input: FuzzInput) throws {
        for (name, bytes) in files where name != "scheduler.json" {
            try scratch.write(bytes, to: "small/keys/\(name)")
        }
        try scratch.write(files[1].bytes, to: "small/keys/scheduler.json")
        let name = files[Int(input[0].first ?? 0) % files.count].name
        try scratch.write(input[1], to: "small/keys/\(name)")
        do {
            let credentials = try keys.credentials(of: .scheduler)
            try expect(credentials.identity == .scheduler, "another's credentials")
            for door in [credentials.address.incoming] { try expect(!door.isEmpty, "no door") }
            _ = credentials.address.outgoing(to: .scheduler, slot: credentials.slot)
        } catch is KeyError {}
        do {
            let list = try keys.accessList()
            try expect(list.admission(ofKey: "", at: nil) == .unknown, "no key opens a door")
            try keys.prepare(clinic: clinic, mode: Scratch.mode())
            let places = try keys.accessList().peers.map(\.slot)
            try expect(Set(places).count == places.count, "two have one slot")
        } catch is KeyError {}
        do { _ = try keys.hubKeys() } catch is KeyError {}
    }
}
