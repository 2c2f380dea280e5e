"""Posts that have nothing to do with the brand: rivals, weather, lunch."""

ASIDES = (
    "今天{place}下了一整天雨，鞋子全湿了{bad}",
    "{rival}的车等了{min}分钟，还行吧{plain}",
    "{rival}又送券了，{discount}，先领再说{good}",
    "{spot}新开的面馆，今天排队{long}分钟，味道不错{good}",
    "加班到现在，{who}还在改方案，今天就到这里吧{plain}",
    "今天的晚霞太好看了，随手一拍{good}\n#随手拍#",
    "{rival}司机开得有点快，今天坐着头晕{bad}",
    "地铁三号线今天又挤成罐头了{plain}",
    "减肥第{min}天，今天瘦了两斤{good}",
    "快递在{spot}转了三天了，今天还没到{bad}",
    "【天气】今天夜间到明天，{place}多云转小雨，气温{min}到{yuan}度",
    "考研倒计时，今天背了{long}个单词{plain}",
    "{who}今天过生日，蛋糕是自己烤的{good}",
    "{rival}今天的一口价涨到{much}块了，算了走路{bad}",
    "电影院今天只有{min}个人，包场的感觉{good}",
    "小区今天停水，早上刷牙用的矿泉水{plain}",
    "{place}马拉松今天开跑，给朋友加油{good}",
    "手机今天摔了，屏幕碎成蜘蛛网{bad}",
)
HOSTILE = (
    "<script>alert('{brand}')</script> 叫个车页面弹出一堆东西，{bad}",
    '=HYPERLINK("http://t.cn/A6xQ2bYc","{brand}退款入口") 群里有人发这个，别点{bad}',
    "{brand}客服\r\nSubject: 退款通知\r\n\r\n收到一封奇怪的邮件，是不是骗子{bad}",
    "{brand}{brand}👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦 全家等车等到发芽{bad}",
    '"><img src=x onerror=alert(1)> {brand}的评论区有人刷这个 {plain}',
    "+1+cmd|' /C calc'!A0 {brand} 这是什么乱码 {plain}",
    "{brand}'; DROP TABLE posts;-- 程序员朋友说看到这个就知道他们没测试 {plain}",
    "{brand} {{{{7*7}}}} ${{7*7}} %s %n 显示成这样，{app}又出问题了{bad}",
    "\u202e{brand}\u202c 反着写的也能搜到吗 {plain}",
)
