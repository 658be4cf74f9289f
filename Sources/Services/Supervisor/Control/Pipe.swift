internal import Glibc
internal import SystemPackage

/// A pipe for one child.
struct Pipe {
    let readEnd: FileDescriptor
    let writeEnd: FileDescriptor

    /// Its ends are closed on exec a moment after they are made; no child slips in between with
    /// them, for swift-subprocess closes in a child whatever it was not given.
    init() throws {
        (readEnd, writeEnd) = try FileDescriptor.pipe()
        for end in [readEnd, writeEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
    }
}
