//! Changes as a unified diff, which `patch` carries out.

use std::fmt::Write;

use anyhow::Result;
use vietmend::{Edit, Reason};

use super::finding::Finding;
use super::passage::Passage;
use super::text::Text;
use super::visible::visible;

/// Unchanged lines that are shown on either side of a change, as is usual.
const CONTEXT: usize = 3;

/// The changes that were made to a text, with its markup save that of packed parts, from a file of one
/// name to one of another; empty where there are none.
pub fn of(from: &str, to: &str, text: &Text, findings: &[Finding<'_>]) -> Result<String> {
    if !text.is_marked_up() || text.is_package() {
        return Ok(unified(from, to, Passage::whole(text.whole(), findings)));
    }
    let made = findings.iter().filter(|finding| finding.made).map(|finding| finding.edit.clone());
    let changes = text.changes(made.collect())?;
    let found = |edit: Edit<'_>| {
        let (edit, reason) =
            (Edit::new(edit.span, edit.before.into_owned(), edit.after), Reason::Letters);
        Finding { path: from.into(), line: 0, column: 0, made: true, reason, edit }
    };
    let found: Vec<_> = changes.into_iter().map(found).collect();
    Ok(unified(from, to, Passage::whole(text.decoded(), &found)))
}

/// The changes that were made to a text, from a file of one name to one of another; empty where there
/// are none.
fn unified(from: &str, to: &str, whole: Passage<'_, '_>) -> String {
    let mut diff = Diff::default();
    for passage in whole.lines(usize::MAX) {
        if passage.findings.iter().any(|finding| finding.made) {
            diff.changed(passage.text, &passage.with(Finding::text_now));
        } else {
            passage.text.split_inclusive('\n').for_each(|line| diff.unchanged(line));
        }
    }
    diff.close();
    match diff.out.is_empty() {
        true => String::new(),
        false => format!("--- {}\n+++ {}\n{}", visible(from), visible(to), diff.out),
    }
}

/// A diff that is being written.
#[derive(Default)]
struct Diff<'t> {
    out: String,
    /// How many lines of the two texts were gone through.
    lines: [usize; 2],
    hunk: Option<Hunk>,
    /// The last unchanged lines: those behind the changes of the hunk, else those before the next one.
    context: Vec<&'t str>,
}

/// Changes close to each other, with the lines around them.
struct Hunk {
    /// How many lines of the two texts stand before it, and how many are in it.
    before: [usize; 2],
    lines: [usize; 2],
    text: String,
    /// What is added once the lines that it replaces are all there.
    added: String,
}

impl<'t> Diff<'t> {
    fn unchanged(&mut self, line: &'t str) {
        self.lines = self.lines.map(|lines| lines + 1);
        self.context.push(line);
        let most = if self.hunk.is_some() { 2 * CONTEXT } else { CONTEXT };
        if self.context.len() > most {
            self.close();
            self.context.drain(..self.context.len() - CONTEXT);
        }
    }

    fn changed(&mut self, old: &str, new: &str) {
        let context = std::mem::take(&mut self.context);
        let hunk = self.hunk.get_or_insert_with(|| Hunk {
            before: self.lines.map(|lines| lines - context.len()),
            lines: [0; 2],
            text: String::new(),
            added: String::new(),
        });
        context.into_iter().for_each(|line| hunk.keep(line));
        old.split_inclusive('\n').for_each(|line| hunk.remove(line));
        new.split_inclusive('\n').for_each(|line| hunk.add(line));
        for (lines, text) in self.lines.iter_mut().zip([old, new]) {
            *lines += text.split_inclusive('\n').count();
        }
    }

    /// Ends the hunk, if there is one.
    fn close(&mut self) {
        let Some(mut hunk) = self.hunk.take() else { return };
        self.context.iter().take(CONTEXT).for_each(|line| hunk.keep(line));
        hunk.replace();
        let [old, new] = [0, 1].map(|side| {
            // Lines count from one, but none are said to stand behind those before.
            let first = hunk.before[side] + usize::from(hunk.lines[side] > 0);
            format!("{first},{}", hunk.lines[side])
        });
        let _ = write!(self.out, "@@ -{old} +{new} @@\n{}", hunk.text);
    }
}

impl Hunk {
    fn keep(&mut self, line: &str) {
        self.replace();
        self.lines = self.lines.map(|lines| lines + 1);
        push(&mut self.text, ' ', line);
    }

    fn remove(&mut self, line: &str) {
        self.lines[0] += 1;
        push(&mut self.text, '-', line);
    }

    fn add(&mut self, line: &str) {
        self.lines[1] += 1;
        push(&mut self.added, '+', line);
    }

    /// Puts what is added behind what it replaces.
    fn replace(&mut self) {
        self.text.push_str(&std::mem::take(&mut self.added));
    }
}

fn push(text: &mut String, mark: char, line: &str) {
    text.push(mark);
    text.push_str(line);
    if !line.ends_with('\n') {
        text.push_str("\n\\ No newline at end of file\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vietmend::Edit;

    /// The diff in which each `x` of a text becomes `y`, without its head.
    fn diff(text: &str) -> String {
        let findings = text.match_indices('x').map(|(at, x)| {
            let edit = Edit::new(at..at + 1, x, "y");
            Finding {
                path: "a".into(),
                line: 1,
                column: 1,
                made: true,
                reason: edit.reason(),
                edit,
            }
        });
        let findings: Vec<_> = findings.collect();
        let diff = unified("a", "b", Passage::whole(text, &findings));
        diff.strip_prefix("--- a\n+++ b\n").unwrap_or(&diff).to_owned()
    }

    #[test]
    fn a_change_has_three_lines_around_it() {
        assert_eq!(
            diff("1\n2\n3\n4\nx\n6\n7\n8\n9\n"),
            "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-x\n+y\n 6\n 7\n 8\n"
        );
        assert_eq!(diff("1\n2\n"), "");
    }

    #[test]
    fn changes_stand_together_where_their_lines_touch() {
        assert_eq!(diff("x\nx\n3\nx\n"), "@@ -1,4 +1,4 @@\n-x\n-x\n+y\n+y\n 3\n-x\n+y\n");
        assert_eq!(diff("x\n2\n3\n4\n5\n6\n7\nx\n").matches("@@ -1,8 +1,8 @@").count(), 1);
        let apart = diff("x\n2\n3\n4\n5\n6\n7\n8\nx\n");
        assert!(apart.starts_with("@@ -1,4 +1,4 @@\n-x\n+y\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n"));
    }

    #[test]
    fn line_ends_stay_as_they_are() {
        assert_eq!(
            diff("x\r\nx"),
            "@@ -1,2 +1,2 @@\n-x\r\n-x\n\\ No newline at end of file\n\
             +y\r\n+y\n\\ No newline at end of file\n"
        );
    }
}
