"""The website's pages, as Markdown: model and plan in, ``{path: text}`` out.

Nothing here writes a file or knows which engine turns Markdown into HTML.
"""

from viche.pages.download import Download
from viche.pages.frame import Frame, frame
from viche.pages.publication import Publication
from viche.pages.render import render
from viche.pages.shares import shares
from viche.pages.views import KIT

__all__ = ["KIT", "Download", "Frame", "Publication", "frame", "render", "shares"]
