internal import ArgumentParser

/// A command that joins nobody: what it tells follows from this program and from what it is given.
protocol LocalWork: ParsableCommand {
    /// What is found.
    func work() throws -> Output
}

extension LocalWork {
    func run() throws { try work().show() }
}
