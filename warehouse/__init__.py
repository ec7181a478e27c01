"""One shop, one folder, numbered builds: locate, open read-only, build the next one. The only import of duckdb."""

from warehouse import access, mode, upgrades
from warehouse.access import NotGranted
from warehouse.build import Build, Unparsable, building, held
from warehouse.call import guarded, log_unexpected, print_json, tell
from warehouse.folder import (
    NoSuchShop,
    Shop,
    ShopNameRefused,
    data_folder,
    forget,
    shop,
    shop_names,
)
from warehouse.memory import between
from warehouse.reader import BuildDamaged, MissingTable, NoBuild, Reader, afresh, drop_readers, reader
from warehouse.told import N_, Told

__all__ = [
    "N_",
    "Build",
    "BuildDamaged",
    "MissingTable",
    "NoBuild",
    "NoSuchShop",
    "NotGranted",
    "Reader",
    "Shop",
    "ShopNameRefused",
    "Told",
    "Unparsable",
    "access",
    "afresh",
    "between",
    "building",
    "data_folder",
    "drop_readers",
    "forget",
    "guarded",
    "held",
    "log_unexpected",
    "mode",
    "print_json",
    "reader",
    "shop",
    "shop_names",
    "tell",
    "upgrades",
]
