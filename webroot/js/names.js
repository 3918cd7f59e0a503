/** Completes the name of a person where somebody is looked for. Without this module the name is typed. */
const WAIT_MS = 150;

export function names(field) {
  const list = field.list;
  let timer = 0;
  let asked = 0;
  const ask = async () => {
    const typed = field.value.trim();
    const number = ++asked;
    if (!typed) return list.replaceChildren();
    const url = new URL(field.dataset.names, location.href);
    url.searchParams.set("q", typed);
    const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    if (number !== asked || !answer?.ok) return;
    const people = (await answer.json()).items;
    list.replaceChildren(
      ...people.map((person) => {
        const option = document.createElement("option");
        option.value = person.name;
        return option;
      }),
    );
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
}
