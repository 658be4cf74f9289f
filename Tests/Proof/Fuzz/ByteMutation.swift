internal import TestKit

/// Changes bytes without knowing what they mean.
enum ByteMutation {
    /// Some changes of some bytes.
    static func mutate(
        _ bytes: [UInt8], with other: [UInt8] = [], by chance: inout SeededGenerator
    ) -> [UInt8] {
        var bytes = bytes
        for _ in 0...chance.below(3) { change(&bytes, other, &chance) }
        return bytes
    }

    private static func change(
        _ bytes: inout [UInt8], _ other: [UInt8], _ chance: inout SeededGenerator
    ) {
        let place = chance.below(bytes.count + 1)
        switch chance.below(8) {
        case 0:
            guard !bytes.isEmpty else { return }
            bytes[chance.below(bytes.count)] ^= 1 << UInt8(chance.below(8))
        case 1: bytes.removeSubrange(place...)
        case 2: bytes.insert(contentsOf: chance.bytes(1 + chance.below(8)), at: place)
        case 3:
            let end = min(bytes.count, place + 1 + chance.below(16))
            bytes.removeSubrange(place..<end)
        case 4:
            let end = min(bytes.count, place + chance.below(64))
            bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 5: bytes = Array(bytes[..<place]) + other.suffix(chance.below(other.count + 1))
        case 6:
            guard !bytes.isEmpty else { return }
            bytes[chance.below(bytes.count)] = chance.one(of: interesting)
        default: bytes.insert(contentsOf: chance.one(of: garbage), at: place)
        }
    }

    private static let interesting: [UInt8] = [0, 0x7f, 0x80, 0xff, 46, 34, 92, 123, 91, 45]

    /// Bytes that are no text, or text that is rarely thought of.
    static let garbage: [[UInt8]] = [
        [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xed, 0xb0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xff],
        [0xe2, 0x82], [0xef, 0xbb, 0xbf], [0xcc, 0x81], [0xe2, 0x80, 0xae], [0], [13, 10],
        Array("\\ud800".utf8), Array("\\udc00\\ud800".utf8), Array("\\u0000".utf8),
        Array("1e999".utf8), Array("-9223372036854775808".utf8), Array("NaN".utf8),
    ]
}
