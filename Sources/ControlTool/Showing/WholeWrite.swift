internal import Glibc

/// Writes bytes to a descriptor, all of them, whatever single calls of the system do.
struct WholeWrite: Sendable {
    /// The system does not take them, with its `errno`.
    struct Failure: Error, Equatable { var number: Int32 }

    /// One call: how many bytes it took, or its `errno`.
    var write: @Sendable (Int32, UnsafeRawBufferPointer) -> Result<Int, Failure> = { file, bytes in
        let count = Glibc.write(file, bytes.baseAddress, bytes.count)
        return count < 0 ? .failure(Failure(number: errno)) : .success(count)
    }
    /// Sleeps until a descriptor takes something again, or for less.
    var wait: @Sendable (Int32) -> Void = { file in
        var place = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
        _ = poll(&place, 1, -1)
    }

    /// Writes all of them. A signal interrupts nothing, and a full pipe is waited for.
    func callAsFunction(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            switch rest.withUnsafeBytes({ write(descriptor, $0) }) {
            case .success(0): throw Failure(number: EIO)
            case .success(let count): rest = rest.dropFirst(count)
            case .failure(let failure) where failure.number == EINTR: continue
            case .failure(let failure) where failure.number == EAGAIN: wait(descriptor)
            case .failure(let failure): throw failure
            }
        }
    }
}
