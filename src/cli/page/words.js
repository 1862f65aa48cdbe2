/* What the page says, in its languages. */

const WORDS = {
  vi: {
    title: 'vietmend: xem lại các chỗ sửa',
    language: 'Ngôn ngữ',
    help: 'Hướng dẫn (?)',
    close: 'Đóng',
    filters: 'Lọc',
    order: 'Xếp theo',
    byDocument: 'văn bản',
    byDoubt: 'ít chắc chắn trước',
    byChange: 'chỗ sửa giống nhau',
    document: 'Văn bản',
    allDocuments: 'tất cả',
    word: 'Chữ',
    onlyOpen: 'chỉ chỗ chưa quyết',
    clear: 'Bỏ lọc',
    save: 'Lưu quyết định (S)',
    load: 'Mở quyết định',
    print: 'In',
    place: 'Chỗ',
    original: 'Bản gốc',
    repaired: 'Bản sửa',
    nothing: 'Không có chỗ nào như thế.',
    previous: '← Trang trước',
    next: 'Trang sau →',
    page: (at, all, lines) => `Trang ${at} / ${all} (${lines} dòng)`,
    counts: (n) => `${n.documents} văn bản, ${n.changes} chỗ sửa; đã quyết ${n.decided}: ` +
      `nhận ${n.accepted}, bỏ ${n.rejected}, gõ lại ${n.typed}. Đang lọc: ${n.shown} chỗ.`,
    chart: 'Số chỗ sửa theo mức chắc chắn; bấm vào cột để chỉ xem các chỗ ấy',
    bar: (from, to, count, open) => `từ ${from} đến ${to} %: ${count} chỗ, ${open} chưa quyết`,
    accept: (text) => `Nhận “${text}” (A)`,
    reject: (text) => `Giữ “${text}” (R)`,
    typed: 'Gõ lại (E)',
    take: 'Lấy chữ này',
    undecide: 'Bỏ quyết định (U)',
    alike: (count) => `áp dụng cho cả ${count} chỗ giống hệt`,
    current: (change) => `${change.place}: ${change.before} → ${change.after}, chắc ${change.sure}, ` +
      `${change.reason}${change.made ? '' : ', máy chưa sửa'}${change.state}`,
    reasons: { blanks: 'khoảng trắng', punctuation: 'dấu câu', capitals: 'chữ hoa', marks: 'dấu', symbols: 'ký hiệu', letters: 'chữ cái' },
    states: { accepted: '; đã nhận', rejected: '; đã bỏ', typed: '; đã gõ lại', open: '' },
    damages: { right_language: '', wrong_language: 'đọc nhầm ngôn ngữ', unmarked: 'không dấu' },
    acceptAll: 'Nhận cả nhóm',
    rejectAll: 'Bỏ cả nhóm',
    times: (count) => `${count} chỗ`,
    kept: 'Quyết định được trình duyệt này giữ tạm; hãy lưu thành tệp khi xong.',
    unkept: 'Trình duyệt này không giữ tạm được: hãy lưu thành tệp trước khi đóng trang.',
    savedAs: (count) => `Đã lưu ${count} quyết định vào decisions.jsonl.`,
    loaded: (count, missed) => `Đã mở ${count} quyết định` + (missed ? `, ${missed} không hợp trang này.` : '.'),
    bad: (name) => `${name} không phải tệp quyết định của vietmend.`,
    helpText: [
      'Mỗi dòng cho thấy bản gốc bên trái, bản sửa bên phải. Nền càng đậm, chỗ sửa càng đáng ngờ: gạch liền là chắc (từ 90 %), gạch đứt là vừa (70–90 %), gạch sóng là đáng ngờ (dưới 70 %), khung chấm là chỗ máy chưa sửa.',
      'Phím: ↓ J chỗ sau · ↑ K chỗ trước · A nhận · R giữ bản gốc · 1–9 chọn cách đọc khác · E gõ lại · U bỏ quyết định · Z lùi một bước · G bật tắt “giống hệt” · S lưu · N P trang sau, trang trước · ? hướng dẫn này.',
      'Chỗ không quyết gì thì giữ như máy đã làm.',
      'Lưu xong, chạy: vietmend apply BÁO-CÁO decisions.jsonl -o THƯ-MỤC. Lần sau máy có thể học: vietmend repair … --words decisions.jsonl --rules decisions.jsonl',
    ],
  },
  en: {
    title: 'vietmend: review of changes',
    language: 'Language',
    help: 'Help (?)',
    close: 'Close',
    filters: 'Show',
    order: 'Order',
    byDocument: 'by document',
    byDoubt: 'least sure first',
    byChange: 'equal changes together',
    document: 'Document',
    allDocuments: 'all',
    word: 'Word',
    onlyOpen: 'undecided only',
    clear: 'Show all',
    save: 'Save decisions (S)',
    load: 'Open decisions',
    print: 'Print',
    place: 'Place',
    original: 'Original',
    repaired: 'Repaired',
    nothing: 'There is no such change.',
    previous: '← Previous page',
    next: 'Next page →',
    page: (at, all, lines) => `Page ${at} of ${all} (${lines} lines)`,
    counts: (n) => `${n.documents} documents, ${n.changes} changes; decided ${n.decided}: ` +
      `accepted ${n.accepted}, rejected ${n.rejected}, typed ${n.typed}. Shown: ${n.shown}.`,
    chart: 'Changes by how sure they are; press a bar to see only those',
    bar: (from, to, count, open) => `${from} to ${to} %: ${count} changes, ${open} undecided`,
    accept: (text) => `Accept “${text}” (A)`,
    reject: (text) => `Keep “${text}” (R)`,
    typed: 'Type (E)',
    take: 'Take this',
    undecide: 'Undecide (U)',
    alike: (count) => `for all ${count} that are equal`,
    current: (change) => `${change.place}: ${change.before} → ${change.after}, ${change.sure} sure, ` +
      `${change.reason}${change.made ? '' : ', not made'}${change.state}`,
    reasons: { blanks: 'blanks', punctuation: 'punctuation', capitals: 'capitals', marks: 'marks', symbols: 'symbols', letters: 'letters' },
    states: { accepted: '; accepted', rejected: '; rejected', typed: '; typed', open: '' },
    damages: { right_language: '', wrong_language: 'read with the wrong language', unmarked: 'without marks' },
    acceptAll: 'Accept all of these',
    rejectAll: 'Reject all of these',
    times: (count) => `${count} places`,
    kept: 'This browser keeps what you decide; save it to a file when you are done.',
    unkept: 'This browser cannot keep what you decide: save it to a file before you close the page.',
    savedAs: (count) => `Saved ${count} decisions to decisions.jsonl.`,
    loaded: (count, missed) => `Opened ${count} decisions` + (missed ? `; ${missed} do not fit this page.` : '.'),
    bad: (name) => `${name} is no file of vietmend’s decisions.`,
    helpText: [
      'Every line shows the original on the left and the repaired text on the right. The darker, the more doubtful: an unbroken line below is sure (from 90 %), a broken one fair (70 to 90 %), a wavy one doubtful (below 70 %); a dotted frame was not changed.',
      'Keys: ↓ J next · ↑ K previous · A accept · R keep the original · 1–9 take another reading · E type · U undecide · Z one step back · G equal ones too, or not · S save · N P next page, previous page · ? this help.',
      'What you leave undecided stays as the run left it.',
      'When it is saved, run: vietmend apply REPORT decisions.jsonl -o FOLDER. The next run can learn from it: vietmend repair … --words decisions.jsonl --rules decisions.jsonl',
    ],
  },
};

let words = WORDS.vi;

/* Numbers as the language writes them. */
function number(value) {
  return value.toLocaleString(document.documentElement.lang);
}

/* Puts the words of a language into the page. */
function speak(language) {
  words = WORDS[language];
  document.documentElement.lang = language;
  document.title = words.title;
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = words[element.dataset.text];
  }
  element('chart').setAttribute('aria-label', words.chart);
  element('help-text').replaceChildren(...words.helpText.map((text) => make('p', {}, text)));
}

function element(id) {
  return document.getElementById(id);
}

/* A new element. Text never becomes markup. */
function make(tag, properties, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes('-')) made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}
