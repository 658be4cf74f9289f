package import Messages

/// What clients did in their therapies.
package struct TherapyFigures: Equatable, Sendable {
    package private(set) var modules = 0
    package private(set) var assigned = 0
    package private(set) var done = 0
    package private(set) var notDone = 0
    /// The forms of therapies that were handed in.
    package private(set) var forms = 0

    package init() {}

    /// Takes in one fact.
    package mutating func count(_ fact: Fact) {
        switch fact.event {
        case is ModuleCompleted: modules += 1
        case is PracticeAssigned: assigned += 1
        case let event as PracticeReported: if event.isDone { done += 1 } else { notDone += 1 }
        // A form of a therapy has the therapy's id before its own.
        case let event as QuestionnaireSubmitted where event.instrument.contains("."): forms += 1
        default: break
        }
    }
}
