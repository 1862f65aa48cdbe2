//! The repairer: text in, text and edits out.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::alphabet::{self, Code};
use crate::candidate::{Candidate, Walk};
use crate::case::{self, Pattern};
use crate::channel::Source;
use crate::cost::{self, Cost, NAT};
use crate::dictionary::{self, BOUNDARY, UNKNOWN, WordId};
use crate::lattice::{Arc, Lattice, Viterbi};
use crate::ngram::Context;
use crate::token::{self, Kind, Token};
use crate::tone::{self, Style};
use crate::{Alternative, Damage, Edit, Explanation, Model, Options, apply, pieces, sentence};

fn knob(name: &str, default: f32) -> Cost {
    use std::sync::{LazyLock, Mutex};
    static K: LazyLock<Mutex<HashMap<String, Cost>>> = LazyLock::new(Default::default);
    *K.lock().unwrap().entry(name.to_string()).or_insert_with(|| {
        (std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default) * NAT as f32) as Cost
    })
}

/// Repairs texts with one model and one set of options; shared by any number of threads.
#[derive(Debug)]
pub struct Repairer<'m> {
    model: &'m Model,
    options: Options,
    pub(crate) k: Knobs,
}

#[derive(Debug)]
pub struct Knobs { edit: [Cost; 3], number: Cost, symbol: Cost, span: Cost, digit: Cost, unk: Cost }

/// A repaired text and what was changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Repaired<'t> {
    /// The repaired text; borrowed where nothing changes.
    pub text: Cow<'t, str>,
    /// The changes in order of their spans; they do not overlap.
    pub edits: Vec<Edit<'t>>,
    /// What happened to the text.
    pub damage: Damage,
}

/// What a thread may keep from one repair to the next: buffers and the candidates of tokens seen.
#[derive(Debug, Default)]
pub struct Scratch {
    tokens: Vec<Token>,
    lattice: Lattice,
    viterbi: Viterbi,
    path: Vec<(usize, Arc)>,
    candidates: Candidates,
    words: Vec<usize>,
}

/// Candidates of the tokens seen, by source.
#[derive(Debug, Default)]
struct Candidates {
    walk: Walk,
    known: [HashMap<Box<str>, Range<u32>>; Source::ALL.len()],
    all: Vec<Candidate>,
    letters: Vec<Code>,
}

impl Scratch {
    /// An empty scratch.
    pub fn new() -> Self {
        Self::default()
    }
}

/// Letters of the longest token that is looked at.
const LONGEST: usize = 24;

impl Candidates {
    fn of(&mut self, model: &Model, source: Source, text: &str) -> Range<u32> {
        if let Some(range) = self.known[source as usize].get(text) {
            return range.clone();
        }
        self.letters.clear();
        alphabet::encode(text, &mut self.letters);
        let start = self.all.len() as u32;
        if self.letters.len() <= LONGEST {
            tone::canonical(&mut self.letters);
            let found = self.walk.candidates(&model.dictionary, model.channel(source), &self.letters);
            self.all.extend(found);
        }
        let range = start..self.all.len() as u32;
        self.known[source as usize].insert(text.into(), range.clone());
        range
    }
}

impl<'m> Repairer<'m> {
    /// A repairer over a model.
    pub fn new(model: &'m Model, options: Options) -> Self {
        let k = Knobs { edit: [knob("ER", 3.0), knob("EW", 0.0), knob("EB", 0.0)], number: knob("NUM", 2.0), symbol: knob("SYM", 1.0), span: knob("SPAN", 1.0), digit: knob("DIG", 2.3), unk: knob("UNK", 0.0) };
        Self { model, options, k }
    }

