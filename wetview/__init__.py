"""See electrolyte fill the pores of a battery electrode."""

from importlib.metadata import version

__version__ = version("wetview")
