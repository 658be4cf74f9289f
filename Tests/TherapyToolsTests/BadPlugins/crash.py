from plain import Plain


class Crash(Plain):
    """Counts what it did outside of its state."""

    done = 0

    def follows(self, fact):
        actions = super().follows(fact)
        self.done += len(actions)
        for action in actions:
            action["data"]["times"] = self.done
        return actions


Crash().run()
