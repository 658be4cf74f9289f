import random

from plain import Plain


class Same(Plain):
    def fold(self, fact):
        super().fold(fact)
        self.state["luck"] = random.random()


Same().run()
