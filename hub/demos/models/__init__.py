"""The nouns of demos."""

from hub.demos.models.demos import Demo, DemoQuerySet
from hub.demos.models.wishes import Miss, Wish, WishQuerySet, WishVoice

__all__ = ["Demo", "DemoQuerySet", "Miss", "Wish", "WishQuerySet", "WishVoice"]
