from plain import Plain


class Late(Plain):
    """Changes its state while it reacts, which a fold of its journal does not do."""

    def follows(self, fact):
        self.state["reactions"] = self.state.get("reactions", 0) + 1
        return super().follows(fact)


Late().run()
