internal import ArgumentParser
internal import ClinicClient

/// A command on the files of a clinic's folder, whether the clinic is up or not.
protocol FolderWork: ParsableCommand {
    /// Which clinic it is.
    var visitor: VisitOptions { get }

    /// What is done with its files.
    func work(in opened: OpenedClinic) throws -> Output
}

extension FolderWork {
    func run() throws { try work(in: visitor.open()).show() }
}
