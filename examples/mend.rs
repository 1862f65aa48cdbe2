//! Mends a file where the change is beyond doubt, and lists what a person should decide.
//!
//! ```console
//! $ cargo run --release --example mend -- tests/golden/eng/cong-van-cuoc-thi.txt > mended.txt
//! ```

use std::error::Error;

use vietmend::{Edit, Model, Options, Repairer, apply};

/// By how many nats a change must be better than anything else to be made unseen.
const SURE: f32 = 3.0;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("which file? give its path")?;
    let text = std::fs::read_to_string(&path)?;
    // Also what is hardly better than the text as it stands: a person will look at it.
    let mut options = Options::default();
    options.margin = 0.0;
    let repairer = Repairer::new(Model::embedded(), options);
    let edits = repairer.repair(&text).edits;
    let (sure, doubtful): (Vec<_>, Vec<_>) = edits.into_iter().partition(|edit| lead(edit) >= SURE);

    print!("{}", apply(&text, &sure));
    eprintln!("{} changes made, {} to decide:", sure.len(), doubtful.len());
    for edit in &doubtful {
        eprintln!("{}", question(&text, edit));
    }
    Ok(())
}

/// By how many nats a change is better than the text as it stands and than any other reading.
fn lead(edit: &Edit<'_>) -> f32 {
    edit.alternatives.iter().map(|other| other.behind).fold(edit.margin, f32::min)
}

/// `line 3: TAn → Tán (2.14 nats; or Tân 0.52, Tấn 3.10 behind)`
fn question(text: &str, edit: &Edit<'_>) -> String {
    let line = 1 + text[..edit.span.start].matches('\n').count();
    let others: Vec<String> = edit
        .alternatives
        .iter()
        .map(|other| format!("{} {:.2}", other.text, other.behind))
        .collect();
    let others = match others.is_empty() {
        true => String::new(),
        false => format!("; or {} behind", others.join(", ")),
    };
    format!("line {line}: {} → {} ({:.2} nats{others})", edit.before, edit.after, edit.margin)
}
