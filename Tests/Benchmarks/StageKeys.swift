internal import Bus
internal import Foundation
internal import Messages

/// Keys for one measurement, in a file that its processes read.
struct StageKeys: Codable {
    let hub: KeyPair
    private let peers: [String: KeyPair]

    /// New ones, for the hub and for everyone that may take part.
    init(readers: Int) throws {
        hub = try KeyPair.generate()
        peers = Dictionary(
            uniqueKeysWithValues: try Participants.accessList(readers: readers, keys: nil).peers
                .map { ($0.identity.text, try KeyPair.generate()) })
    }

    init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw BenchmarkError("there are no keys at \(path)")
        }
        self = try JSONText.decode(StageKeys.self, from: Array(data))
    }

    func write(to path: String) throws {
        try Data(try JSONText.encode(self)).write(to: URL(fileURLWithPath: path))
    }

    func of(_ identity: Identity) -> KeyPair? { peers[identity.text] }
}
