internal import Glibc

/// Hears, as a supervisor does, what a process says of itself through NOTIFY_SOCKET.
package final class NoticeListener: Sendable {
    /// The socket's path: at most 107 bytes.
    package let path: String
    private let descriptor: Int32

    package init(path: String) {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(path.utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length)
            }
        }
        precondition(descriptor >= 0 && status == 0, "a test's own socket can be bound")
    }

    deinit { close(descriptor) }

    /// Waits for the next notice; empty if the system ends the waiting.
    package func next() -> String { receive(flags: 0) ?? "" }

    /// All that came, as far as the queue held it: the first came first.
    package func received() -> [String] {
        var found: [String] = []
        while let notice = receive(flags: Int32(MSG_DONTWAIT)) { found.append(notice) }
        return found
    }

    private func receive(flags: Int32) -> String? {
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = recv(descriptor, &buffer, buffer.count, flags)
        return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
    }
}
