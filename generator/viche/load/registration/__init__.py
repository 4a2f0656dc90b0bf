"""From a registration list, whatever program made it, to the people of a session's roster.

``tables`` gives every way to read the file; ``headings`` takes the one that makes sense, and tells
which column says what; ``rows`` makes a person of each row. That is ``read_form``. ``merge`` brings
them into a roster that may have been edited by hand.
"""

from viche.load.registration.form import Form, read_form
from viche.load.registration.merge import Merged, merge
from viche.load.registration.rows import Registration

__all__ = ["Form", "Merged", "Registration", "merge", "read_form"]
