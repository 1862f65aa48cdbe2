//! Making a model from text, page pairs and the reviewed tables.

mod align;
mod aligner;
mod bilinear;
mod chance;
mod channel;
mod confusions;
mod corpus;
mod counts;
mod ngram;
mod pairs;
mod rescorer;
mod tables;
mod text;

use std::path::{Path, PathBuf};

use crate::bytes::Bytes;
use crate::channel::{Channel, Source};
use crate::dictionary::Dictionary;
use crate::model::{self, Model, SECTIONS};

use channel::Pairs;
use confusions::Confusions;

/// Why a model could not be made.
///
/// ```
/// use vietmend::train::TrainError;
/// let error = TrainError::Empty { what: "the text" };
/// assert_eq!(error.to_string(), "the text holds nothing to learn from");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TrainError {
    /// A file or folder could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// There is nothing to learn from.
    #[error("{what} holds nothing to learn from")]
    Empty {
        /// Which input is empty.
        what: &'static str,
    },
}

impl TrainError {
    fn read(path: &Path, source: std::io::Error) -> Self {
        Self::Read { path: path.to_path_buf(), source }
    }
}

/// What a model is made from.
///
/// ```
/// use vietmend::train::TrainOptions;
/// let options = TrainOptions {
///     text: vec!["text".into()],
///     tables: "dictionaries".into(),
///     size: 9 << 20,
///     ..TrainOptions::default()
/// };
/// assert!(options.pairs.is_empty());
/// ```
#[derive(Debug, Clone, Default)]
pub struct TrainOptions {
    /// Folders of text files (`*.txt`) with one document a line.
    pub text: Vec<PathBuf>,
    /// Folders of page pairs `NAME.ocr.txt` and `NAME.gt.txt`.
    pub pairs: Vec<PathBuf>,
    /// Files of lines `OCR⇥truth`, read with the right language.
    pub lines: Vec<PathBuf>,
    /// The folder of the reviewed tables.
    pub tables: PathBuf,
    /// The most bytes that the model may have.
    pub size: u64,
}

/// Makes a model; the same input gives the same bytes. Lines on the progress go to `progress`.
///
/// ```
/// use vietmend::train::{TrainError, TrainOptions, train};
/// let options = TrainOptions { tables: "no such folder".into(), ..TrainOptions::default() };
/// assert!(matches!(train(&options, &mut |_| ()), Err(TrainError::Read { .. })));
/// ```
///
/// # Errors
/// Where something cannot be read or holds nothing to learn from.
pub fn train(
    options: &TrainOptions,
    progress: &mut dyn FnMut(&str),
) -> Result<Vec<u8>, TrainError> {
    let vocabulary = tables::vocabulary(&options.tables)?;
    progress(&format!("{} words in the tables", vocabulary.words.len()));
    let text = text::read(options, &vocabulary, progress)?;
    let sources = pairs::read(options, progress)?;
    let channels =
        [channel::estimate(&sources.right), channel::estimate(&sources.wrong), channel::bare()];
    for (costs, name) in channels.iter().zip(Source::ALL.map(Source::name)) {
        progress(&format!("{} pieces in channel {name}", costs.len()));
    }
    let channels = channels.map(|costs| costs.section());
    let estimate = ngram::Estimate::new(&text.stream, text.numbers, progress);
    let words = text.finish(&estimate.unigram_costs());
    let heads = channel::first_letters(sources.wrong.iter().chain(&sources.right));
    let size = usize::try_from(options.size).unwrap_or(usize::MAX);
    let confusions = confusions(&words, &channels, &sources.wrong);
    let vectors = rescorer::train(&text.stream, text.numbers, &confusions, size, progress);
    let other: usize = channels.iter().chain(&words).chain([&heads, &vectors]).map(Vec::len).sum();
    let size = size.saturating_sub(other + model::HEADER);
    let ngrams = estimate.sections(size, ngram::Backoffs::Halves, progress);
    let [right, wrong, bare] = channels;
    let with = |source: u32| move |section: Vec<u8>| (section, source);
    let sections: Vec<(Vec<u8>, u32)> = words
        .into_iter()
        .map(with(vocabulary.source))
        .chain([heads, right, wrong].into_iter().map(with(sources.checksum)))
        .chain([(bare, 0)])
        .chain(ngrams.sections().into_iter().map(with(vocabulary.source)))
        .chain([with(sources.checksum)(vectors)])
        .collect();
    Ok(model::write(&sections))
}

