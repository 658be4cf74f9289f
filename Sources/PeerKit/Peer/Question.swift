package import Messages

/// A query as its asker sent it: two askers may choose the same id, and one that is sent again is
/// the same.
package struct Question: Hashable {
    private let topic: String
    private let token: String
    private let id: MessageID

    package init(_ request: Envelope) {
        topic = request.topic.text
        token = request.attributes.replytoken ?? ""
        id = request.id
    }
}

/// The last answers to questions, for whoever sends one again before the answer has come.
package struct KnownAnswers: Sendable {
    /// Answers are kept of as many questions, and as many bytes of them.
    package static let most = 32
    package static let mostBytes = 4 << 20

    private var answers: [(question: Question, frame: Frame)] = []
    private var bytes = 0

    package init() {}

    package subscript(question: Question) -> Frame? {
        answers.last { $0.question == question }?.frame
    }

    package mutating func keep(_ frame: Frame, for question: Question) {
        answers.append((question, frame))
        bytes += frame.bytes.count
        while answers.count > Self.most || bytes > Self.mostBytes, !answers.isEmpty {
            bytes -= answers.removeFirst().frame.bytes.count
        }
    }
}

/// The views that the loop itself makes: each question once, and in one turn so many for an asker.
package struct ViewBook: Sendable {
    package static let mostInTurn = 16

    private(set) var known = KnownAnswers()
    private var madeInTurn: [Identity: Int] = [:]

    package mutating func beginTurn() { madeInTurn = [:] }

    /// Whether one more is made for an asker in this turn.
    package mutating func admits(_ asker: Identity) -> Bool {
        madeInTurn[asker, default: 0] += 1
        return madeInTurn[asker, default: 0] <= Self.mostInTurn
    }

    package mutating func keep(_ frame: Frame, for question: Question) {
        known.keep(frame, for: question)
    }
}
