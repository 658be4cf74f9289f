internal import Glibc
internal import Messages

extension ClinicFolder {
    /// Refuses a clinic in whose folders nothing can be written, as on a disk that can only be
    /// read. Nothing is tried: the system is asked.
    package func requireWritable() throws {
        for place in [path, path + "/keys", journals, logs, run] {
            guard access(place, W_OK) == 0 || errno == ENOENT else {
                throw ClinicError.refused(SystemFault(errno), "write", place)
            }
        }
    }
}
