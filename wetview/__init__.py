"""See electrolyte fill the pores of a battery electrode."""

import os
from importlib.metadata import version

__version__ = version("wetview")

# A thread that has done its share of a step spins until the others have theirs. GNU's
# OpenMP lets it do so 300 000 times: beside one other program two threads are then
# slower than one. It reads this when the first compiled loop starts its threads.
os.environ.setdefault("GOMP_SPINCOUNT", "10000")
