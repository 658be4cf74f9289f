import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("A service on another computer", .timeLimit(.minutes(10)))
    struct HostsTests {
        @Test("What passes while the link is cut arrives once and in order when it is healed")
        func cutAndHealed() async throws {
            try await Hosts.with { hosts in
                try await RunningClinic.with("hosts", plugins: [], on: hosts) { clinic in
                    try await clinic.up()
                    let there = try await clinic.joined("aftercare")
                    var remote = try clinic.start(
                        "cairn-aftercare", ["--clinic", there.path], on: hosts.away)
                    defer { remote.signal(SIGKILL) }
                    try await clinic.waits(for: "ready", of: "aftercare")
                    var clients = try await register(1...1, at: clinic)
                    try await allAssigned(clients, at: clinic)

                    if hosts.isReal { try hosts.cut() } else { remote.signal(SIGSTOP) }
                    let silent = try await clinic.waits(for: "silent", of: "aftercare")
                    #expect(silent["aftercare"]?.detail.contains("elsewhere") == true)
                    #expect(try await clinic.cairn("status").code == 1)
                    if hosts.isReal { try await tells(remote, in: there, of: clinic, on: hosts) }
                    clients += try await register(2...4, at: clinic)
                    if hosts.isReal { try hosts.heal() } else { remote.signal(SIGCONT) }
                    try await clinic.waits(for: "ready", of: "aftercare")
                    try await allAssigned(clients, at: clinic)
                    if hosts.isReal {
                        try await wait(for: "that the hub is heard again") {
                            remote.errors.contains("the hub is heard again")
                        }
                    }

                    // Packets go astray, no end is told, and meanwhile the hub is another one.
                    if hosts.isReal { try hosts.mislead() } else { remote.signal(SIGSTOP) }
                    try await clinic.waits(for: "silent", of: "aftercare")
                    let hub = try #require(try await clinic.status()?["hub"]?.pid)
                    #expect(kill(hub, SIGKILL) == 0)
                    try await clinic.waits(for: "ready", of: "hub", "assessment") {
                        $0["hub"]?.pid != hub
                    }
                    clients += try await register(5...6, at: clinic)
                    if hosts.isReal { try hosts.leadBack() } else { remote.signal(SIGCONT) }
                    try await clinic.waits(for: "ready", of: "aftercare")
                    try await allAssigned(clients, at: clinic)

                    // Killed there, it takes up where its journal there ends.
                    remote.signal(SIGKILL)
                    _ = try await remote.finish()
                    clients += try await register(7...7, at: clinic)
                    remote = try clinic.start(
                        "cairn-aftercare", ["--clinic", there.path], on: hosts.away)
                    try await allAssigned(clients, at: clinic)
                    #expect(
                        !FileManager.default.fileExists(
                            atPath: clinic.folder.appending(path: "journals/aftercare.sqlite").path)
                    )
                    try await refusesOthers(clinic, on: hosts)
                    try await namesElsewhere(clinic)
                    try await isSaved(there, of: clinic)
                }
            }
        }

        /// The service says there whom it does not reach, and so does the status of its folder.
        private func tells(
            _ remote: Execution, in there: URL, of clinic: RunningClinic, on hosts: Hosts
        ) async throws {
            try await wait(for: "the service's own word", upTo: .seconds(60)) {
                remote.errors.contains("Nothing comes from the hub at \(hosts.address)")
            }
            let status = try await clinic.start(
                "cairn", ["status", "--clinic", there.path], on: hosts.away
            ).finish()
            #expect(status.code == 78, "\(status.errors)")
            #expect(status.errors.contains("\(hosts.address), where"), "\(status.errors)")
            #expect(status.errors.contains("cannot be reached"), "\(status.errors)")
            #expect(status.errors.contains("`listen`"), "\(status.errors)")
        }

        /// A backup says whose journal is not in it, and leaves out one that was left behind here.
        private func namesElsewhere(_ clinic: RunningClinic) async throws {
            let stale = clinic.folder.appending(path: "journals/aftercare.sqlite")
            try FileManager.default.copyItem(
                at: clinic.folder.appending(path: "journals/ledger.sqlite"), to: stale)
            let place = clinic.folder.deletingLastPathComponent().appending(path: "saved").path
            let saved = try await clinic.cairn("backup", place)
            #expect(saved.errors.contains("aftercare runs elsewhere"), "\(saved.errors)")
            #expect(saved.errors.contains("was left out"), "\(saved.errors)")
            let verdict = try await clinic.cairn("backup", "verify", place)
            #expect(verdict.output.contains("aftercare runs elsewhere"), "\(verdict.output)")
            try FileManager.default.removeItem(at: stale)
        }

        /// Where it runs its journal is saved, and what is the clinic's own is refused.
        private func isSaved(_ there: URL, of clinic: RunningClinic) async throws {
            let place = clinic.folder.deletingLastPathComponent().appending(path: "there-saved")
            func cairn(_ arguments: String...) async throws -> Execution.Result {
                try await clinic.start("cairn", arguments).finish()
            }
            let saved = try await cairn("backup", place.path, "--clinic", there.path)
            #expect(saved.code == 0 && saved.output.contains("Saved 1 journals"), "\(saved.errors)")
            let verdict = try await cairn("backup", "verify", place.path, "--clinic", there.path)
            #expect(verdict.code == 0 && verdict.output.contains("aftercare"), "\(verdict.output)")
            for command in ["check", "up"] {
                #expect(try await cairn(command, there.path).code == 78, "\(command)")
            }
            #expect(try await cairn("reload", "--clinic", there.path).code == 78)
        }

        /// A key of another clinic opens no door here, and is seen at it.
        private func refusesOthers(_ clinic: RunningClinic, on hosts: Hosts) async throws {
            try await RunningClinic.with("others", plugins: [], on: hosts) { other in
                let there = try await other.joined("aftercare")
                // It even knows this clinic's hub.
                let ours = try Self.key(clinic.folder, "hub")["publicKey"]
                var key = try Self.key(there, "aftercare")
                key["hubKey"] = ours
                try Data(JSONText.encode(key)).write(
                    to: there.appending(path: "keys/aftercare.json"))
                let stranger = try other.start(
                    "cairn-aftercare", ["--clinic", there.path], on: hosts.away)
                defer { stranger.signal(SIGKILL) }
                try await wait(for: "the stranger at the door") {
                    try await clinic.cairn("status").output.contains("unknown key")
                }
                #expect(try await stranger.finish().code != 0)
            }
        }

        private static func key(_ folder: URL, _ name: String) throws -> [String: JSONFragment] {
            let file = folder.appending(path: "keys/\(name).json")
            return try JSONText.decode(
                [String: JSONFragment].self, from: Array(Data(contentsOf: file)))
        }

        private func register(_ numbers: ClosedRange<Int>, at clinic: RunningClinic) async throws
            -> [ClientID]
        {
            var clients: [ClientID] = []
            for number in numbers {
                var command = try RegisterClient.example
                let client = ClientID("c-away-\(number)")
                command.client = client
                let result = try await clinic.cairn(
                    "send", RegisterClient.type, "--as", "fd1", "--body",
                    try JSONText.readable(command))
                try #require(result.code == 0, "\(result.errors)")
                clients.append(client)
            }
            return clients
        }

        /// Waits until aftercare has taken each client in, once and in order, as the ledger knows.
        private func allAssigned(_ clients: [ClientID], at clinic: RunningClinic) async throws {
            var assigned: [ClientID] = []
            try await wait(for: "a next contact for \(clients.count) clients") {
                assigned = try await clinic.history().all(FollowUpAssigned.self).map(\.client)
                return assigned.count >= clients.count
            }
            #expect(assigned == clients)
        }
    }
}
