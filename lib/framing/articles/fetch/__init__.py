"""Fetching articles over the network: feeds, GDELT, the Guardian and Media Cloud, kept as they answer."""

from framing.articles.fetch.feeds import fetch_feeds
from framing.articles.fetch.gdelt import fetch_gdelt
from framing.articles.fetch.guardian import fetch_guardian
from framing.articles.fetch.http import Client
from framing.articles.fetch.mediacloud import fetch_mediacloud
from framing.articles.fetch.run import Fetched
from framing.articles.fetch.store import LEDGER, kept_from

__all__ = [
    "LEDGER",
    "Client",
    "Fetched",
    "fetch_feeds",
    "fetch_gdelt",
    "fetch_guardian",
    "fetch_mediacloud",
    "kept_from",
]
