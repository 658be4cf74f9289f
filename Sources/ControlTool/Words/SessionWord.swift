internal import ArgumentParser
internal import Messages

/// A session as a person types it: a group or whoever leads it, a day and a time, or its id.
///
/// `today 09:00`, `mon 9`, `p1-01 mon 9`, `p1-01`, `2026-10-05.p1-01.mon-0900`. What is left out may
/// be anything: where that means more than one session, each is named.
struct SessionWord: Equatable {
    private(set) var id: SessionID?
    /// A group, or whoever leads an individual session.
    private(set) var holder: String?
    private(set) var day: DayWord?
    private(set) var time: TimeOfDay?

    /// What the help says of it.
    static let help =
        "The session: p1-01 mon 9, today 09:00, or its id."

    /// No more than a day, or nothing at all.
    init(on day: DayWord?) { self.day = day }

    private init() {}

    /// Reads a session from the beginning of some words.
    ///
    /// A day counts where a time follows, or nothing: what follows may be a reason that begins with
    /// the name of a day. A time without a day or a group before it has a colon.
    ///
    /// - Returns: the session, and the words behind it; `nil` where the words begin with none.
    static func take(from words: ArraySlice<String>, in clinic: Clinic) -> (
        session: SessionWord, rest: ArraySlice<String>
    )? {
        var (word, rest) = (SessionWord(), words)
        if let first = rest.first, isID(first) {
            word.id = SessionID(first)
            return (word, rest.dropFirst())
        }
        if let first = rest.first, let holder = holder(first, in: clinic) {
            word.holder = holder
            rest = rest.dropFirst()
        }
        if let first = rest.first, let day = try? DayWord.parse(first) {
            let next = rest.dropFirst().first
            if next.map({ TimeWord.read($0) != nil }) ?? true {
                word.day = day
                rest = rest.dropFirst()
            }
        }
        let isStrict = word.day == nil && word.holder == nil
        if let first = rest.first, let time = TimeWord.read(first, isStrict: isStrict) {
            word.time = time
            rest = rest.dropFirst()
        }
        return word == SessionWord() ? nil : (word, rest)
    }

    /// Reads a session that all of the words say.
    static func read(_ words: [String], in clinic: Clinic) -> SessionWord? {
        guard let taken = take(from: words[...], in: clinic), taken.rest.isEmpty else { return nil }
        return taken.session
    }

    private static func isID(_ text: String) -> Bool {
        text.contains(".") && LocalDate(String(text.prefix(10))) != nil
    }

    private static func holder(_ text: String, in clinic: Clinic) -> String? {
        let known = clinic.groups.map(\.id.text) + clinic.staff.map(\.id.text)
        return known.first { $0.lowercased() == text.lowercased() }
    }
}

extension SessionWord {
    /// The day that is meant.
    func date(on today: LocalDate, looking direction: DayWord.Direction) -> LocalDate {
        if let id, let week = LocalDate(String(id.text.prefix(10))) { return week }
        return (day ?? .ahead(0)).date(on: today, looking: direction)
    }

    /// Whether it says no more than a day.
    var isOpen: Bool { id == nil && holder == nil && time == nil }

    /// The same, on a day and at a time that were said otherwise.
    func on(_ day: DayWord?, at time: TimeOfDay? = nil) -> SessionWord {
        var word = self
        word.day = day ?? word.day
        word.time = time ?? word.time
        return word
    }

    /// Whether a session of the day may be the one that is meant.
    func fits(_ line: CalendarLine) -> Bool {
        if let id { return line.session == id }
        return (holder.map { $0 == line.holder } ?? true)
            && (time.map { $0 == line.start.time } ?? true)
    }
}

extension CalendarLine {
    /// What a person calls it by: its group, or whoever leads it.
    var holder: String { group?.text ?? clinician.text }

    /// As a person types it: `p1-01 mon 09:00`.
    func typed(on today: LocalDate, looking direction: DayWord.Direction) -> String {
        let weekday = DayWord.weekday(start.date.weekday)
        let day =
            start.date == today
            ? "today"
            : weekday.date(on: today, looking: direction) == start.date
                ? start.date.weekday.rawValue : start.date.description
        return "\(holder) \(day) \(start.time)"
    }
}
