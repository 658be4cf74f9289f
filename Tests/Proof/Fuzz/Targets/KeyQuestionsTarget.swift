internal import Bus
internal import Messages
internal import TestKit

/// libzmq's questions about keys: nobody comes in but by a key that is listed, at a door of its own.
struct KeyQuestionsTarget: Target {
    /// Thirty-two bytes for each, as a handshake shows them.
    private let keys: [[UInt8]]
    private let access: AccessList

    init() throws {
        keys = (0..<4).map { number in (0..<32).map { UInt8(number * 40 + $0) } }
        let texts = keys.compactMap { KeyPair.text(ofKey: $0) }
        access = AccessList(
            peers: [
                .init(
                    identity: .scheduler, slot: 0, publicKey: texts[0], permission: Permission()),
                .init(identity: "cbt", slot: 1, publicKey: texts[1], permission: Permission()),
                .init(identity: .ledger, slot: 2, publicKey: texts[2], permission: Permission()),
            ],
            revoked: [texts[2]: .ledger])
    }

    func input(_ chance: inout SeededGenerator) -> FuzzInput {
        let doors = ["publish", "to-scheduler", "to-cbt", "to-ledger", "to-", "", "to-*"]
        var parts: [[UInt8]] = [
            Array("1.0".utf8), chance.bytes(chance.below(9)), Array(chance.one(of: doors).utf8),
            Array("127.0.0.1".utf8), chance.bytes(chance.below(5)), Array("CURVE".utf8),
            chance.one(of: keys),
        ]
        for _ in 0..<chance.below(3) where !parts.isEmpty {
            let place = chance.below(parts.count)
            switch chance.below(4) {
            case 0: parts.remove(at: place)
            case 1: parts.insert(chance.bytes(chance.length(limit: 255)), at: place)
            case 2:
                parts[place] = chance.one(of: ["NULL", "PLAIN", "2.0", ""].map { Array($0.utf8) })
            default: parts[place] = ByteMutation.mutate(parts[place], by: &chance)
            }
        }
        return FuzzInput(parts)
    }

    func check(_ input: FuzzInput) throws {
        var gate = Gate(access: access)
        let reply = KeyQuestion(input.parts).answer(by: &gate)
        try expect(reply.count == 6, "a reply of \(reply.count) raw")
        try expect(reply[1] == input[1], "the reply is to another question")
        let name = String(decoding: reply[4], as: UTF8.self)
        let expected = expected(of: input.parts)
        try expect(name == expected?.text ?? "", "let in as \(name)")
        try expect(reply[2] == Array((expected == nil ? "400" : "200").utf8), "another status")
    }

    private func expected(of parts: [[UInt8]]) -> Identity? {
        guard parts.count == 7, parts[0] == Array("1.0".utf8), parts[5] == Array("CURVE".utf8),
            let place = keys.firstIndex(of: parts[6]), place < 2
        else { return nil }
        let identity = access.peers[place].identity
        let doors = ["publish", "to-\(identity)"].map { Array($0.utf8) }
        return doors.contains(parts[2]) ? identity : nil
    }

    /// A hub that lets in whom the list names, and does nothing else.
    private struct Gate: ForwardingPolicy {
        let access: AccessList

        mutating func admit(key: String, at door: Identity?, from peer: String) -> Identity? {
            guard case .admitted(let identity) = access.admission(ofKey: key, at: door) else {
                return nil
            }
            return identity
        }
        mutating func route(
            topic: Span<UInt8>, from sender: Span<UInt8>, byteCount: Int
        ) -> [Int] { [] }
        mutating func suspended(_ place: Int) {}
        mutating func droppedParts(_ count: Int, from sender: Span<UInt8>) {}
        mutating func second() {}
        var isAskedToBeat: Bool { false }
        mutating func beat() -> [Frame] { [] }
    }
}
