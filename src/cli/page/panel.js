/* The change that is looked at, the counts, and the chart. */

/* The change that is looked at. */
let current;

function select(change) {
  const old = button(current);
  if (old) {
    old.removeAttribute('aria-current');
    old.tabIndex = -1;
  }
  current = change;
  element('panel').hidden = !change;
  if (!change) return;
  element('panel-change').textContent = describe(change);
  element('accept').textContent = words.accept(named(change.after));
  element('reject').textContent = words.reject(named(change.before));
  element('typed').value = state(change) === 'typed' ? change.text : reading(change);
  element('others').replaceChildren(...change.others.map((text, index) => (
    make('button', { onclick: () => settle(text) }, `${named(text)} (${index + 1})`)
  )));
  const count = alike.get(likeness(change)).length;
  element('alike-label').hidden = count === 1;
  element('alike-text').textContent = words.alike(number(count));
  const now = button(change);
  if (now) {
    now.setAttribute('aria-current', 'true');
    now.tabIndex = 0;
    now.focus({ preventScroll: true });
    now.scrollIntoView({ block: 'center' });
  }
}

function button(change) {
  return change && document.querySelector(`[data-change="${change.index}"]`);
}

/* Decides the change that is looked at, and those equal to it where that is asked for; goes on to the
   next. */
function settle(text) {
  if (!current) return;
  decide(equal(), text);
  const next = neighbour(1);
  mend();
  if (next) go(next);
  else select(current);
}

function undecide() {
  if (!current) return;
  decide(equal(), undefined);
  mend();
  select(current);
}

function equal() {
  return element('alike').checked ? alike.get(likeness(current)) : [current];
}

/* The change before or behind the one that is looked at, among those that are shown. */
function neighbour(step) {
  const turn = current?.turn ?? -1;
  return sequence[turn < 0 && step < 0 ? sequence.length - 1 : turn + step];
}

/* Goes to a change, on whatever page it is. */
function go(change) {
  if (!change) return;
  const page = Math.floor(change.row / LINES);
  if (change.turn >= 0 && page !== at) {
    at = page;
    show();
  }
  select(change);
}

function turn(step) {
  const page = Math.min(pages() - 1, Math.max(0, at + step));
  if (page === at) return;
  at = page;
  show();
  select(rows.slice(at * LINES).find((row) => row.chosen.length)?.chosen[0]);
}

/* Shows anew what stands on the page, the counts and the chart; the rows stay. */
function mend() {
  show();
  count();
}

/* Chooses the rows anew too. */
function refresh() {
  choose();
  mend();
  select(current?.turn >= 0 ? current : undefined);
}

function count() {
  const n = { documents: number(documents.length), changes: number(changes.length), shown: number(sequence.length) };
  const states = { open: 0, accepted: 0, rejected: 0, typed: 0 };
  for (const change of changes) states[state(change)] += 1;
  n.decided = number(changes.length - states.open);
  for (const name of ['accepted', 'rejected', 'typed']) n[name] = number(states[name]);
  element('counts').textContent = words.counts(n);
  draw();
}

/* A bar for each step of confidence; its height grows with the root of its count, so that a few
   doubtful changes show beside thousands of sure ones. */
function draw() {
  const bars = BOUNDS.slice(0, -1).map(() => ({ all: 0, open: 0 }));
  for (const change of changes) {
    const one = bars[bar(change)];
    one.all += 1;
    one.open += change.text === undefined ? 1 : 0;
  }
  const most = Math.sqrt(Math.max(1, ...bars.map(({ all }) => all)));
  element('chart').replaceChildren(...bars.map(({ all, open }, index) => {
    const [from, to] = [BOUNDS[index], BOUNDS[index + 1]];
    const height = (count) => `${Math.ceil((Math.sqrt(count) / most) * 48)}px`;
    const made = make('button', {
      title: words.bar(from, to, number(all), number(open)),
      onclick: () => { filter.bar = filter.bar === index ? undefined : index; at = 0; refresh(); },
      'aria-label': words.bar(from, to, number(all), number(open)),
      'aria-pressed': String(filter.bar === index),
    }, make('i', { className: 'all' }), make('i', { className: 'open' }), make('b', {}, number(all)), make('small', {}, `${from}–${to}`));
    made.children[0].style.height = height(all);
    made.children[1].style.height = height(open);
    return made;
  }));
}
