internal import Messages

/// What keeps a client from sessions of an offering.
enum OfferingBar: Equatable {
    /// The consent of that name is not live.
    case consent(String)
    /// A concern of that kind is open.
    case notFor(AlertKind)
}

extension Roster {
    /// What keeps a client from an offering's session on a day; `nil` for nothing that is known.
    func bar(_ client: ClientID, from offer: SessionOffered, on day: LocalDate) -> OfferingBar? {
        if let purpose = offer.consent, consents[client]?.isLive(purpose, on: day) != true {
            return .consent(purpose)
        }
        guard let book = concerns[client], !book.isEmpty else { return nil }
        return (offer.notFor ?? []).lazy.compactMap(Contraindication.concern)
            .first { book.concern($0) != nil }.map { .notFor($0) }
    }
}
