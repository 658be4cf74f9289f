internal import ClinicFiles
internal import Dispatch
internal import Foundation
internal import Glibc
internal import Messages
internal import SystemPackage

/// Brings what processes print into their logs.
///
/// Its only buffers are the kernel's pipes (64 KiB each): a process that prints faster than the
/// disk takes waits in its `write`.
actor LogCollector {
    private let clinic: ClinicFolder
    private let limit: Int
    private let executor = QueueExecutor("cairn.logs")
    private var files: [Identity: OpenLog] = [:]

    /// Lets a dictionary hold a file that cannot be copied.
    private final class OpenLog {
        var file: LogFile
        init(_ file: consuming LogFile) { self.file = file }
    }

    /// - Parameter limit: bytes in each of the two files of a process.
    init(clinic: ClinicFolder, limit: Int) {
        self.clinic = clinic
        self.limit = limit
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Reads a pipe, on a thread of its own, until all who hold its other end are gone, and closes
    /// it.
    nonisolated func collect(_ pipe: FileDescriptor, for name: Identity) {
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = Glibc.read(pipe.rawValue, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                let bytes = buffer[..<count]
                self.executor.queue.sync { self.assumeIsolated { $0.write(bytes, for: name) } }
            }
            try? pipe.close()
        }
    }

    /// A line of the supervisor's own among those of the process.
    func note(_ text: String, for name: Identity) {
        write(Array("[supervisor] \(text)\n".utf8)[...], for: name)
    }

    private func write(_ bytes: ArraySlice<UInt8>, for name: Identity) {
        let log =
            files[name]
            ?? OpenLog(
                LogFile(
                    path: clinic.log(of: name), olderPath: clinic.olderLog(of: name), limit: limit))
        files[name] = log
        log.file.write(bytes)
    }
}
