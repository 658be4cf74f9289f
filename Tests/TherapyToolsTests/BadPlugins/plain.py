"""A therapy that is all right, in few lines. Each file beside this one breaks one rule of it."""

import json
import os
import sys

ATTENDED = "scheduler.attendance.recorded"


class Plain:
    def hello(self, question):
        self.settings = question["configuration"]
        return {"protocol": 1}

    def restore(self, question):
        self.state = question["state"] or {"seen": {}}
        return {}

    def fold(self, fact):
        if fact["type"] == ATTENDED:
            seen = self.state["seen"]
            seen[fact["client"]] = seen.get(fact["client"], 0) + 1

    def follows(self, fact):
        if fact["type"] == ATTENDED and fact["data"]["status"] == "present":
            times = self.state["seen"][fact["client"]]
            return [{"do": "record", "fact": "noted", "client": fact["client"],
                     "data": {"times": times}}]
        return []

    def apply(self, question):
        for fact in question["facts"]:
            self.fold(fact)
        return {}

    def react(self, question):
        for number, fact in enumerate(question["facts"], 1):
            self.fold(fact)
            actions = self.follows(fact)
            if actions:
                return {"reacted": number, "actions": actions}
        return {"reacted": len(question["facts"]), "actions": []}

    def tell(self):
        return {"state": self.state}

    def bye(self, question):
        return {}

    def answer(self, question):
        ask = question["ask"]
        return self.tell() if ask == "state" else getattr(self, ask)(question)

    def run(self):
        questions, self.answers = os.fdopen(3, "rb"), os.fdopen(4, "wb")
        for line in questions:
            question = json.loads(line)
            reply = {"n": question["n"], **self.answer(question)}
            self.answers.write(json.dumps(reply).encode() + b"\n")
            self.answers.flush()
            if question["ask"] == "bye":
                sys.exit()
