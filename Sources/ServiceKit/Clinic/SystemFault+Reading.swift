internal import Glibc
package import Messages

extension SystemFault {
    /// Why a folder cannot be made: it is tried once more, by the system's own call, from the first
    /// part of the path that is not there.
    package init(making folder: String) {
        var path = ""
        for part in folder.split(separator: "/") {
            path += "/" + part
            guard mkdir(path, 0o700) != 0, errno != EEXIST else { continue }
            self.init(errno)
            return
        }
        // What is there, and is no folder.
        self.init(open(folder, O_DIRECTORY | O_RDONLY | O_CLOEXEC) < 0 ? errno : EEXIST)
    }

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
