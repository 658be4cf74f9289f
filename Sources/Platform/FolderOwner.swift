package import Glibc

/// Whose a new file becomes: his to whom its folder belongs.
///
/// Whoever administers a machine gives commands as root in a clinic that runs under a user of its
/// own. What root made and kept would lock that user out of its own clinic.
package enum FolderOwner {
    /// Gives a file that this process has just made to its folder's owner. Only root can, and only
    /// for root it differs.
    package static func keep(_ descriptor: Int32, at path: String) {
        guard geteuid() == 0, let owner = owner(ofFolder: folder(of: path)) else { return }
        var made = stat()
        guard fstat(descriptor, &made) == 0, made.st_uid != owner.user else { return }
        _ = fchown(descriptor, owner.user, owner.group)
    }

    /// The same for a folder.
    package static func keep(folder path: String) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        keep(descriptor, at: path)
    }

    /// The user to whom a folder belongs, where this process is root and that is somebody else.
    package static func otherOwner(ofFolder path: String) -> uid_t? {
        guard geteuid() == 0, let owner = owner(ofFolder: path), owner.user != 0 else { return nil }
        return owner.user
    }

    private static func owner(ofFolder path: String) -> (user: uid_t, group: gid_t)? {
        var found = stat()
        guard stat(path, &found) == 0 else { return nil }
        return (found.st_uid, found.st_gid)
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