/// Makes a model that knows an engine of one's own from another one: its confusion costs are moved towards what the
/// pages and lines of the options tell. A handful of pages is enough; text and tables are not looked at. Lines on the
/// progress go to `progress`.
///
/// ```
/// use vietmend::Model;
/// use vietmend::train::{TrainError, TrainOptions, adapt};
/// let nothing = adapt(Model::embedded(), &TrainOptions::default(), &mut |_| ());
/// assert!(matches!(nothing, Err(TrainError::Empty { .. })));
/// ```
///
/// # Errors
/// Where something cannot be read or holds nothing to learn from.
pub fn adapt(
    model: &Model,
    options: &TrainOptions,
    progress: &mut dyn FnMut(&str),
) -> Result<Vec<u8>, TrainError> {
    let sources = pairs::read(options, progress)?;
    let mut sections = model.sections();
    for (source, pairs) in [(Source::Right, &sources.right), (Source::Wrong, &sources.wrong)] {
        if !pairs.is_empty() {
            let costs = channel::adapt(model.channel(source), pairs);
            progress(&format!("{} pieces in channel {}", costs.len(), source.name()));
            let section = SECTIONS.iter().position(|name| *name == source.name());
            sections[section.expect("every channel has a section")] =
                (costs.section(), sources.checksum);
        }
    }
    Ok(model::write(&sections))
}

/// What words may be read as, from the sections of the dictionary and of the channels.
fn confusions(
    [words, written, ..]: &[Vec<u8>; 4],
    [_, wrong, bare]: &[Vec<u8>; 3],
    pairs: &Pairs,
) -> Confusions {
    let made = "what was just written can be read";
    let dictionary = Dictionary::open(words, written).expect(made);
    let channel = |section: &Vec<u8>| Channel::open(&Bytes::from(section.clone())).expect(made);
    Confusions::new(&dictionary, &channel(bare), &channel(wrong), pairs)
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::alphabet;

    /// An engine that reads any `ơ` as `q`, and all else without marks.
    #[test]
    fn a_handful_of_pages_teaches_an_engine() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let truth = "cơ sở thờ tự được mời tới nơi ở mới theo lời của người dân phường\n";
        let odd = |c: char| match alphabet::toneless(alphabet::code(c)) {
            code if alphabet::letter(code) == Some('ơ') => 'q',
            code if code == alphabet::code(c) && c.is_ascii() => c,
            code => alphabet::letter(alphabet::base(code)).unwrap_or(c),
        };
        let read = truth.chars().map(odd).collect::<String>();
        std::fs::write(path("a.gt.txt"), truth.repeat(30)).unwrap();
        std::fs::write(path("a.ocr.txt"), read.repeat(30)).unwrap();
        let options = TrainOptions { pairs: vec![folder.path().into()], ..TrainOptions::default() };
        let before = Model::embedded();
        let adapted = Model::from_bytes(adapt(before, &options, &mut |_| ()).unwrap()).unwrap();
        let cost = |model: &Model, letter, seen| {
            model.channel(Source::Wrong).cost(alphabet::code(letter), alphabet::code(seen).into())
        };
        assert!(cost(&adapted, 'ở', 'q') < cost(before, 'ở', 'q'));
        assert!(cost(&adapted, 'ở', 'o') > cost(before, 'ở', 'o'));
        assert_eq!(cost(&adapted, 'x', 'x'), cost(before, 'x', 'x'));
        let right = |model: &Model| model.channel(Source::Right).all().collect::<Vec<_>>();
        assert_eq!(right(&adapted), right(before));
    }
}
