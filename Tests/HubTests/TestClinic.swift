import Bus
import ClinicFiles
import Foundation
import Messages
import TestKit
import Testing

/// The keys of a small clinic, and peers that join with them.
struct TestClinic {
    let keys: KeyFolder
    private let folder: ClinicFolder
    private let clinic = Clinic.small
    private let mode: ClinicMode

    init(at folder: URL) throws {
        self.folder = ClinicFolder(path: folder.path)
        keys = KeyFolder(of: self.folder)
        let start = try #require(
            Moment(
                startOf: LocalDate(year: 2026, month: 11, day: 23), hour: 6,
                timeZone: Clinic.small.timeZone))
        mode = ClinicMode(clinic: "small", kind: .rehearsal, startsAt: start, seed: 1)
    }

    /// Writes the keys, with a plugin's that reads one stream.
    ///
    /// - Parameter plugins: whether `dbt` is approved.
    func prepare(plugins: Bool = false) throws {
        let permission = Permission(
            reads: [try #require(Grant("scheduler.attendance"))],
            sends: [try #require(Grant("scheduler.plan-week"))])
        let plugin = ApprovedList.Plugin(
            plugin: "dbt", content: PluginContent(version: "1", hash: "h"), permission: permission)
        try FileManager.default.createDirectory(
            atPath: folder.plugins, withIntermediateDirectories: true)
        try ApprovedList(plugins ? [plugin] : []).write(in: folder)
        try keys.prepare(clinic: clinic, mode: mode)
    }

    func revoke(_ identity: Identity) throws {
        try keys.revoke(identity, clinic: clinic, mode: mode)
    }

    func renew(_ identity: Identity) throws {
        try keys.renew(identity, clinic: clinic, mode: mode)
    }

    /// A peer that has joined: what it subscribed to before is known to the hub.
    func join(_ identity: Identity, hearing prefixes: String...) async throws -> BusConnection {
        let bus = try BusConnection(keys.credentials(of: identity))
        for prefix in prefixes { await bus.subscribe(prefix) }
        try await bus.settle(identity)
        return bus
    }
}

extension BusConnection {
    /// Waits until everything that was subscribed before has reached the hub.
    func settle(_ name: Identity) async throws {
        let token = UUID().uuidString.lowercased()
        let prefix = "inbox.\(name).\(token)."
        subscribe(prefix)
        let probe = Frame(
            RawMessage(topic: Array("\(prefix)\(name)".utf8), attributes: [1], data: []))
        while true {
            try publish([probe])
            let batch = try #require(await receive(waitingAtMost: .milliseconds(20)))
            if batch.contains(probe) { break }
        }
        unsubscribe(prefix)
    }

    /// Publishes messages by topic, with nothing in them.
    func say(_ topics: String...) throws {
        try publish(
            topics.map { Frame(RawMessage(topic: Array($0.utf8), attributes: [1], data: [])) })
    }

    /// The queries that it hears, up to and with the last one.
    func hearsQueries(until last: String) async throws -> [String] {
        var heard: [String] = []
        while heard.last != last {
            let batch = try #require(await receive(waitingAtMost: .seconds(20)))
            heard += batch.map(\.topic)
                .filter { $0.hasPrefix("query.") }
        }
        return heard
    }

    /// The topics that it hears, heartbeats and its own probes apart, up to and with the last one.
    func hears(until last: String) async throws -> [String] {
        var heard: [String] = []
        while heard.last != last {
            let batch = try #require(await receive(waitingAtMost: .seconds(20)))
            heard += batch.map(\.topic)
                .filter { !$0.hasPrefix("status.") && !$0.contains("-") || $0 == last }
        }
        return heard
    }
}

extension Frame {
    /// Its first line.
    fileprivate var topic: String {
        String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
