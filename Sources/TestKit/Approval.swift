internal import Foundation
public import Messages

/// What the supervisor records where a person approves a therapy of the project's own tests.
public enum Approval {
    /// The contract of a folder below `Tests/Therapies`.
    public static func contract(of therapy: String) throws -> JSONFragment {
        let file = Golden.root().appending(path: "Tests/Therapies/\(therapy)/plugin.json")
        return try JSONText.decode(JSONFragment.self, from: Array(try Data(contentsOf: file)))
    }

    /// Its forms one by one, and then the approval.
    public static func events(
        of therapy: Identity, hash: String = "ab12", contract: JSONFragment? = nil
    ) throws -> [any Event] {
        PluginApproved.record(
            of: therapy, version: "1.0.0", hash: hash, by: "dir",
            contract: try contract ?? self.contract(of: therapy.text), unconfined: false)
    }
}
