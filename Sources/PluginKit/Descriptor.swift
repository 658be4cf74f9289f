internal import Glibc
internal import TherapyContract

/// The two ends of the pipe, by plain reads and writes.
enum Descriptor {
    private static let chunk = 64 << 10

    /// What came, once something has; `nil` at the end of the questions.
    static func read() -> [UInt8]? {
        while true {
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: chunk) { space, filled in
                count = Glibc.read(PipeLimits.questions, space.baseAddress, chunk)
                filled = max(0, count)
            }
            if count > 0 { return bytes }
            guard count < 0, errno == EINTR else { return nil }
        }
    }

    /// Writes all of an answer. Without a host to take it there is nobody to tell.
    static func write(_ bytes: [UInt8], to descriptor: Int32 = PipeLimits.answers) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) }
            guard count > 0 || errno == EINTR else { return false }
        }
        return true
    }
}
