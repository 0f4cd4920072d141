"""Site → SitePlan: what each host will really have, every default made explicit, every derived thing named."""

from lanwright.lower.site import lower

__all__ = ["lower"]
