from plain import Plain


class Upgrade(Plain):
    """Goes by a state that its version before does not know."""

    def restore(self, question):
        self.state = question["state"] or {"seen": {}, "new": 0}
        return {}

    def fold(self, fact):
        super().fold(fact)
        self.state["new"] += 1


Upgrade().run()
