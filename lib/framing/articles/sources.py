"""Outlets: what is known of them, and which outlet a name or a domain is."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from framing.articles.readers import check_names, read_text, whole
from framing.articles.schema import host
from framing.project import InputError, nearest

__all__ = ["OTHER", "SOURCE_COLUMNS", "Outlets", "read_sources"]

SOURCE_COLUMNS = ("name", "aliases", "domains", "country", "group", "ownership", "language", "agency")
OTHER = "other"
_OWNERSHIPS = ("state", "public", "private", "")


def read_sources(path: Path) -> pd.DataFrame:
    """Read a ``sources.csv``: one row an outlet.

    Parameters
    ----------
    path : Path
        A csv with ``name`` and any of ``aliases``, ``domains`` (each separated by ``|``), ``country``, ``group``,
        ``ownership`` (state, public, private), ``language``, ``agency`` (true, false).

    Returns
    -------
    DataFrame
        All of these columns as text, ``agency`` as bool.

    Raises
    ------
    InputError
        With the file, the line and the column.
    """
    with io.StringIO(read_text(path), newline="") as file:
        reader = csv.DictReader(file)
        rows_read = whole(reader, path.name)
        header = [each.strip() for each in reader.fieldnames or []]
        for column in header:
            if column not in SOURCE_COLUMNS:
                raise InputError(f"{path.name}, line 1: “{column}” is not known{nearest(column, SOURCE_COLUMNS)}")
        check_names(f"{path.name}, line 1", header)
        if "name" not in header:
            raise InputError(f"{path.name}, line 1: no column “name”; a row is an outlet and needs one.")
        rows = []
        seen: dict[str, int] = {}
        for row in rows_read:
            line = reader.line_num
            if None in row or None in row.values():
                raise InputError(f"{path.name}, line {line}: not {len(header)} fields; quote fields that hold a comma.")
            row = {key.strip(): value.strip() for key, value in row.items()}
            if not row["name"]:
                raise InputError(f"{path.name}, line {line}: the outlet has no name; fill it in or remove the line.")
            if row["name"] in seen:
                raise InputError(f"{path.name}, line {line}: “{row['name']}” stands on line {seen[row['name']]} too.")
            if row.get("ownership", "") not in _OWNERSHIPS:
                hint = nearest(row["ownership"], _OWNERSHIPS[:3])
                raise InputError(f"{path.name}, line {line}: ownership “{row['ownership']}” is not known{hint}")
            if row.get("agency", "").casefold() not in ("true", "false", ""):
                raise InputError(f"{path.name}, line {line}: agency is “{row['agency']}”; write true or false.")
            seen[row["name"]] = line
            rows.append(row)
    table = pd.DataFrame(rows, columns=header, dtype=object).reindex(columns=list(SOURCE_COLUMNS), fill_value="")
    table["agency"] = table["agency"].str.casefold() == "true"
    return table


def name_key(name: str) -> str:
    """Return what two spellings of an outlet's name share: letters and digits, case folded, without "the".

    >>> name_key("The Washington Post") == name_key("washington-post")
    True
    """
    folded = re.sub(r"^the\s+", "", name.strip().casefold())
    return re.sub(r"[\W_]+", "", folded) or folded  # a name of marks alone is that name, and none is no name


class Outlets:
    """A table of outlets that knows whom a name or a domain means.

    Parameters
    ----------
    table : DataFrame
        As `read_sources` gives it.
    own : DataFrame, optional
        A corpus's own table, which replaces the other row by row (by name).

    Examples
    --------
    >>> table = pd.DataFrame([{"name": "Xinhua", "aliases": "xinhuanet", "domains": "news.cn", "group": "China"}])
    >>> outlets = Outlets(table)
    >>> outlets.resolve(["XinhuaNet", "", "Gazette"], ["", "http://english.news.cn/1", ""])
    ['Xinhua', 'Xinhua', 'Gazette']
    """

    def __init__(self, table: pd.DataFrame, own: pd.DataFrame | None = None) -> None:
        table = table.reindex(columns=list(SOURCE_COLUMNS), fill_value="").fillna("")
        if own is not None:
            own = own.reindex(columns=list(SOURCE_COLUMNS), fill_value="").fillna("")
            table = pd.concat([table[~table["name"].isin(own["name"])], own], ignore_index=True)
        self.table = table
        self._own = set(table["name"])
        self._names: dict[str, str] = {}
        self._domains: dict[str, str] = {}
        for name, aliases, domains in zip(table["name"], table["aliases"], table["domains"], strict=True):
            for alias in [name, *str(aliases).split("|")]:
                if alias.strip():
                    self._names[name_key(alias)] = name
            for domain in str(domains).split("|"):
                if domain.strip():
                    self._domains[host(domain)] = name

    def resolve(self, names: Sequence[str], addresses: Sequence[str]) -> list[str]:
        """Name the outlet of each article.

        Parameters
        ----------
        names : sequence of str
            The source as given.
        addresses : sequence of str
            A domain or a url.

        Returns
        -------
        list of str
            By alias, else by domain or one above it (also when the name is itself a domain); else the name as given;
            else the host; else "".
        """
        by_name = {each: self._named(each.strip()) or self._of_host(host(each)) for each in set(names)}
        left = {address for name, address in zip(names, addresses, strict=True) if address and not by_name[name]}
        by_host = {each: self._of_host(host(each)) for each in left}
        return [
            by_name[name] or by_host.get(address, "") or name.strip() or host(address)
            for name, address in zip(names, addresses, strict=True)
        ]

    def _named(self, name: str) -> str:
        # One that is written just so is that outlet, whoever else has its letters.
        return name if name in self._own else self._names.get(name_key(name), "")

    def _of_host(self, name: str) -> str:
        while "." in name:
            if name in self._domains:
                return self._domains[name]
            name = name.partition(".")[2]
        return ""

    def about(self, names: Iterable[str]) -> pd.DataFrame:
        """Return country, group, ownership and language of outlets, one row a name; unknown ones are in ``other``."""
        known = self.table.set_index("name")[["country", "group", "ownership", "language", "agency"]]
        found = known.reindex(list(names))
        found["group"] = found["group"].replace("", OTHER).fillna(OTHER)
        found["agency"] = found["agency"].eq(True)
        return found.fillna("")
