internal import Foundation
internal import Platform
internal import TestKit

/// Tries inputs in this process, one after the other.
struct Worker {
    /// Findings after which the rest is not tried: they are most likely one defect.
    private static let findingLimit = 5
    /// What the process may grow by after its first quarter, in bytes, over so many inputs.
    private static let growthLimitBytes: Int64 = 96 * 1024 * 1024

    private let kind: TargetKind
    private let seed: UInt64
    private var target: any Target

    init(kind: TargetKind, seed: UInt64) throws {
        self.kind = kind
        self.seed = seed
        target = try kind.make()
    }

    /// The input of a number; it depends on nothing else.
    static func input(_ number: Int, of target: any Target, seed: UInt64) -> FuzzInput {
        var mixer = SeededGenerator(seed: seed &* 0x9e37_79b9 &+ UInt64(number))
        var chance = SeededGenerator(seed: mixer.next())
        return target.input(&chance)
    }

    /// Tries one, and throws what it showed.
    mutating func tryOne(_ input: FuzzInput) throws { try target.check(input) }

    /// Tries some; prints the number of each that failed, and why.
    mutating func tryMany(_ numbers: Range<Int>, progress: String?) throws {
        let descriptor = progress.map { open($0, O_RDWR | O_CREAT, 0o600) } ?? -1
        var findings = 0
        var settled: Int64?
        for number in numbers {
            tell(number, descriptor)
            if number - numbers.lowerBound == numbers.count / 4 { settled = ResidentMemory.bytes }
            do { try target.check(Worker.input(number, of: target, seed: seed)) } catch {
                findings += 1
                print("finding \(number) \(Worker.line(error))")
                guard findings < Self.findingLimit else { break }
            }
        }
        tell(numbers.upperBound, descriptor)
        // A handful says nothing of a leak.
        guard let settled, numbers.count >= 10_000, findings == 0 else { return }
        let growth = ResidentMemory.bytes - settled
        if growth > Self.growthLimitBytes {
            print("finding -1 memory grew by \(growth / 1_048_576) MiB after the first quarter")
        }
    }

    private func tell(_ number: Int, _ descriptor: Int32) {
        guard descriptor >= 0 else { return }
        withUnsafeBytes(of: number) { _ = pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    private static func line(_ error: any Error) -> String {
        "\(error)".replacingOccurrences(of: "\n", with: " ")
    }
}
