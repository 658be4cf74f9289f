from plain import Plain


class Declared(Plain):
    def follows(self, fact):
        return [{"do": "alert", "client": fact["client"], "sign": "bored", "urgency": "now",
                 "guidance": "Do something about it."}]


Declared().run()
