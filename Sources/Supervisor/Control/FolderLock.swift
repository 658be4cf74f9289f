internal import Glibc
internal import ServiceKit

/// The proof that this process alone supervises the clinic; the kernel takes it back at its end.
struct FolderLock: ~Copyable {
    private let descriptor: Int32

    init(_ folder: ClinicFolder) throws {
        let descriptor = open(folder.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SupervisionError.system(call: "open", number: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw SupervisionError.anotherSupervisor(folder: folder.path)
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
