# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where each council's tile stands: our own design, one tile a council, near its neighbours on the ground.

Placed by hand. Column and row count from the top left; a name may be broken at its soft hyphens. The short names are
ours, for tiles on a phone; the full name is in every tile's hint and in the table beside the map.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Place:
    """A council's tile. code: ONS; en, cy: names with soft hyphens; en_short, cy_short: for a narrow tile."""

    code: str
    column: int
    row: int
    en: str
    cy: str
    en_short: str = ""
    cy_short: str = ""

    def name(self, language: str) -> str:
        """Its name in "en" or "cy"."""
        return self.cy if language == "cy" else self.en

    def short(self, language: str) -> str:
        """Its short name, which may be the whole one."""
        return (self.cy_short or self.cy) if language == "cy" else (self.en_short or self.en)


WALES: Final = (
    Place("W06000001", 0, 0, "Isle of Angle\u00adsey", "Ynys Môn", "Anglesey"),
    Place("W06000003", 2, 0, "Conwy", "Conwy"),
    Place("W06000004", 3, 0, "Denbigh\u00adshire", "Sir Ddinbych", "Denbs"),
    Place("W06000005", 4, 0, "Flint\u00adshire", "Sir y Fflint"),
    Place("W06000002", 1, 1, "Gwynedd", "Gwynedd"),
    Place("W06000006", 4, 1, "Wrexham", "Wrecsam"),
    Place("W06000008", 1, 2, "Cere\u00addigion", "Cere\u00addigion"),
    Place("W06000023", 2, 2, "Powys", "Powys"),
    Place("W06000009", 0, 3, "Pembroke\u00adshire", "Sir Benfro", "Pembs"),
    Place("W06000010", 1, 3, "Carmarthen\u00adshire", "Sir Gaer\u00adfyrddin", "Carms", "Sir Gâr"),
    Place("W06000024", 2, 3, "Merthyr Tydfil", "Merthyr Tudful"),
    Place("W06000019", 3, 3, "Blaenau Gwent", "Blaenau Gwent"),
    Place("W06000021", 4, 3, "Monmouth\u00adshire", "Sir Fynwy", "Monm."),
    Place("W06000011", 0, 4, "Swansea", "Abertawe"),
    Place(
        "W06000012",
        1,
        4,
        "Neath Port Talbot",
        "Castell-nedd Port Talbot",
        "Neath PT",
        "Castell-\u00adnedd PT",
    ),
    Place("W06000016", 2, 4, "Rhondda Cynon Taf", "Rhondda Cynon Taf", "RCT", "RhCT"),
    Place("W06000018", 3, 4, "Caer\u00adphilly", "Caerffili"),
    Place("W06000020", 4, 4, "Torfaen", "Torfaen"),
    Place("W06000013", 1, 5, "Bridgend", "Pen-y-bont ar Ogwr", "", "Pen-y-\u00adbont"),
    Place("W06000014", 2, 5, "Vale of Glamor\u00adgan", "Bro Morgannwg", "The Vale", "Y Fro"),
    Place("W06000015", 3, 5, "Cardiff", "Caerdydd"),
    Place("W06000022", 4, 5, "Newport", "Cas\u00adnewydd"),
)
GREATER_MANCHESTER: Final = (
    Place("E08000001", 1, 0, "Bolton", "Bolton"),
    Place("E08000002", 2, 0, "Bury", "Bury"),
    Place("E08000005", 3, 0, "Rochdale", "Rochdale"),
    Place("E08000010", 0, 1, "Wigan", "Wigan"),
    Place("E08000006", 1, 1, "Salford", "Salford"),
    Place("E08000003", 2, 1, "Man\u00adchester", "Manceinion"),
    Place("E08000004", 3, 1, "Oldham", "Oldham"),
    Place("E08000009", 1, 2, "Trafford", "Trafford"),
    Place("E08000007", 2, 2, "Stockport", "Stockport"),
    Place("E08000008", 3, 2, "Tameside", "Tameside"),
)
MAPS: Final = {"W92000004": WALES, "E47000001": GREATER_MANCHESTER}
"""By the ONS code of the whole: Wales, the Greater Manchester city region."""
