/// Who made a snapshot, and so who may go on from it.
package struct SnapshotAuthor: Hashable, Sendable {
    /// What folds: the core, the version of its fold, and the state that it begins with.
    package var fold: String
    /// The build that folded: another one goes on from its state, and confirms it beside.
    package var build: String

    package init(fold: String, build: String) { (self.fold, self.build) = (fold, build) }
}
