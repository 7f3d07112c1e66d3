// Comfort over pages that already work: each function looks for its own marks and does nothing without them.
import { accounts } from "./accounts.js";
import { addresses } from "./addresses.js";
import { autosave } from "./autosave.js";
import { keptChecks } from "./checks.js";
import { triedColours } from "./colours.js";
import { checkAll, counters, focusErrors, guardUnsaved, passwords, sendOnce } from "./forms.js";
import { help } from "./help.js";
import { joining } from "./joining.js";
import { keys } from "./keys.js";
import { buttons, covers, dialogs, menus, reloads, shortcuts, suggestions, tables } from "./navigation.js";
import { keptDrafts } from "./kept.js";
import { liveCounts } from "./live.js";
import { news } from "./news.js";
import { passkeyForms } from "./passkeys.js";
import { previews } from "./previews.js";
import { pushForms } from "./push.js";
import { liveQueue } from "./queue.js";
import { questions } from "./questions.js";
import { robotChecks } from "./robots.js";
import { sheets } from "./sheets.js";
import { presences, subjects } from "./support.js";
import { dropZones } from "./upload.js";

for (const start of [
  accounts,
  keptDrafts,
  passkeyForms,
  pushForms,
  robotChecks,
  dropZones,
  joining,
  guardUnsaved,
  sendOnce,
  autosave,
  addresses,
  questions,
  counters,
  keptChecks,
  checkAll,
  passwords,
  menus,
  covers,
  previews,
  dialogs,
  tables,
  // Once what stands above has been folded: it would be focused where it is no longer.
  focusErrors,
  keys,
  help,
  shortcuts,
  buttons,
  suggestions,
  reloads,
  liveCounts,
  liveQueue,
  news,
  sheets,
  subjects,
  presences,
  triedColours,
]) {
  start();
}