    /// Repairs one text.
    pub fn repair<'t>(&self, text: &'t str) -> Repaired<'t> {
        self.repair_with(&mut Scratch::new(), text)
    }

    /// Repairs one text with a scratch that the caller keeps: faster over many texts.
    pub fn repair_with<'t>(&self, scratch: &mut Scratch, text: &'t str) -> Repaired<'t> {
        let mut edits = Vec::new();
        let mut damage = Damage { right_language: 1.0, wrong_language: 0.0, unmarked: 0.0 };
        let mut start = 0;
        for piece in pieces(text) {
            damage = self.repair_piece(scratch, text, start..start + piece.len(), &mut edits);
            start += piece.len();
        }
        Repaired { text: apply(text, &edits), edits, damage }
    }

    /// Repairs many texts in parallel; the results stand in the order of the texts.
    #[cfg(feature = "rayon")]
    pub fn repair_all<'t, T: AsRef<str> + Sync>(&self, texts: &'t [T]) -> Vec<Repaired<'t>> {
        use rayon::prelude::*;
        texts
            .par_iter()
            .map_init(Scratch::new, |scratch, text| self.repair_with(scratch, text.as_ref()))
            .collect()
    }

    /// How the repair of a text comes about.
    pub fn explain<'t>(&self, _text: &'t str) -> Explanation<'t> {
        let damage = Damage { right_language: 1.0, wrong_language: 0.0, unmarked: 0.0 };
        Explanation { damage, steps: Vec::new() }
    }

    fn repair_piece<'t>(
        &self,
        scratch: &mut Scratch,
        text: &'t str,
        range: Range<usize>,
        edits: &mut Vec<Edit<'t>>,
    ) -> Damage {
        let mut tokens = std::mem::take(&mut scratch.tokens);
        tokens.clear();
        token::tokenize(&text[range.clone()], &mut tokens);
        for token in &mut tokens {
            token.span = token.span.start + range.start..token.span.end + range.start;
        }
        let damage = Damage::estimate(text, &tokens);
        let style = self.style(text, &tokens);
        let mut start = 0;
        for at in 0..=tokens.len() {
            if at == tokens.len() || sentence::ends(&tokens, at) {
                self.repair_sentence(scratch, text, &tokens[start..at], damage.source(), style, edits);
                start = at + 1;
            }
        }
        scratch.tokens = tokens;
        damage
    }

    fn style(&self, text: &str, tokens: &[Token]) -> Style {
        let mut count = [0usize; 2];
        let mut key = Vec::new();
        for token in tokens.iter().filter(|t| t.kind == Kind::Word) {
            key.clear();
            alphabet::encode(&text[token.span.clone()], &mut key);
            match tone::style(&key) {
                Some(Style::First) => count[0] += 1,
                Some(Style::Second) => count[1] += 1,
                None => {}
            }
        }
        if count[1] > count[0] { Style::Second } else { Style::First }
    }

    fn repair_sentence<'t>(
        &self,
        scratch: &mut Scratch,
        text: &'t str,
        tokens: &[Token],
        source: Source,
        style: Style,
        edits: &mut Vec<Edit<'t>>,
    ) {
        let mut words = std::mem::take(&mut scratch.words);
        words.clear();
        words.extend((0..tokens.len()).filter(|&at| !matches!(tokens[at].kind, Kind::Blank { .. })));
        if !words.is_empty() {
            self.build(scratch, text, tokens, &words, source);
            scratch.viterbi.best(&scratch.lattice, &self.model.ngrams, &mut scratch.path);
            self.edits(scratch, text, tokens, &words, style, edits);
        }
        scratch.words = words;
    }

    /// Builds the lattice of a sentence.
    fn build(&self, scratch: &mut Scratch, text: &str, tokens: &[Token], words: &[usize], source: Source) {
        let lattice = &mut scratch.lattice;
        let candidates = &mut scratch.candidates;
        lattice.clear();
        for (node, &at) in words.iter().enumerate() {
            lattice.node();
            let token = &tokens[at];
            let seen = &text[token.span.clone()];
            let end = node as u32 + 1;
            let edit = self.k.edit[source as usize];
            match token.kind {
                Kind::Word => {
                    let shouting = shouting(text, tokens, words, node);
                    let range = candidates.of(self.model, source, seen);
                    let kept = self.arcs(lattice, candidates, range, seen, end, edit, shouting);
                    if !kept {
                        let mut letters = Vec::new();
                        alphabet::encode(seen, &mut letters);
                        let cost = self.model.unknown.cost(&letters) + self.k.unk;
                        lattice.arc(Arc { end, word: UNKNOWN, cost, candidate: None });
                    }
                }
                Kind::Number => {
                    let word = dictionary::class(token.kind, seen);
                    lattice.arc(Arc { end, word, cost: self.k.digit * seen.len() as Cost, candidate: None });
                    if seen.len() <= 3 && source == Source::Wrong {
                        let range = candidates.of(self.model, source, seen);
                        self.arcs(lattice, candidates, range, seen, end, edit + self.k.number, false);
                    }
                }
                Kind::Symbol(c) => {
                    let word = dictionary::class(token.kind, seen);
                    lattice.arc(Arc { end, word, cost: 0, candidate: None });
                    if source == Source::Wrong && odd(c) {
                        let range = candidates.of(self.model, source, seen);
                        self.arcs(lattice, candidates, range, seen, end, edit + self.k.symbol, false);
                    }
                }
                kind => {
                    let word = dictionary::class(kind, seen);
                    lattice.arc(Arc { end, word, cost: 0, candidate: None });
                }
            }
            self.spans(lattice, candidates, text, tokens, words, node, source);
        }
    }

    /// Arcs over several tokens that stand without a blank between them.
    fn spans(&self, lattice: &mut Lattice, candidates: &mut Candidates, text: &str, tokens: &[Token], words: &[usize], node: usize, source: Source) {
        let first = words[node];
        let mut strange = false;
        let mut letters = false;
        let mut hyphens = false;
        for length in 1..=6 {
            let at = first + length - 1;
            let Some(token) = tokens.get(at) else { break };
            match token.kind {
                Kind::Blank { .. } | Kind::Fixed(_) => break,
                Kind::Word => letters = true,
                Kind::Number => {}
                Kind::Symbol('-') if length > 1 => hyphens = true,
                Kind::Symbol(c) if odd(c) => strange = true,
                Kind::Symbol(_) => break,
            }
            if length < 2 || !(strange ^ hyphens) || !letters { continue }
            let span = tokens[first].span.start..token.span.end;
            let seen = &text[span];
            if seen.len() > LONGEST { break }
            if hyphens && !(token.kind == Kind::Word && case::pattern(seen) == Pattern::Capitals) { continue }
            if !hyphens && source == Source::Bare { continue }
            let range = candidates.of(self.model, source, seen);
            let end = (node + length) as u32;
            let edit = self.k.edit[source as usize] + if hyphens { 0 } else { self.k.span };
            let shouting = shouting(text, tokens, words, node);
            if hyphens {
                for at in range {
                    let c = &candidates.all[at as usize];
                    if c.abbreviation {
                        lattice.arc(Arc { end, word: c.id, cost: c.channel + if &*c.word == seen { 0 } else { edit }, candidate: Some(at) });
                    }
                }
            } else {
                self.arcs(lattice, candidates, range, seen, end, edit, shouting);
            }
        }
    }

    /// Adds the arcs of candidates; tells whether one of them is what stands in the text.
    fn arcs(&self, lattice: &mut Lattice, candidates: &Candidates, range: Range<u32>, seen: &str, end: u32, edit: Cost, shouting: bool) -> bool {
        let pattern = case::pattern(seen);
        let small = seen.to_lowercase();
        let mut key = Vec::new();
        alphabet::encode(&small, &mut key);
        tone::canonical(&mut key);
        let small = alphabet::decode(&key);
        let mut kept = false;
        for at in range {
            let candidate = &candidates.all[at as usize];
            let same = if candidate.abbreviation { &*candidate.word == seen } else { *candidate.word == *small };
            kept |= same;
            let case = match (candidate.abbreviation, pattern) {
                (true, Pattern::Capitals) => 0,
                (true, Pattern::Title) => 3 * NAT,
                (true, _) => 8 * NAT,
                (false, Pattern::Capitals) if !shouting => 3 * NAT,
                (false, _) => 0,
            };
            let cost = candidate.channel + case + if same { 0 } else { edit };
            lattice.arc(Arc { end, word: candidate.id, cost, candidate: (!same).then_some(at) });
        }
        kept
    }

    /// The edits of the best path that are better than leaving the text alone by the margin.
    fn edits<'t>(&self, scratch: &Scratch, text: &'t str, tokens: &[Token], words: &[usize], style: Style, edits: &mut Vec<Edit<'t>>) {
        let path = &scratch.path;
        for (place, &(node, arc)) in path.iter().enumerate() {
            let Some(candidate) = arc.candidate else { continue };
            let end = arc.end as usize;
            let span = tokens[words[node]].span.start..tokens[words[end - 1]].span.end;
            let seen = &text[span.clone()];
            let written = self.write(&scratch.candidates.all[candidate as usize], seen, shouting(text, tokens, words, node), style);
            if written == seen {
                continue;
            }
            let chosen = self.around(path, place, &[arc]);
            let kept: Vec<Arc> = (node..end).filter_map(|node| scratch.lattice.arcs(node).iter().find(|arc| arc.candidate.is_none()).copied()).collect();
            let margin = self.around(path, place, &kept) - chosen;
            let margin = cost::nats(margin);
            if margin < self.options.margin {
                continue;
            }
            let mut alternatives: Vec<Alternative> = Vec::new();
            if self.options.alternatives > 0 {
                let mut others: Vec<(Cost, u32)> = scratch.lattice.arcs(node).iter().filter(|other| other.end == arc.end && **other != arc).filter_map(|other| Some((self.around(path, place, &[*other]) - chosen, other.candidate?))).collect();
                others.sort_unstable();
                others.truncate(self.options.alternatives);
                alternatives.extend(others.into_iter().map(|(cost, at)| Alternative {
                    text: self.write(&scratch.candidates.all[at as usize], seen, shouting(text, tokens, words, node), style),
                    behind: cost::nats(cost),
                }));
            }
            edits.push(Edit { span, before: Cow::Borrowed(seen), after: written, margin, alternatives });
        }
    }

    fn write(&self, candidate: &Candidate, seen: &str, shouting: bool, style: Style) -> String {
        if candidate.abbreviation {
            return candidate.word.to_string();
        }
        case::write(&tone::styled(candidate.word.to_string(), style), case::pattern(seen), shouting)
    }

    /// Cost of these arcs in place of the one at `place`, its neighbours staying.
    fn around(&self, path: &[(usize, Arc)], place: usize, arcs: &[Arc]) -> Cost {
        let ngrams = &self.model.ngrams;
        let mut context = Context::START;
        for (_, arc) in &path[place.saturating_sub(2)..place] {
            context = ngrams.pair(context.word, arc.word).context;
        }
        let mut total: Cost = arcs.iter().map(|arc| arc.cost).sum();
        let behind = path[place + 1..].iter().map(|(_, arc)| arc.word).chain([BOUNDARY]).take(2);
        for word in arcs.iter().map(|arc| arc.word).chain(behind) {
            let pair = ngrams.pair(context.word, word);
            total += ngrams.cost(context, word, pair);
            context = pair.context;
        }
        total
    }
}

