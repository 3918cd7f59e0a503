/** Offers people's names after an @: the name goes in as the text that names them. Without this module names can be typed. */
const WORD = /(?:^|[\s(])@([\p{L}\p{N}'’. -]{0,40})$/u;
const WAIT_MS = 150;

export function mentions(root) {
  for (const field of root.querySelectorAll("textarea[data-mentions]")) offer(field);
}

function offer(field) {
  const list = field.ownerDocument.createElement("ul");
  list.className = "names";
  list.id = `${field.id}-names`;
  list.setAttribute("role", "listbox");
  list.hidden = true;
  field.after(list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  let people = [];
  let chosen = 0;
  let timer = 0;
  let asked = 0;

  const close = () => {
    list.hidden = true;
    people = [];
    field.removeAttribute("aria-activedescendant");
  };
  const mark = (index) => {
    chosen = (index + people.length) % people.length;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    field.setAttribute("aria-activedescendant", list.children[chosen].id);
  };
  const take = (person) => {
    const before = field.value.slice(0, field.selectionStart);
    const typed = before.match(WORD);
    if (!typed) return close();
    const from = before.length - typed[1].length - 1;
    const name = person.name.replace(/[[\]\n]/g, " ");
    field.setRangeText(`@[${name}](contact:${person.id}) `, from, field.selectionStart, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    close();
    field.focus();
  };
  const show = (found) => {
    people = found;
    if (!people.length) return close();
    list.replaceChildren(
      ...people.map((person, at) => {
        const item = field.ownerDocument.createElement("li");
        item.id = `${list.id}-${at}`;
        item.setAttribute("role", "option");
        item.dir = "auto";
        item.textContent = person.name;
        // The field keeps the cursor.
        item.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          take(person);
        });
        return item;
      }),
    );
    list.hidden = false;
    mark(0);
  };
  const ask = async (typed) => {
    const number = ++asked;
    const url = new URL(field.dataset.mentions, location.href);
    url.searchParams.set("q", typed);
    const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    if (number !== asked || !answer?.ok) return;
    show((await answer.json()).items);
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    const typed = field.value.slice(0, field.selectionStart).match(WORD);
    if (!typed) return close();
    timer = setTimeout(() => ask(typed[1].trim()), WAIT_MS);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const act = {
      ArrowDown: () => mark(chosen + 1),
      ArrowUp: () => mark(chosen - 1),
      Enter: () => take(people[chosen]),
      Tab: () => take(people[chosen]),
      Escape: close,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  field.addEventListener("blur", close);
}
