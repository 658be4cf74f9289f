import time

from plain import Plain


class Stops(Plain):
    def run(self):
        try:
            super().run()
        finally:
            time.sleep(600)


Stops().run()
