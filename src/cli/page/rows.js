/* Which lines are shown, and in which order. */

/* Lines on a page: what a browser lays out at once without a pause. */
const LINES = 100;

/* The bounds of the bars, in per cent. */
const BOUNDS = [0, 50, 70, 80, 90, 95, 99, 100];

/* What is shown. */
const filter = { order: 'document', document: '', word: '', open: false, bar: undefined };

/* Passages in order, each with the changes of it that are shown. */
let rows = [];
/* The changes of the rows, one after the other. */
let sequence = [];
/* The page that is shown, from 0. */
let at = 0;

function bar(change) {
  const sure = change.sure * 100;
  return Math.max(0, BOUNDS.findLastIndex((from) => sure >= from && from < 100));
}

function passes(change) {
  return (filter.document === '' || change.passage.document.path === filter.document)
    && (filter.bar === undefined || bar(change) === filter.bar)
    && (!filter.open || change.text === undefined)
    && (filter.word === '' || [change.before, change.after, reading(change)].some((text) => folded(text).includes(filter.word)));
}

function folded(text) {
  return text.normalize('NFC').toLocaleLowerCase('vi');
}

/* Chooses the rows anew. */
function choose() {
  rows = { document: byDocument, doubt: byDoubt, alike: byChange }[filter.order](changes.filter(passes));
  sequence = rows.flatMap((row) => row.chosen);
  for (const change of changes) change.turn = -1;
  for (const [turn, change] of sequence.entries()) change.turn = turn;
  for (const [index, row] of rows.entries()) {
    for (const change of row.chosen) change.row = index;
  }
  at = Math.min(at, Math.max(0, pages() - 1));
}

function pages() {
  return Math.max(1, Math.ceil(rows.length / LINES));
}

/* Rows of passages, with those beside them where these are not shown anyway. */
function byDocument(chosen) {
  const found = [];
  for (const group of grouped(chosen, (change) => change.passage)) {
    const { document: text, index } = group[0].passage;
    for (const beside of [index - 1, index, index + 1]) {
      const passage = text.passages[beside];
      const last = found.at(-1);
      if (!passage || !touches(group[0].passage, passage)) continue;
      const own = beside === index ? group : [];
      if (last && last.passage === passage) last.chosen.push(...own);
      else if (!last || last.text !== text || last.index < beside) {
        found.push({ passage, text, index: beside, chosen: [...own] });
      }
    }
  }
  return found;
}

/* Whether two passages follow each other in the text. */
function touches(one, other) {
  return Math.abs(one.line - other.line) <= 1 + Math.max(lines(one), lines(other));
}

function lines(passage) {
  return passage.text.split('\n').length - 1;
}

/* A row for each change. */
function byDoubt(chosen) {
  const sorted = [...chosen].sort((a, b) => a.sure - b.sure || a.index - b.index);
  return sorted.map((change) => ({ passage: change.passage, chosen: [change] }));
}

function byChange(chosen) {
  const groups = new Map();
  for (const change of chosen) gather(groups, likeness(change), change);
  const sorted = [...groups.values()].sort((a, b) => b.length - a.length || a[0].index - b[0].index);
  return sorted.flatMap((group) => group.map((change, index) => (
    { passage: change.passage, chosen: [change], group: index === 0 ? group : undefined }
  )));
}

/* Changes that follow each other and have the same key, together. */
function grouped(some, key) {
  const groups = [];
  for (const change of some) {
    const group = groups.at(-1);
    if (group && key(group[0]) === key(change)) group.push(change);
    else groups.push([change]);
  }
  return groups;
}

