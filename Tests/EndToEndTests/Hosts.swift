import Foundation

/// Two computers for one test: network namespaces with a cable between them where the machine
/// allows that, else this machine's loopback.
final class Hosts: Sendable {
    /// How a program is started on the computer where the hub is, and on the other one.
    let home: [String]
    let away: [String]
    /// Where the hub listens.
    let address: String
    /// Whether there is a cable to cut.
    let isReal: Bool
    private let name: String

    private static let addresses = (home: "10.97.0.1", away: "10.97.0.2")
    private static let nobody = "02:00:00:00:00:99"

    private init(name: String, isReal: Bool, port: Int) {
        self.name = name
        self.isReal = isReal
        home = isReal ? ["ip", "netns", "exec", "\(name)a"] : []
        away = isReal ? ["ip", "netns", "exec", "\(name)b"] : []
        address = "tcp://\(isReal ? Hosts.addresses.home : "127.0.0.1"):\(port)"
    }

    /// Lends two computers, and removes them whatever happened.
    static func with(_ body: (Hosts) async throws -> Void) async throws {
        let name = "cairn-\(UUID().uuidString.prefix(5).lowercased())"
        let port = Int.random(in: 20_000..<30_000)
        var hosts = Hosts(name: name, isReal: true, port: port)
        if let reason = hosts.connect() {
            hosts.remove()
            print("No network namespaces here (\(reason)): hosts are tested over loopback.")
            hosts = Hosts(name: name, isReal: false, port: port)
        }
        defer { hosts.remove() }
        try await body(hosts)
    }

    /// Takes the cable out: nobody is told.
    func cut() throws { try tell(["-n", "\(name)a", "link", "set", "a0", "down"]) }

    func heal() throws { try tell(["-n", "\(name)a", "link", "set", "a0", "up"]) }

    /// Lets all packets go astray: both ends are up, and neither hears from the other.
    func mislead() throws {
        for (side, other, device) in [
            ("a", Hosts.addresses.away, "a0"), ("b", Hosts.addresses.home, "b0"),
        ] {
            try tell([
                "-n", name + side, "neigh", "replace", other, "lladdr", Hosts.nobody, "dev",
                device, "nud", "permanent",
            ])
        }
    }

    func leadBack() throws {
        for (side, other, device) in [
            ("a", Hosts.addresses.away, "a0"), ("b", Hosts.addresses.home, "b0"),
        ] { try tell(["-n", name + side, "neigh", "del", other, "dev", device]) }
    }

    /// Why it could not be done; `nil` when it was.
    private func connect() -> String? {
        let steps = [
            ["netns", "add", "\(name)a"], ["netns", "add", "\(name)b"],
            ["-n", "\(name)a", "link", "set", "lo", "up"],
            ["-n", "\(name)b", "link", "set", "lo", "up"],
            [
                "-n", "\(name)a", "link", "add", "a0", "type", "veth", "peer", "name", "b0",
                "netns", "\(name)b",
            ],
            ["-n", "\(name)a", "addr", "add", "\(Hosts.addresses.home)/24", "dev", "a0"],
            ["-n", "\(name)b", "addr", "add", "\(Hosts.addresses.away)/24", "dev", "b0"],
            ["-n", "\(name)a", "link", "set", "a0", "up"],
            ["-n", "\(name)b", "link", "set", "b0", "up"],
        ]
        for step in steps {
            if let fault = Hosts.run(step) { return fault }
        }
        return nil
    }

    private func remove() {
        guard isReal else { return }
        for side in ["a", "b"] { _ = Hosts.run(["netns", "del", name + side]) }
    }

    private func tell(_ arguments: [String]) throws {
        if let fault = Hosts.run(arguments) { throw TestFault(fault) }
    }

    private static func run(_ arguments: [String]) -> String? {
        let process = Process()
        let errors = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["ip"] + arguments
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        do { try process.run() } catch { return "\(error)" }
        let text = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus != 0 else { return nil }
        return "ip \(arguments.joined(separator: " ")): \(String(decoding: text, as: UTF8.self))"
    }
}
