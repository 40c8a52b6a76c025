"""Pictures from a phone, made fit to be kept and shown: upright, small, and without metadata.

A phone writes into a photo where and when it was taken and with what. None of that may reach a
customer, so the picture is painted anew and only the picture is kept.
"""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST = 1920
MAX_PIXELS = 60_000_000
_QUALITY = 85


class PhotoError(ValueError):
    """No picture: ``code`` is ``unreadable`` or ``large``."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def clean(data: bytes, longest: int = LONGEST) -> bytes:
    """A JPEG of at most ``longest`` pixels on its longer side; the same input, the same bytes.

    Raises PhotoError for what is no picture, and for one of more than 60 million pixels.
    """
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise PhotoError("large")
            upright = ImageOps.exif_transpose(image)
            picture = _on_white(upright)
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise PhotoError("unreadable") from error
    picture.thumbnail((longest, longest))
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=_QUALITY, optimize=True)
    return stream.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    """The picture without transparency: a new one, so that nothing but its pixels comes along."""
    layer = image.convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper
