internal import Glibc
internal import HashChain

/// Which input is being decided, where a process that ends on it leaves it for the next one.
///
/// One input that always ends the process would keep a service down for good: the third time, it
/// is set aside instead. Inputs stand there as digests: a command's name says who gave it. The file
/// is not synced: a process that crashes does not lose what it wrote, and a machine that crashes
/// did not crash of an input.
package final class AttemptFile: Sendable {
    /// Endings after which an input is not tried again.
    static var limit: Int { 2 }
    /// Suspects kept; beyond, the oldest is forgotten.
    private static var slots: Int { 15 }
    private static var width: Int { 256 }

    private let descriptor: Int32
    /// Inputs during which earlier processes ended, newest first.
    private let suspects: [Suspect]

    private struct Suspect {
        var input: String
        var endings: Int

        /// `<endings> <input>`, padded.
        var line: [UInt8] { AttemptFile.line("\(endings) \(input)") }

        init(input: String, endings: Int) {
            self.input = input
            self.endings = endings
        }

        init?(_ line: String) {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let endings = Int(parts[0]), endings > 0 else { return nil }
            self.init(input: String(parts[1]), endings: endings)
        }
    }

    /// Opens the file, or makes it, readable for its user alone; what the last process left in it
    /// becomes a suspect. `nil` when the file cannot be had: the service then runs without it.
    package init?(path: String) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
        let lines = AttemptFile.lines(in: descriptor)
        var suspects = lines.dropFirst().compactMap(Suspect.init)
        if let input = lines.first, !input.isEmpty {
            let endings = suspects.first { $0.input == input }?.endings ?? 0
            suspects.removeAll { $0.input == input }
            suspects.insert(Suspect(input: input, endings: endings + 1), at: 0)
        }
        self.suspects = Array(suspects.prefix(AttemptFile.slots))
        let blank = AttemptFile.line("")
        let kept = self.suspects.map(\.line)
        let rest = Array(repeating: blank, count: AttemptFile.slots - kept.count)
        guard AttemptFile.write(([blank] + kept + rest).flatMap(\.self), at: 0, to: descriptor)
        else { return nil }
    }

    deinit { close(descriptor) }

    /// How often earlier processes ended while they decided on this input.
    func endings(during input: String) -> Int {
        let digest = AttemptFile.digest(of: input)
        return suspects.first { $0.input == digest }?.endings ?? 0
    }

    /// The process is about to decide on an input.
    func begin(_ input: String) { put(AttemptFile.line(AttemptFile.digest(of: input)), slot: 0) }

    /// It has decided, and is still there.
    func end(_ input: String) {
        put(AttemptFile.line(""), slot: 0)
        let digest = AttemptFile.digest(of: input)
        guard let place = suspects.firstIndex(where: { $0.input == digest }) else { return }
        put(AttemptFile.line(""), slot: place + 1)
    }

    private func put(_ line: [UInt8], slot: Int) {
        // Best effort: without it a crash is a crash, as for any other program.
        _ = AttemptFile.write(line, at: slot * AttemptFile.width, to: descriptor)
    }

    private static func digest(of input: String) -> String {
        HashChain.digest(of: Array(input.utf8))
    }

    private static func line(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8.prefix(width - 1))
        return bytes + Array(repeating: 0x20, count: width - 1 - bytes.count) + [0x0a]
    }

    private static func lines(in descriptor: Int32) -> [String] {
        var bytes = [UInt8](repeating: 0, count: width * (slots + 1))
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return [] }
        return bytes.prefix(count).split(separator: 0x0a, omittingEmptySubsequences: false)
            .map { line in
                let end = line.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? line.startIndex
                return String(decoding: line[line.startIndex..<end], as: UTF8.self)
            }
    }

    private static func write(_ bytes: [UInt8], at offset: Int, to descriptor: Int32) -> Bool {
        pwrite(descriptor, bytes, bytes.count, off_t(offset)) == bytes.count
    }
}
