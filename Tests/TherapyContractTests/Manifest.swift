import Messages
import TherapyContract

/// Manifests that tests begin with.
enum Manifest {
    /// One with each field.
    static let whole = """
        {
          "contract": 1,
          "id": "dbt",
          "version": "1.2.0",
          "title": {"en": "Skills", "es": "Habilidades"},
          "source": "Where the curriculum comes from",
          "command": ["python3", "-B", "therapy.py"],
          "offerings": [
            {"name": "skills", "title": "Skills", "format": "group", "kind": "skills",
             "phases": ["p1"], "minutes": 60, "perWeek": 1, "size": {"least": 3, "most": 12},
             "credential": "clinician", "room": ["quiet"], "consent": "family-education",
             "cohortWeeks": 8, "notFor": ["psychosis"]}
          ],
          "curriculum": [
            {"name": "skills", "offering": "skills", "moves": "client", "when": ["attended"],
             "modules": [
               {"name": "mindfulness", "title": "Mindfulness", "goal": "Notice.", "weeks": 2,
                "practice": "observe-breath"}
             ]}
          ],
          "practice": [{"name": "observe-breath", "title": "Observe the breath", "dueDays": 7}],
          "forms": [{"id": "diary-card", "scales": [{"id": "urge"}]}],
          "facts": [
            {"name": "call-logged", "about": "client", "fields": {
              "week": {"type": "date", "mark": "open"},
              "notes": {"type": "text", "list": true, "optional": true, "mark": "describing"}}}
          ],
          "commands": [{"name": "log-call", "records": "call-logged", "roles": ["clinician"]}],
          "acts": ["alert", "propose-review", "propose-step-up", "duty", "plan-line"],
          "reads": [
            {"event": "scheduler.attendance.recorded", "because": "a module is finished by it"}
          ],
          "reactsTo": ["scheduler.attendance.recorded", "dbt.practice.reported"],
          "history": "silently",
          "configuration": {
            "reward-cap": {"type": "integer", "least": 0, "most": 599, "default": 75,
                           "because": "A cap."}},
          "limits": {"memoryMB": 128, "eventsPerMinute": 600, "answerSeconds": 5},
          "measures": [{"name": "urge", "title": "Urge", "form": "diary-card", "scale": "urge"}]
        }
        """

    /// One with no more than it needs.
    static let least = """
        {"contract": 1, "id": "gratitude", "version": "1.0", "title": "Gratitude",
         "offerings": [{"name": "skills", "title": "Gratitude", "kind": "skills",
                        "phases": ["p1"], "minutes": 60, "perWeek": 1}]}
        """

    /// A manifest with one text in it replaced.
    static func changed(_ old: String, to new: String, in text: String = whole) -> String {
        text.replacing(old, with: new, maxReplacements: 1)
    }

    /// The one with each field, with so many offerings.
    static func offering(_ names: [String]) -> String {
        let offerings = names.map { name in
            #"{"name": "\#(name)", "title": "T", "kind": "skills", "phases": ["p1"], "#
                + #""minutes": 60, "perWeek": 1}"#
        }
        return #"{"contract": 1, "id": "many", "version": "1", "title": "Many", "offerings": ["#
            + offerings.joined(separator: ",\n") + "]}"
    }

    static func faults(in text: String, for clinic: Clinic? = nil) -> [ContractFault] {
        ContractCheck.faults(in: Array(text.utf8), for: clinic)
    }
}
