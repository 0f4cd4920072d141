"""(Site, SitePlan) → findings LW8xx: what must get through, and what must not, judged by following the packets."""

from lanwright.expect.judge import judge, shown
from lanwright.expect.remedy import remedies

__all__ = ["judge", "remedies", "shown"]
