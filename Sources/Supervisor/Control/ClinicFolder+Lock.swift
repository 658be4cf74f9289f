internal import Locking
internal import ServiceKit

extension ClinicFolder {
    /// Takes the proof that this process alone supervises the clinic; the kernel takes it back at
    /// its end.
    func lockForSupervisor() throws -> FileLock {
        do { return try FileLock(path: lock) } catch {
            switch error {
            case .held: throw SupervisionError.anotherSupervisor(folder: path)
            case .system(let number): throw SupervisionError.system(call: "open", number: number)
            }
        }
    }
}
