internal import ClinicFiles
internal import Platform

extension ClinicFolder {
    /// Takes the proof that this process alone supervises the clinic; the kernel takes it back at
    /// its end.
    ///
    /// It is on the folder itself, for `run` may be emptied by hand, and on the file in `run` that
    /// supervisors of earlier versions take.
    func lockForSupervisor() throws -> [FileLock] {
        [
            try locking(path) { () throws(FileLock.Failure) in try FileLock(folder: path) },
            try locking(lock) { () throws(FileLock.Failure) in try FileLock(path: lock) },
        ]
    }

    private func locking(
        _ place: String, _ take: () throws(FileLock.Failure) -> FileLock
    ) throws(SupervisionError) -> FileLock {
        do { return try take() } catch {
            switch error {
            case .held: throw .anotherSupervisor(folder: path)
            case .system(let number): throw .system(call: "open", path: place, number: number)
            }
        }
    }
}
