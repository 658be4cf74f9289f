internal import Glibc

/// Where on a path the system stops this user.
package enum PathBarrier {
    /// The first folder on the way that this user may not enter, else the path itself: what a
    /// person has to mend first.
    package static func place(on path: String) -> String {
        var folder = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/").dropLast() {
            folder += "/" + part
            if access(folder, X_OK) != 0 { return errno == EACCES ? folder : path }
        }
        return path
    }
}
