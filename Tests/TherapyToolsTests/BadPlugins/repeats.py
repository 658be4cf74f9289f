from plain import Plain


class Repeats(Plain):
    """Takes for granted that nobody is recorded twice at one session."""

    def restore(self, question):
        reply = super().restore(question)
        self.state.setdefault("there", {})
        return reply

    def fold(self, fact):
        if fact["type"] == "scheduler.attendance.recorded":
            there = self.state["there"].setdefault(fact["data"]["session"], [])
            if fact["client"] in there:
                raise ValueError("recorded already")
            there.append(fact["client"])
        super().fold(fact)


Repeats().run()
