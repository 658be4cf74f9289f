#!/usr/bin/env python3
"""Random clients, and what the published hard stops say of each: an independent judge.

It reads no file of the project. The rules stand here as their publications have them (the sources
are named at each), in another language and by another way of counting: it plays each client's
evidence from the oldest on. A test gives the same evidence to the rules of the clinic.

    hard_stops.py --seed 1 --clients 10000 --edition asam-4

prints a line of JSON for each client: the evidence in the order in which it came, which hard stops
hold, whether one of them is an emergency, which questions and forms are open, and the level that the
ratings of the edition ask for.
"""
import argparse
import json
import random

QUESTIONS = ["seizure-history", "seizure-now", "daily-sedatives", "pregnancy", "opioid-use",
             "recent-daily-drinking", "unstable-vitals", "acute-psychosis", "danger-at-home"]
CIWA = [8] * 9 + [5]
COWS = [[0, 1, 2, 4], [0, 1, 2, 3, 4], [0, 1, 3, 5], [0, 1, 2, 5], [0, 1, 2, 4], [0, 1, 2, 4],
        [0, 1, 2, 3, 5], [0, 1, 2, 4], [0, 1, 2, 4], [0, 1, 2, 4], [0, 3, 5]]
#: The last hour at which each counts. This program's own proposals.
HOURS = {"ciwa-ar": 24, "cows": 24, "c-ssrs-screener": 168, "answers": 720, "ratings": 720}
#: How long a review counts.
HELD = {"suicide-risk": 24, "withdrawal-severe": 24, "withdrawal": 24, "withdrawal-history": 720,
        "withdrawal-sedatives": 720, "withdrawal-severe-opioid": 24, "pregnancy-opioids": 720,
        "medical-emergency": 24, "medical": 720, "acute-psychosis": 24, "danger-at-home": 168}
EMERGENCIES = {"suicide-risk", "withdrawal-severe", "medical-emergency", "acute-psychosis"}
#: Of each edition its levels, from the least care, and what each rating of a dimension asks for:
#: "any" asks for no level, and "evaluate" is as good as no rating.
EDITIONS = {
    "asam-3": {
        "levels": "0.5 1 2.1 2.5 3.1 3.5 3.7 3.7-wm 4".split(), "required": 6,
        "least": {1: "0.5 1 2.5 3.7-wm 4", 2: "0.5 1 2.1 3.7 4", 3: "0.5 1 2.1 2.5 4",
                  4: "0.5 0.5 1 2.1 2.5", 5: "0.5 1 2.1 2.5 3.5", 6: "0.5 1 2.1 2.5 3.1"}},
    # The sixth dimension, what the person prefers, never raises the level.
    "asam-4": {
        "levels": "1.0 1.5 1.7 2.1 2.5 2.7 3.1 3.5 3.7 4".split(), "required": 5,
        "least": {1: "any 1.5 2.5 3.7 4 evaluate 1.7 2.7", 2: "any 1.5 2.1 3.7 4 evaluate 1.7 2.7",
                  3: "any 1.5 2.1 2.5 4 evaluate 2.1 3.1 3.5 3.7",
                  4: "any 1.5 2.1 3.1 3.5 evaluate 2.5", 5: "any 1.5 2.1 2.5 3.1 evaluate 3.5",
                  6: "any any any any any"}}}


def spread(dice, total, sets):
    """Values of about that total, largest first in a random order."""
    values, rest = [0] * len(sets), total
    for place in dice.sample(range(len(sets)), len(sets)):
        fitting = [v for v in sets[place] if v <= rest]
        values[place] = max(fitting) if dice.random() < 0.8 else dice.choice(fitting)
        rest -= values[place]
    return values


def scale(dice, sets, limits):
    """A withdrawal scale near one of its limits; a third of them is not whole."""
    near = dice.choice(limits)
    values = spread(dice, max(0, near + dice.randint(-2, 2)), sets)
    answers = {str(n + 1): v for n, v in enumerate(values)}
    is_whole = dice.random() < 0.7
    if not is_whole:
        for key in dice.sample(sorted(answers), dice.randint(1, len(answers))):
            del answers[key]
    return answers, is_whole, sum(answers.values())


