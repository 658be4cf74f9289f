from plain import Plain


class Settings(Plain):
    def follows(self, fact):
        return super().follows(fact) * (4 // (9 - self.settings["most"]))


Settings().run()
