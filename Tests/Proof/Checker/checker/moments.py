"""Dates and times as the messages write them.

A moment in UTC is milliseconds since 1970. A local time is minutes since 1970 on the clinic's wall
clock, and a date is days since 1970, so that all of them are compared as numbers.
"""

import bisect
import datetime
import re

try:
    import zoneinfo
except ImportError:
    zoneinfo = None

EPOCH = datetime.date(1970, 1, 1).toordinal()
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 1440


def date(text):
    """`2026-11-23` as days since 1970."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(f"not a date: {text!r}")
    return datetime.date.fromisoformat(text).toordinal() - EPOCH


def minute(text):
    """`09:30` as minutes since midnight; `24:00` ends a day."""
    if not re.fullmatch(r"\d{2}:\d{2}", text):
        raise ValueError(f"not a time of day: {text!r}")
    hours, minutes = int(text[:2]), int(text[3:])
    if minutes > 59 or hours * 60 + minutes > DAY:
        raise ValueError(f"not a time of day: {text!r}")
    return hours * 60 + minutes


def local(text):
    """`2026-11-23T09:30` as minutes since 1970 on the clinic's wall clock."""
    day, _, clock = text.partition("T")
    return date(day) * DAY + minute(clock)


def utc(text):
    """`2026-11-23T14:05:09.120Z` as milliseconds since 1970."""
    match = re.fullmatch(r"(\S{10})T(\d{2}:\d{2}):([0-5]\d)(?:\.(\d{1,9}))?Z", text)
    if not match:
        raise ValueError(f"not a moment in UTC: {text!r}")
    day, clock, seconds, fraction = match.groups()
    thousandths = int(((fraction or "") + "000")[:3])
    return ((date(day) * DAY + minute(clock)) * 60 + int(seconds)) * 1000 + thousandths


def show_date(days):
    return datetime.date.fromordinal(days + EPOCH).isoformat()


def show_local(minutes):
    return f"{show_date(minutes // DAY)}T{minutes % DAY // 60:02}:{minutes % 60:02}"


def weekday(days):
    """0 for Monday."""
    return (days + 3) % 7


class WeeklyTime:
    """A span of each week: `mon 09:00-10:00`."""

    def __init__(self, text):
        day, _, span = text.partition(" ")
        start, _, end = span.partition("-")
        self.weekday = WEEKDAYS.index(day)
        self.start, self.end = minute(start), minute(end)
        self.text = text

    def on(self, monday):
        """Its start and end in the week of a Monday, as local times."""
        midnight = (monday + self.weekday) * DAY
        return midnight + self.start, midnight + self.end

    def overlaps(self, start, end):
        """Whether it overlaps a local span, in whichever week that lies."""
        own = self.on(start // DAY - weekday(start // DAY))
        return own[0] < end and start < own[1]

    def contains(self, start, end):
        own = self.on(start // DAY - weekday(start // DAY))
        return own[0] <= start and end <= own[1]


class LocalClock:
    """Turns UTC into the clinic's wall clock, as the clock messages told it."""

    def __init__(self, struck, zone_name):
        """`struck`: the moments of the clock stream, as pairs of UTC and local time."""
        self.struck = sorted(struck)
        self.starts = [moment for moment, _ in self.struck]
        self.zone = zone(zone_name)

    def local(self, moment):
        if self.struck:
            index = max(0, bisect.bisect_right(self.starts, moment) - 1)
            known_utc, known_local = self.struck[index]
            return known_local + (moment - known_utc) // 60_000
        return self.by_zone(moment)

    def by_zone(self, moment):
        """What the time zone database says; UTC if this machine has none."""
        told = datetime.datetime.fromtimestamp(moment / 1000, self.zone or datetime.timezone.utc)
        return (told.date().toordinal() - EPOCH) * DAY + told.hour * 60 + told.minute


def zone(name):
    try:
        return zoneinfo.ZoneInfo(name) if zoneinfo else None
    except Exception:  # Without a time zone database the clock messages alone must do.
        return None
