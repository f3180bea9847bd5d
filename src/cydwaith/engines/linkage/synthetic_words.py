# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words from which `synthetic` makes up people: common names with rough weights, streets, towns, slips of spelling.

Common knowledge of Wales and the North West of England, written down for the benchmark. The forms that a name goes
by are listed here once more, and not taken from ``engines.names``, so that the benchmark does not test a table
against itself: some of them that table does not know.
"""

from __future__ import annotations

from typing import Final


def _listed(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


#: Given names, the commoner first: weights fall with the place in the list.
WOMEN: Final = _listed(
    """
    Sarah Catrin Siân Emma Megan Elizabeth Rachel Rhian Laura Ffion Mary Jessica Bethan Karen Susan
    Rebecca Carys Nia Claire Hannah Angharad Helen Lowri Amy Lisa Elin Nicola Sioned Chloe Julie Cerys
    Sophie Mair Katherine Rhiannon Charlotte Gwen Samantha Lucy Michelle Eleri Alice Joanne Non Victoria
    Jane Seren Amanda Olivia Margaret Mali Tracey Gwenllian Zoe Eirlys Natalie Mari Abigail Christine
    Heledd Holly Ann Manon Jennifer Delyth Kelly Menna Alison Branwen Molly Patricia Llinos Louise
    Glenys Stephanie Efa Wendy Nerys Aisha Leanne Awen Fatima Donna Myfanwy Katarzyna Maureen Meinir
    Priya Dilys Harpreet Luned Yasmin Morfudd Zainab Buddug Grace Sandra Tegwen Anwen Deborah Haf Gemma
    Meleri Kirsty Bronwen Carol Ceri Danielle Enid Erin Mirain Jade Olwen
    """
)
MEN: Final = _listed(
    """
    David John Rhys Thomas Gareth Dafydd James Michael Huw Daniel Owen William Andrew Paul Christopher
    Ioan Stephen Mark Matthew Robert Dylan Richard Alun Steffan Jack Siôn Peter Lee Tomos Adam Ryan
    Geraint Joshua Aled Luke Kevin Iwan Ieuan Simon Benjamin Craig Gethin Anthony Emyr Jamie Ifan Nathan
    Philip Hywel Samuel Wayne Llŷr Osian Ian Alexander Carwyn Joseph Gwilym Darren Morgan Harry Elis
    Neil Rhodri Lewis Jordan Dewi George Guto Kieran Mohammed Arwel Callum Emlyn Keith Geraldo Macsen
    Edward Glyn Liam Idris Brian Ahmed Trefor Connor Iolo Alan Idwal Shaun Tudur Yusuf Meirion Colin
    Eifion Harri Piotr Gruffudd Deiniol Ibrahim Goronwy Brynmor Kyle Taliesin Amir Wyn Nigel Bleddyn
    Imran Madog Graham Cai Arjun Bryn Zachary Emrys Ross Llywelyn Hassan Gerallt
    """
)
#: Family names, the commoner first; a long tail is put together from `TAIL_STARTS` and `TAIL_ENDS`.
FAMILIES: Final = _listed(
    """
    Jones Davies Williams Evans Thomas Roberts Hughes Lewis Morgan Griffiths Edwards Smith James Owen
    Rees Price Morris Phillips Lloyd Harris Parry Taylor Jenkins Ellis Howells Powell Richards Watkins
    Pritchard Bowen Brown Pugh Bevan Humphreys Vaughan John Walters Johnson Llewellyn Rowlands Khan
    Harries Hopkins Wilson Nicholas Probert Matthews Rogers Ali Wright Francis Prosser Beynon Walker
    Hussain Robinson Wynne Hill Wood Cooper Clarke Murphy Tudor Patel Ahmed Meredith Kelly Begum Mason
    Hall Green O'Brien Ward Turner Carter Prys Kowalski Gruffydd Llwyd Ifans Nuttall Howarth Rhydderch
    Schofield Kaur Singh Ogden Butler Miah Shaw Whittaker Tomos Ashworth Fitzgerald Hargreaves Nowak
    Cadwaladr Sutcliffe Iorwerth Ibrahim Bellis Treharne Maddocks Gough Hopkin Yorath
    """
)
TAIL_STARTS: Final = _listed(
    """
    Ains Al Ash Bar Barn Birch Black Brad Brank Bux Cald Chad Crom Crow Dal Den Don East Eccle Far Fern
    Gar Gold Green Had Hal Ham Hart Haw Hazel Heath Hey Hind Hol Horn Hul Kirk Lang Lind Long Mar Mel
    Mid Mit New Nor Oak Old Pen Pil Rams Rav Red Rock Ros Row Rush Sal Scar Sher Sil Stan Sut Thorn Tun
    Up Wal Wen West Whit Win Wool
    """
)
TAIL_ENDS: Final = _listed(
    """
    ard bottom bourne by cliffe combe cott croft dale den field ford gate ham hurst ley low man mere
    ridge shaw stone ton wick wood worth yard
    """
)
#: Other forms of a given name that the same person may be recorded under.
FORMS: Final[dict[str, tuple[str, ...]]] = {
    "David": ("Dafydd", "Dai", "Dave", "Dewi"),
    "Dafydd": ("David", "Dai", "Daf"),
    "John": ("Siôn", "Ioan", "Jack", "Ieuan"),
    "Siôn": ("John", "Shon", "Sion"),
    "Ioan": ("John", "Ieuan", "Iwan"),
    "Rhys": ("Rees", "Reece"),
    "Thomas": ("Tomos", "Tom", "Twm"),
    "Tomos": ("Thomas", "Tom", "Twm"),
    "James": ("Jim", "Jamie", "Iago"),
    "Michael": ("Mike", "Mihangel"),
    "Huw": ("Hugh",),
    "Daniel": ("Dan", "Deiniol"),
    "Owen": ("Owain",),
    "William": ("Gwilym", "Bill", "Will", "Wil"),
    "Gwilym": ("William", "Gwil"),
    "Andrew": ("Andy", "Drew"),
    "Christopher": ("Chris", "Kit"),
    "Stephen": ("Steven", "Steve", "Steffan"),
    "Steffan": ("Stephen", "Steff"),
    "Matthew": ("Matt", "Mathew"),
    "Robert": ("Rob", "Bob", "Robin"),
    "Richard": ("Rich", "Dick", "Rhisiart"),
    "Geraint": ("Ger",),
    "Peter": ("Pete", "Pedr"),
    "Philip": ("Phil", "Phillip"),
    "Samuel": ("Sam",),
    "Hywel": ("Howell", "Hywell"),
    "Alexander": ("Alex", "Sandy"),
    "Joseph": ("Joe", "Jo"),
    "Gareth": ("Gary", "Gaz"),
    "Llywelyn": ("Llewellyn", "Llew", "Lyn"),
    "Mohammed": ("Muhammad", "Mohamed", "Mo"),
    "Yusuf": ("Yousef", "Joseph"),
    "Piotr": ("Peter",),
    "Gruffudd": ("Gruffydd", "Guto", "Gruff"),
    "Anthony": ("Tony", "Antony"),
    "Benjamin": ("Ben",),
    "Edward": ("Ted", "Eddie", "Iorwerth"),
    "Ieuan": ("Ifan", "Evan", "Ianto"),
    "Iwan": ("Ioan", "Ewan"),
    "Elis": ("Ellis",),
    "Geraldo": ("Gerald",),
    "Emlyn": ("Em",),
    "Sarah": ("Sara", "Sally"),
    "Siân": ("Jane", "Shan"),
    "Catrin": ("Catherine", "Cati", "Cadi"),
    "Katherine": ("Catherine", "Kate", "Kathy", "Catrin"),
    "Elizabeth": ("Elisabeth", "Liz", "Beth", "Betsan", "Lisa"),
    "Bethan": ("Beth",),
    "Megan": ("Meg", "Meghan"),
    "Mary": ("Mair", "Mari", "Polly"),
    "Mair": ("Mary",),
    "Margaret": ("Marged", "Maggie", "Peggy", "Mererid"),
    "Rachel": ("Rahel", "Rach"),
    "Laura": ("Lowri",),
    "Lowri": ("Laura",),
    "Helen": ("Elen", "Nel"),
    "Elin": ("Ellen", "Helen"),
    "Rebecca": ("Becky", "Beca"),
    "Jessica": ("Jess",),
    "Susan": ("Sue", "Siwsan"),
    "Nicola": ("Nicky", "Nic"),
    "Samantha": ("Sam",),
    "Lucy": ("Lleucu",),
    "Alice": ("Alys",),
    "Victoria": ("Vicky", "Tori"),
    "Jane": ("Siân", "Jayne"),
    "Jennifer": ("Jenny", "Gwenhwyfar"),
    "Gwenllian": ("Gwen", "Llio"),
    "Angharad": ("Hari",),
    "Rhiannon": ("Rhian", "Non"),
    "Christine": ("Chris", "Tina"),
    "Patricia": ("Pat", "Trish"),
    "Ann": ("Anne", "Anna", "Nan"),
    "Joanne": ("Jo", "Joanna"),
    "Cerys": ("Kerys", "Carys"),
    "Katarzyna": ("Kasia", "Catherine"),
    "Fatima": ("Fatema",),
    "Aisha": ("Ayesha",),
    "Mali": ("Molly",),
    "Abigail": ("Abbie", "Gail"),
    "Myfanwy": ("Myf",),
    "Stephanie": ("Steph",),
    "Deborah": ("Debbie",),
    "Amanda": ("Mandy",),
}
#: A family name and the patronymic that it grew from: "Price" was "ap Rhys".
PATRONYMICS: Final[dict[str, tuple[str, str]]] = {
    "Price": ("ap Rhys", "ferch Rhys"),
    "Rees": ("ap Rhys", "ferch Rhys"),
    "Powell": ("ap Hywel", "ferch Hywel"),
    "Howells": ("ap Hywel", "ferch Hywel"),
    "Pugh": ("ap Huw", "ferch Huw"),
    "Hughes": ("ap Huw", "ferch Huw"),
    "Parry": ("ap Harri", "ferch Harri"),
    "Bowen": ("ab Owain", "ferch Owain"),
    "Owen": ("ab Owain", "ferch Owain"),
    "Bevan": ("ab Ifan", "ferch Ifan"),
    "Evans": ("ab Ifan", "ferch Ifan"),
    "Probert": ("ap Robert", "ferch Robert"),
    "Pritchard": ("ap Rhisiart", "ferch Rhisiart"),
    "Williams": ("ap Gwilym", "ferch Gwilym"),
    "Thomas": ("ap Tomos", "ferch Tomos"),
    "Davies": ("ap Dafydd", "ferch Dafydd"),
    "Beynon": ("ab Einion", "ferch Einion"),
    "Jones": ("ap Siôn", "ferch Siôn"),
}
#: Towns with the outward codes of their postcodes.
TOWNS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("Cardiff", ("CF5", "CF10", "CF11", "CF14", "CF23", "CF24")),
    ("Swansea", ("SA1", "SA2", "SA3", "SA5", "SA6")),
    ("Newport", ("NP10", "NP18", "NP19", "NP20")),
    ("Wrexham", ("LL11", "LL12", "LL13")),
    ("Caernarfon", ("LL54", "LL55")),
    ("Bangor", ("LL57",)),
    ("Aberystwyth", ("SY23",)),
    ("Carmarthen", ("SA31", "SA32", "SA33")),
    ("Llanelli", ("SA14", "SA15")),
    ("Merthyr Tydfil", ("CF47", "CF48")),
    ("Pontypridd", ("CF37", "CF38")),
    ("Aberdare", ("CF44",)),
    ("Bridgend", ("CF31", "CF32")),
    ("Barry", ("CF62", "CF63")),
    ("Llandudno", ("LL30",)),
    ("Rhyl", ("LL18",)),
    ("Manchester", ("M1", "M4", "M8", "M13", "M14", "M20", "M21", "M40")),
    ("Salford", ("M5", "M6", "M7")),
    ("Bolton", ("BL1", "BL2", "BL3")),
    ("Bury", ("BL8", "BL9")),
    ("Oldham", ("OL1", "OL4", "OL8")),
    ("Rochdale", ("OL11", "OL12", "OL16")),
    ("Stockport", ("SK1", "SK2", "SK3", "SK4")),
    ("Wigan", ("WN1", "WN2", "WN5")),
)
STREET_STARTS: Final = _listed(
    """
    High Church Station Park Castle Chapel Victoria Queen King Mill School Bridge Market Albert Union
    Garden Oak Beech Elm Ash Hill River Spring West East North South New Commercial Cambrian Tudor Glebe
    Orchard Heol_y_Bont Heol_yr_Eglwys Ffordd_y_Capel Stryd_y_Parc Lôn_Felin Maes_y_Dre Bryn_Awel
    Heol_Isaf Ffordd_Penrhyn Tan_y_Graig
    """
)
STREET_ENDS: Final = (
    "Street",
    "Road",
    "Avenue",
    "Close",
    "Terrace",
    "Lane",
    "Drive",
    "Place",
    "Crescent",
    "Grove",
)
MAIL_HOSTS: Final = ("example.org", "example.com", "example.net", "post.example", "bost.example")
#: Letters that lie beside each other on a British keyboard.
BESIDE: Final[dict[str, str]] = {
    "a": "sqz", "b": "vn", "c": "xv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok",
    "j": "hk", "k": "jl", "l": "ko", "m": "n", "n": "bm", "o": "ipl", "p": "ol", "q": "wa", "r": "etf", "s": "adw",
    "t": "ryg", "u": "yij", "v": "cb", "w": "qes", "x": "zc", "y": "tuh", "z": "xa",
}  # fmt: skip
#: Spellings that are heard alike.
HEARD: Final = (
    ("ff", "f"), ("f", "ff"), ("ph", "ff"), ("dd", "d"), ("ll", "l"), ("y", "i"), ("i", "y"), ("c", "k"), ("k", "c"),
    ("ie", "ei"), ("ey", "y"), ("nn", "n"), ("n", "nn"), ("s", "ss"), ("tt", "t"), ("ae", "ai"), ("rh", "r"),
    ("ck", "k"), ("w", "oo"), ("e", "a"), ("th", "t"), ("v", "f"), ("son", "sen"), ("ia", "ya"),
)  # fmt: skip
