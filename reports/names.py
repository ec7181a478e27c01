"""What people call platforms and sources, in English; whoever shows a name translates it."""

from collections.abc import Mapping
from types import MappingProxyType

from warehouse import N_

PLATFORMS: Mapping[str, str] = MappingProxyType(
    {
        "taobao": N_("Taobao/Tmall"),
        "pinduoduo": N_("Pinduoduo"),
        "douyin": N_("Douyin"),
        "jd": N_("JD"),
        "kuaishou": N_("Kuaishou"),
        "xiaohongshu": N_("Xiaohongshu"),
        "wechat": N_("WeChat shop"),
        "1688": "1688",
        "shopify": "Shopify",
        "woocommerce": "WooCommerce",
        "amazon": "Amazon",
        "tiktok": "TikTok Shop",
        "google": "Google Ads",
        "meta": "Meta Ads",
        "jushuitan": N_("Jushuitan (warehouse system)"),
        "wangdiantong": N_("Wangdiantong (warehouse system)"),
        "wanliniu": N_("Wanliniu (warehouse system)"),
        "shunfeng": N_("SF Express"),
        "zhongtong": N_("ZTO Express"),
        "any": N_("Your own tables"),
        "typed": N_("Typed in"),
        "other": N_("Other"),
        "": N_("the shop"),
    }
)
SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "orders": N_("orders"),
        "ads": N_("ad spend"),
        "ad_spend": N_("ad spend"),
        "refunds": N_("refunds"),
        "settlement": N_("settlement"),
        "traffic": N_("traffic"),
        "costs": N_("unit costs"),
        "platform_fees": N_("platform fees"),
        "fulfilment_cost": N_("shipping and packing"),
        "service_fee": N_("service fee"),
        "other_costs": N_("other costs"),
    }
)
