package import ClinicFiles
package import Messages

/// The places in a clinic's folder that the supervisor uses.
extension ClinicFolder {
    package func log(of name: Identity) -> String { "\(logs)/\(name).log" }
    /// The older half of a log that was rotated.
    package func olderLog(of name: Identity) -> String { "\(logs)/\(name).log.1" }
    func socket(of name: Identity) -> String { "\(run)/\(name).notify" }
    var records: String { "\(run)/processes.json" }
    var lock: String { "\(run)/supervisor.lock" }
}
