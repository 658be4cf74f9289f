"""The clinic as its exported `clinic.yaml` describes it."""

import json

from . import moments
from .reading import Unreadable


class Clinic:
    def __init__(self, told):
        try:
            self.zone = told["timeZone"]
            self.services = set(told["services"])
            self.phases = {phase["id"]: phase for phase in told["phases"]}
            self.first_phase = told["phases"][0]
            self.rooms = {room["id"]: room for room in told["rooms"]}
            self.staff = {person["id"]: person for person in told["staff"]}
            self.groups = {group["id"]: group for group in told["groups"]}
            self.closures = {moments.date(day) for day in told["closures"]}
            policies = told.get("policies") or {}
            self.group_capacity = policies.get("groupCapacity", 12)
            self.adult_hours = policies.get("intensiveHoursAdult", 9)
            self.adolescent_hours = policies.get("intensiveHoursAdolescent", 6)
            #: Which forms the clinic uses; `None` for all.
            self.instruments = policies.get("instruments")
            self.alert_hours = {
                "now": policies.get("alertHoursNow", 1),
                "today": policies.get("alertHoursToday", 8),
            }
            # A clinic may be tighter than 7 days, never looser.
            self.follow_up_days = min(7, policies.get("followUpDays", 7))
            self.hours = {
                person: [moments.WeeklyTime(text) for text in told["hours"]]
                for person, told in self.staff.items()
            }
            self.templates = [
                Template(group, session)
                for group in told["groups"]
                for session in group["sessions"]
            ]
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            raise Unreadable(f"the clinic is not as expected: {error!r}") from error

    def has_role(self, staff, role):
        return staff in self.staff and role in self.staff[staff]["roles"]

    def day_of_work(self, day, roles):
        """That day, or the first one after it on which somebody of these roles works."""
        days = {span.weekday for person, told in self.staff.items()
                if roles & set(told["roles"]) for span in self.hours[person]}
        for later in range(day, day + 29):
            if not days or (moments.weekday(later) in days and later not in self.closures):
                return later
        return day

    def works(self, clinician, start, end):
        return any(span.contains(start, end) for span in self.hours.get(clinician, []))

    def is_staffed(self, minute, role):
        """Whether somebody of a role is on shift in a minute of the clinic's wall clock."""
        return minute // moments.DAY not in self.closures and any(
            self.has_role(person, role) and span.overlaps(minute, minute + 1)
            for person, spans in self.hours.items() for span in spans)


class Template:
    """One weekly session of a group."""

    def __init__(self, group, session):
        self.group = group["id"]
        self.at = moments.WeeklyTime(session["at"])
        self.room = session["room"]
        self.clinician = session["clinician"]


def read_clinic(path):
    try:
        with open(path, encoding="utf-8") as file:
            return Clinic(json.load(file))
    except (OSError, ValueError) as error:
        raise Unreadable(f"{path}: {error}") from error
