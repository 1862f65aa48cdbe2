/* Which lines are shown, in which order, and how. */

/* Lines on a page: what a browser lays out at once without a pause. */
const LINES = 100;
/* Lines that are printed at most: a hundred sheets. */
const PRINTED = 4000;

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
  const sorted = chosen.toSorted((a, b) => a.sure - b.sure || a.index - b.index);
  return sorted.map((change) => ({ passage: change.passage, chosen: [change] }));
}

function byChange(chosen) {
  const groups = new Map();
  for (const change of chosen) {
    const key = likeness(change);
    if (groups.has(key)) groups.get(key).push(change);
    else groups.set(key, [change]);
  }
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

/* Shows the rows of the page, or so many from the first. */
function show(count) {
  const from = count === undefined ? at * LINES : 0;
  const page = rows.slice(from, from + (count ?? LINES));
  element('lines').replaceChildren(...page.flatMap((it, index) => row(it, page[index - 1])));
  element('nothing').hidden = rows.length > 0;
  element('pages').hidden = pages() === 1;
  element('page').textContent = words.page(number(at + 1), number(pages()), number(rows.length));
  element('previous').disabled = at === 0;
  element('next').disabled = at + 1 >= pages();
}

/* The lines of the table that show a row behind another one, with a heading where something begins. */
function row({ passage, chosen, text, group }, before) {
  const line = make('tr', { className: chosen.length ? '' : 'beside' },
    make('th', { scope: 'row' }, filter.order === 'document' ? number(passage.line) : `${passage.document.path}:${passage.line}`),
    make('td', { lang: 'vi' }, ...side(passage, chosen, (change) => make('del', {}, visible(change.before)))),
    make('td', { lang: 'vi' }, ...side(passage, chosen, (change) => mark(change, chosen.includes(change)))));
  if (text && before?.text !== text) return [head(text.path, damage(text)), line];
  return group ? [head(`${visible(group[0].before)} → ${visible(group[0].after)}`, words.times(number(group.length)), all(group)), line] : [line];
}

function head(title, remark, ...more) {
  return make('tr', { className: 'head' }, make('th', { colSpan: 3, scope: 'colgroup' }, title, ...(remark ? [' ', make('small', {}, remark)] : []), ...more));
}

function all(group) {
  const button = (label, text) => make('button', { onclick: () => { decide(group, text); refresh(); } }, label);
  return make('span', { className: 'all' }, button(words.acceptAll, (it) => it.after), button(words.rejectAll, (it) => it.before));
}

function damage({ damage: shares }) {
  const [most] = Object.entries(shares).sort((a, b) => b[1] - a[1])[0];
  return words.damages[most] ?? '';
}

/* The text of a passage, with something in place of each change. */
function side(passage, chosen, show) {
  const parts = [];
  let done = 0;
  for (const change of passage.changes) {
    parts.push(passage.text.slice(done, change.at), show(change));
    done = change.at + change.before.length;
  }
  parts.push(passage.text.slice(done));
  return parts;
}

/* A change as a button; one that is not shown is no more than text. */
function mark(change, chosen) {
  if (!chosen) return visible(reading(change));
  const made = make('button', {
    className: `change ${level(change)} ${state(change)}${change.made ? '' : ' held'}`,
    tabIndex: change === current ? 0 : -1,
    onclick: () => select(change),
    'aria-label': describe(change),
    'data-change': change.index,
  }, visible(reading(change)));
  if (change === current) made.setAttribute('aria-current', 'true');
  return made;
}

function level(change) {
  if (change.sure >= 0.9) return 'sure';
  return change.sure >= 0.7 ? 'fair' : 'doubtful';
}

/* Never certain. */
function percent(sure) {
  return `${Math.min(99, Math.round(sure * 100))} %`;
}

/* Text with its line ends and tabs written out. */
function visible(text) {
  return text.replace(/\r?\n/g, '⏎').replace(/\t/g, '⇥');
}

function describe(change) {
  return words.current({
    place: `${change.passage.document.path}:${change.passage.line}`,
    before: visible(change.before),
    after: visible(change.after),
    sure: percent(change.sure),
    reason: words.reasons[change.reason] ?? change.reason,
    made: change.made,
    state: words.states[state(change)],
  });
}
