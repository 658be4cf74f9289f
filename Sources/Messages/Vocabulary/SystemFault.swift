/// The system's own word for why it did not do something, and what a person does about it.
///
/// The one place that translates the system's numbers: whoever reads, writes or binds tells what
/// it wanted and where, and this tells the rest.
package struct SystemFault: Hashable, Sendable {
    /// The system's number, as Linux counts them.
    package let number: Int32

    /// Takes the `errno` of a call that failed.
    package init(_ number: Int32) { self.number = number }

    /// The name and the sense of it: `EACCES, permission denied`.
    package var text: String {
        guard let name = Self.names[number] else { return "error \(number) of the system" }
        return "\(name.0), \(name.1)"
    }

    /// What went wrong and what to do, as two sentences.
    ///
    /// - Parameters:
    ///   - action: what was wanted, to go on after "could not": `write`.
    ///   - path: of the file, the folder or the address.
    package func advice(action: String, at path: String) -> Advice {
        Advice("Could not \(action) \(path): \(text).", remedy: remedy(at: path))
    }

    /// What to do about it.
    package func remedy(at place: String) -> String {
        // What is no path is not put into a command that is to be given as it is printed.
        let path = place.contains("/") ? place : "FOLDER"
        return switch number {
        case 1, 13:
            "Work as the user who owns it (`ls -ld \(path)` shows who), or let its owner give the"
                + " right back: `chmod u+rwX \(path)`."
        case 2:
            "Make what is missing, or name another path; `ls -d \(path)` shows whether it is there."
        case 17: "Choose another name, or move away what is there: \(path)."
        case 20: "Something on that path is a file where a folder is needed: name a folder's path."
        case 21: "There is a folder of that name: name a file."
        case 22: "Name another path: \(path) does not take that."
        case 23, 24: "Raise the limit of open files, `ulimit -n 4096`, and try again."
        case 27: "Raise the limit of a file's size, `ulimit -f unlimited`, and try again."
        case 28, 122:
            "Free some space there (`df -h \(path)` shows how much is left), and try again."
        case 30: "Its file system is read-only: name a path on one that can be written."
        case 36: "Use a shorter path."
        case 40: "Its links lead in a circle: name the file itself."
        case 98:
            "End what uses that address (`ss -ltnp` lists who listens), or choose another one:"
                + " `listen` in clinic.yaml."
        case 99:
            "This computer has no such address (`ip addr` lists its own): mend `listen` in clinic.yaml."
        case 5: "The disk or the connection fails: see `dmesg`, and name a path elsewhere."
        default: "See that \(path) is there, and that this user may use it."
        }
    }

    /// By number, in the numbering of Linux: messages need no system library for it.
    private static let names: [Int32: (String, String)] = [
        1: ("EPERM", "operation not permitted"), 2: ("ENOENT", "no such file or folder"),
        5: ("EIO", "input or output failed"), 9: ("EBADF", "it is not open"),
        12: ("ENOMEM", "no memory left"), 13: ("EACCES", "permission denied"),
        17: ("EEXIST", "it exists"), 20: ("ENOTDIR", "not a folder"),
        21: ("EISDIR", "it is a folder"), 22: ("EINVAL", "invalid argument"),
        23: ("ENFILE", "the system has too many open files"),
        24: ("EMFILE", "too many open files"), 26: ("ETXTBSY", "the program is being written"),
        27: ("EFBIG", "the file is too large"), 28: ("ENOSPC", "no space left"),
        30: ("EROFS", "read-only file system"), 32: ("EPIPE", "nobody reads it"),
        36: ("ENAMETOOLONG", "the path is too long"), 40: ("ELOOP", "too many links"),
        98: ("EADDRINUSE", "the address is in use"),
        99: ("EADDRNOTAVAIL", "the address is not this computer's"),
        101: ("ENETUNREACH", "no network leads there"), 110: ("ETIMEDOUT", "it does not answer"),
        111: ("ECONNREFUSED", "nobody listens there"), 113: ("EHOSTUNREACH", "no way leads there"),
        122: ("EDQUOT", "no space left in the quota"),
    ]
}
