package dev.atrium.harness;

/** What a page is asked about its words. */
final class Words {
    /** Each answers with what is wrong, one finding a line. */
    static final String UNTRANSLATED = """
            () => {
              const DATA = 'bdi, [dir]:not(html), [translate="no"], [lang]:not(html), code, pre, kbd, time, .avatar, script, style, noscript';
              const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt", "data-words", "data-wait", "data-done", "aria-description"];
              const bare = (text) => text.replace(/\\u2068[^\\u2069]*\\u2069/g, "").trim();
              const found = [];
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const node = walker.currentNode;
                if (!node.parentElement.closest(DATA) && /[A-Za-z]/.test(bare(node.data))) found.push(`text: ${node.data.trim()}`);
              }
              for (const e of document.body.querySelectorAll("*")) {
                if (e.closest('[lang]:not(html), time, [translate="no"]')) continue;
                for (const name of ATTRIBUTES) {
                  if (/[A-Za-z]/.test(bare(e.getAttribute(name) ?? ""))) found.push(`${name}: ${e.getAttribute(name)}`);
                }
                if (e.matches("input[type=submit], input[type=reset], input[type=button]")) found.push(`value: ${e.value}`);
              }
              if (/[A-Za-z]/.test(bare(document.title))) found.push(`title: ${document.title}`);
              return found.slice(0, 12).join("\\n");
            }""";

    static final String CLIPPED = """
            () => {
              const found = [];
              for (const e of document.querySelectorAll("button, .button, summary, [role=button]")) {
                if (!e.checkVisibility({ visibilityProperty: true })) continue;
                const box = e.getBoundingClientRect();
                const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) {
                  const node = walker.currentNode;
                  // Data is cut on purpose, with dots; words for screen readers have no place.
                  if (!node.data.trim() || node.parentElement.closest(".clip, .visually-hidden, .summary, code")) continue;
                  if (node.parentElement.getBoundingClientRect().width <= 1) continue;
                  const range = document.createRange();
                  range.selectNodeContents(node);
                  for (const r of range.getClientRects()) {
                    if (r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 2 || r.bottom > box.bottom + 2) {
                      found.push(`${e.className || e.nodeName}: ${e.innerText.trim()}`);
                      break;
                    }
                  }
                }
              }
              return found.slice(0, 8).join("\\n");
            }""";

    private Words() {}
}
