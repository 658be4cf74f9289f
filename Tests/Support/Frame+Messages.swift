package import Messages

extension Frame {
    /// The messages in it, a page's events among them behind its own entry; what cannot be read is
    /// left out.
    package var envelopes: [Envelope] {
        switch try? read() {
        case .message(let envelope): [envelope]
        case .events(let run): run.compactMap { try? $0.get() }
        case .page(let page): [page.envelope] + page.run.compactMap { try? $0.get() }
        case nil: []
        }
    }
}
