internal import Glibc

/// Tells the supervisor how this process stands, as `sd_notify(3)` does.
///
/// A process that nobody supervises has no `NOTIFY_SOCKET`, and says nothing.
package struct SystemNotification: Sendable {
    private let path: String?

    package init() { path = getenv("NOTIFY_SOCKET").map { String(cString: $0) } }

    /// The process can do its work.
    package func ready() { send("READY=1") }
    /// The process ends of its own accord, or as it was told.
    package func stopping() { send("STOPPING=1") }
    /// The decision loop goes round. One that stays silent too long is restarted.
    package func watchdog() { send("WATCHDOG=1") }
    /// How it stands, in a line for people; never about a client.
    package func status(_ text: String) { send("STATUS=\(text)") }

    private func send(_ text: String) {
        guard let path else { return }
        let socket = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        guard socket >= 0 else { return }
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard path.utf8.count < capacity else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        _ = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                text.withCString { sendto(socket, $0, strlen($0), Int32(MSG_DONTWAIT), raw, size) }
            }
        }
    }
}
