"""The figures of several clinics, side by side, as a table and as bounds."""

from .clinic import TURN_LIMIT

MARKS = ("<!-- table: deploy/scale --write -->", "<!-- end of scale table -->")
#: Weeks from the end that count as settled.
SETTLED = 4


class Report:
    def __init__(self, weeks):
        self.weeks = weeks
        self.sizes = {}

    def add(self, size, figures):
        self.sizes[size] = figures

    def text(self):
        return "\n".join(_aligned(self.rows()))

    def rows(self):
        sizes = list(self.sizes)
        rows = [["what", *sizes] + ([f"{sizes[-1]} / {sizes[0]}, a client"] if len(sizes) > 1
                                    else [])]
        for what, values, scaled in self._lines():
            row = [what] + [_number(values.get(size)) for size in sizes]
            if len(sizes) > 1:
                row.append(self._ratio(values, sizes[0], sizes[-1]) if scaled else "")
            rows.append(row)
        return rows

    def _ratio(self, values, small, large):
        first, last = values.get(small), values.get(large)
        if not first or last is None:
            return ""
        clients = self._census(large) / max(1.0, self._census(small))
        return f"{last / first / clients:.2f}"

    def _census(self, size):
        weeks = self.sizes[size]["weeks"][-SETTLED:]
        return sum(week["census"] for week in weeks) / max(1, len(weeks))

    def _lines(self):
        """Each line: what it is, its value by size, and whether it may grow with the clients."""
        def each(function):
            return {size: function(figures) for size, figures in self.sizes.items()}

        yield "clients in treatment, last weeks", {s: self._census(s) for s in self.sizes}, False
        for name in self._names("weeks"):
            yield (f"{name}, CPU s a week",
                   each(lambda f, n=name: _mean(w["spent"].get(n, 0.0)
                                                for w in f["weeks"][-SETTLED:])), True)
        yield ("all, CPU s a week",
               each(lambda f: _mean(sum(w["spent"].values()) for w in f["weeks"][-SETTLED:])), True)
        yield "wall s a week", each(lambda f: _mean(w["wall"] for w in f["weeks"][-SETTLED:])), True
        for name in sorted({n for f in self.sizes.values() for n in f.get("turns", {})}):
            yield (f"{name}, longest turn, CPU ms",
                   each(lambda f, n=name: f.get("turns", {}).get(n)), False)
        yield "memory of all, peak MiB", each(lambda f: sum(f["memory"].values())), False
        yield ("journals, KB a client-week",
               each(lambda f: f["bytes"] / 1000 / max(1, f["client_weeks"])), False)
        yield "processes that came again", each(lambda f: f["restarts"]), False
        yield "one retraction, CPU s of all", each(lambda f: sum(f["retraction"].values())), True
        for key, what in (("start", "with"), ("start_folded", "without")):
            yield (f"start {what} snapshots, CPU s of all",
                   each(lambda f, k=key: sum(f[k]["spent"].values())), True)
            yield f"start {what} snapshots, wall s", each(lambda f, k=key: f[k]["wall"]), True
        for name in self._names("asks"):
            yield (f"`{name}`, CPU s of tool and service",
                   each(lambda f, n=name: f["asks"][n]["own"] + f["asks"][n]["service"]), True)
            yield f"`{name}`, wall s", each(lambda f, n=name: f["asks"][n]["wall"]), True

    def _names(self, key):
        names = {}
        for figures in self.sizes.values():
            if key == "asks":
                names.update(dict.fromkeys(figures["asks"]))
            else:
                for week in figures["weeks"]:
                    names.update(dict.fromkeys(week["spent"]))
        return sorted(names)

    def passed_bounds(self):
        """What is not as it must be, in sentences."""
        lines = []
        for size, figures in self.sizes.items():
            for name, turn in sorted(figures.get("turns", {}).items()):
                if turn > TURN_LIMIT and name != "simulator":
                    lines.append(f"{size}: {name} took {turn} ms of processor time for one turn; "
                                 f"the bound is {TURN_LIMIT}")
            if figures["restarts"]:
                lines.append(f"{size}: {figures['restarts']} processes ended and came again")
        return lines

    def write_into(self, path):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        head, _, rest = text.partition(MARKS[0])
        _, _, tail = rest.partition(MARKS[1])
        if not tail:
            raise SystemExit(f"{path} has no place for the table: {MARKS[0]} … {MARKS[1]}")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"{head}{MARKS[0]}\n{self.text()}\n{MARKS[1]}{tail}")


def _mean(values):
    values = list(values)
    return sum(values) / max(1, len(values))


def _number(value):
    if value is None:
        return ""
    return f"{value:.0f}" if isinstance(value, int) or value >= 100 else f"{value:.2f}"


def _aligned(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths)) for row in rows]
    ruler = " | ".join("-" * width for width in widths)
    return [f"| {line} |" for line in [lines[0], ruler, *lines[1:]]]
