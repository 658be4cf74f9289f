internal import BenchmarkPeers
internal import Foundation

/// A broker that ours is measured against. It is found on the path, and never installed here.
enum Broker: String, CaseIterable {
    case nats = "nats-server"
    case redis = "redis-server"
    case mosquitto

    /// Where it is, or `nil` if it is not installed.
    var program: String? { Broker.place(of: rawValue) }

    /// Makes the certificate of a broker in TLS.
    static var openssl: String? { place(of: "openssl") }

    private static func place(of name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return (path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/local/bin"])
            .map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// What its clients in C call it.
    var kind: broker_kind {
        switch self {
        case .nats: BROKER_NATS
        case .redis: BROKER_REDIS
        case .mosquitto: BROKER_MQTT
        }
    }

    /// One that runs.
    struct Running {
        var pid: Int32
        /// What a client of it is told.
        var settings: [String: String]
    }

    /// Starts it on a port of its own; `nil` if it is not installed.
    ///
    /// - Parameters:
    ///   - durable: whether it keeps what it is given on the disk.
    ///   - isEncrypted: whether all connections are in TLS, with a certificate made now in the
    ///     stage's folder; NATS alone.
    func start(
        on stage: Stage, durable: Bool = false, isEncrypted: Bool = false
    ) throws -> Running? {
        guard let program else { return nil }
        let port = try Broker.freePort()
        let folder = "\(stage.folder)/\(rawValue)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        switch self {
        case .nats:
            // As with the others, a burst may wait in the server instead of ending a connection.
            let settings = "max_pending: 1GB\nport: \(port)\nhost: 127.0.0.1\n"
            let store = durable ? "jetstream { store_dir: \"\(folder)\" }\n" : ""
            let certificate = isEncrypted ? try stage.makeCertificate() : nil
            let tls =
                certificate.map { "tls { cert_file: \"\($0.own)\", key_file: \"\($0.key)\" }\n" }
                ?? ""
            try (settings + store + tls).write(
                toFile: "\(folder)/nats.conf", atomically: true, encoding: .utf8)
            return running(
                try stage.start([program, "-c", "\(folder)/nats.conf"]), port: port,
                authority: certificate?.own)
        case .redis:
            let persistence =
                durable
                ? ["--appendonly", "yes", "--appendfsync", "always", "--save", ""]
                : ["--save", ""]
            return running(
                try stage.start(
                    [
                        program, "--port", "\(port)", "--bind", "127.0.0.1", "--dir", folder,
                        "--client-output-buffer-limit", "pubsub 0 0 0",
                    ] + persistence), port: port)
        case .mosquitto:
            try "listener \(port) 127.0.0.1\nallow_anonymous true\nlog_type none\n".write(
                toFile: "\(folder)/mosquitto.conf", atomically: true, encoding: .utf8)
            return running(
                try stage.start([program, "-c", "\(folder)/mosquitto.conf"]), port: port)
        }
    }

    private func running(_ pid: Int32, port: Int, authority: String? = nil) -> Running {
        Running(
            pid: pid,
            settings: ["broker": rawValue, "port": "\(port)", "authority": authority ?? ""])
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
