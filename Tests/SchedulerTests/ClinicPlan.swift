import Messages

/// A clinic in the few words that a test needs.
struct ClinicPlan {
    struct Group {
        var id: String
        var phase = "p1"
        var ages = "adult"
        var language = "en"
        var capacity = 12
        /// `kind room clinician weekday start-end`.
        var sessions: [String]
    }

    struct Staff {
        var id: String
        var roles = ["clinician"]
        var caseload = 16
        var languages = ["en"]
        var hours = ["mon", "tue", "wed", "thu", "fri", "sat"].map { "\($0) 08:00-21:00" }
    }

    /// Phase: id, level, hours a week, weeks between individual sessions, weeks until review.
    var phases = [("p1", "2.1", 9, 1, 6), ("p2", "1", 6, 2, 4), ("p3", "1", 2, 4, 12)]
    var rooms = [("g1", "group", 12), ("g2", "group", 12), ("o1", "office", 3)]
    var staff = [Staff(id: "t01"), Staff(id: "t02", languages: ["en", "es"]), Staff(id: "t03")]
    var groups = [ClinicPlan.morning("p1-01", "g1", ["mon", "wed", "fri"])]
    var closures: [String] = []
    var policies = Policies()

    /// A group that meets three hours on each of the days: nine hours a week on three days.
    static func morning(_ id: String, _ room: String, _ days: [String], capacity: Int = 12)
        -> Group
    {
        let hours = room == "g1" ? [9, 10, 11] : [13, 14, 15]
        let kinds = ["process", "skills", "education"]
        return Group(
            id: id, capacity: capacity,
            sessions: days.flatMap { day in
                zip(hours, kinds).map { hour, kind in
                    let (from, to) = (clock(hour), clock(hour + 1))
                    return "\(kind) \(room) t0\(room == "g1" ? 1 : 2) \(day) \(from)-\(to)"
                }
            })
    }

    static func clock(_ hour: Int) -> String { hour < 10 ? "0\(hour):00" : "\(hour):00" }

    func clinic() throws -> Clinic {
        let phases = phases.map { id, level, hours, individual, review in
            #"{"id":"\#(id)","name":"\#(id)","level":"\#(level)","hoursPerWeek":\#(hours),"#
                + #""individualEveryWeeks":\#(individual),"reviewAfterWeeks":\#(review)}"#
        }
        let rooms = rooms.map { #"{"id":"\#($0)","kind":"\#($1)","seats":\#($2)}"# }
        let staff = staff.map {
            #"{"id":"\#($0.id)","roles":\#(list($0.roles)),"caseload":\#($0.caseload),"#
                + #""languages":\#(list($0.languages)),"hours":\#(list($0.hours))}"#
        }
        let groups = groups.map { group in
            let sessions = group.sessions.map { text in
                let words = text.split(separator: " ")
                return #"{"kind":"\#(words[0])","room":"\#(words[1])","clinician":"\#(words[2])","#
                    + #""at":"\#(words[3]) \#(words[4])"}"#
            }
            return #"{"id":"\#(group.id)","phase":"\#(group.phase)","ages":"\#(group.ages)","#
                + #""language":"\#(group.language)","capacity":\#(group.capacity),"#
                + #""sessions":[\#(sessions.joined(separator: ","))]}"#
        }
        func decode<Value: Decodable>(_ texts: [String]) throws -> [Value] {
            try JSONText.decode([Value].self, from: Array("[\(texts.joined(separator: ","))]".utf8))
        }
        return Clinic(
            name: "test", timeZone: "America/Chicago", services: [],
            phases: try decode(phases), rooms: try decode(rooms), staff: try decode(staff),
            groups: try decode(groups), closures: closures.compactMap(LocalDate.init),
            policies: policies)
    }

    private func list(_ texts: [String]) -> String {
        "[" + texts.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    }
}
