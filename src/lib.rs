//! Mends Vietnamese text that OCR or typing without marks has damaged: `Uy ban nhan dan tinh` becomes
//! `Ủy ban nhân dân tỉnh`. What is not changed stays to the byte: line breaks, spacing, numbers,
//! document codes, links.
//!
//! # Overview
//!
//! - A [`Model`] holds the dictionary, the language model and the confusion costs.
//!   [`Model::embedded`] is the built-in one, [`Model::open`] reads one from a file. It never changes.
//! - A [`Repairer`] is a model with [`Options`], shared by threads. It remembers what the tokens that
//!   it saw may mean: keep it from one text to the next.
//! - A [`Glossary`] holds a user's own words, terms never to be touched, and [`Rule`]s;
//!   [`Repairer::with_context`] takes clean texts about the same matter.
//! - A [`Document`] is hOCR, ALTO, HTML and more ([`Format`]): it gives its text and takes edits, and its
//!   [`Hint`]s, how sure an OCR engine was, go to [`Repairer::repair_with_hints`].
//! - [`Repairer::repair`] gives a [`Repaired`]: the text, borrowed where nothing changes, its
//!   [`Edit`]s, each with its [`Alternative`]s, and the [`Damage`] that the text seems to have
//!   suffered. [`apply`] carries out edits, all of them or those that you choose.
//! - [`Repairer::repair_all`] repairs many texts in parallel. [`pieces`] cuts a text that is too long
//!   to be held twice.
//! - An [`Encoding`] decodes text that is stored in an old encoding (TCVN3, VNI, VISCII, ...) and
//!   writes it back; [`Model::detect`] tells from the bytes which it is.
//! - [`Repairer::explain`] gives an [`Explanation`]: for each token a [`Step`] with every [`Reading`]
//!   that was weighed.
//! - [`evaluate`] measures repaired text against the truth; `train` (a feature) makes models.
//!
//! # Example: mend a text
//!
//! ```
//! use vietmend::{Model, Options, Repairer};
//!
//! let repairer = Repairer::new(Model::embedded(), Options::default());
//! let repaired = repairer.repair("Người dân bị lấn chiếm đât nông nghiệp trái phép.");
//! assert_eq!(repaired.text, "Người dân bị lấn chiếm đất nông nghiệp trái phép.");
//!
//! let edit = &repaired.edits[0];
//! assert_eq!((&edit.before[..], &edit.after[..]), ("đât", "đất"));
//! ```
//!
//! # Example: carry out only what is sure
//!
//! ```
//! use vietmend::{Edit, Model, Options, Repairer};
//!
//! let mut options = Options::default();
//! options.min_confidence = 0.9;
//! let repairer = Repairer::new(Model::embedded(), options);
//! let repaired = repairer.repair("Uy ban nhan dan tinh");
//! println!("{}", repaired.text);
//! for Edit { span, before, after, confidence, .. } in repaired.doubtful {
//!     println!("bytes {span:?}: {before} may be {after} ({:.0} %)", 100.0 * confidence);
//! }
//! ```
//!
//! # Example: a text of any length, in bounded memory
//!
//! ```
//! use vietmend::{Model, Options, Repairer, pieces};
//!
//! let text = "chiếm đât\n\n".repeat(1000);
//! let repairer = Repairer::new(Model::embedded(), Options::default());
//! let mut lines = 0;
//! for piece in pieces(&text) {
//!     let repaired = repairer.repair(piece);
//!     lines += repaired.text.matches("chiếm đất\n").count(); // or write it to a file
//! }
//! assert_eq!(lines, 1000);
//! ```
//!
//! # Example: mend a page with its boxes
//!
//! ```
//! use vietmend::{Document, Model, Options, Repairer};
//!
//! let page = "<div class='ocr_page'><span class='ocr_line'>
//!   <span class='ocrx_word' title='bbox 10 10 90 40'>chiếm</span>
//!   <span class='ocrx_word' title='bbox 99 10 150 40'>đât</span>
//! </span></div>";
//! let repairer = Repairer::new(Model::embedded(), Options::default());
//! let document = Document::parse(page)?;
//! assert_eq!(document.text(), "chiếm đât");
//! let repaired = repairer.repair_with_hints(document.text(), &document.hints());
//! let mended = document.apply(&repaired.edits)?;
//! assert_eq!(mended, page.replace("đât", "đất"));
//! # Ok::<(), vietmend::Error>(())
//! ```
//!
//! # Units
//!
//! Spans are bytes of the text that was given, at character boundaries. Shares, rates and confidences
//! run from 0 to 1. Costs, which only an explanation shows, are nats (negative natural logarithms of
//! probabilities): what is one nat better is about 2.7 times as probable.
//!
//! # What it is bad at
//!
//! - Personal and place names that the model has seen seldom or never, above all without their marks.
//! - Numbers: a wrong digit looks like a right one; only letters that were read for digits are mended.
//! - What is lost altogether: stamps, signatures, words that the scanner did not see.
//! - Markup that is no [`Format`]: give it text without tags.
//! - Tokens of other languages among Vietnamese ones, where a Vietnamese word is close.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod adaptation;
mod alphabet;
mod arcs;
mod background;
mod bar;
mod brief;
mod bytes;
mod candidate;
mod candidates;
mod capitals;
mod case;
mod channel;
mod codes;
mod confidence;
mod cost;
mod damage;
mod decision;
mod dictionary;
mod document;
mod doubt;
mod edit;
mod encoding;
mod error;
pub mod evaluate;
mod explain;
mod first_reading;
mod formulas;
mod glossary;
mod habits;
mod hint;
mod items;
mod language;
mod lattice;
mod lettering;
mod lexicon;
mod links;
mod lookup;
mod loudness;
mod marker;
mod memory;
mod model;
mod ngram;
mod normal;
mod numbers;
mod numerals;
mod options;
mod pairs;
mod parts;
mod paths;
mod pieces;
mod places;
mod prices;
mod punctuation;
mod rate;
mod reason;
mod refusals;
mod regions;
mod repair;
mod rereading;
mod rescorer;
mod scratch;
mod sentence;
mod specks;
mod stretches;
mod styles;
mod surprise;
mod surroundings;
mod survivors;
mod token;
mod tone;
#[cfg(feature = "train")]
pub mod train;
mod transcript;
mod trie;
mod unknown;
mod vectors;
mod walk;
mod weighing;
mod written;

pub use damage::Damage;
pub use document::{Bounds, Document, Format, Run};
pub use edit::{Alternative, Edit, apply};
pub use encoding::{Detected, Encoding};
pub use error::Error;
pub use explain::{Explanation, Reading, Step};
pub use glossary::{Glossary, Rule, Strength};
pub use hint::Hint;
pub use model::Model;
pub use options::Options;
pub use pieces::pieces;
pub use reason::Reason;
pub use repair::{Repaired, Repairer};
pub use tone::ToneStyle;

/// The examples of the README are tested too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
