"""The course of a case with every limit used up, reckoned without the program.

Arguments: the calendar file, then the file of a procedure. Each line of standard input is one case:
an event and its moment, as 2024-02-29 or 2024-02-29T18:31 by the clocks of the place. For each case
one line of JSON is written: the last day of every step that starts, with the last minute where the
limit is one of hours or minutes. Of working days it knows what deadlines.py finds.
"""

import json
import sys
import tomllib
from datetime import date

from deadlines import DAY, law, works

with open(sys.argv[2], "rb") as source:
    procedure = tomllib.load(source)

NONE, END = -1, 24 * 60


def minutes(text):
    hour, minute = text.split(":")[:2]
    return int(hour) * 60 + int(minute)


HOURS = {name: minutes(text) for name, text in law["hours"].items()}
ACCEPTS = procedure.get("hours", {}).get("accepts-until")
UNTIL = minutes(str(ACCEPTS)) if ACCEPTS else HOURS["closes"]
ROOMS = [(HOURS["opens"], HOURS["break-from"]), (HOURS["break-until"], HOURS["closes"])]


def working_after(day, count):
    while count:
        day += DAY
        count -= works(day)
    return day


def run(day, minute, left):
    """Minutes of work from a minute of a day on, one by one room."""
    while True:
        if works(day):
            for begin, end in ROOMS:
                begin = max(begin, minute)
                if begin < end:
                    if left <= end - begin:
                        return day, begin + left
                    left -= end - begin
        day, minute = day + DAY, 0


def due(limit, start):
    (day, minute), unit, amount = start, limit["unit"], limit["amount"]
    received = limit.get("received", False)
    if unit == "same_day":
        late = received and (not works(day) or minute > UNTIL)
        return (working_after(day, 1) if late else day), NONE
    if unit == "next_wd":
        return working_after(day, max(amount, 1)), NONE
    if unit == "wd":
        return working_after(day, amount), NONE
    if unit == "cd":
        return day + amount * DAY, NONE
    if unit == "day_unspecified":
        return max(day + amount * DAY, working_after(day, amount)), NONE
    if received and minute > UNTIL:
        day, minute = working_after(day, 1), NONE
    return run(day, max(minute, 0), amount * (60 if unit == "h" else 1))


STEPS = procedure["step"]
KINDS = procedure["event"]


def course(event, moment):
    known = {event: moment}
    closing = any(kind["id"] == event and "closes" in kind for kind in KINDS)

    def start(step):
        return min((known[it] for it in step.get("start", []) if it in known), default=None)

    def last(step):
        if "limit" not in step:
            around = next((it for it in STEPS if it["n"] == step.get("inside")), None)
            begun = around and start(around)
            return begun and last(around)
        begun = start(step)
        end = begun and due(step["limit"], begun)
        around = next((it for it in STEPS if it["n"] == step.get("within")), None)
        if end and around and start(around):
            other = last(around)
            end = other if other[0] < end[0] else end
        return end

    placed = True
    while placed:
        placed = False
        for kind in KINDS:
            before = kind.get("follows")
            if not closing and before in known and kind["id"] not in known:
                known[kind["id"]] = known[before]
                placed = True
        for step in STEPS:
            main, begun = step["emits"][0], start(step)
            if main in known or begun is None or closing and event not in step["start"]:
                continue
            if "limit" in step:
                day, minute = last(step)
                known[main] = (day, END if minute == NONE else minute)
            else:
                known[main] = begun
            placed = True
    told = {}
    for step in STEPS:
        end = last(step) if start(step) else None
        if end:
            day, minute = end
            clock = "" if minute == NONE else f" {minute // 60:02}:{minute % 60:02}"
            told[step["n"]] = f"{day}{clock}"
    return told


for line in sys.stdin:
    name, moment = line.split()
    day, _, clock = moment.partition("T")
    print(json.dumps(course(name, (date.fromisoformat(day), minutes(clock) if clock else NONE))))
