// SPDX-License-Identifier: AGPL-3.0-or-later
// Everything works without this file. It saves a page load or a slip of the hand, no more.
import { focusSummary } from "./errors.js";
import { sendOnce } from "./once.js";
import { follow } from "./follow.js";
import { selection } from "./selection.js";
import { count } from "./count.js";
import { menus } from "./menus.js";
import { board } from "./board.js";

focusSummary(document);
sendOnce(document);
follow(document);
selection(document);
count(document);
menus(document);
board(document);
