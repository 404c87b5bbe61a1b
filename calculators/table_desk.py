"""Requests about tables alone, whatever calculator they are for: files into text, templates into workbooks."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from calculators.jobs import RequestError, Work
from calculators.sheets import Sheet
from calculators.stateless import FILE, StatelessOperation
from calculators.tables import Grid, check_size, decode, read_grid

WORKBOOK_SUFFIX = ".xlsx"


def file_grid(name: str, payload: bytes | None) -> Grid:
    """Return the table in a dropped file: .csv, .tsv, .txt, .md or .xlsx."""
    if payload is None:
        raise RequestError(f"没有收到“{name}”的内容", "重新选择文件")
    if name.lower().endswith(WORKBOOK_SUFFIX) or payload.startswith(b"PK\x03\x04"):
        from calculators.workbook_reading import read_workbook  # noqa: PLC0415 -- openpyxl: on need

        return read_workbook(payload)
    check_size(len(payload))
    return read_grid(decode(payload))


def table_file(request: Mapping[str, Any], payload: bytes | None) -> Work:
    """Return the table in a dropped file as tab-separated text, quoted as Excel does."""
    yield "读取文件", 0, 1
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows(file_grid(request["name"], payload).rows)
    return {"text": text.getvalue()}


def table_workbook(request: Mapping[str, Any], _payload: bytes | None) -> Work:
    """Write an empty template with these headings as .xlsx."""
    yield "生成 Excel 文件", 0, 1
    from calculators.workbooks import sheets_workbook  # noqa: PLC0415 -- openpyxl: on need

    title, headings = str(request["title"]), tuple(str(text) for text in request["headings"])
    return {"filename": f"{title}-空白模板.xlsx", FILE: sheets_workbook((Sheet(title, headings, ()),))}


OPERATIONS: dict[str, StatelessOperation] = {"table_file": table_file, "table_workbook": table_workbook}
