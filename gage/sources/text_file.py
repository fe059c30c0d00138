"""Tells text files from binary ones, by name and else by the first bytes; reads no more than 1 KB."""

from __future__ import annotations

import os

_SAMPLE = 1024

_TEXT_EXTENSIONS = """
    bash bat bib c cc cfg cmake conf cpp css csv cu cuh cxx d dart diff el ex f90 fish go
    gradle groovy h hpp htm html ini ipynb java jl js json json5 jsonl jsx kt less lisp log lua
    m4 make md mdx mjs ml nix org patch php pl pm properties proto ps1 py pyi pyx r rb rmd rs
    rst s sass scala scss sh sql swift tcl tex toml ts tsv tsx txt vb vim vue xml yaml yml zig
    zsh
"""
_BINARY_EXTENSIONS = """
    7z a aac aif aiff apk arrow avi avif bin bmp bz2 cab class ckpt db deb dll dmg doc
    docx dylib ear egg eot exe feather flac flv gif gz h5 hdf5 heic ico iso jar jpeg jpg lib
    lz4 m4a m4v mkv mov mp3 mp4 mpeg mpg msi npy npz o odp ods odt ogg ogv onnx otf parquet pb
    pdf pickle pkl png ppt pptx psd pt pth pyc pyd pyo rar rpm safetensors so sqlite svg tar
    tfrecord tgz tif tiff ttf war wasm wav webm webp whl wma wmv woff woff2 xls xlsx xz zip zst
"""
_TEXT, _BINARY = frozenset(_TEXT_EXTENSIONS.split()), frozenset(_BINARY_EXTENSIONS.split())
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f\b\x1b")


def is_text_file(path: str) -> bool:
    """Whether a file holds text; an empty one does. Raises OSError where the bytes are needed and cannot be read."""
    extension = os.path.splitext(path)[1][1:].lower()
    if extension in _TEXT:
        return True
    if extension in _BINARY:
        return False
    with open(path, "rb") as file:
        return is_text(file.read(_SAMPLE))


def is_text(sample: bytes) -> bool:
    """Whether the first bytes of a file look like text: UTF-8, or one byte a character with few beyond ASCII."""
    if not sample:
        return True
    if 0 in sample or sum(byte in _CONTROL for byte in sample) * 20 > len(sample):
        return False
    return _is_utf8(sample) or (255 not in sample and sum(byte > 127 for byte in sample) * 10 <= len(sample) * 3)


def _is_utf8(sample: bytes) -> bool:
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        # The sample may end in the middle of a character.
        return error.reason == "unexpected end of data" and error.start >= len(sample) - 3
    return True
