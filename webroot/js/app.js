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
import { drafts } from "./draft.js";
import { live } from "./live.js";
import { reactions } from "./felt.js";
import { polls } from "./poll.js";

// Before the forms that are sent once: these send themselves, and may have to again.
uploads(document);
polls(document);
busyForms(document);
reactions(document);
menus(document);
codeEntry(document);
countdowns(document);
copyButtons(document);
passwords(document);
avatarPreview(document);
themeSwitch(document);
dialogs(document);
writers(document);
drafts(document);
passkeys(document);
follow(document);
live(document);

const brand = document.querySelector("[data-branding]");
// Only one page of the console needs it, so no other carries it.
if (brand) import("./branding.js").then(({ branding }) => branding(brand));

// Conversations, and the bubble that leads to one, are on few pages or not opened at all.
const talk = document.querySelector("[data-chat]");
if (talk) import("./chat.js").then(({ chat }) => chat(talk));
document.querySelector("[data-bubble]")?.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const link = event.currentTarget;
  import("./chat.js").then(({ panel }) => panel(link));
});

// Names are completed where somebody writes to others.
if (document.querySelector("textarea[data-mentions]")) import("./mention.js").then(({ mentions }) => mentions(document));

if (document.querySelector("form[data-followed]")) import("./following.js").then(({ following }) => following(document));

if (document.querySelector("[data-sum]")) import("./sum.js").then(({ sums }) => sums(document));

if (document.querySelector("[data-course]")) import("./learn.js").then(({ learn }) => learn(document));

if (document.querySelector("[data-anew]")) import("./anew.js").then(({ anew }) => anew());

const said = document.querySelector("[data-remarks]");
if (said) import("./remarks.js").then(({ remarks }) => remarks(said));

const calendar = document.querySelector("[data-month]");
if (calendar) import("./month.js").then(({ month }) => month(calendar));

const looked = document.querySelector("input[data-names]");
if (looked) import("./names.js").then(({ names }) => names(looked));

const lessons = document.querySelector("[data-outline]");
if (lessons) import("./outline.js").then(({ outline }) => outline(lessons));

// A row that is wider than the screen begins where the reader is.
for (const here of document.querySelectorAll(":is(.tabs, .community-rail) [aria-current]")) {
  const row = here.closest("ul");
  const [at, all] = [here.getBoundingClientRect(), row.getBoundingClientRect()];
  if (row.scrollWidth > row.clientWidth) row.scrollBy({ left: at.left + at.width / 2 - all.left - all.width / 2, behavior: "instant" });
}

// After a refused form the reader lands on what needs attention, not at the top of the page.
document.querySelector('main [aria-invalid="true"]')?.focus();

const filed = document.querySelector("[data-lasts]");
if (filed) import("./lasts.js").then(({ lasts }) => lasts(filed));

const playing = document.querySelector("[data-player]");
if (playing) import("./player.js").then(({ player }) => player(playing));

const taken = document.querySelector("form[data-quiz]");
if (taken) import("./quiz.js").then(({ quiz }) => quiz(taken));

const sorted = document.querySelector("[data-sort]");
if (sorted) import("./sort.js").then(({ sort }) => sort(sorted));
