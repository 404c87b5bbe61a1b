"""Server configurations for the built site: nginx, Caddy, and static hosts that read a `_headers` file.

All three say the same: the security headers, how long what may be kept, and the types of the runtime's files.
"""

from __future__ import annotations

import re

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"

_HASHED_PATHS = (
    r"/assets/runtime/(pyodide-|wheels/|images/)",
    r"/assets/vendor/packages/",
    r"/assets/offline/pack-",
    r"/assets/.*\.[0-9a-f]{8,}\.(min\.)?(js|css)$",
)
"""Addresses that carry a hash of their content or a version: they never change, so a browser need not ask again."""

TYPES = {
    "mjs": "text/javascript",
    "js": "text/javascript",
    "wasm": "application/wasm",
    "whl": "application/octet-stream",
    "image": "application/octet-stream",
    "bin": "application/octet-stream",
}
"""By file extension, where servers may not know it. A browser runs a module or streams WebAssembly only under these."""


def headers(policy: str) -> dict[str, str]:
    """Give every answer's headers. The policy gains what only a header may say: who may frame the site."""
    return {
        "Content-Security-Policy": f"{policy}; frame-ancestors 'self'",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "same-origin",
    }


def cache_control(path: str) -> str:
    """Say how long the answer for a path, from the site's root, may be kept.

    >>> cache_control("/assets/runtime/wheels/0a10eec6e1/tzdata.whl")
    'public, max-age=31536000, immutable'
    >>> cache_control("/rules/")
    'no-cache'
    """
    return IMMUTABLE if any(re.match(pattern, path) for pattern in _HASHED_PATHS) else REVALIDATE


def nginx(policy: str) -> str:
    """Write an nginx configuration, to be included at the `http` level."""
    rules = "\n".join(f'    "~^{pattern}" "{IMMUTABLE}";' for pattern in _HASHED_PATHS)
    lines = "\n".join(f'    add_header {name} "{value}" always;' for name, value in headers(policy).items())
    return f"""# nginx: include this file at the http level, set server_name and root, add your certificate.
map $uri $handbook_cache {{
    default "{REVALIDATE}";
{rules}
}}

server {{
    listen 80;
    server_name _;
    root /srv/handbook;
    index index.html;
    charset utf-8;
    error_page 404 /404.html;

    include mime.types;
    types {{
        text/javascript mjs;
    }}

{lines}
    add_header Cache-Control $handbook_cache always;

    # WebAssembly shrinks to a third. Its type is known to nginx 1.21.5 and later.
    gzip on;
    gzip_vary on;
    gzip_min_length 1024;
    gzip_types text/css text/javascript application/javascript application/json application/wasm image/svg+xml;

    location / {{
        try_files $uri $uri/ =404;
    }}
}}
"""


def caddy(policy: str) -> str:
    """Write a Caddyfile. Caddy knows the types of the runtime's files itself."""
    lines = "\n".join(f'        {name} "{value}"' for name, value in headers(policy).items())
    hashed = "|".join(f"({pattern})" for pattern in _HASHED_PATHS)
    return f"""# Caddy: put your domain in place of :80, and Caddy fetches the certificate.
:80 {{
    root * /srv/handbook
    encode {{
        zstd
        gzip
        match {{
            header Content-Type text/*
            header Content-Type application/javascript*
            header Content-Type application/json*
            header Content-Type application/wasm*
            header Content-Type image/svg+xml*
        }}
    }}

    header {{
{lines}
        ?Cache-Control "{REVALIDATE}"
    }}
    @hashed path_regexp ^({hashed})
    header @hashed Cache-Control "{IMMUTABLE}"

    file_server
    handle_errors {{
        rewrite * /404.html
        file_server
    }}
}}
"""


def static_host(policy: str) -> str:
    """Write a `_headers` file, as static hosts read it. Such files know no patterns but `*`."""
    lines = "\n".join(f"  {name}: {value}" for name, value in headers(policy).items())
    hashed = (
        "/assets/runtime/pyodide-*",
        "/assets/runtime/wheels/*",
        "/assets/runtime/images/*",
        "/assets/vendor/packages/*",
        "/assets/offline/pack-*",
        "/assets/javascripts/bundle.*",
    )
    blocks = "\n".join(f"{path}\n  ! Cache-Control\n  Cache-Control: {IMMUTABLE}" for path in hashed)
    types = "\n".join(f"/*.{extension}\n  Content-Type: {_with_charset(kind)}" for extension, kind in TYPES.items())
    return f"/*\n{lines}\n  Cache-Control: {REVALIDATE}\n{blocks}\n{types}\n"


def all_configurations(policy: str) -> dict[str, str]:
    """Give every configuration by its file name."""
    return {"nginx.conf": nginx(policy), "Caddyfile": caddy(policy), "_headers": static_host(policy)}


def _with_charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
