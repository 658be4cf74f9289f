internal import Foundation

/// A broker that ours is measured against. It is found on the path, and never installed here.
enum Broker: String, CaseIterable {
    case nats = "nats-server"
    case redis = "redis-server"
    case mosquitto

    /// Where it is, or `nil` if it is not installed.
    var program: String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return (path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/local/bin"])
            .map { "\($0)/\(rawValue)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Starts it without persistence on a port of its own; `nil` if it is not installed.
    func start(on stage: Stage, durable: Bool = false) throws -> (pid: Int32, port: Int)? {
        guard let program else { return nil }
        let port = try Broker.freePort()
        let folder = "\(stage.folder)/\(rawValue)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        switch self {
        case .nats:
            // As with the others, a burst may wait in the server instead of ending a connection.
            let settings = "max_pending: 1GB\nport: \(port)\nhost: 127.0.0.1\n"
            let store = durable ? "jetstream { store_dir: \"\(folder)\" }\n" : ""
            try (settings + store).write(
                toFile: "\(folder)/nats.conf", atomically: true, encoding: .utf8)
            return (try stage.start([program, "-c", "\(folder)/nats.conf"]), port)
        case .redis:
            let persistence =
                durable
                ? ["--appendonly", "yes", "--appendfsync", "always", "--save", ""]
                : ["--save", ""]
            return (
                try stage.start(
                    [
                        program, "--port", "\(port)", "--bind", "127.0.0.1", "--dir", folder,
                        "--client-output-buffer-limit", "pubsub 0 0 0",
                    ] + persistence), port
            )
        case .mosquitto:
            try "listener \(port) 127.0.0.1\nallow_anonymous true\nlog_type none\n".write(
                toFile: "\(folder)/mosquitto.conf", atomically: true, encoding: .utf8)
            return (try stage.start([program, "-c", "\(folder)/mosquitto.conf"]), port)
        }
    }

    /// A port that the kernel says is free now.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                bind(descriptor, raw, size) == 0 ? getsockname(descriptor, raw, &size) : -1
            }
        }
        guard status == 0 else { throw BenchmarkError("no port is free") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
