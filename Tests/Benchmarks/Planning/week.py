"""A week of schema iop-week/1 as a linear program in whole numbers, for exact solvers.

Variables, rows and costs are those that docs/scheduling/engine.md lists. Nothing here is shared with
the engine in Swift: an optimum of this model is what the engine is measured against.
"""
import json
from collections import defaultdict


class Week:
    """The problem, looked up by numbers."""

    def __init__(self, path):
        with open(path) as file:
            self.data = data = json.load(file)
        self.weights = data["weights"]
        self.blocks, self.clinicians = data["blocks"], data["clinicians"]
        self.templates, self.clients = data["groupTemplates"], data["clients"]
        self.block = {b["id"]: i for i, b in enumerate(self.blocks)}
        self.clinician = {k["id"]: i for i, k in enumerate(self.clinicians)}
        self.phases = {p["id"]: p for p in data["phases"]}
        self.day = [b["day"] for b in self.blocks]
        self.available = [{self.block[b] for b in k["available"]} for k in self.clinicians]
        self.busy = [{self.block[b] for b in c["unavailable"]} for c in self.clients]
        self.phase = [self.phases[c["phase"]] for c in self.clients]
        self.last = [
            {self.block[a["block"]]: self.clinician[a["clinician"]] for a in c["lastWeek"]
             if a["clinician"] in self.clinician} for c in self.clients]
        self.former = {
            (s["template"], s["block"], s["clinician"]) for s in data["lastWeekSessions"]}

    def may_lead(self, clinician, template):
        return (
            template["therapyType"] in clinician["therapyTypes"]
            and template["language"] in clinician["languages"]
            and (clinician["telehealthLicensed"] if template["modality"] == "telehealth"
                 else clinician["site"] == template["site"]))

    def may_attend(self, client, template):
        return (
            client["phase"] in template["phases"]
            and (template["language"] == client["language"]
                 or template["language"] in client["speaksAlso"])
            and template["genderFocus"] in (None, client["gender"])
            and (client["telehealthOk"] if template["modality"] == "telehealth"
                 else client["site"] == template["site"]))

    def may_see(self, client, kind, clinician):
        if kind == "individual":
            return clinician["id"] == client["primaryClinician"]
        return (clinician["familyCredential"] and clinician["site"] == client["site"]
                and client["language"] in clinician["languages"])

    def change(self, client, block, clinician):
        last = self.last[client]
        if not last:
            return 0
        if block in last:
            return 0 if last[block] == clinician else self.weights["sameBlockNewClinician"]
        if self.day[block] in {self.day[b] for b in last}:
            return self.weights["sameDayNewBlock"]
        return self.weights["newDay"]

    def rooms(self, site, block):
        name = self.blocks[block]["id"]
        return [r["capacity"] for r in self.data["rooms"]
                if r["site"] == site and name not in r["closed"]]


