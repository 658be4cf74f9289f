internal import Glibc

/// Tells the process that started us how we are, as `sd_notify` does: one datagram for each state.
struct ReadinessNotice: Sendable {
    private let path: String

    /// From `NOTIFY_SOCKET`; `nil` when nobody listens.
    static var fromEnvironment: ReadinessNotice? {
        guard let value = getenv("NOTIFY_SOCKET") else { return nil }
        return ReadinessNotice(path: String(cString: value))
    }

    /// A leading `@` stands for Linux's abstract name space. `nil` for a path that is no address.
    init?(path: String) {
        let capacity = MemoryLayout.size(ofValue: sockaddr_un().sun_path)
        guard path.hasPrefix("/") || path.hasPrefix("@"), path.utf8.count < capacity else {
            return nil
        }
        self.path = path
    }

    /// Sends one state, such as `READY=1`. Nobody to take it is no failure of ours.
    func send(_ state: String) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        if name.first == UInt8(ascii: "@") { name[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = MemoryLayout<sa_family_t>.size + name.count
        let bytes = Array(state.utf8)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = sendto(
                    descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT), address,
                    socklen_t(length))
            }
        }
    }
}
