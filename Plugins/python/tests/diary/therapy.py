"""A therapy that uses all of the kit."""

from cairn_therapy import Alert, CloseDuty, Duty, Record, Therapy, run


class Diary(Therapy):
    def initial(self):
        return {"cards": {}}

    def apply(self, state, fact):
        if fact.type == "assessment.questionnaire.scored":
            state["cards"][fact.client] = fact.date.isoformat()

    def attended(self, state, attendance, context):
        if attendance.minutes != 60:
            print("said on stdout")
        yield from super().attended(state, attendance, context)
        if attendance.minutes == 13:
            raise RuntimeError(f"about {attendance.client}")

    def recorded(self, state, name, fact, context):
        if fact.data["data"]["times"] > self.configuration["most"]:
            yield Duty(fact.client, "call", ["clinician"], 8, "Ask for the diary card.")

    def practised(self, state, practice, done, fact, context):
        if done:
            yield CloseDuty(fact.client, "call")

    def happened(self, state, fact, context):
        if fact.type == "assessment.questionnaire.scored" and fact.data["scores"]["urge"] > 3:
            yield Alert(fact.client, "high-urge", "today", "Ask how the week is going.")
        if fact.type == "supervisor.clock.day-began" and context.date.weekday() == 0:
            for client in sorted(state["cards"]):
                yield Record("card-missed", {"week": context.date, "times": 1}, client)


if __name__ == "__main__":
    run(Diary)
