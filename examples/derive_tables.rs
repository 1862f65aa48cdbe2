//! Derives the tables of `dictionaries/` from training text and lexicons:
//! `cargo run --release --example derive_tables -- SHARED dictionaries`.
#![forbid(unsafe_code)]

use regex::Regex;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::{env, error::Error, fs, io, path::Path, sync::LazyLock};
use unicode_normalization::UnicodeNormalization;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [shared, out] = args.as_slice() else {
        return Err("usage: derive_tables SHARED OUT".into());
    };
    let (shared, out) = (Path::new(shared), Path::new(out));
    let mut lines = read_lines(&shared.join("train/text/official"), true)?;
    lines.extend(read_lines(&shared.join("train/text/wikipedia"), false)?);
    let lexicon = |name: &str| read_rows(&shared.join("lexicons").join(name));
    let (before, after) = (lexicon("units_before_2025.tsv")?, lexicon("units_after_2025.tsv")?);
    let given = [lexicon("namedb__boy.txt")?, lexicon("namedb__girl.txt")?].concat();

    let runs = tally(&lines);
    let syllables = syllables(&runs);
    let words = words(&lines, &runs, &syllables);
    let short = abbreviations(&runs, &lexicon("corpus_abbrev.tsv")?);
    let symbols = symbols(&lines, &lexicon("doc_symbols.tsv")?);
    let terms = terms(&lines, &read_rows(&out.join("terms.tsv"))?);
    let places = places(&before, &after);
    let names = names(&lines, &places, &given);
    for (name, columns, mut rows) in [
        ("syllables", "syllable\tofficial\tgeneral", count_rows(&syllables)),
        ("words", "word\tofficial\tgeneral", count_rows(&words)),
        ("abbreviations", "abbreviation\tcount\texpansion", short),
        ("symbols", "symbol\tcount", symbols),
        ("terms", "term\tkind\tcount", terms),
        ("places", "place\tkind\tera\tparents", places),
        ("names", "name\trole\tcount", names),
    ] {
        rows.sort_by(|a, b| a.split('\t').cmp(b.split('\t')));
        println!("{name}: {} rows", rows.len());
        let table = format!("# {columns}\n{}\n", rows.join("\n"));
        fs::write(out.join(name).with_extension("tsv"), table)?;
    }
    Ok(())
}

/// A line of training text.
struct Line {
    official: bool,
    text: String,
}

/// The lines of the documents in `folder`: each document once, a long line up to ten times in
/// official text (formulae) and once in general text (articles that overlap).
fn read_lines(folder: &Path, official: bool) -> io::Result<Vec<Line>> {
    let files = fs::read_dir(folder)?.map(|file| Ok(file?.path()));
    let mut files = files.collect::<io::Result<Vec<_>>>()?;
    files.sort();
    let (mut seen, mut lines) = (HashMap::<String, u32>::new(), Vec::new());
    let mut first_times = |text: String, most: u32| {
        let times = seen.entry(text).or_default();
        *times += 1;
        *times <= most
    };
    for file in files {
        for document in fs::read_to_string(file)?.lines() {
            if !first_times(format!("document {document}"), 1) {
                continue;
            }
            // Capital eth is always meant as Đ; `\\` goes first, so that a backslash before an `n` stays.
            let text = document.replace(['\u{ad}', '\u{200b}', '\u{200e}', '\u{feff}'], "");
            let text = text.replace(['’', '‘', 'ʼ', '`', '´'], "'").replace('Ð', "Đ");
            let text = text.replace(r"\\", "\0").replace(r"\n", "\n").replace('\0', r"\");
            for line in text.lines() {
                let text: String = line.nfc().collect();
                if text.len() < 60 || first_times(text.clone(), if official { 10 } else { 1 }) {
                    lines.push(Line { official, text });
                }
            }
        }
    }
    Ok(lines)
}

type Row = Vec<String>;

fn read_rows(file: &Path) -> io::Result<Vec<Row>> {
    let text: String = fs::read_to_string(file)?.nfc().collect();
    let lines = text.lines().filter(|line| !line.starts_with("# "));
    let rows = lines.map(|line| line.split('\t').map(str::to_owned).collect());
    Ok(rows.collect())
}

/// How often each form stands in official and in general text.
type Counts = BTreeMap<String, [u32; 2]>;

fn count_rows(counts: &Counts) -> Vec<String> {
    let row = |(form, n): (&String, &[u32; 2])| format!("{form}\t{}\t{}", n[0], n[1]);
    counts.iter().map(row).collect()
}

fn total(counts: &Counts, form: &str) -> u32 {
    counts.get(form).map_or(0, |n| n[0] + n[1])
}

/// How often each letter run stands as written in sentences and in headings, `[official, general]`.
#[derive(Default)]
struct Seen {
    sentence: [u32; 2],
    heading: [u32; 2],
}

type Runs<'a> = HashMap<&'a str, Seen>;

fn tally(lines: &[Line]) -> Runs<'_> {
    let mut runs = Runs::new();
    for line in lines {
        let found: Vec<&str> = letter_runs(&line.text).collect();
        let upper = line.text.chars().filter(|c| c.is_uppercase()).count();
        let lower = line.text.chars().filter(|c| c.is_lowercase()).count();
        // A heading inside a line: capitals beside a syllable in capitals.
        let shouted = |run: &str| is_capitals(run) && is_syllable(&run.to_lowercase());
        let beside = |at: usize| {
            at > 0 && shouted(found[at - 1]) || found.get(at + 1).is_some_and(|run| shouted(run))
        };
        for (at, run) in found.iter().enumerate() {
            let seen = runs.entry(run).or_default();
            let heading = upper > lower || is_capitals(run) && beside(at);
            let counts = if heading { &mut seen.heading } else { &mut seen.sentence };
            counts[usize::from(!line.official)] += 1;
        }
    }
    runs
}

