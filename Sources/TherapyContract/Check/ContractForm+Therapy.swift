internal import Messages

extension ContractForm {
    /// `plugin.json`, contract 1.
    static var therapy: ContractForm {
        .record(
            [
                Field(
                    "contract", .whole(PluginContract.current...PluginContract.current),
                    isNeeded: true, "The version of this form."),
                Field(
                    "id", .token, isNeeded: true,
                    "Its identity on the bus: it stands here alone, and is no name of Cairn's own."),
                Field("version", .text, isNeeded: true, "The therapy's own version."),
                Field("title", .title, isNeeded: true, "What people call it."),
                Field("source", .text, "Where the curriculum comes from."),
                Field(
                    "command", .list(.text, least: 1, most: 32),
                    "A program in the folder, or an interpreter that the clinic allows, and its"
                        + " arguments. Left out, the contract alone is the therapy."),
                Field(
                    "offerings", .list(offering, most: 64), "What it offers for the weekly plan."),
                Field("curriculum", .list(curriculum, most: 64), "In which order modules come."),
                Field(
                    "practice", .list(practice, most: 256),
                    "What clients practise between sessions."
                ),
                Field(
                    "forms", .list(.form, most: 64),
                    "Its questionnaires, as docs/clinical/instrument.schema.json describes them."),
                Field("facts", .list(fact, most: 64), "The facts of its own."),
                Field("commands", .list(command, most: 64), "Which of its facts staff may record."),
                Field(
                    "acts", .list(words(PluginAct.self), most: PluginAct.allCases.count),
                    "What it may ask of the clinic."),
                Field(
                    "reads", .list(read, most: 64), "Which events of others it is told, and why."),
                Field(
                    "reactsTo", .list(.eventName, most: 128),
                    "Those of them, or of its own, that may cause something."),
                Field(
                    "history", words(HistoryRule.self),
                    "What it does with what happened before it came; silently unless said."),
                Field(
                    "configuration", .map(settingDeclaration, most: 64), "What a clinic may set."),
                Field("limits", limits, "What it may use."),
                Field(
                    "measures", .list(measure, most: 64), "What of its forms is shown over time."),
            ], oneOf: ["offerings", "forms", "facts"])
    }

    private static var roles: ContractForm { .word(Role.known.map(\.rawValue)) }

    private static var offering: ContractForm {
        .record([
            Field("name", .token, isNeeded: true, "Its own name."),
            Field("title", .title, isNeeded: true, "What people call the session."),
            Field("format", words(Offering.Format.self), "Who sits in it; a group unless said."),
            Field(
                "kind", .token, isNeeded: true,
                "The kind of session of clinic.yaml that it fills, such as skills."),
            Field(
                "phases", .list(.token, least: 1, most: 64), isNeeded: true,
                "The phases of the clinic that it is for."),
            Field(
                "minutes", .whole(Offering.minutesRange), isNeeded: true, "How long it lasts."),
            Field(
                "perWeek", .whole(Offering.perWeekRange), isNeeded: true,
                "How many each group, or client, has in a week."),
            Field("size", size, "For how many people it is."),
            Field("credential", roles, "The role of the person who leads it."),
            Field("room", .list(.token, most: 16), "What its room must have."),
            Field("consent", .token, "The consent without which nobody takes part."),
            Field(
                "cohortWeeks", .whole(Offering.cohortWeeksRange),
                "For how many weeks a closed cohort stays together."),
            Field("notFor", .list(.token, most: 16), "For whom it is not."),
        ])
    }

    private static var size: ContractForm {
        .record([
            Field("least", .whole(Offering.sizeRange), isNeeded: true, "Fewer make no session."),
            Field("most", .whole(Offering.sizeRange), isNeeded: true, "More do not fit."),
        ])
    }

    private static var curriculum: ContractForm {
        .record([
            Field("name", .token, isNeeded: true, "Its own name."),
            Field(
                "offering", .token, isNeeded: true, "The offering whose sessions teach it."),
            Field(
                "moves", words(Curriculum.Movement.self),
                "client: each client's own next module; calendar: the module of the week."),
            Field(
                "when", .list(words(Curriculum.Completion.self), least: 1, most: 3),
                "What finishes a module, any of these; attended unless said."),
            Field(
                "modules", .list(module, least: 1, most: 256), isNeeded: true,
                "Its parts, in their order."),
        ])
    }

    private static var module: ContractForm {
        .record([
            Field("name", .token, isNeeded: true, "Its own name."),
            Field("title", .title, isNeeded: true, "What people call it."),
            Field("goal", .text, "What it is to achieve."),
            Field(
                "weeks", .whole(CurriculumModule.weeksRange),
                "How long it takes in a rotation; one unless said."),
            Field("practice", .token, "The practice that goes with it."),
        ])
    }

    private static var practice: ContractForm {
        .record([
            Field("name", .token, isNeeded: true, "Its own name."),
            Field("title", .title, isNeeded: true, "What people call it."),
            Field(
                "dueDays", .whole(Practice.dueDaysRange),
                "In how many days after it was assigned it is due; 7 unless said."),
        ])
    }

    private static var fact: ContractForm {
        .record([
            Field("name", .token, isNeeded: true, "Its own name."),
            Field(
                "about", words(FactDeclaration.Subject.self), isNeeded: true, "Whom it tells of."),
            Field("fields", .map(factField, most: 32), "What it holds, by name."),
        ])
    }

    private static var factField: ContractForm {
        .record([
            Field("type", words(FactField.Kind.self), isNeeded: true, "What it holds."),
            Field("list", .flag, "Whether it is a list of these."),
            Field("optional", .flag, "Whether a record may go without it."),
            Field("least", .number, "The least of an integer or a number."),
            Field("most", .number, "The greatest of an integer or a number."),
            Field(
                "mark", .word(FactField.marks.keys.sorted()),
                "open: it tells nothing about a client; describing unless said."),
        ])
    }

    private static var command: ContractForm {
        .record([
            Field("name", .token, isNeeded: true, "Its own name."),
            Field("records", .token, isNeeded: true, "The fact that it records."),
            Field(
                "roles", .list(roles, least: 1, most: Role.known.count), isNeeded: true,
                "Who may give it."),
        ])
    }

    private static var read: ContractForm {
        .record([
            Field("event", .eventName, isNeeded: true, "Which."),
            Field(
                "because", .text, isNeeded: true,
                "Why it needs it, for the person who approves it."),
        ])
    }

    private static var settingDeclaration: ContractForm {
        .record([
            Field(
                "type", words(SettingDeclaration.Kind.self), isNeeded: true, "What it holds."),
            Field("least", .number, "The least number."),
            Field("most", .number, "The greatest number."),
            Field(
                "default", .setting, isNeeded: true, "What holds where the clinic sets nothing."),
            Field("because", .text, "Why somebody would set it, or must not."),
        ])
    }

    private static var limits: ContractForm {
        .record([
            Field("memoryMB", .whole(PluginLimits.memoryRange), "Memory in MiB; 128 unless said."),
            Field(
                "eventsPerMinute", .whole(PluginLimits.eventsRange),
                "Events of its own in a minute; 600 unless said."),
            Field(
                "answerSeconds", .whole(PluginLimits.answerRange),
                "How long an answer may take; 5 unless said."),
        ])
    }

    private static var measure: ContractForm {
        .record([
            Field("name", .token, isNeeded: true, "Its own name."),
            Field("title", .title, isNeeded: true, "What people call it."),
            Field("form", .token, isNeeded: true, "The form that it is of."),
            Field("scale", .text, isNeeded: true, "The form's scale."),
        ])
    }
}
