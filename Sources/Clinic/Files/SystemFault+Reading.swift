internal import Glibc
package import Messages

extension SystemFault {
    /// Why a file cannot be read: it is tried once more, by the system's own call.
    package init(reading path: String) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            self.init(errno)
            return
        }
        var byte: UInt8 = 0
        let count = read(file, &byte, 1)
        self.init(count < 0 ? errno : 0)
        close(file)
    }
}
