# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names for invented people, Welsh and English, drawn in a fixed order."""

from __future__ import annotations

import random

WELSH_GIVEN = (
    "Aled Alun Alwyn Aneirin Angharad Anwen Arwel Arwyn Bethan Branwen Bronwen Bryn Buddug Cadi Carys Catrin Ceri Cerys"
    " Cynan Dafydd Delyth Deiniol Dewi Dilwyn Dylan Efa Eirian Eirlys Eleri Elfed Elin Elis Eluned Emrys Emyr Enid Erin"
    " Eurgain Ffion Gareth Geraint Gethin Glenys Glyn Gruffudd Guto Gwen Gwenan Gwenllian Gwilym Gwyn Gwyneth Haf Heledd"
    " Huw Hywel Iago Idris Iestyn Ieuan Ifan Illtud Ioan Iolo Iorwerth Iwan Jac Leusa Llinos Llio Llŷr Lleucu Lowri Luned"
    " Macsen Mabli Madog Maldwyn Mali Manon Mared Marged Mari Medi Megan Meinir Meirion Meleri Menna Meurig Mirain Morfudd"
    " Mostyn Nerys Nia Non Olwen Osian Owain Peredur Prys Rhian Rhiannon Rhodri Rhun Rhydian Rhys Sara Seren Siân Sioned"
    " Siôn Steffan Taliesin Tegid Tomos Trystan Tudur Wyn Ynyr"
).split()
WELSH_FAMILY = (
    "ap Rhys|ab Owain|ap Gwilym|ferch Ifan|Bevan|Bowen|Davies|Ellis|Evans|Edwards|Griffiths|Gruffydd|Harries|Howells|"
    "Hughes|Humphreys|James|Jenkins|John|Jones|Lewis|Lloyd|Llywelyn|Meredith|Morgan|Morris|Nicholas|Owen|Parry|Phillips|"
    "Powell|Price|Pritchard|Prosser|Pugh|Rees|Rhydderch|Richards|Roberts|Rowlands|Thomas|Tudor|Vaughan|Watkins|Wynne|"
    "Williams|Davies-Rees|Wyn Jones|Llwyd|Penri"
).split("|")
ENGLISH_GIVEN = (
    "Aaron Abigail Adam Aisha Alice Amanda Amir Amy Andrew Anita Anthony Arjun Ashley Barbara Benjamin Beth Bilal Brian"
    " Callum Carol Catherine Chloe Christopher Claire Colin Courtney Daniel David Deborah Denise Dominic Donna Edward Ella"
    " Emily Emma Farah Fatima Frank Gemma George Grace Graham Hannah Harpreet Harry Hassan Helen Holly Ian Imran Isaac"
    " Jack Jade James Jamila Jason Jennifer Jessica Joanne John Jordan Joseph Joshua Karen Kate Keith Kelly Kieran Kiran"
    " Laura Leah Lee Leon Lewis Liam Linda Lucy Luke Marcus Margaret Maria Mark Martin Mary Matthew Megan Michael Michelle"
    " Mohammed Molly Natalie Nathan Neil Nicola Noah Nora Oliver Olivia Omar Patricia Paul Peter Philip Priya Rachel"
    " Rebecca Richard Robert Robyn Rosie Ruth Ryan Sadia Sam Sandra Sarah Scott Shannon Sharon Simon Sophie Stephen Steven"
    " Susan Tanya Thomas Tracey Usman Victoria Wayne William Yasmin Zara Zoe"
).split()
ENGLISH_FAMILY = (
    "Ahmed Akhtar Ali Allen Atkinson Bailey Baker Barker Barnes Begum Bell Bennett Booth Bradley Brown Butler Campbell"
    " Carter Chapman Choudhury Clark Clarke Collins Cook Cooper Cox Davis Dawson Dean Dixon Eastwood Ellis Evans Fisher"
    " Foster Fox Gibson Gill Graham Grant Gray Green Hall Hargreaves Harris Harrison Hill Holmes Holt Howarth Hudson"
    " Hughes Hunt Hussain Ibrahim Iqbal Jackson James Johnson Kaur Kay Kelly Khan King Kumar Lee Lomax Lord Mahmood Marsh"
    " Marshall Mason Miah Miller Mills Mitchell Moore Moss Murphy Nuttall Ogden O'Neill Palmer Parker Patel Pearson"
    " Pickering Platt Quinn Rahman Ramsbottom Ratcliffe Richardson Riley Robinson Rogers Rothwell Schofield Scott Shah"
    " Sharma Shaw Simpson Singh Smith Stott Sutcliffe Taylor Thornley Turner Unsworth Walker Ward Watson Whittaker Wood"
    " Wright Yates Young"
).split()


def full_name(draw: random.Random, *, welsh: bool) -> str:
    """One invented full name."""
    given, family = (WELSH_GIVEN, WELSH_FAMILY) if welsh else (ENGLISH_GIVEN, ENGLISH_FAMILY)
    return f"{draw.choice(given)} {draw.choice(family)}"


def synthetic_nhs_number(serial: int) -> str:
    """A valid number of the 999 range, which is kept for invented people. `serial`: 0 to 999,999.

    Some serials have no valid check digit (it would be 10); the next that has one is taken, ten apart so that two
    serials never meet.
    """
    for last in range(10):
        digits = f"999{serial * 10 % 1_000_000 + last:06d}"
        check = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return digits + str(0 if check == 11 else check)
    raise ValueError(serial)
