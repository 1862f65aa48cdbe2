//! Mends a file where the change is sure, and lists what a person should decide.
//!
//! ```console
//! $ cargo run --release --example mend -- tests/golden/eng/cong-van-cuoc-thi.txt > mended.txt
//! ```

use std::error::Error;

use vietmend::{Edit, Model, Options, Repairer};

/// How sure a change must be to be made unseen.
const SURE: f32 = 0.9;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("which file? give its path")?;
    let text = std::fs::read_to_string(&path)?;
    let mut options = Options::default();
    options.min_confidence = SURE;
    let repairer = Repairer::new(Model::embedded(), options);
    let repaired = repairer.repair(&text);

    print!("{}", repaired.text);
    eprintln!("{} changes made, {} to decide:", repaired.edits.len(), repaired.doubtful.len());
    for edit in &repaired.doubtful {
        eprintln!("{}", question(&text, edit));
    }
    Ok(())
}

/// `line 3: TAn → Tán 52 %, Tân 31 %, Tấn 3 %`
fn question(text: &str, edit: &Edit<'_>) -> String {
    let line = 1 + text[..edit.span.start].matches('\n').count();
    let chosen = (&edit.after, edit.confidence);
    let others = edit.alternatives.iter().map(|other| (&other.text, other.confidence));
    let readings: Vec<String> = std::iter::once(chosen)
        .chain(others)
        .map(|(text, confidence)| format!("{text} {:.0} %", 100.0 * confidence))
        .collect();
    format!("line {line}: {} → {}", edit.before, readings.join(", "))
}
