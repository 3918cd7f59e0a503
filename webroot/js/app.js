/** The one script a page names. Every page works without it; each module makes one thing nicer. */
import { menus } from "./menu.js";
import { codeEntry } from "./code-entry.js";
import { countdowns } from "./countdown.js";
import { copyButtons } from "./copy.js";
import { passwords } from "./password.js";
import { busyForms } from "./busy.js";
import { avatarPreview } from "./avatar.js";
import { themeSwitch } from "./theme.js";
import { passkeys } from "./passkey.js";
import { dialogs } from "./dialog.js";
import { follow } from "./follow.js";
import { uploads } from "./upload.js";
import { writers } from "./writer.js";

// Before the forms that are sent once: these send themselves, and may have to again.
uploads(document);
busyForms(document);
menus(document);
codeEntry(document);
countdowns(document);
copyButtons(document);
passwords(document);
avatarPreview(document);
themeSwitch(document);
dialogs(document);
writers(document);
passkeys(document);
follow(document);

const brand = document.querySelector("[data-branding]");
// Only one page of the console needs it, so no other carries it.
if (brand) import("./branding.js").then(({ branding }) => branding(brand));

// After a refused form the reader lands on what needs attention, not at the top of the page.
document.querySelector('main [aria-invalid="true"]')?.focus();
