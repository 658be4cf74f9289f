/// Numbers and bytes as text of lower-case hexadecimal digits.
package enum Hexadecimal {
    /// 16 digits, the highest first.
    package static func text(of number: UInt64) -> String {
        withUnsafeBytes(of: number.bigEndian, text(of:))
    }

    /// Two digits for each byte.
    package static func text(of bytes: UnsafeRawBufferPointer) -> String {
        String(unsafeUninitializedCapacity: 2 * bytes.count) { text in
            for (index, byte) in bytes.enumerated() {
                text[2 * index] = digit(byte >> 4)
                text[2 * index + 1] = digit(byte & 15)
            }
            return 2 * bytes.count
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
