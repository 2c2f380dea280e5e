"""Names that the training sets speak of often, blotted out before learning: a brand is no opinion of it."""

BRANDS = frozenset(
    """
    京东 淘宝 天猫 支付宝 花呗 借呗 余额宝 微信 微博 新浪 腾讯 百度 阿里巴巴 蚂蚁金服 美团 饿了么 大众点评 滴滴 携程
    去哪儿 途牛 当当 亚马逊 拼多多 苏宁 国美 唯品会 聚美 小红书 抖音 快手 知乎 豆瓣 网易 搜狐 优酷 爱奇艺 顺丰 圆通
    申通 中通 韵达 苹果 iphone ipad 华为 小米 联想 thinkpad 惠普 戴尔 dell 华硕 宏碁 索尼 sony 三星 诺基亚 vivo oppo
    魅族 中兴 海尔 格力 奥克斯 樱雪 万家乐 康佳 长虹 海信 蒙牛 伊利 三鹿 海飞丝 清扬 潘婷 飘柔 肯德基 麦当劳 必胜客
    海底捞 星巴克 瑞幸 如家 汉庭 锦江之星 速8 中国移动 中国电信 中国联通 红岭创投 宜人贷 陆金所 拍拍贷 工商银行
    建设银行 招商银行 中国银行 农业银行 特斯拉 比亚迪 宝马 奔驰 奥迪 丰田 本田 日产 现代汽车 中石油 中石化 茅台
    五粮液 乐视 万科 恒大
    """.split()  # noqa: SIM905
)
