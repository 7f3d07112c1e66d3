"""The same server, seen as another role or in another database."""

from urllib.parse import quote, urlsplit, urlunsplit


def at_database(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def as_role(url: str, role: str, password: str, database: str) -> str:
    parts = urlsplit(at_database(url, database))
    server = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(role)}:{quote(password, safe='')}@{server}"))


def hosts_as_query(url: str) -> str:
    """Several servers as SQLAlchemy wants them told; one stays where it is."""
    parts = urlsplit(url)
    who, _, servers = parts.netloc.rpartition("@")
    if "," not in servers:
        return url
    query = "&".join([*(f"host={server}" for server in servers.split(",")), *filter(None, [parts.query])])
    return urlunsplit(parts._replace(netloc=f"{who}@", query=query))
