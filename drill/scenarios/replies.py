"""What people write under a post, by the mood of the post."""

from collections.abc import Mapping

from drill.scenario import Mood

POSITIVE = (
    "我也遇到过这么好的师傅{good}",
    "{place}的也不错，点赞{good}",
    "羡慕了，我们{place}什么时候有{plain}",
    "真的吗？我上次等了{long}分钟{plain}",
    "支持！{good}",
    "求个券{plain}",
    "广告吧？{plain}",
)
NEUTRAL = (
    "同问{plain}",
    "可以的，我上周刚试过",
    "蹲一个答案{plain}",
    "在设置里找找看",
    "{place}暂时还没有",
    "客服说要等{min}天{plain}",
)
NEGATIVE = (
    "我也是！等了{long}分钟{bad}",
    "被多扣{yuan}块，客服不理人{bad}",
    "必须给个说法{bad}",
    "已经投诉了，{place}的+1{bad}",
    "退钱！{bad}",
    "换一家吧，{rival}好点{plain}",
    "这也能洗？{bad}",
    "刚恢复又崩了{bad}",
    "我在{spot}，同样{bad}",
    "冷静点，技术故障谁都有{plain}",
)
REPLIES: Mapping[Mood, tuple[str, ...]] = {
    Mood.POSITIVE: POSITIVE,
    Mood.NEUTRAL: NEUTRAL,
    Mood.NEGATIVE: NEGATIVE,
    Mood.ASIDE: NEUTRAL,
}
