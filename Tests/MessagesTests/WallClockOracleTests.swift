import Foundation
import Messages
import Testing

/// Python's own reading of time zones, against which the wall clock of each place is held.
private struct Sample: Decodable, Sendable {
    var zone: String
    var local: String
    var utc: Int64
    var count: Int
}

@Suite("A place's wall clock")
struct WallClockOracleTests {
    /// For each zone each half hour of two days about each change of its clock, and of days without.
    private static let program = """
        import datetime, json, sys, zoneinfo
        utc, minute = datetime.timezone.utc, datetime.timedelta(minutes=1)
        for name in sys.argv[1:]:
            zone = zoneinfo.ZoneInfo(name)
            def offset(at): return at.astimezone(zone).utcoffset()
            start = datetime.datetime(2026, 1, 1, tzinfo=utc)
            hours = [start + datetime.timedelta(hours=h) for h in range(2 * 8760)]
            changes = [a for a, b in zip(hours, hours[1:]) if offset(a) != offset(b)]
            for change in changes + [start, hours[5000]]:
                middle = change.astimezone(zone).replace(tzinfo=None, minute=0)
                for half in range(-48, 48):
                    local = middle + half * 30 * minute
                    found = {int(local.replace(tzinfo=zone, fold=f).timestamp()) for f in (0, 1)}
                    real = [t for t in found if datetime.datetime.fromtimestamp(t, zone)
                            .replace(tzinfo=None) == local]
                    first = int(local.replace(tzinfo=zone, fold=0).timestamp())
                    print(json.dumps(dict(zone=name, local=local.isoformat(timespec="minutes"),
                                          utc=first * 1000, count=len(real))))
        """

    @Test(
        "A local time is turned into UTC as Python does it, on the days of a change too",
        arguments: [
            "America/Chicago", "America/St_Johns", "America/Sao_Paulo", "Europe/Berlin",
            "Europe/London", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe",
            "Australia/Adelaide", "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Pago_Pago",
            "Africa/Cairo", "Asia/Jerusalem", "America/Havana", "Atlantic/Azores", "UTC",
        ])
    func likePython(zone: String) throws {
        let samples = try samples(of: zone)
        #expect(samples.count > 100)
        for sample in samples {
            let local = try #require(LocalDateTime(sample.local))
            let moment = try #require(Moment(local, timeZone: sample.zone))
            #expect(moment.utc.milliseconds == sample.utc, "\(sample.local) \(zone)")
            #expect(
                Moment.count(at: local, timeZone: sample.zone) == sample.count,
                "\(sample.local) \(zone)")
            #expect((moment.local == local) == (sample.count > 0), "\(sample.local) \(zone)")
        }
    }

    private func samples(of zone: String) throws -> [Sample] {
        let python = Process()
        let output = Pipe()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = ["python3", "-B", "-c", Self.program, zone]
        python.standardOutput = output
        try python.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        python.waitUntilExit()
        try #require(python.terminationStatus == 0)
        return try data.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Sample.self, from: Data($0))
        }
    }
}
