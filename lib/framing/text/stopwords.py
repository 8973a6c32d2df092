"""English words that say nothing about a subject, and the small change of news prose."""

from __future__ import annotations

__all__ = ["STOPWORDS"]

_GRAMMAR = """
a about above across after again against all almost also although always am among an and another any anyone anything
are aren’t around as at away be became because become been before being below between both but by came can can’t
cannot come could couldn’t did didn’t do does doesn’t doing don’t done down during each either else enough even ever
every everyone everything few for from further get getting give given go goes going gone got had hadn’t has hasn’t
have haven’t having he he’d he’ll he’s her here hers herself him himself his how however i i’d i’ll i’m i’ve if in
indeed into is isn’t it it’s its itself just keep kept let like made make makes many may me might mine more most much
must my myself near need neither never no nobody none nor not nothing now of off often on once one only onto or other
others otherwise our ours ourselves out over own per perhaps put quite rather re really same shall she she’d she’ll
she’s should shouldn’t since so some somebody someone something soon still such take taken than that that’s the their
theirs them themselves then there there’s these they they’d they’ll they’re they’ve thing things this those though
through thus till to together too took toward towards under until up upon us use used uses using very via was wasn’t
way we we’d we’ll we’re we’ve well went were weren’t what what’s whatever when where whether which while who who’s
whole whom whose why will with within without won’t would wouldn’t yes yet you you’d you’ll you’re you’ve your yours
yourself
"""

_NEWS = """
according added adding asked called calls day days expected first former five four including key last late later
latest making month months monday tuesday wednesday thursday friday saturday sunday mr mrs ms new news next old part
people reported report reports said say saying says second seen several six ten third three time times today told
tomorrow two week weeks year years yesterday january february march april june july august september october november
december
"""

STOPWORDS = frozenset(_GRAMMAR.split()) | frozenset(_NEWS.split())
