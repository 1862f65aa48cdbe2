/* Starting, and what mouse and keyboard do. */

const KEYS = {
  j: () => go(neighbour(1)),
  ArrowDown: () => go(neighbour(1)),
  k: () => go(neighbour(-1)),
  ArrowUp: () => go(neighbour(-1)),
  a: () => settle(current?.after),
  r: () => settle(current?.before),
  e: () => { element('typed').focus(); element('typed').select(); },
  u: undecide,
  z: () => { const change = back(); mend(); go(change); },
  g: () => { element('alike').checked = !element('alike').checked; },
  s: save,
  n: () => turn(1),
  p: () => turn(-1),
  '?': () => element('help').showModal(),
};

function start() {
  recall();
  element('language').value = storedLanguage();
  languages();
  for (const name of ['order', 'document']) element(name).onchange = filtered;
  element('open').onchange = filtered;
  element('word').oninput = filtered;
  element('clear').onclick = clear;
  element('language').onchange = languages;
  element('help-open').onclick = KEYS['?'];
  element('previous').onclick = KEYS.p;
  element('next').onclick = KEYS.n;
  element('accept').onclick = KEYS.a;
  element('reject').onclick = KEYS.r;
  element('type').onclick = () => settle(element('typed').value);
  element('undecide').onclick = undecide;
  element('save').onclick = save;
  element('load').onchange = load;
  element('print').onclick = () => window.print();
  document.addEventListener('keydown', key);
  window.addEventListener('beforeprint', () => show(PRINTED));
  window.addEventListener('afterprint', () => { show(); select(current); });
  window.addEventListener('beforeunload', leave);
}

function languages() {
  const language = element('language').value;
  speak(language);
  try { localStorage.setItem('vietmend language', language); } catch { /* It is asked for again. */ }
  const paths = documents.map(({ path }) => make('option', { value: path }, path));
  element('document').replaceChildren(make('option', { value: '' }, words.allDocuments), ...paths);
  element('document').value = filter.document;
  refresh();
}

/* The language of the last visit, else of the browser, else Vietnamese. */
function storedLanguage() {
  let stored;
  try { stored = localStorage.getItem('vietmend language'); } catch { /* There is none. */ }
  return stored in WORDS ? stored : navigator.language.startsWith('en') ? 'en' : 'vi';
}

function filtered() {
  filter.order = element('order').value;
  filter.document = element('document').value;
  filter.word = folded(element('word').value.trim());
  filter.open = element('open').checked;
  at = 0;
  // What is being typed keeps the focus.
  select(undefined);
  refresh();
}

function clear() {
  element('document').value = '';
  element('word').value = '';
  element('open').checked = false;
  filter.bar = undefined;
  filtered();
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || element('help').open) return;
  const typing = event.target.matches('input:not([type=checkbox]), #document')
    || (event.target.matches('select') && !Object.hasOwn(KEYS, event.key.toLowerCase()));
  if (event.target === element('typed') && event.key === 'Enter' && !event.isComposing) {
    event.preventDefault();
    settle(element('typed').value);
  } else if (typing && event.key === 'Escape') {
    event.target.blur();
    button(current)?.focus();
  } else if (!typing) {
    press(event);
  }
}

function press(event) {
  // Vietnamese keyboards may keep letters to themselves; the key is told all the same.
  const key = event.key === 'Process' ? event.code.replace(/^(Key|Digit)/, '') : event.key;
  const name = key.length === 1 ? key.toLowerCase() : key;
  const other = /^[1-9]$/.test(name) && current?.others[Number(name) - 1];
  const marked = event.target.matches('.change') && (name === 'Enter' || name === ' ');
  if (event.target.matches('.button') && (name === 'Enter' || name === ' ')) element('load').click();
  else if (marked && current) KEYS.a();
  else if (other) settle(other);
  else if (Object.hasOwn(KEYS, name)) KEYS[name]();
  else return;
  event.preventDefault();
}

function save() {
  const { count, text } = decisions();
  const url = URL.createObjectURL(new Blob([text], { type: 'application/jsonl' }));
  make('a', { href: url, download: 'decisions.jsonl' }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
  keepNow();
  unsaved = false;
  say(words.savedAs(number(count)));
}

async function load() {
  for (const file of element('load').files) {
    try {
      const { count, missed } = takeOver(await file.text());
      keepNow();
      say(words.loaded(number(count), missed && number(missed)));
    } catch {
      say(words.bad(file.name));
    }
  }
  element('load').value = '';
  refresh();
}

/* Asks before decisions are left that are in no file. */
function leave(event) {
  if (unsaved) {
    keepNow();
    event.preventDefault();
  }
}

start();
