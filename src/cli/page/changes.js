/* The documents, their changes, and what is decided of them. */

const documents = JSON.parse(element('documents').textContent);

/* All changes, in the order of the documents. Each knows the passage it stands in, what is decided of it
   (`text`), and where it comes among those that are shown (`turn`, and the `row`). */
const changes = [];

/* Changes with the same words before and after. */
const alike = new Map();

/* What was decided before the last steps, for going back. */
const steps = [];

const KEY = `vietmend ${CHECKSUM}`;

for (const text of documents) {
  for (const [index, passage] of text.passages.entries()) {
    passage.document = text;
    passage.index = index;
    passage.changes = passage.changes.map(([at, length, after, sure, made, reason, others]) => {
      const before = passage.text.slice(at, at + length);
      const change = { index: changes.length, passage, at, before, after, sure, made, reason, others, text: undefined, turn: -1, row: -1 };
      changes.push(change);
      gather(alike, likeness(change), change);
      return change;
    });
  }
}

/* Adds a change to those of a key. */
function gather(groups, key, change) {
  if (groups.has(key)) groups.get(key).push(change);
  else groups.set(key, [change]);
}

function likeness(change) {
  return `${change.before}\n${change.after}`;
}

/* What stands there as things are. */
function reading(change) {
  return change.text ?? (change.made ? change.after : change.before);
}

function state(change) {
  if (change.text === undefined) return 'open';
  if (change.text === change.after) return 'accepted';
  return change.text === change.before ? 'rejected' : 'typed';
}

/* Decides what should stand at some changes; undefined for nothing. */
function decide(some, text) {
  steps.push(some.map((change) => [change, change.text]));
  for (const change of some) change.text = typeof text === 'function' ? text(change) : text;
  keep();
}

/* Takes the last step back; gives the first change of it. */
function back() {
  const step = steps.pop();
  if (!step) return undefined;
  for (const [change, text] of step) change.text = text;
  keep();
  return step[0]?.[0];
}

/* Bytes of the text before a place of a change. */
const encoder = new TextEncoder();
function bytes(text) {
  return encoder.encode(text).length;
}

function span(change) {
  const start = change.passage.start + bytes(change.passage.text.slice(0, change.at));
  return { start, end: start + bytes(change.before) };
}

/* The decisions as a file. */
function decisions() {
  const lines = changes.filter((change) => change.text !== undefined).map((change) => ({
    type: 'decision',
    path: change.passage.document.path,
    span: span(change),
    before: change.before,
    after: change.after,
    text: change.text,
  }));
  const all = [{ type: 'decisions', decisions: 1 }, ...lines];
  return { count: lines.length, text: all.map((line) => JSON.stringify(line) + '\n').join('') };
}

/* Takes the decisions of a file over; gives how many there are, and how many have no place here.
   Throws where it is no such file. */
function takeOver(file) {
  const [first, ...lines] = file.split('\n').filter((line) => line.trim()).map((line) => JSON.parse(line));
  if (first.type !== 'decisions' || first.decisions !== 1) throw new Error('another form');
  const places = new Map(changes.map((change) => [place(change.passage.document.path, span(change)), change]));
  const found = [];
  let missed = 0;
  for (const line of lines) {
    if (line.type !== 'decision') continue;
    const change = places.get(place(line.path, line.span));
    if (change && change.before === line.before && change.after === line.after && typeof line.text === 'string') found.push([change, line.text]);
    else missed += 1;
  }
  const texts = new Map(found);
  decide([...texts.keys()], (change) => texts.get(change));
  return { count: found.length, missed };
}

function place(path, { start, end }) {
  return `${start} ${end} ${path}`;
}

/* Whether anything was decided since the decisions were saved. */
let unsaved = false;

/* Keeps the decisions in the browser, soon. */
let waiting;
function keep() {
  unsaved = true;
  clearTimeout(waiting);
  waiting = setTimeout(keepNow, 300);
}

function keepNow() {
  clearTimeout(waiting);
  const kept = changes.filter((change) => change.text !== undefined).map((change) => [change.index, change.text]);
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
    say(words.kept);
  } catch {
    say(words.unkept);
  }
}

/* Takes what an earlier visit left. */
function recall() {
  try {
    for (const [index, text] of JSON.parse(localStorage.getItem(KEY) ?? '[]')) {
      if (changes[index] && typeof text === 'string') changes[index].text = text;
    }
  } catch {
    // Nothing is kept, or nothing that can be read: begin anew.
  }
}

function say(text) {
  element('saved').textContent = text;
}
