internal import Glibc
internal import Messages

/// Tells the supervisor how this process stands, as `sd_notify(3)` does.
///
/// A process that nobody supervises has no `NOTIFY_SOCKET`, and says nothing. A missing listener is
/// not an error.
package struct SystemNotification: Sendable {
    private let path: String?

    /// To whom `NOTIFY_SOCKET` names.
    package init() { self.init(path: getenv("NOTIFY_SOCKET").map { String(cString: $0) }) }

    /// A leading `@` stands for Linux's abstract name space. A path that is no address is nobody.
    package init(path: String?) {
        let capacity = MemoryLayout.size(ofValue: sockaddr_un().sun_path)
        self.path = path.flatMap { path in
            let isAddress = path.hasPrefix("/") || path.hasPrefix("@")
            return isAddress && path.utf8.count < capacity ? path : nil
        }
    }

    /// The process can do its work.
    package func ready() { send("READY=1") }
    /// The process ends of its own accord, or as it was told.
    package func stopping() { send("STOPPING=1") }
    /// The decision loop goes round. One that stays silent too long is restarted.
    package func watchdog() { send("WATCHDOG=1") }
    /// It needs so long again, from now on, to become ready.
    package func needs(_ time: Duration) {
        send("EXTEND_TIMEOUT_USEC=\(time.milliseconds * 1000)")
    }
    /// It works on something long, and comes forward: it needs a minute from now at most until it
    /// says so again.
    package func working(_ text: String) {
        send("WATCHDOG=1\nEXTEND_TIMEOUT_USEC=60000000\nSTATUS=\(text)")
    }
    /// How it stands, in a line for people; never about a client.
    package func status(_ text: String) { send("STATUS=\(text)") }

    private func send(_ text: String) {
        guard let path else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        if name.first == UInt8(ascii: "@") { name[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let size = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let bytes = Array(text.utf8)
        _ = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                sendto(descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT), raw, size)
            }
        }
    }
}
