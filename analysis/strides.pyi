from analysis.baseline import Baseline, Floats
from analysis.rings import Rings
from analysis.within_hour import Seen
from analysis.youth import Youth

def take(baseline: Baseline, rings: Rings, youth: Youth, first: int, counts: Floats, coverage: Floats) -> Seen: ...
