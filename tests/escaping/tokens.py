"""What a hostile user writes: each token means something to one of the formats that an intent becomes."""

from __future__ import annotations

MARK = "zq7"
"""In every token: by it a token is found, whatever became of the rest."""

PLAIN = f"{MARK}plain"
"""The control: means nothing to any format."""

TOKENS = tuple(
    form.replace("@", MARK)
    for form in (
        "@'x", '@"x', "@' ; x ; '", '@" ; x ; "', "@$(x)", "@`x`", "@${HOME}", "@$HOME", "@$$x", "@%n %i %%", "@{{ x }}",
        "@{% x %}", "@;x", "@#x", "@ # x", "#@", "@\\", "\\@", "@\\n\\x41", "@\tx", "@  x", " @ ", "@=x", "-->@", "@]]",
        "--@", "-@", "@|x&y>z<w", "@*?[a]", "@: x", "- @", "!@", "&@", "@,x=y", "{@}", "[@]", "~@", "@\u00e4\u2603", "@\u202ex",
        "@\nx", "@\r\nx: y", "@/../x@", "../@", "/@", "@(x)", "@!x", "@\u00a0x",
    )
)  # fmt: skip
"""Quotes, substitutions, specifiers, templates, comments, escapes, line ends, paths, and what begins something in YAML."""
