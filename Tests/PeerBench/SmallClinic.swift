import ClinicFiles
import Foundation
import Messages
import TestKit
import TestSupport

/// The example clinic that is shipped, read as a process reads it.
enum SmallClinic {
    static func text(of size: String = "small") throws -> String {
        let file = Golden.root().appendingPathComponent("deploy/examples/\(size)/clinic.yaml")
        return try String(contentsOf: file, encoding: .utf8)
    }

    /// Another one that is shipped.
    static func example(_ size: String) throws -> Clinic {
        try TemporaryFolder().clinic(text(of: size))
    }

    static func clinic() throws -> Clinic {
        let folder = try TemporaryFolder()
        return try folder.clinic(text())
    }

    /// A rehearsal that begins on a Monday at midnight.
    static func mode(seed: UInt64 = 1) throws -> ClinicMode {
        let start = Moment(
            startOf: LocalDate(year: 2026, month: 11, day: 23), hour: 0,
            timeZone: "America/Chicago")
        guard let start else { throw NoSuchHour() }
        return ClinicMode(clinic: "small", kind: .rehearsal, startsAt: start, seed: seed)
    }
}

private struct NoSuchHour: Error {}

extension TemporaryFolder {
    /// The clinic that a description makes.
    func clinic(_ description: String) throws -> Clinic {
        let folder = ClinicFolder(path: path)
        try description.write(toFile: folder.configuration, atomically: true, encoding: .utf8)
        return try folder.clinic()
    }
}
