from plain import Plain

KNOWN = {"scheduler.session.scheduled", "scheduler.attendance.recorded", "plain.record.added"}


class Unknown(Plain):
    def fold(self, fact):
        if fact["type"] not in KNOWN:
            raise ValueError("a fact that is not known")
        super().fold(fact)


Unknown().run()
