"""Everything that a spider may hand on."""

from domain.absence import Gone
from domain.article_link import LinksFound, LinkTried, SourceAsked
from domain.feed import ArticleOffered, FeedRead
from domain.hot import HotReading
from domain.own_account import CommentsRead, DeskRead, OwnArticle, OwnNumbers
from domain.post import Post
from domain.profile import NoAccount, Profile
from domain.proof import Proof
from domain.revisit import StillThere
from domain.route_check import RouteCheck
from domain.thread import ThreadRead

OfArticles = LinksFound | LinkTried | SourceAsked
OfFeeds = FeedRead | ArticleOffered
OfOwn = OwnArticle | OwnNumbers | CommentsRead | DeskRead
OfPosts = Gone | StillThere | Proof | ThreadRead | Profile | NoAccount | HotReading | RouteCheck
Note = OfPosts | OfArticles | OfFeeds | OfOwn
Found = Post | Note