class Model:
    """Columns and rows of whole numbers, to be minimised."""

    def __init__(self, week):
        self.week = week
        self.cost, self.low, self.high, self.whole, self.names = [], [], [], [], []
        self.rows = []  # (least, most, [(column, factor)])
        self.offset = 0
        self.sessions, self.seats = {}, defaultdict(dict)
        self.work, self.groups = defaultdict(list), defaultdict(list)
        self._sessions()
        self._rooms()
        self._clients()
        self._appointments()
        self._hours()

    def column(self, cost, high=1, whole=True, name=None):
        self.cost.append(cost)
        self.low.append(0)
        self.high.append(high)
        self.whole.append(whole)
        self.names.append(name)
        return len(self.cost) - 1

    def row(self, least, most, terms):
        self.rows.append((least, most, terms))

    def _sessions(self):
        week, weights = self.week, self.week.weights
        self.links = len(week.clients) < 300
        self.types = defaultdict(lambda: defaultdict(list))
        self.byday = defaultdict(lambda: defaultdict(list))
        self.byblock = defaultdict(lambda: defaultdict(list))
        self.off = defaultdict(list)
        for t, template in enumerate(week.templates):
            able = [c for c, client in enumerate(week.clients) if week.may_attend(client, template)]
            for b in range(len(week.blocks)):
                come = [c for c in able if b not in week.busy[c]]
                if len(come) < template["hardMinSize"]:
                    continue
                for k, clinician in enumerate(week.clinicians):
                    if b not in week.available[k] or not week.may_lead(clinician, template):
                        continue
                    key = (template["id"], week.blocks[b]["id"], clinician["id"])
                    bonus = weights["repeatBonus"] if key in week.former else 0
                    y = self.column(weights["openSession"] - bonus, name=("y", key))
                    short = self.column(
                        weights["undersizePerClient"], template["targetMinSize"], whole=False)
                    self.sessions[t, b, k] = y
                    self.work[k, b].append(y)
                    self.groups[k].append(y)
                    self._seats(t, b, k, y, short, come)

    def _seats(self, t, b, k, y, short, come):
        week = self.week
        template = week.templates[t]
        terms = []
        for c in come:
            x = self.column(week.change(c, b, k), name=("x", week.clients[c]["id"], t, b, k))
            self.seats[t, b, k][c] = x
            terms.append((x, 1))
            if self.links:
                self.row(None, 0, [(x, 1), (y, -1)])
            self.types[c][template["therapyType"]].append(x)
            self.byday[c][week.day[b]].append(x)
            self.byblock[c][b].append(x)
            if week.clients[c]["trackPreference"][0] != week.blocks[b]["track"]:
                self.off[c].append(x)
        self.row(None, 0, terms + [(y, -template["maxSize"])])
        self.row(0, None, terms + [(y, -template["hardMinSize"])])
        self.row(0, None, terms + [(y, -template["targetMinSize"]), (short, 1)])
        for c in come:
            foes = [self.week.clients[o]["id"] for o in come if o > c]
            for other in week.clients[c]["doNotPair"]:
                if other in foes:
                    o = next(i for i in come if week.clients[i]["id"] == other)
                    self.row(None, 0, [
                        (self.seats[t, b, k][c], 1), (self.seats[t, b, k][o], 1), (y, -1)])

    def _rooms(self):
        week = self.week
        for site in week.data["sites"]:
            for b in range(len(week.blocks)):
                capacities = week.rooms(site, b)
                users = defaultdict(list)
                for (t, block, k), y in self.sessions.items():
                    template = week.templates[t]
                    if block != b or template["site"] != site or template["modality"] != "in_person":
                        continue
                    kinds = [(q, self.column(0)) for q in sorted(set(capacities))]
                    for q, r in kinds:
                        users[q].append((r, 1))
                    self.row(0, 0, [(r, 1) for _, r in kinds] + [(y, -1)])
                    seats = [(x, 1) for x in self.seats[t, b, k].values()]
                    self.row(None, 0, seats + [
                        (r, -min(q, template["maxSize"])) for q, r in kinds])
                for q, terms in users.items():
                    self.row(None, capacities.count(q), terms)

    def _clients(self):
        week, weights = self.week, self.week.weights
        for c, client in enumerate(week.clients):
            phase = week.phase[c]
            need = phase["blocksPerWeek"]
            place = [p["id"] for p in week.data["phases"]].index(client["phase"])
            left = self.column(weights["unplacedBlock"][place], need)
            seats = [(x, 1) for xs in self.byday[c].values() for x in xs]
            self.row(need, need, seats + [(left, 1)])
            for xs in self.byday[c].values():
                self.row(None, phase["maxBlocksPerDay"], [(x, 1) for x in xs])
            for kind, count in phase["requiredTypes"].items():
                missing = self.column(weights["missingType"], count, whole=False)
                self.row(count, None, [(x, 1) for x in self.types[c][kind]] + [(missing, 1)])
            if self.off[c]:
                history = 1 + client["inconvenienceHistory"]
                steps = [self.column(weights["inconvenient"][n] * history, whole=False)
                         for n in range(min(need, len(weights["inconvenient"])))]
                self.row(None, 0, [(x, 1) for x in self.off[c]] + [(n, -1) for n in steps])

    def _appointments(self):
        week, weights = self.week, self.week.weights
        self.visits = {}
        cells, days = defaultdict(list), defaultdict(list)
        for c, client in enumerate(week.clients):
            past = {a["kind"]: (a["block"], a["clinician"])
                    for a in client.get("lastAppointments", [])}
            own = defaultdict(list)
            for kind in ("individual", "family"):
                if not client[kind + "Due"]:
                    continue
                none = self.column(weights["unplaced" + kind.capitalize()])
                terms = [(none, 1)]
                for k, clinician in enumerate(week.clinicians):
                    if not week.may_see(client, kind, clinician):
                        continue
                    for b in week.available[k] - week.busy[c]:
                        place = (week.blocks[b]["id"], clinician["id"])
                        moved = kind in past and past[kind] != place
                        a = self.column(
                            weights.get("appointmentMoved", 0) if moved else 0,
                            name=("a", client["id"], kind, b, k))
                        terms.append((a, 1))
                        cells[k, b].append((a, 1))
                        days[c, week.day[b]].append(a)
                        own[b].append(a)
                self.row(1, 1, terms)
            for b, visits in own.items():
                self.row(None, 1, [(v, 1) for v in visits + self.byblock[c][b]])
        for (c, day), visits in days.items():
            extra = self.column(weights["extraVisitDay"], whole=False)
            seats = [(x, -1) for x in self.byday[c][day]]
            for a in visits:
                self.row(None, 0, [(a, 1), (extra, -1)] + seats)
        self.opened = {}
        for (k, b), terms in cells.items():
            h = self.opened[k, b] = self.column(0)
            self.work[k, b].append(h)
            self.row(None, 0, terms + [(h, -week.data["appointmentsPerBlock"])])

    def _hours(self):
        week = self.week
        for uses in self.work.values():
            self.row(None, 1, [(u, 1) for u in uses])
        for k, clinician in enumerate(week.clinicians):
            mine = [u for (who, _), uses in self.work.items() if who == k for u in uses]
            self.row(None, clinician["maxBlocks"], [(u, 1) for u in mine])
            self.row(None, clinician["maxGroupBlocks"], [(u, 1) for u in self.groups[k]])
