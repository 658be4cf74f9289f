internal import Messages

extension Moment {
    /// Whole days since an earlier moment.
    func days(since time: Timestamp) -> Int {
        Int((utc.milliseconds - time.milliseconds) / 86_400_000)
    }
}