def screen(dice):
    """A C-SSRS screener; a third of them is not whole."""
    yes = lambda: int(dice.random() < 0.12)
    answers = {"q1": yes(), "q2": yes(), "q6": yes()}
    if answers["q2"]:
        answers.update({q: yes() for q in ("q3", "q4", "q5")})
    if answers["q6"]:
        answers["q6_3m"] = dice.randint(0, 1)
    is_whole = dice.random() < 0.7
    if not is_whole:
        for key in set(dice.sample(["q1", "q2", "q6"], dice.randint(1, 3))) & set(answers):
            del answers[key]
    # Columbia's triage page: ideas with intent (4, 5), or behaviour in the past 3 months. The VA's
    # rule adds ideas with a method (3); the stricter of the two applies.
    is_high = any(answers.get(q) for q in ("q3", "q4", "q5", "q6_3m"))
    # Behaviour of which nobody asked when it was counts as lately.
    is_high = is_high or bool(answers.get("q6")) and "q6_3m" not in answers
    return answers, is_whole, is_high


def evidence(dice, edition):
    """What comes in, from the oldest to the newest, each with its age in hours."""
    found = []
    age = lambda kind: min(1000, max(0, dice.choice(
        [dice.randint(0, HOURS[kind] // 2), HOURS[kind] + dice.randint(-1, 1)])))
    for _ in range(dice.choice([1, 1, 1, 2])):
        answers = {}
        for question in QUESTIONS:
            draw = dice.random()
            if draw < 0.985:
                answers[question] = int(dice.random() < (
                    0.3 if question in ("opioid-use", "recent-daily-drinking") else 0.05))
            elif draw < 0.99:
                answers[question] = 2
        found.append({"age": age("answers"), "answers": answers})
    for form, make in [("ciwa-ar", lambda: scale(dice, [list(range(n)) for n in CIWA], [0, 10, 19])),
                       ("cows", lambda: scale(dice, COWS, [0, 13, 37])),
                       ("c-ssrs-screener", lambda: screen(dice))]:
        for _ in range(dice.choice([0, 1, 1, 1, 2, 3])):
            answers, is_whole, result = make()
            found.append({"age": age(form), "form": form, "items": answers, "whole": is_whole,
                          "result": result})
    for dimension in range(1, 7):
        if dice.random() < 0.95:
            found.append({"age": age("ratings"), "dimension": dimension,
                          "rating": rating(dice, len(edition["least"][dimension].split()))})
    for gate in HELD:
        if dice.random() < 0.15:
            found.append({"age": dice.choice([0, 1, HELD[gate], HELD[gate] + 1]), "cleared": gate})
    dice.shuffle(found)
    return sorted(found, key=lambda part: -part["age"])


def rating(dice, count):
    """One of so many ratings; those of the middle are drawn more often."""
    return dice.choice([0, 0, 1, 1, 2, 2, 3, 4] + list(range(5, count)))


class Client:
    """What stands after all of it came, with the place in the order of what it rests on."""

    def __init__(self, parts, edition):
        self.edition = edition
        self.answers, self.whole, self.partial, self.rated, self.cleared = {}, {}, {}, {}, {}
        for place, part in enumerate(parts):
            age = part["age"]
            for question, value in part.get("answers", {}).items():
                before = self.answers.get(question)
                first = before[2] if before and before[0] == value else place
                self.answers[question] = (value, age, first)
            if "form" in part:
                kept = (part["result"], age, place)
                if part["whole"]:
                    self.whole[part["form"]] = kept
                    self.partial.pop(part["form"], None)
                else:
                    self.partial[part["form"]] = kept
            if "dimension" in part:
                self.rated[part["dimension"]] = (part["rating"], age, place)
            if "cleared" in part:
                self.cleared[part["cleared"]] = (age, place)
        fresh = lambda kind, known: {k: v for k, v in known.items()
                                     if v[1] <= HOURS[kind or k]}
        self.answers, self.rated = fresh("answers", self.answers), fresh("ratings", self.rated)
        self.whole, self.partial = fresh(None, self.whole), fresh(None, self.partial)

    def yes(self, *questions):
        """The newest place at which all are answered with anything but no."""
        places = [self.answers[q][2] for q in questions if self.answers.get(q, (0,))[0]]
        return [max(places)] if len(places) == len(questions) else []

    def forms(self, form, holds):
        both = [self.whole.get(form), self.partial.get(form)]
        return [kept[2] for kept in both if kept and holds(kept[0])]

    def signs(self):
        """What shows each hard stop, in their order."""
        # A dimension 2 that asks for medically monitored care, by whichever rating it has.
        medical = [kept[2] for kept in [self.rated.get(2)] if kept and self.asks(2, kept[0], "3.7")]
        return {
            "suicide-risk": self.forms("c-ssrs-screener", bool),
            # ASAM alcohol withdrawal guideline 2020: 10 to 18 is moderate, 19 or more severe.
            "withdrawal-severe": self.forms("ciwa-ar", lambda n: n >= 19) + self.yes("seizure-now"),
            "withdrawal": self.forms("ciwa-ar", lambda n: n >= 10),
            "withdrawal-history": self.yes("seizure-history"),
            "withdrawal-sedatives": self.yes("daily-sedatives"),
            # Wesson & Ling 2003: more than 36 is severe. 13 to 36 is no stop.
            "withdrawal-severe-opioid": self.forms("cows", lambda n: n > 36),
            "pregnancy-opioids": self.yes("pregnancy", "opioid-use"),
            "medical-emergency": self.yes("unstable-vitals"),
            "medical": medical,
            "acute-psychosis": self.yes("acute-psychosis"),
            "danger-at-home": self.yes("danger-at-home"),
        }

    def stops(self):
        def holds(gate, places):
            age, place = self.cleared.get(gate, (10 ** 6, -1))
            return bool(places) and not (age <= HELD[gate] and place > max(places))
        return [gate for gate, places in self.signs().items() if holds(gate, places)]

    def open_questions(self):
        """Danger that nobody has asked about, in full and lately."""
        missing = [q for q in QUESTIONS if self.answers.get(q, (None,))[0] not in (0, 1)]
        needed = ["c-ssrs-screener"] + ["ciwa-ar"] * bool(self.yes("recent-daily-drinking")) \
            + ["cows"] * bool(self.yes("opioid-use"))
        return missing + [form for form in needed if form not in self.whole]

    def said(self, dimension, rating):
        return self.edition["least"][dimension].split()[rating]

    def asks(self, dimension, rating, level):
        """Whether a rating asks for a level, or for more."""
        order, said = self.edition["levels"], self.said(dimension, rating)
        return said in order and order.index(said) >= order.index(level)

    def level(self):
        """The highest least level over all dimensions; none while one is missing."""
        said = {d: self.said(d, rating[0]) for d, rating in self.rated.items()}
        needed = range(1, self.edition["required"] + 1)
        if any(said.get(d, "evaluate") == "evaluate" for d in needed):
            return None
        order = self.edition["levels"]
        return max([order[0]] + [level for level in said.values() if level in order],
                   key=order.index)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clients", type=int, default=10000)
    parser.add_argument("--edition", choices=EDITIONS, default="asam-3")
    given = parser.parse_args()
    dice, edition = random.Random(given.seed), EDITIONS[given.edition]
    for _ in range(given.clients):
        parts = evidence(dice, edition)
        client = Client(parts, edition)
        stops = client.stops()
        for part in parts:
            part.pop("result", None)
        print(json.dumps({
            "parts": parts, "stops": stops, "open": client.open_questions(),
            "isEmergency": bool(EMERGENCIES & set(stops)), "level": client.level()},
            separators=(",", ":")))


if __name__ == "__main__":
    main()
