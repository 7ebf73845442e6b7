"""The other addresses of one page: AMP, print and mobile twins, tracking, index files, sessions."""

from __future__ import annotations

import re

#: Said by whoever passed the link on, never by the page.
_TRACKING = re.compile(
    r"(?:utm|hsa|mtm|matomo|piwik|zalo|fb)_\w+|at_medium|at_campaign|mc_cid|mc_eid"
    r"|_ga|_gl|_gac|_hsenc|_hsmi|_openstat|_branch_match_id"
    r"|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|ysclid|ttclid|twclid|srsltid"
    r"|igsh|igshid|mibextid|sfnsn|rdid|wtrid|li_fat_id|cmp|cmpid|ncid|ocid|wt_mc|spm|scm|trk"
    r"|zarsrc|gidzl|vnsource|phpsessid|jsessionid|sessionid|aspxautodetectcookiesupport|_",
    re.IGNORECASE,
)
#: Mostly said by whoever passed the link on; but a long number is an article's.
_WHENCE = frozenset(
    [
        "ref",
        "ref_src",
        "ref_url",
        "referer",
        "referrer",
        "src",
        "source",
        "from",
        "via",
        "share",
        "shared",
        "campaign",
        "origin",
    ]
)
_LONG_NUMBER = re.compile(r"\d{4}")
#: How the page is to be shown, not which page it is.
_FLAGS = frozenset(
    [
        "amp",
        "print",
        "in",
        "inbai",
        "in-bai",
        "printable",
        "printview",
        "printpage",
        "mobile",
        "ismobile",
        "m",
    ]
)
_FLAG_WORDS = frozenset({"", "0", "1", "true", "false", "yes", "no", "on", "off", "y", "n", "amp"})
_FORMS = frozenset(
    ["view", "mode", "type", "format", "layout", "outputtype", "output", "display", "tmpl"]
)
_FORM_WORDS = frozenset({"amp", "print", "mobile", "component", "inbai", "in-bai"})

_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_SLASHES = re.compile(r"/{2,}")
_SHOWN = "amp|print|in-bai|inbai|ban-in"
#: "/amp/tin.html", "/tin.html/amp", "/tin.amp", "/tin.amp.html", and the same for printing.
_TWIN = re.compile(
    rf"^/(?:{_SHOWN})(?=/.)|/(?:{_SHOWN})/?$|\.(?:amp|print)(?=\.\w{{2,5}}$|$)", re.IGNORECASE
)
_HOST_TWIN = re.compile(r"^(?:www|m|amp|mobile|wap)\.")
#: Names below which others register theirs: "baolamgiang.com.vn" is one site, "com.vn" is none.
_SHARED = {"com", "net", "org", "gov", "edu", "ac", "info", "name", "pro", "biz", "int", "health", "co"}  # fmt: skip


def plain_host(host: str) -> str:
    """A host (lower case, no port) without www, m and amp; a shared name such as com.vn is never bared."""
    while (bare := _HOST_TWIN.sub("", host)) != host and site_of(bare) == site_of(host):
        host = bare
    return host


def site_of(host: str) -> str:
    """The registered name a host belongs to; a number or a single name is its own."""
    labels = host.split(".")
    if len(labels) < 3 or labels[-1].isdigit() or ":" in host:
        return host
    shared = labels[-2] in _SHARED and len(labels[-1]) == 2
    return ".".join(labels[-3 if shared else -2 :])


def plain_path(path: str) -> str:
    """The path of the page itself; taken off as often as it stands, so that once is enough."""
    while (plain := _once(path)) != path:
        path = plain
    return path or "/"


def plain_query(query: str) -> str:
    """The parameters that say which page it is, in the order given."""
    return "&".join(part.removesuffix("=") for part in query.split("&") if _says_which(part))


def _once(path: str) -> str:
    return _INDEX.sub("/", _TWIN.sub("", _SESSION.sub("", _SLASHES.sub("/", path))))


def _says_which(part: str) -> bool:
    name, _, value = part.partition("=")
    name, value = name.lower(), value.lower()
    if not name or _TRACKING.fullmatch(name):
        return False
    if name in _WHENCE:
        return bool(_LONG_NUMBER.search(value))
    if name in _FLAGS:
        return value not in _FLAG_WORDS
    return not (name in _FORMS and value in _FORM_WORDS)
