"""The one Jinja environment: templates lay out, all decisions are made in Python."""

from functools import cache
from shlex import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lanwright import resources


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(resources.folder("templates"), encoding="utf-8"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - shell, JSON and unit files; HTML's escapes would break them
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["quote"] = quote
    return environment


def render(template: str, **view: object) -> str:
    """Return the text of `templates/<template>` (such as `install/install.j2`) filled with the view's values."""
    return _environment().get_template(template).render(view)
