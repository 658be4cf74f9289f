internal import Bus
internal import Glibc
package import Messages

/// The way from a folder of a join bundle to the clinic's hub, as far as this computer can see it.
package struct HubReach {
    private let identity: Identity
    private let address: HubAddress
    private let host: String
    private let port: Int

    /// `nil` for the clinic's own folder, and where no key says where the hub is.
    package init?(of folder: ClinicFolder) {
        let keys = KeyFolder(of: folder)
        guard let identity = keys.joined,
            let address = try? keys.credentials(of: identity).address,
            case .remote(let host, let port) = address
        else { return nil }
        (self.identity, self.address, self.host, self.port) = (identity, address, host, port)
    }

    /// Knocks at the hub's door once, for two seconds at most, and says what came of it.
    package func tried() -> Advice {
        guard let reason = fault() else {
            return Advice(
                "\(address.incoming), where the clinic's hub listens, takes connections.",
                remedy: "If \(identity) does not get in, see `cairn status` where the hub is: a key"
                    + " that was renewed is exported again with `cairn keys export \(identity)`.")
        }
        return Advice(
            "\(address.incoming), where the clinic's hub should listen, cannot be reached: \(reason).",
            remedy: "Look there: the clinic has to be up (`cairn status`), and clinic.yaml has this"
                + " address under `listen`. Between the two computers this port and those behind it"
                + " have to be open.")
    }

    /// Why it cannot be reached; `nil` where it can.
    private func fault() -> String? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        let code = getaddrinfo(name, "\(port)", &hints, &found)
        guard code == 0, let first = found else { return String(cString: gai_strerror(code)) }
        defer { freeaddrinfo(found) }
        let number = HubReach.connected(to: first.pointee)
        return number == 0 ? nil : SystemFault(number).text
    }

    /// The system's error number; zero once it is connected.
    private static func connected(to address: addrinfo) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.ai_family, kind, 0)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        guard connect(descriptor, address.ai_addr, address.ai_addrlen) != 0 else { return 0 }
        guard errno == EINPROGRESS else { return errno }
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&entry, 1, 2_000) > 0 else { return ETIMEDOUT }
        var number: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &size)
        return number
    }
}
