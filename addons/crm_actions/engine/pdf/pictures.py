"""Pictures for a page: turned the right way up, small, and without what the camera wrote."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops, ImageOps, WebPImagePlugin  # noqa: F401 registers WebP

try:
    import pi_heif
except ImportError:  # an Odoo of one's own may do without it: then a sentence is printed
    pi_heif = None

# What phones and browsers send. Others are not even tried: PostScript would run a program.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", *(("HEIF",) if pi_heif else ()))
_MOST_PIXELS = 60_000_000
LONGEST_SIDE = 1280
_LOGO_SIDE = 800
_QUALITY = 82
Image.preinit()
if pi_heif:
    pi_heif.register_heif_opener()  # photos of iPhones


class PictureError(ValueError):
    """These bytes are no picture that can be printed."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture ready for the page; sizes in pixels."""

    content: bytes
    width: int
    height: int


def prepare(data: bytes | None, longest: int = LONGEST_SIDE) -> Prepared:
    """A JPEG of at most ``longest`` pixels a side, upright, on white, without metadata.

    :raise PictureError: no picture, a broken or an enormous one
    """
    image = _open(data, longest)
    flat = _on_white(image).convert("RGB")
    buffer = BytesIO()
    flat.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return Prepared(buffer.getvalue(), *flat.size)


def prepare_logo(data: bytes | None) -> Prepared:
    """A logo as PNG, so that flat colours stay flat; its empty border is cut off.

    :raise PictureError: see :func:`prepare`
    """
    image = _on_white(_open(data, _LOGO_SIDE)).convert("RGB")
    white = Image.new("RGB", image.size, "white")
    difference = ImageOps.grayscale(ImageChops.difference(image, white))
    box = difference.point(lambda value: 255 if value > 8 else 0).getbbox()
    image = image.crop(box) if box else image
    buffer = BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return Prepared(buffer.getvalue(), *image.size)


def _open(data: bytes | None, longest: int) -> Image.Image:
    try:
        image = Image.open(BytesIO(data or b""), formats=_FORMATS)
        if image.width * image.height > _MOST_PIXELS:
            raise PictureError("too many pixels")
        image.draft("RGB", (longest, longest))  # a JPEG is read small in the first place
        image = ImageOps.exif_transpose(image)
        if image.mode == "P":  # colours of a palette cannot be averaged
            image = image.convert("RGBA")
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    except PictureError:
        raise
    except Exception as error:  # decoders raise what they like
        raise PictureError(str(error)) from error
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("RGB", "L", "CMYK"):
        return image
    image = image.convert("RGBA")
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image)
    return paper
