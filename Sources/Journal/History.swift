package import Messages

/// The events of one stream from one on, for a reader who asks for its history.
package enum History: Hashable, Sendable {
    /// No event of the stream was ever taken in here.
    case unknown
    /// Original events in order, at least one if there is one, and the last one that was taken in.
    case page(ReplayPage, head: Cursor)
    /// The first event wanted was taken in and not kept: it is parked, was discarded, or may not
    /// be kept.
    case absent(isParked: Bool)
}
