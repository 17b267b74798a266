"""``python -m weimin.kernel.documents.drawing_pages FILE TYPE PAGE WIDTH TARGET``: draws one page and ends. Knows no Django.

Runs by itself because the file is a stranger's: what goes wrong in here costs one picture, and no more memory or time than
is set below.
"""

import resource
import sys
from typing import Final

MEMORY_BYTES: Final = 1024 * 1024 * 1024
CPU_SECONDS: Final = 15


def main(file: str, media_type: str, page: int, width: int, target: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    if media_type == "application/pdf":
        import pypdfium2

        sheet = pypdfium2.PdfDocument(file)[page - 1]
        sheet.render(scale=width / max(1.0, sheet.get_width())).to_pil().convert("RGB").save(target, "PNG")
        return
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = 100_000_000
    with Image.open(file) as image:
        upright = ImageOps.exif_transpose(image) or image
        upright.thumbnail((width, width * 3))
        upright.convert("RGB").save(target, "PNG")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
