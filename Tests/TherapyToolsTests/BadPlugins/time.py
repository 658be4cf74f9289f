import time

from plain import Plain


class Time(Plain):
    def fold(self, fact):
        time.sleep(0.004)
        super().fold(fact)


Time().run()
