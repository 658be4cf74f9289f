internal import Glibc

/// The three descriptors that every process is given, or should have been.
package enum StandardStreams {
    /// Makes it safe to write to them, whatever became of them.
    ///
    /// Those that are closed are opened, on nothing. Else the next file that is opened takes the number
    /// of one, and a journal or a backup would be given the lines of a log.
    ///
    /// Each program calls it before it opens anything. They are opened to be read, so that a write
    /// to what was closed still fails, and who has something to say learns that nobody hears it.
    package static func secure() {
        for descriptor in 0...2 where fcntl(Int32(descriptor), F_GETFD) == -1 {
            // The lowest free number is this one: those below are open by now.
            _ = open("/dev/null", O_RDONLY)
        }
        surviveLostReaders()
    }

    /// Whoever read what this process writes may leave: the write says so, and ends nothing.
    ///
    /// A handler and not `SIG_IGN`, which the programs that are started from here would be born with.
    package static func surviveLostReaders() { signal(SIGPIPE) { _ in } }

    /// Writes a text to standard error. Where nobody takes it, nothing is lost that counts: what a
    /// process has to tell stands in its heartbeat and its exit code too.
    package static func complain(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
