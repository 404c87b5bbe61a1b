"""Server configurations for the built site: nginx, Caddy, and static hosts that read a `_headers` file.

All three say the same: the security headers, how long what may be kept, and the types of the site's files. Each is
written for the path that the site was built for: `prefix` is "/" at the root of a name, else `/handbook/`.
"""

from __future__ import annotations

import re

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"

_HASHED_PATHS = (
    r"assets/runtime/(pyodide-|wheels/|images/)",
    r"assets/vendor/packages/",
    r"assets/offline/pack-",
    r"assets/js-[0-9a-f]+/",
    r"assets/.*\.[0-9a-f]{8,}\.(min\.)?(js|css)$",
)
"""Addresses that carry a hash of their content or a version: they never change, so a browser need not ask again."""

BYTES = "application/octet-stream"
TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "mjs": "text/javascript",
    "txt": "text/plain",
    "xml": "text/xml",
    "json": "application/json",
    "map": "application/json",
    "webmanifest": "application/manifest+json",
    "wasm": "application/wasm",
    "svg": "image/svg+xml",
    "png": "image/png",
    "ico": "image/x-icon",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "gz": "application/gzip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "whl": BYTES,
    "image": BYTES,
    "bin": BYTES,
}
"""By file extension, every kind that the site holds. Browsers run modules and stream WebAssembly under no others."""

_KINDS = tuple(dict.fromkeys(TYPES.values()))
SHRINKING = tuple(kind for kind in _KINDS if kind.startswith("text/") or kind.endswith(("json", "wasm", "+xml")))
"""The types that compression makes smaller; everything else is compressed already."""


_CADDY_ELSEWHERE = """    redir / {prefix}
    handle {{
        error 404
    }}
"""


def headers(policy: str) -> dict[str, str]:
    """Give every answer's headers. The policy gains what only a header may say: who may frame the site."""
    return {
        "Content-Security-Policy": f"{policy}; frame-ancestors 'self'",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "no-referrer",
    }


def cache_control(path: str) -> str:
    """Say how long the answer for a path, from the site's root, may be kept.

    >>> cache_control("/assets/runtime/wheels/0a10eec6e1/tzdata.whl")
    'public, max-age=31536000, immutable'
    >>> cache_control("/rules/")
    'no-cache'
    """
    return IMMUTABLE if any(re.match(f"/{pattern}", path) for pattern in _HASHED_PATHS) else REVALIDATE


def nginx(policy: str, prefix: str = "/") -> str:
    """Write an nginx configuration, to be included at the `http` level."""
    rules = "\n".join(f'    "~^{re.escape(prefix)}{pattern}" "{IMMUTABLE}";' for pattern in _HASHED_PATHS)
    lines = "\n".join(f'    add_header {name} "{value}" always;' for name, value in headers(policy).items())
    types = "\n".join(f"        {kind} {' '.join(end for end in TYPES if TYPES[end] == kind)};" for kind in _KINDS)
    # Text in HTML is always compressed and always has its charset; nginx warns when that is said again.
    compressed = " ".join(kind for kind in SHRINKING if kind != TYPES["html"])
    texts = " ".join(kind for kind in _KINDS if kind.startswith("text/") and kind != TYPES["html"])
    to_prefix = "" if prefix == "/" else f"    location = / {{ return 302 {prefix}; }}\n"
    return f"""# nginx: include this file at the http level, set server_name and alias, add your certificate.
map $uri $handbook_cache {{
    default "{REVALIDATE}";
{rules}
}}

server {{
    listen 80;
    server_name _;
    server_tokens off;
    index index.html;
    # Redirects to folders name no host and no protocol: right behind a proxy too.
    absolute_redirect off;
    error_page 403 =404 {prefix}404.html;
    error_page 404 {prefix}404.html;

    types {{
{types}
    }}
    default_type {BYTES};
    charset utf-8;
    charset_types {texts};

{lines}
    add_header Cache-Control $handbook_cache always;

    # Files that `handbook compress` made go out as they are, others are compressed while they go.
    # With the module ngx_brotli, "brotli_static on;" sends the smaller .br files.
    gzip_static on;
    gzip on;
    gzip_vary on;
    gzip_proxied any;
    gzip_min_length 1024;
    gzip_types {compressed};

{to_prefix}    location {prefix} {{
        alias /srv/handbook/;
    }}
}}
"""


def caddy(policy: str, prefix: str = "/") -> str:
    """Write a Caddyfile."""
    lines = "\n".join(f'        {name} "{value}"' for name, value in headers(policy).items())
    hashed = "|".join(f"({pattern})" for pattern in _HASHED_PATHS)
    compressed = "\n".join(f"            header Content-Type {kind}*" for kind in SHRINKING)
    types = "\n".join(
        f'    @{end} path *.{end}\n    header @{end} Content-Type "{_with_charset(kind)}"'
        for end, kind in TYPES.items()
    )
    place, elsewhere = "handle", ""
    if prefix != "/":
        place, elsewhere = f"handle_path {prefix}*", _CADDY_ELSEWHERE.format(prefix=prefix)
    return f"""# Caddy: put your domain in place of :80, and Caddy fetches the certificate.
(handbook_headers) {{
    header {{
{lines}
        -Server
    }}
}}

:80 {{
    root * /srv/handbook
    encode {{
        zstd
        gzip
        match {{
{compressed}
        }}
    }}

    import handbook_headers
    header ?Cache-Control "{REVALIDATE}"
    header ?Vary Accept-Encoding
    @hashed path_regexp ^{re.escape(prefix)}({hashed})
    header @hashed Cache-Control "{IMMUTABLE}"
{types}
    @sending not method GET HEAD

    # Files that `handbook compress` made go out as they are.
    {place} {{
        error @sending 405
        file_server {{
            precompressed br gzip
        }}
    }}
{elsewhere}    handle_errors {{
        import handbook_headers
        header Cache-Control "{REVALIDATE}"
        header Content-Type "{_with_charset(TYPES["html"])}"
        rewrite * /404.html
        file_server
    }}
}}
"""


def static_host(policy: str, prefix: str = "/") -> str:
    """Write a `_headers` file, as static hosts read it. Such files know no patterns but `*`.

    What is said to be kept is what never changes; for the rest such hosts make browsers ask again by themselves.
    """
    lines = "\n".join(f"  {name}: {value}" for name, value in headers(policy).items())
    hashed = (
        "assets/runtime/pyodide-*",
        "assets/runtime/wheels/*",
        "assets/runtime/images/*",
        "assets/vendor/packages/*",
        "assets/offline/pack-*",
        "assets/js-*",
        "assets/stylesheets/handbook.*",
        "assets/javascripts/bundle.*",
    )
    blocks = "\n".join(f"{prefix}{path}\n  Cache-Control: {IMMUTABLE}" for path in hashed)
    types = "\n".join(f"/*.{extension}\n  Content-Type: {_with_charset(kind)}" for extension, kind in TYPES.items())
    return f"/*\n{lines}\n{blocks}\n{types}\n"


def all_configurations(policy: str, prefix: str = "/") -> dict[str, str]:
    """Give every configuration by its file name."""
    return {
        "nginx.conf": nginx(policy, prefix),
        "Caddyfile": caddy(policy, prefix),
        "_headers": static_host(policy, prefix),
    }


def _with_charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
