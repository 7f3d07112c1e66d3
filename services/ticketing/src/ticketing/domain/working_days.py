"""Working days, as the support team counts them: Monday to Friday, without French public holidays."""

from datetime import datetime, timedelta

import holidays

from chassis.clock import PARIS


def after_working_days(moment: datetime, days: int) -> datetime:
    """The same time of day in Paris, so many working days later."""
    local = moment.astimezone(PARIS)
    closed = holidays.country_holidays("FR", years=range(local.year, local.year + 2))
    day, left = local.date(), days
    while left:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in closed:
            left -= 1
    return datetime.combine(day, local.time(), PARIS)
