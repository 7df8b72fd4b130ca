"""How long texts may be: one place, so that forms, the API and imports refuse alike."""

from django.core.validators import MaxLengthValidator

NAME = 200
SLUG = 100
LINE = 500
TEXT = 50_000
URL = 1_000

text_limit = MaxLengthValidator(TEXT)
