internal import Locking
internal import ServiceKit

extension ClinicFolder {
    /// Takes the proof that this process alone supervises the clinic; the kernel takes it back at
    /// its end.
    ///
    /// It is on the folder itself, for `run` may be emptied by hand, and on the file in `run` that
    /// supervisors of earlier versions take.
    func lockForSupervisor() throws -> [FileLock] {
        do { return [try FileLock(folder: path), try FileLock(path: lock)] } catch {
            switch error {
            case .held: throw SupervisionError.anotherSupervisor(folder: path)
            case .system(let number): throw SupervisionError.system(call: "open", number: number)
            }
        }
    }
}
