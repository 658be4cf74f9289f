/// A digest of 64 bits that is the same on every machine and in every process: FNV-1a (Fowler, Noll
/// & Vo). It tells one text from another, and is no protection against anybody.
package struct FNV1a: Sendable {
    package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    package init() {}

    package mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }

    package mutating func add(_ bytes: some Sequence<UInt8>) { for byte in bytes { add(byte) } }
}
