from plain import Plain


class Snapshot(Plain):
    def tell(self):
        return {"state": {"seen": {}}} if self.early() else super().tell()

    def early(self):
        return sum(self.state["seen"].values()) < 15


Snapshot().run()
