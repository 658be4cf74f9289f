package import Messages

/// The forms of one instrument that count: the newest whole one, what came after it, and what told of
/// a danger that is not closed.
///
/// A form that is not whole replaces none that is: it could erase a danger by what it leaves out.
/// Nor is it passed over: a danger that it tells is one. A form is whole when it was scored, which
/// is written down; so what was whole stays so when an instrument's data file changes.
package struct StandingForms: Equatable, Codable, Sendable {
    /// The newest that was scored.
    package private(set) var whole: Evidence.Form?
    /// The newest that came after it and was not scored.
    package private(set) var partial: Evidence.Form?

    /// Those that told of a danger that no clinician has closed: no later answer lowers it.
    package private(set) var dangerous: [Evidence.Form] = []

    /// No form came yet.
    package init() {}

    /// Each of them once, the whole one first.
    package var all: [Evidence.Form] {
        let newest = [whole, partial].compactMap(\.self)
        return newest + dangerous.filter { !newest.contains($0) }
    }

    /// Those that are no older than so many hours.
    func fresh(for hours: Int, at now: Timestamp) -> StandingForms {
        var fresh = StandingForms()
        fresh.whole = whole.flatMap { now.isWithin(hours, of: $0.at) ? $0 : nil }
        fresh.partial = partial.flatMap { now.isWithin(hours, of: $0.at) ? $0 : nil }
        return fresh
    }

    /// A form counts as long as its danger is open, however old it is.
    mutating func hold(_ form: Evidence.Form) {
        if !dangerous.contains(form) { dangerous.append(form) }
    }

    /// Takes in a form as it was handed in.
    package mutating func add(_ form: Evidence.Form) { partial = form }

    /// The form of that submission was scored.
    package mutating func settle(_ submission: SubmissionID) {
        guard let form = partial, form.submission == submission else { return }
        (whole, partial) = (form, nil)
    }
}
