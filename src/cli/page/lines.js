/* How the lines look. */

/* Lines that are printed at most: a hundred sheets. */
const PRINTED = 4000;

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
    make('td', { lang: 'vi' }, ...side(passage, chosen, (change) => make('del', {}, named(change.before)))),
    make('td', { lang: 'vi' }, ...side(passage, chosen, (change) => mark(change, chosen.includes(change)))));
  if (text && before?.text !== text) return [head(text.path, damage(text)), line];
  return group ? [head(`${named(group[0].before)} → ${named(group[0].after)}`, words.times(number(group.length)), all(group)), line] : [line];
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
  }, named(reading(change)));
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

/* The same for a text by itself: blanks at its ends are seen, and that it is none. */
function named(text) {
  return visible(text).replace(/^ +| +$/g, (blanks) => '␣'.repeat(blanks.length)) || '∅';
}

function describe(change) {
  return words.current({
    place: `${change.passage.document.path}:${change.passage.line}`,
    before: named(change.before),
    after: named(change.after),
    sure: percent(change.sure),
    reason: words.reasons[change.reason] ?? change.reason,
    made: change.made,
    state: words.states[state(change)],
  });
}
