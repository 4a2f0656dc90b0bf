"""viche prepares, runs and publishes strategic sessions.

The flow goes one way: ``cli → engine, kit, pages, guard → network, load → model → problems``.
"""

__version__ = "0.1.0"