/// Symbols that engines put for letters.
fn odd(c: char) -> bool {
    !matches!(c, ',' | '.' | ';' | ':' | '(' | ')' | '"' | '“' | '”' | '/' | '-' | '–' | '…' | '%' | '+' | '=' | '*' | '_' | '—' | '•')
}

/// Whether the words around a word of the same line are mostly capitals.
fn shouting(text: &str, tokens: &[Token], words: &[usize], node: usize) -> bool {
    let is_break = |at: usize| matches!(tokens[at].kind, Kind::Blank { lines } if lines > 0);
    let (mut capitals, mut small) = (0, 0);
    let mut look = |at: usize| -> bool {
        if tokens[at].kind == Kind::Word {
            for c in text[tokens[at].span.clone()].chars() {
                capitals += usize::from(c.is_uppercase());
                small += usize::from(c.is_lowercase());
            }
        }
        is_break(at)
    };
    let own = words[node];
    let mut left = 0;
    for at in (0..own).rev().take(8) { if look(at) { break } left += 1; }
    let mut right = 0;
    for at in (own + 1..tokens.len()).take(8) { if look(at) { break } right += 1; }
    let _ = (left, right);
    if capitals + small == 0 {
        let own = &text[tokens[own].span.clone()];
        return own.chars().filter(|c| c.is_alphabetic()).count() > 3 && case::pattern(own) == Pattern::Capitals;
    }
    capitals > 2 * small
}

#[allow(unused)]
fn unused(_: WordId) {}
