"""The kinds of file that can be analysed, told from their first bytes and not from their names."""

PDF, PNG, JPEG, WEBP, TIFF = "application/pdf", "image/png", "image/jpeg", "image/webp", "image/tiff"

EXTENSIONS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp")
"""What the file dialog offers."""


def sniff(head: bytes) -> str | None:
    """Media type of a file by its first kilobyte or more; None when it is none that can be analysed."""
    if b"%PDF-" in head[:1024]:  # readers accept up to a kilobyte before the header
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[:4] in (b"II*\x00", b"MM\x00*"):
        return TIFF
    return None
