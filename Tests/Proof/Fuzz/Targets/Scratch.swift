internal import ClinicFiles
internal import Foundation
internal import Messages
internal import TestKit

/// A folder for what is read from files; in memory where the machine has that, for nobody needs it
/// after a power failure.
final class Scratch {
    let path: String

    init() throws {
        let memory = "/dev/shm"
        let place =
            FileManager.default.isWritableFile(atPath: memory)
            ? memory : FileManager.default.temporaryDirectory.path
        path = "\(place)/cairn-fuzz-\(getpid())-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file of this folder.
    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }

    func bytes(of name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
    }

    func remove(_ name: String) { try? FileManager.default.removeItem(atPath: "\(path)/\(name)") }

    /// The example clinic, made a folder here.
    func smallClinic() throws -> Clinic {
        let folder = ClinicFolder(path: path + "/small")
        try folder.create(configuration: Scratch.description(), mode: Scratch.mode())
        return try folder.clinic()
    }

    static func description() throws -> String {
        let file = Golden.root().appendingPathComponent("deploy/examples/small/clinic.yaml")
        return try String(contentsOf: file, encoding: .utf8)
    }

    /// A rehearsal that begins on a Monday at midnight.
    static func mode() throws -> ClinicMode {
        let day = LocalDate(year: 2026, month: 11, day: 23)
        guard let start = Moment(startOf: day, hour: 0, timeZone: "America/Chicago") else {
            throw Finding("no time zones are known here")
        }
        return ClinicMode(clinic: "small", kind: .rehearsal, startsAt: start, seed: 1)
    }
}
