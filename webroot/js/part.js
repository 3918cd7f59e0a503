/** The one place where text becomes markup: parts that the server rendered and cleaned, over the page's own connection. */
const policy = globalThis.trustedTypes?.createPolicy("feeds", { createHTML: (html) => html });

export function part(html) {
  const holder = document.createElement("template");
  holder.innerHTML = policy ? policy.createHTML(html) : html;
  return holder.content.firstElementChild;
}
