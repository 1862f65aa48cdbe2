//! The command line, as people and scripts see it.

mod clothes;
mod documents;
mod encodings;
mod failures;
mod folders;
mod json;
mod pdf;
mod report;
mod review;
mod run;
mod streams;
mod survey;

/// Every subcommand's transcript, and the README's own. `TRYCMD=overwrite cargo test --test cli`
/// renews them; wildcards stand for what the model decides and for what the system says.
#[test]
fn transcripts() {
    let cases = trycmd::TestCases::new();
    cases.env("COLUMNS", "100").case("tests/cli/*.trycmd").case("README.md");
    // With the feature, `--help` lists one subcommand more.
    cases.skip(if cfg!(feature = "train") {
        "tests/cli/help.trycmd"
    } else {
        "tests/cli/train.trycmd"
    });
}
