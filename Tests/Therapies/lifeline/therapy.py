"""A therapy for the project's own tests: it asks for each act that a contract can name."""
import json
import os

questions, answers = os.fdopen(3), os.fdopen(4, "w")
cards = 0


def fold(fact):
    global cards
    if fact["type"] == "assessment.questionnaire.scored":
        # Of its own form it is told the plain id.
        cards += fact["data"]["instrument"] == "diary-card"


def reaction(fact):
    client, data = fact.get("client"), fact["data"]
    if fact["type"] == "assessment.questionnaire.scored":
        if data["instrument"] == "diary-card" and "self-harm" in data["flags"]:
            return [{"do": "alert", "client": client, "sign": "self-harm", "urgency": "now",
                     "guidance": "Go through the chain analysis together."},
                    {"do": "assign-practice", "client": client, "practice": "breathe",
                     "due": fact["date"]}]
    if fact["type"] == "lifeline.record.added" and data["name"] == "crisis":
        return [{"do": "propose-step-up", "client": client,
                 "why": "The client called in a crisis between sessions."},
                {"do": "plan-line", "client": client, "kind": "warning-sign",
                 "text": data["data"]["sign"]}]
    return []


for line in questions:
    asked = json.loads(line)
    reply = {"n": asked["n"]}
    if asked["ask"] == "hello":
        reply["protocol"] = 1
    elif asked["ask"] == "restore":
        cards = asked["state"] or 0
    elif asked["ask"] == "apply":
        for fact in asked["facts"]:
            fold(fact)
    elif asked["ask"] == "react":
        reply["reacted"], reply["actions"] = 0, []
        for fact in asked["facts"]:
            fold(fact)
            reply["reacted"] += 1
            reply["actions"] = reaction(fact)
            if reply["actions"]:
                break
    elif asked["ask"] == "state":
        reply["state"] = cards
    answers.write(json.dumps(reply) + "\n")
    answers.flush()
    if asked["ask"] == "bye":
        break
