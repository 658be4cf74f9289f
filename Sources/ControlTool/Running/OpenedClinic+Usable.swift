internal import ClinicClient
internal import ClinicFiles

extension OpenedClinic {
    /// Refuses a folder in which a clinic cannot run: one of somebody else's, with parts or keys
    /// that are missing, or that cannot be written to.
    func requireUsable() throws {
        try folder.requireOwner()
        try folder.requireFolders()
        try KeyFolder(of: folder).requireOwn()
        try folder.requireWritable()
    }
}
