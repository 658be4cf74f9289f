/// How much of the past a core's state holds on to.
///
/// A state grows with its clients, not with what happens to them: what happens again and again is
/// let go by one of these rules. What is let go is still in the journal and in the ledger.
package enum Retention {
    /// The newest of a list.
    package struct Newest: Sendable {
        package let count: Int

        package init(_ count: Int) { self.count = count }

        /// Lets go of what a list has too many of. Its newest are last.
        package func trim<Element>(_ list: inout [Element]) {
            if list.count > count { list.removeFirst(list.count - count) }
        }
    }

    /// What lies so many days back from the newest, or fewer.
    package struct Days: Sendable {
        package let count: Int

        package init(_ count: Int) { self.count = count }

        /// The first day that is kept while `newest` is the newest.
        package func oldest(before newest: LocalDate) -> LocalDate {
            newest.advanced(by: -count)
        }
    }
}