/// The runs of Latin letters in a line, with inner apostrophes and `&`. Those in links and addresses
/// are left out, and those that touch digits, but for capitals before one: `QH15`.
fn letter_runs(line: &str) -> impl Iterator<Item = &str> {
    static RUN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\pL[\pL\pM]*(?:'\pL[\pL\pM]*|&\p{Lu}+)*").expect("a valid expression")
    });
    let link = |word: &&str| word.contains('@') || word.contains("://") || word.contains("www.");
    let digit = |c: char| c.is_numeric() || c == '_';
    let words = line.split_whitespace().filter(move |word| !link(word));
    words.flat_map(move |word| {
        let whole = move |run: &regex::Match| {
            !word[..run.start()].ends_with(digit)
                && (!word[run.end()..].starts_with(digit) || is_capitals(run.as_str()))
                && run.as_str().chars().all(is_latin)
        };
        RUN.find_iter(word).filter(whole).map(|run| run.as_str())
    })
}

fn is_latin(c: char) -> bool {
    c.is_ascii() || matches!(c, 'À'..='ɏ' | 'Ḁ'..='ỿ') || is_mark(c)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn is_capitals(run: &str) -> bool {
    run.chars().nth(1).is_some() && !run.contains(char::is_lowercase)
}

const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
const ONSETS: &str = "ngh ng nh ch gh gi kh ph qu th tr b c d đ g h k l m n p r s t v x";
const RHYMES: &str = "a ai ao au ay am an ang anh ap at ac ach ăm ăn ăng ăp ăt ăc âm ân âng âp ât âc âu ây \
    e eo em en eng ep et ec ê êu êm ên ênh êp êt êch i ia iu im in inh ip it ich iêm iên iêng iêp iêt iêc iêu \
    y yêm yên yêng yêt yêu o oi om on ong op ot oc oong ooc oa oai oao oay oam oan oang oanh oap oat oac oach \
    oăm oăn oăng oăt oăc oe oeo oen oet ô ôi ôm ôn ông ôp ôt ôc ơ ơi ơm ơn ơp ơt u ui um un ung up ut uc ua \
    uôi uôm uôn uông uôt uôc uân uâng uât uây uê uêch uênh uêu uơ uy uya uyên uyêt uynh uych uyt uyp uyu uyn \
    ư ưi ưu ưm ưng ưt ưc ưa ươi ươu ươm ươn ương ươp ươt ươc";
/// Rhymes after `qu`, whose `u` is their glide.
const QU_RHYMES: &str = "a ai ao au ay am an ang anh at ac ach ăm ăn ăng ăp ăt ăc ân âng ât ây e eo en et \
    ê ên ênh êch êt êu i it y yên yêt ynh ych yt yp ơ ơi ơn ôc";
/// Rhymes with a glide that loanwords have after a labial.
const LABIAL_GLIDES: &str = "oa oai oan oay oăng uy uyt uyn";

/// Whether a lower-case form obeys Vietnamese orthography, with either placement of the tone.
fn is_syllable(form: &str) -> bool {
    let (mut letters, mut tone, mut tone_at) = (Vec::new(), None, 0);
    for c in form.chars().take(8) {
        let parts = || std::iter::once(c).nfd();
        if let Some(mark) = parts().find(|part| TONES.contains(part)) {
            if tone.replace(mark).is_some() {
                return false;
            }
            tone_at = letters.len();
        }
        letters.extend(parts().filter(|part| !TONES.contains(part)).nfc());
    }
    let letters: String = letters.into_iter().collect();
    let fits = |onset: &str, rhyme: &str| {
        let stopped = rhyme.ends_with(['c', 'p', 't']) || rhyme.ends_with("ch");
        is_spelling(onset, rhyme)
            && (tone.is_none()
                || tone_places(rhyme).any(|at| onset.chars().count() + at == tone_at))
            && (!stopped || matches!(tone, Some('\u{301}' | '\u{323}')))
    };
    let mut onsets = ONSETS.split(' ').chain([""]);
    onsets.any(|onset| letters.strip_prefix(onset).is_some_and(|rhyme| fits(onset, rhyme)))
}

/// Whether Vietnamese orthography joins this onset and rhyme.
fn is_spelling(onset: &str, rhyme: &str) -> bool {
    let among = |list: &str| list.split_whitespace().any(|r| r == rhyme);
    let front = rhyme.starts_with(['e', 'ê', 'i']);
    let glide = ["oa", "oă", "oe", "uâ", "uê", "uơ", "uy"].iter().any(|g| rhyme.starts_with(g));
    match onset {
        "qu" => among(QU_RHYMES),
        _ if !among(RHYMES) => false,
        "" => !rhyme.starts_with("iê"),
        "h" | "k" | "l" | "m" | "n" | "s" | "t" | "th" | "v" | "r" if rhyme == "y" => true,
        _ if rhyme.starts_with('y') => false,
        "k" | "gh" | "ngh" => front,
        "c" => !front && !glide,
        "g" => !front || matches!(rhyme, "i" | "in" | "im") || rhyme.starts_with("iê"),
        "ng" => !front,
        "gi" => !rhyme.starts_with(['i', 'ê']) && !glide,
        "b" | "m" | "v" | "p" | "ph" if glide => among(LABIAL_GLIDES),
        _ => true,
    }
}

/// Where a rhyme may carry its tone.
fn tone_places(rhyme: &str) -> std::ops::RangeInclusive<usize> {
    let chars: Vec<char> = rhyme.chars().collect();
    let vowels = chars.iter().take_while(|c| "aăâeêioôơuưy".contains(**c)).count();
    if let Some(marked) = chars.iter().rposition(|c| "ăâêôơư".contains(*c)) {
        marked..=marked
    } else if vowels < chars.len() {
        vowels - 1..=vowels - 1
    } else if matches!(rhyme, "oa" | "oe" | "uy") {
        0..=1
    } else {
        usize::from(vowels == 3)..=usize::from(vowels == 3)
    }
}

/// The orthographic syllables.
fn syllables(runs: &Runs) -> Counts {
    let mut counts = Counts::new();
    for (run, seen) in runs {
        let form = run.to_lowercase();
        if is_syllable(&form) {
            // `AI` in a sentence is an abbreviation.
            let abbreviation = is_capitals(run) && run.is_ascii();
            let sum = counts.entry(form).or_default();
            let sentence = if abbreviation { [0, 0] } else { seen.sentence };
            *sum = [0, 1].map(|source| sum[source] + sentence[source] + seen.heading[source]);
        }
    }
    counts.retain(|_, n| n[0] + n[1] >= 3);
    counts
}

/// The other words, without misspelt syllables, lost spaces and bare onsets.
fn words(lines: &[Line], runs: &Runs, syllables: &Counts) -> Counts {
    let (mut counts, mut capitalised) = (Counts::new(), HashMap::<String, u32>::new());
    for (run, seen) in runs {
        let word = run.to_lowercase();
        let onset = word.len() > 1 && ONSETS.split(' ').any(|onset| onset == word);
        if onset || is_capitals(run) || is_syllable(&word) {
            continue;
        }
        let n = [0, 1].map(|source| seen.sentence[source] + seen.heading[source]);
        if run.starts_with(char::is_uppercase) {
            *capitalised.entry(word.clone()).or_default() += n[0] + n[1];
        }
        let sum = counts.entry(word).or_default();
        *sum = [sum[0] + n[0], sum[1] + n[1]];
    }
    counts.retain(|_, n| n[0] + n[1] >= 8 || n[0] >= 4);
    let mut bases = HashMap::<String, u32>::new();
    for (syllable, n) in syllables {
        let most = bases.entry(base(syllable)).or_default();
        *most = (*most).max(n[0] + n[1]);
    }
    counts.retain(|word, n| {
        let often = 50 * (n[0] + n[1]);
        let marked = |c: char| !c.is_ascii() && (LETTERS.contains(c) || c == 'ǎ');
        let misspelt = bases.get(&base(word)).is_some_and(|most| *most >= often);
        // One letter away from a syllable, a name is still a name: `Krông`.
        let name = 5 * capitalised.get(word).unwrap_or(&0) > 4 * (n[0] + n[1]);
        let near = || neighbours(word).any(|form| total(syllables, &form) >= often);
        !word.contains(marked) || !misspelt && (name || !near())
    });
    let glued = glued(lines, runs, &counts, syllables);
    counts.retain(|word, _| !glued.contains(word));
    assert!(counts.len() <= 28_000, "raise the thresholds of words.tsv");
    counts
}

const LETTERS: &str = "abcdđefghijklmnopqrstuvwxyzàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệ\
    ìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ";

/// A form without its marks.
fn base(form: &str) -> String {
    form.nfd().filter(|c| !is_mark(*c)).collect::<String>().replace('đ', "d")
}

/// The forms one letter away: left out, changed, or added.
fn neighbours(word: &str) -> impl Iterator<Item = String> {
    let chars: Vec<char> = word.chars().collect();
    let places = (0..=chars.len()).flat_map(|at| [(at, at), (at, at + 1)]);
    let places: Vec<_> = places.filter(|(_, end)| *end <= chars.len()).collect();
    places.into_iter().flat_map(move |(at, end)| {
        let (head, tail) = (String::from_iter(&chars[..at]), String::from_iter(&chars[end..]));
        let with = LETTERS.chars().map(|letter| format!("{head}{letter}{tail}"));
        with.chain([format!("{head}{tail}")]).collect::<Vec<_>>()
    })
}

/// The words made by losing the space between two others: `củacác`.
fn glued(lines: &[Line], runs: &Runs, words: &Counts, syllables: &Counts) -> HashSet<String> {
    let short =
        |(run, seen): &(&&str, &Seen)| is_capitals(run) && seen.sentence[0] + seen.sentence[1] >= 5;
    let short: HashSet<String> = runs.iter().filter(short).map(|(r, _)| r.to_lowercase()).collect();
    let count = |part: &str| total(syllables, part);
    let known = |part| count(part).max(total(words, part)) >= 50 || short.contains(part);
    let toned = |part: &str| count(part) >= 50 && part.nfd().any(|c| TONES.contains(&c));
    let (mut splits, mut apart) = (Vec::new(), HashMap::<String, u32>::new());
    for word in words.keys() {
        for (head, tail) in word.char_indices().skip(1).map(|(at, _)| word.split_at(at)) {
            if known(head) && known(tail) && (toned(head) || toned(tail)) {
                splits.push((word, head, tail));
                apart.insert(format!("{head} {tail}"), 0);
            }
        }
    }
    for line in lines {
        let lower = line.text.to_lowercase();
        let tokens = lower.split(' ').map(|t| t.trim_matches(|c: char| c.is_ascii_punctuation()));
        for pair in tokens.collect::<Vec<_>>().windows(2) {
            apart.entry(pair.join(" ")).and_modify(|n| *n += 1);
        }
    }
    let lost_space = |(word, head, tail): &(&String, &str, &str)| {
        let n = apart[&format!("{head} {tail}")];
        // Halves that rarely stand without each other are those of one word: `hécta`.
        let one_word = 4 * n > count(head).min(count(tail));
        let strange = head.len() > 1 && count(head) == 0 && toned(tail) && count(tail) >= 2000;
        strange || n >= total(words, word) * if one_word { 100 } else { 2 }
    };
    splits.into_iter().filter(lost_space).map(|(word, ..)| word.clone()).collect()
}

/// The words that stand in capitals among words that don't.
fn abbreviations(runs: &Runs, lexicon: &[Row]) -> Vec<String> {
    let expansion = |row: &Row| Some((row[0].clone(), row.get(2)?.split(';').next()?.to_owned()));
    let expansions: HashMap<String, String> = lexicon.iter().filter_map(expansion).collect();
    let (mut plain, mut capitals) = (HashMap::<String, u32>::new(), BTreeMap::new());
    // Unknown abbreviations stay as they are read, but for a lost mark they must be known.
    let least = |run: &str| if run.contains('Đ') { 2 } else { 5 };
    for (run, seen) in runs {
        let [sentence, heading] = [seen.sentence, seen.heading].map(|n| n[0] + n[1]);
        if !is_capitals(run) {
            *plain.entry(run.to_lowercase()).or_default() += sentence + heading;
        } else if sentence >= least(run) && !run.contains('\'') {
            capitals.insert(*run, (sentence, heading));
        }
    }
    let mut rows = Vec::new();
    for (run, &(count, in_headings)) in &capitals {
        let lower = run.to_lowercase();
        // A syllable belongs to a heading, a word with a frequent lower case to a foreign headline.
        let heading = is_syllable(&lower) && 3 * in_headings > count;
        let word = !is_syllable(&lower) && plain.get(&lower).is_some_and(|n| *n > count);
        // `HDND` is `HĐND` without its mark, `HDDND` is `HĐND` as its keys are.
        let marked = |(other, n): (&&str, &(u32, u32))| {
            let small = other.to_lowercase();
            n.0 > 50 * count
                && !other.is_ascii()
                && (base(&small) == lower || small.replace('đ', "dd") == lower)
        };
        let roman = run.chars().all(|c| "IVXLCDM".contains(c));
        if roman || !heading && !word && !capitals.iter().any(marked) {
            // Two letters stand for too many things.
            let known = expansions.get(*run).filter(|_| run.chars().count() > 2);
            rows.push(format!("{run}\t{count}\t{}", known.map_or("", String::as_str)));
        }
    }
    rows
}

/// The symbols that end document numbers: `12/QĐ-UBND`.
fn symbols(lines: &[Line], lexicon: &[Row]) -> Vec<String> {
    let part = "(?:TTg|TTr|Ttr|[A-ZĐƯ][A-ZĐƯ&]*)";
    let shape = format!(r"(^|[^\pL\d&–-])({part}(?:[-–]{part})+)(?:\b|\d)");
    let shape = Regex::new(&shape).expect("a valid expression");
    let listed: HashSet<&str> = lexicon.iter().map(|row| row[0].as_str()).collect();
    let mut counts = BTreeMap::<String, u32>::new();
    for line in lines.iter().filter(|line| line.official) {
        for found in shape.captures_iter(&line.text) {
            let symbol = found[2].replace('–', "-");
            if &found[1] == "/" || listed.contains(symbol.as_str()) {
                *counts.entry(symbol).or_default() += 1;
            }
        }
    }
    // `ND-CP` is `NĐ-CP` without its mark.
    let marked = |symbol: &str, n: u32| {
        let mut others = counts.iter().filter(|(other, most)| **most > 50 * n && *other != symbol);
        others.any(|(other, _)| other.replace('Đ', "D") == symbol)
    };
    let kept = counts.iter().filter(|(symbol, n)| **n >= 3 && !marked(symbol, **n));
    kept.map(|(symbol, n)| format!("{symbol}\t{n}")).collect()
}

/// Both placements of a tone on a final `oa`, `oe`, `uy`; the second is that of most official text.
const PLACEMENTS: [&str; 30] = [
    "oà", "òa", "oá", "óa", "oả", "ỏa", "oã", "õa", "oạ", "ọa", "oè", "òe", "oé", "óe", "oẻ", "ỏe",
    "oẽ", "õe", "oẹ", "ọe", "uỳ", "ùy", "uý", "úy", "uỷ", "ủy", "uỹ", "ũy", "uỵ", "ụy",
];

/// Puts the tone of a final `oa`, `oe`, `uy` on its first letter.
fn old_style(syllable: &str) -> String {
    let moved = |pair: &[&str]| Some(syllable.strip_suffix(pair[0])?.to_owned() + pair[1]);
    let moved = PLACEMENTS.chunks(2).find_map(moved).filter(|form| !form.starts_with(['q', 'Q']));
    moved.unwrap_or_else(|| syllable.to_owned())
}

/// Counts the reviewed terms again; punctuation inside them does not matter.
fn terms(lines: &[Line], reviewed: &[Row]) -> Vec<String> {
    let parts = |text: &str| letter_runs(&text.to_lowercase()).map(old_style).collect::<Vec<_>>();
    let mut counts: HashMap<_, u32> = reviewed.iter().map(|row| (parts(&row[0]), 0)).collect();
    let longest = counts.keys().map(Vec::len).max().unwrap_or(0);
    let starts: HashSet<Vec<String>> = counts.keys().map(|term| term[..2].to_vec()).collect();
    for line in lines.iter().filter(|line| line.official) {
        let found = parts(&line.text);
        for (at, start) in found.windows(2).enumerate().filter(|(_, start)| starts.contains(*start))
        {
            for end in at + start.len()..=found.len().min(at + longest) {
                if let Some(n) = counts.get_mut(&found[at..end]) {
                    *n += 1;
                }
            }
        }
    }
    let row = |row: &Row| format!("{}\t{}\t{}", row[0], row[1], counts[&parts(&row[0])]);
    reviewed.iter().map(row).collect()
}

/// The names of administrative units without their kinds.
fn places(before: &[Row], after: &[Row]) -> Vec<String> {
    let kinds = "thành phố,thị trấn,thị xã,đặc khu,phường,huyện,quận,tỉnh,xã".split(',');
    let (mut seen, mut units) = (HashSet::new(), BTreeMap::<_, [u32; 2]>::new());
    for (era, rows) in [before, after].into_iter().enumerate() {
        let paths = rows.iter().flat_map(|row| (1..=row.len()).map(|depth| &row[..depth]));
        for path in paths.filter(|path| seen.insert((era, *path))) {
            let unit: Vec<String> =
                path[path.len() - 1].split_whitespace().map(old_style).collect();
            let unit = unit.join(" ");
            if let Some(kind) = kinds.clone().find(|kind| unit.to_lowercase().starts_with(kind)) {
                let name: String = unit.chars().skip(kind.chars().count() + 1).collect();
                units.entry((name, kind)).or_default()[era] += 1;
            }
        }
    }
    let era = |n: &[u32; 2]| match n {
        [_, 0] => "before",
        [0, _] => "2025",
        _ => "both",
    };
    let rows = units.iter();
    rows.map(|((name, kind), n)| format!("{name}\t{kind}\t{}\t{}", era(n), n[0].max(n[1])))
        .collect()
}

/// Family names of the Vietnamese and of the larger minorities; `H'` and `K'` begin whole names.
const FAMILIES: &str = "A Alăng An Âu Ayun Bá Bạc Bạch Bàn Bành Bế Bríu Bùi Byă Cà Cam Cao Cầm Châu Chảo \
    Chẩu Chế Chử Chu Chung Cù Cụt Danh Diệp Doãn Dư Dương Đái Đàm Đàng Đào Đặng Đậu Đèo Điểu Điêu Đinh \
    Đoàn Đỗ Đồng Đổng Đới Êban Giang Giàng Giáp H' Hà Hạ Hạng Hàn Hầu Hoàng Hồ Hờ Huỳnh Hứa K' Kđăm Kha \
    Khà Khâu Khổng Khuất Khúc Khương Kiều Kim Kpă Ksor Kbuôr La Lã Lại Lâm Lầu Lê Liêu Liễu Lò Lô Lỗ Lộc \
    Lù Lục Lư Lữ Lương Lường Lưu Ly Lý Ma Mã Mai Mạc Mạch Mẫn Mâu Mlô Moong Mùa Nay Neáng Nghiêm Ngô Ngụy \
    Nguyễn Nhan Nhữ Niê Ninh Nông Phạm Phan Phàn Phí Phù Phùng Puih Quách Quàng Rahlan Rcom Rmah Rơ Sái \
    Sầm Sằm Siu Sơn Sùng Tạ Tào Tăng Tẩn Thạch Thái Thân Thào Thẩm Thi Thiều Thịnh Tiêu Tiết Tô Tôn Tòng \
    Tống Tráng Trần Triệu Trịnh Trình Trương Từ Tưởng Ung Ưng Uông Vàng Văn Vi Viên Võ Vũ Vừ Vương Xa Y Zơrâm";
/// Lands and peoples that begin like names.
const LANDS: &str =
    "An Nam,Hà Lan,Hàn Quốc,Phù Nam,Thái Lan,Thái Tây,Mã Lai,Châu Âu,Châu Á,Châu Phi,Kim Môn,La Mã";
/// The last words of titles that stand before names.
const TITLES: &str = "ông bà anh chị em cháu cụ cô chú bác chí tịch trưởng phó thư tướng sĩ sư viên đốc tá úy đ/c ts ths pgs.ts gs.ts \
    gs pgs ls bs cn ks tên vua nhân phán sinh hùng hậu con vợ chồng";

/// The parts of names behind titles and on lines and list items of their own.
fn names(lines: &[Line], places: &[String], given: &[Row]) -> Vec<String> {
    let mut lands: HashSet<&str> = LANDS.split(',').collect();
    let large = |row: &&String| !row.contains("\txã\t") && !row.contains("\tphường\t");
    lands.extend(places.iter().filter(large).filter_map(|row| row.split('\t').next()));
    let titles: HashSet<&str> = TITLES.split_whitespace().collect();
    let given: HashSet<String> = given.iter().map(|row| row[0].to_lowercase()).collect();
    let families: HashSet<&str> = FAMILIES.split_whitespace().collect();
    let reviewed = families.iter().map(|name| (((*name).to_owned(), "family"), 0));
    let mut counts: BTreeMap<(String, &str), u32> = reviewed.collect();
    let mut add = |name: &str, role| *counts.entry((name.to_owned(), role)).or_default() += 1;
    for line in lines {
        let words: Vec<&str> = line.text.split_whitespace().collect();
        for (at, first) in words.iter().enumerate() {
            let family = first.split_inclusive('\'').next().unwrap_or(first);
            if !families.contains(family) {
                continue;
            }
            let before = at.checked_sub(1).map_or("", |before| words[before]);
            let titled = titles.contains(before.to_lowercase().trim_matches(['.', ':', '(']));
            let minority = family.len() < 3 || !is_syllable(&family.to_lowercase());
            let (name, ended) = leading_name(&words[at..], !minority);
            // A bullet or a list number stands before it, not the number of a house.
            let bullet = !before.contains(char::is_alphanumeric) || before.ends_with(['.', ')']);
            let listed = bullet && ended && name.len() > 2;
            let [_, middle @ .., last] = name.as_slice() else { continue };
            if !(titled || listed) || name.len() > 4 || lands.contains(name.join(" ").as_str()) {
                continue;
            }
            add(family, "family");
            middle.iter().for_each(|part| add(part, "middle"));
            add(last, "given");
            let double = middle.last().map(|part| format!("{part} {last}"));
            if let Some(double) = double.filter(|double| given.contains(&double.to_lowercase())) {
                add(&double, "given");
            }
        }
    }
    // The family names are reviewed, the rest must be frequent.
    counts.retain(|(_, role), n| *n >= 3 || *role == "family");
    counts.iter().map(|((name, role), n)| format!("{name}\t{role}\t{n}")).collect()
}

/// The capitalised words (if `vietnamese`, syllables) up to the first punctuation, and whether they
/// reach it or the end of the line.
fn leading_name<'a>(words: &[&'a str], vietnamese: bool) -> (Vec<&'a str>, bool) {
    let bare =
        |word: &&'a str| word.trim_end_matches(|c: char| c.is_ascii_punctuation() || c == '”');
    let part = |word: &&str| {
        let mut letters = word.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        capital
            && !letters.any(char::is_uppercase)
            && (!vietnamese || is_syllable(&word.to_lowercase()))
    };
    let clause = words.iter().position(|word| bare(word) != *word).map_or(words.len(), |at| at + 1);
    let name: Vec<&str> = words[..clause].iter().map(bare).take_while(part).collect();
    let ended = name.len() == clause;
    (name, ended)
}
