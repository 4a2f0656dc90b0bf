"""``python -m viche`` is the ``viche`` command."""

from viche.cli import main

if __name__ == "__main__":
    main()
