from plain import Plain


class Order(Plain):
    """Takes for granted that it hears of a session before somebody attends it."""

    def restore(self, question):
        reply = super().restore(question)
        self.state.setdefault("sessions", {})
        return reply

    def fold(self, fact):
        if fact["type"] == "scheduler.session.scheduled":
            self.state["sessions"][fact["data"]["session"]] = 0
        elif fact["type"] == "scheduler.attendance.recorded":
            self.state["sessions"][fact["data"]["session"]] += 1
        super().fold(fact)


Order().run()
