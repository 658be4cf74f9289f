from plain import Plain


class Log(Plain):
    def follows(self, fact):
        print("there was", fact["client"], flush=True)
        return super().follows(fact)


Log().run()
