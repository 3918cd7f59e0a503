// Prints what happens in a group: node docs/examples/listen.mjs https://portal.example KEY group:<id>
// Needs Node 22 or later and nothing else. The number of the last event is kept in a file, so that a restart misses nothing.
import { readFileSync, writeFileSync } from "node:fs";
import { Feeds } from "../../webroot/js/feeds.js";

const [portal, key, feed] = process.argv.slice(2);
const file = `.${feed.replace(":", "-")}.seq`;

/** A fresh access token, worth ten minutes, for the key that lasts. */
async function token() {
  const answer = await fetch(`${portal}/api/v1/tokens`, { method: "POST", headers: { Authorization: `Bearer ${key}` } });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()).access_token;
}

function known() {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

const feeds = new Feeds(`${portal.replace(/^http/, "ws")}/feeds`, { token, state: (word) => console.error(word) });
feeds.subscribe(feed, {
  since: known(),
  event: (event) => {
    console.log(event.seq, event.kind, JSON.stringify(event.data));
    writeFileSync(file, String(event.seq));
  },
  reset: (state) => console.log("begun anew", JSON.stringify(state)),
  ended: (code) => {
    console.error(code);
    process.exit(1);
  },
});
