"""Working days as the post counts them: Monday to Friday, without French public holidays."""

from datetime import datetime, timedelta

import holidays

from chassis.clock import PARIS


def after_working_days(moment: datetime, days: int) -> datetime:
    """The beginning of the day in Paris that follows so many whole working days."""
    local = moment.astimezone(PARIS)
    closed = holidays.country_holidays("FR", years=range(local.year, local.year + 2))
    day, left = local.date(), days
    while left:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in closed:
            left -= 1
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), PARIS)
