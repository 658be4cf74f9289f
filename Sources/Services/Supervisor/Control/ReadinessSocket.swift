internal import Foundation
internal import Glibc
internal import SupervisorCore

/// Where one process tells what it is ready for (the receiving side of sd_notify).
///
/// Each process has a socket of its own, so that a message's sender is known even if a helper
/// program of a plugin sends it.
final class ReadinessSocket {
    let path: String
    private let descriptor: Int32
    private var isClosed = false

    /// - Parameter received: called on a thread of the socket's own whenever something waits to
    ///   be read; the thread looks again once it returns.
    init(path: String, received: @escaping @Sendable () -> Void) throws {
        self.path = path
        descriptor = try ReadinessSocket.bound(to: path)
        let descriptor = descriptor
        Thread.detachNewThread {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            while poll(&entry, 1, -1) >= 0 || errno == EINTR {
                if entry.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { break }
                if entry.revents & Int16(POLLIN) != 0 { received() }
            }
            Glibc.close(descriptor)
        }
    }

    /// All that waits, in order; at most 64 datagrams, so that a chatterer starves nobody.
    func read() -> [Notice] {
        guard !isClosed else { return [] }
        var notices: [Notice] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        for _ in 0..<64 {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count >= 0 else { break }
            notices += Notice.parse(String(decoding: buffer[..<count], as: UTF8.self))
        }
        return notices
    }

    /// Lets its thread end, which alone closes the descriptor.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        Glibc.shutdown(descriptor, Int32(SHUT_RDWR))
        unlink(path)
    }

    private static func bound(to path: String) throws -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let limit = MemoryLayout.size(ofValue: address.sun_path) - 1
        guard path.utf8.count <= limit else {
            throw SupervisionError.pathTooLong(path, limit: limit)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else {
            throw SupervisionError.system(call: "make", path: path, number: errno)
        }
        unlink(path)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            let number = errno
            Glibc.close(descriptor)
            throw SupervisionError.system(call: "make", path: path, number: number)
        }
        return descriptor
    }
}
