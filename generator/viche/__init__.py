"""viche prepares, runs and publishes strategic sessions.

The flow goes one way: ``cli → engine, kit, pages, guard → network, load → model → problems``.

Below the rooms lie what several of them share: ``labels`` (what pages and print say, which knows
sessions and so stands beside ``load``), ``words`` (sentences with plural forms), ``bidi`` (text in
both directions) and ``resources`` (where ``kit/`` and ``site/`` are). ``tests/test_rooms.py`` holds
every import against this.
"""

__version__ = "0.1.0"
