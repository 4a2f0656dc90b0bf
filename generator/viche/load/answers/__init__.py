"""What people write into forms and spreadsheets, understood one answer at a time.

``vocabulary`` has the words of forms in five languages (``forms.yaml``), ``values`` reads e-mails,
phones, ages and names, and ``choices`` finds which spheres, parts and categories of a programme an
answer names. The rooms beside this one build on it: registration lists, and our own tables.
"""

from viche.load.answers.choices import Answers, answers_of, by_name
from viche.load.answers.values import clean, phone_key
from viche.load.answers.vocabulary import fold

__all__ = ["Answers", "answers_of", "by_name", "clean", "fold", "phone_key"]
