extension Duration {
    /// So many hours of 60 minutes.
    package static func hours(_ count: Int) -> Duration { .seconds(count * 3_600) }

    /// So many days of 24 hours, whatever the clinic's clock does meanwhile.
    package static func days(_ count: Int) -> Duration { .hours(count * 24) }
}
