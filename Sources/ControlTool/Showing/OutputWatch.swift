internal import ClinicClient
internal import Glibc

/// Whether anybody still reads the output, for commands that wait on a quiet stream: without a
/// write the system says nothing by itself.
enum OutputWatch {
    /// - Throws: ``OutputGone``
    static func check(_ descriptor: Int32 = STDOUT_FILENO) throws {
        // No event is asked for: an error is told all the same. Of a pipe it means that the last
        // reader closed it, of a terminal that it was hung up.
        var place = pollfd(fd: descriptor, events: 0, revents: 0)
        guard poll(&place, 1, 0) > 0 else { return }
        if place.revents & Int16(POLLERR | POLLHUP) != 0 { throw OutputGone() }
    }
}
