import Messages

/// A clinic of cores as it stands at one moment: what was told, what can be seen, what is open.
protocol CareScene {
    var now: Moment { get }
    var clinic: Clinic { get }
    /// The open duties of all, as the ledger would have them.
    var duties: [Identity: DutyBook] { get }
    /// What may still be asked of people, by what has ended.
    var ends: CareEnds { get }
    /// Therapies whose hosts are part of it.
    var therapies: [Identity] { get }
    /// Since when all have heard everything; `nil` where they always did.
    var wholeSince: Timestamp? { get }
    /// What stands of an owner's history.
    func facts(of owner: Identity) throws -> [Fact]
    func view<Question: PagedQuery>(_ query: Question) throws -> [Question.Item]
    func ask<Question: Query>(_ query: Question) throws -> Question.View?
}

extension CareScene {
    var therapies: [Identity] { [] }
    var wholeSince: Timestamp? { nil }
}

extension CareWorld: CareScene {
    var therapies: [Identity] { [CareTherapy.id] }
    var now: Moment { moment.now }
    var clinic: Clinic { moment.clinic }
}
