"""Everything that a spider may hand on."""

from domain.absence import Gone
from domain.feed import ArticleOffered, FeedRead
from domain.hot import HotReading
from domain.post import Post
from domain.profile import NoAccount, Profile
from domain.proof import Proof
from domain.revisit import StillThere
from domain.route_check import RouteCheck
from domain.thread import ThreadRead

Note = (
    Gone | StillThere | Proof | ThreadRead | Profile | NoAccount | HotReading | RouteCheck | FeedRead | ArticleOffered
)
Found = Post | Note
