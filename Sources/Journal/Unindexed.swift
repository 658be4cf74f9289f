/// How far the entries of an older ledger are indexed by the names in them, and how many there are.
package struct Unindexed: Hashable, Sendable {
    package let done: Int64
    package let all: Int64

    package init(done: Int64, all: Int64) { (self.done, self.all) = (done, all) }
}
