"""The last days of limits, reckoned without the program.

Reads the calendar file named as the first argument, and from standard input lines of a day, a
number and a unit (wd or cd); writes the last day of each. The rules are those of the Law on
holidays: a holiday on a Saturday or Sunday makes the next working day free, one for each.
"""

import sys
import tomllib
from datetime import date, timedelta

DAY = timedelta(1)

with open(sys.argv[1], "rb") as source:
    law = tomllib.load(source)

free = {}


def of_year(year):
    """The days off of a year, without weekends that are nothing else."""
    if year in free:
        return free[year]
    holidays = []
    for row in law["holiday"]:
        if row.get("first-year", year) <= year <= row.get("last-year", year):
            holidays.append((date(year, row["month"], row["day"]), row["carries"]))
    days = {day for day, _ in holidays}
    days |= {date.fromisoformat(day) for day in law["lunar"]["days"] if day.startswith(str(year))}
    for day, carries in holidays:
        if carries and day.weekday() >= 5:
            while day.weekday() >= 5 or day in days:
                day += DAY
            days.add(day)
    free[year] = days
    return days


moved_free = {date.fromisoformat(row["free"]) for row in law["moved"]}
moved_worked = {date.fromisoformat(row["worked"]) for row in law["moved"]}


def works(day):
    if day in moved_worked:
        return True
    return day.weekday() < 5 and day not in moved_free and day not in of_year(day.year)


if __name__ == "__main__":
    for line in sys.stdin:
        start, count, unit = line.split()
        day, left = date.fromisoformat(start), int(count)
        while left:
            day += DAY
            if unit == "cd" or works(day):
                left -= 1
        print(day)
