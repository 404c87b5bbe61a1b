"""What past transitions must hold before anything is projected from them, and what is odd about their rows."""

from calculators.chain_tables import COUNT, ChainTables
from calculators.merged_cells import listed
from calculators.records import Records
from calculators.stateless import CalculationError


def note_repeated(transitions: Records) -> None:
    """Say which rows repeat another one to the last cell: they are added up, and may have been pasted twice."""
    extras = [column.index for column in transitions.columns if column.role == "extra"]
    seen: set[tuple[object, ...]] = set()
    again: list[int] = []
    for record in transitions.usable:
        cells = transitions.rows[record.row - 1]
        key = (*record.values.items(), *(cells[index].strip() for index in extras))
        if key in seen and record.number(COUNT):
            again.append(record.row)
        seen.add(key)
    if again:
        transitions.notes.append(f"第 {listed(again)} 行与前面的行完全相同，数量加在一起计；重复粘贴的请删去")


def need_history(tables: ChainTables) -> None:
    """Raise `CalculationError` where no customer was seen to go anywhere: nothing could be projected but certainty."""
    if not tables.history.levels:
        hint = "每行写月初级别、月末级别和数量，留在原级别的也要有一行"
        raise CalculationError("历史转化表里没有能用的行", hint)
