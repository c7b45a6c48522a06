"""XML read as a stream, with its line numbers; no DTD, no entities, nothing from outside."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import IO, Any
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces

from defusedxml import DefusedXmlException, DTDForbidden
from defusedxml.sax import make_parser

from partnernet.errors import InputError, Problem
from partnernet.words import say

# What expat says when a file stops before its last element is closed.
_CUT_OFF = ("no element found", "unclosed token", "unclosed CDATA section", "partial character")


class Handler(ContentHandler):
    """Elements as they come, by their names without prefix; override ``start`` and ``end``."""

    def __init__(self) -> None:
        super().__init__()
        self._locator: Any = None
        self._text: list[str] = []

    def setDocumentLocator(self, locator: Any) -> None:
        """SAX hands over who knows the line."""
        self._locator = locator

    @property
    def line(self) -> int:
        """The line that is being read."""
        return int(self._locator.getLineNumber()) if self._locator is not None else 0

    def startElement(self, name: str, attrs: Any) -> None:
        """SAX met the start of an element."""
        self._text = []
        self.start(name.rpartition(":")[2], {
            key.rpartition(":")[2]: value for key, value in attrs.items()})

    def endElement(self, name: str) -> None:
        """SAX met the end of an element."""
        text, self._text = "".join(self._text), []
        self.end(name.rpartition(":")[2], text)

    def characters(self, content: str) -> None:
        """SAX met text."""
        self._text.append(content)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str, text: str) -> None:
        """An element ends; ``text`` is what stood in it after its last child."""


def parse(source: bytes | IO[bytes], handler: Handler, file: str) -> None:
    """Send a document through a handler.

    Raises InputError for a DTD or entities, for XML that is not well formed, and for a file that
    was cut off, with the line.
    """
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, False)
    parser.setContentHandler(handler)
    try:
        parser.parse(BytesIO(source) if isinstance(source, bytes) else source)
    except DTDForbidden as error:
        raise InputError(Problem(say("input.dtd"), file=file, row=handler.line or None,
                                 fix=say("input.mend_dtd"))) from error
    except DefusedXmlException as error:
        raise InputError(Problem(say("input.entity"), file=file, row=handler.line or None,
                                 fix=say("input.mend_dtd"))) from error
    except SAXParseException as error:
        line = int(error.getLineNumber() or 0)
        message = str(error.getMessage())
        key = "xml_cut_off" if message.startswith(_CUT_OFF) else "xml_broken"
        raise InputError(Problem(say(f"input.{key}", line=str(line), why=message), file=file,
                                 row=line or None, fix=say("input.mend_xml"))) from error
    except (SAXException, LookupError, ValueError, zlib.error, EOFError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(Problem(say("input.xml_broken", line=str(handler.line),
                                     why=str(error)[:120]), file=file,
                                 fix=say("input.mend_xml"))) from error
