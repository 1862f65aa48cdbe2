//! A text and its findings, line by line.

use super::finding::Finding;

/// A part of a text, with what was found in it.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'r, 't> {
    /// The number of the line in which it begins, from 1.
    pub line: usize,
    /// The byte of the text at which it begins.
    pub start: usize,
    /// What stands there, line ends included.
    pub text: &'r str,
    pub findings: &'r [Finding<'t>],
}

impl<'r, 't> Passage<'r, 't> {
    /// All of a text, with what was found in it, in the order of the places.
    pub fn whole(text: &'r str, findings: &'r [Finding<'t>]) -> Self {
        Self { line: 1, start: 0, text, findings }
    }

    /// It with a choice put where each finding stands.
    pub fn with(&self, mut choice: impl FnMut(&'r Finding<'t>) -> &'r str) -> String {
        let mut out = String::with_capacity(self.text.len() + self.text.len() / 4);
        let mut rest = self.start;
        for finding in self.findings {
            let span = &finding.edit.span;
            out.push_str(&self.text[rest - self.start..span.start - self.start]);
            out.push_str(choice(finding));
            rest = span.end;
        }
        out.push_str(&self.text[rest - self.start..]);
        out
    }

    /// Cuts it into its lines. Lines between which a finding stands are kept together, and one of more
    /// than so many bytes is cut too, at a blank where there is one, never in a finding.
    pub fn lines(self, longest: usize) -> impl Iterator<Item = Self> {
        let mut rest = self;
        std::iter::from_fn(move || {
            let left = !rest.text.is_empty() || !rest.findings.is_empty();
            let line = left.then(|| rest.head(longest))?;
            rest = rest.behind(line);
            Some(line)
        })
    }

    /// Its first line.
    fn head(self, longest: usize) -> Self {
        let mut end = self.line_end(0, longest);
        while end <= longest
            && let Some((_, behind)) = self.across(end)
        {
            end = self.line_end(behind - 1, longest);
        }
        if end > longest {
            end = self.cut(longest);
        }
        // What puts something in at the very end stands in the last line.
        let last = end == self.text.len();
        let inside = |finding: &Finding<'_>| last || finding.edit.span.start < self.start + end;
        let findings = &self.findings[..self.findings.partition_point(inside)];
        Self { text: &self.text[..end], findings, ..self }
    }

    /// Where the line ends in which a byte stands; anywhere behind `longest` if it does not end before.
    fn line_end(self, from: usize, longest: usize) -> usize {
        let seen = longest.max(from).saturating_add(1).min(self.text.len());
        let found = self.text.as_bytes()[from..seen].iter().position(|&byte| byte == b'\n');
        found.map_or(seen, |at| from + at + 1)
    }

    /// Where it is cut to have so many bytes, or a few more where they would be none.
    fn cut(self, longest: usize) -> usize {
        let ends = (0..=longest.min(self.text.len())).rev();
        let end = ends.into_iter().find(|&end| self.text.is_char_boundary(end)).unwrap_or(0);
        let mut blanks = self.text[..end].rmatch_indices(char::is_whitespace);
        let end = blanks.next().map_or(end, |(at, blank)| at + blank.len());
        match self.across(end) {
            Some((0, behind)) => behind,
            Some((before, _)) => before,
            None => end.max(self.text.chars().next().map_or(0, char::len_utf8)),
        }
    }

    /// Where the finding begins and ends that goes across a byte of it, counted from its start.
    fn across(self, at: usize) -> Option<(usize, usize)> {
        let at = self.start + at;
        let found = self.findings.partition_point(|finding| finding.edit.span.end <= at);
        let span = &self.findings.get(found)?.edit.span;
        (span.start < at).then(|| (span.start - self.start, span.end - self.start))
    }

    /// What is left of it behind its first line.
    fn behind(self, line: Self) -> Self {
        Self {
            line: self.line + line.text.matches('\n').count(),
            start: self.start + line.text.len(),
            text: &self.text[line.text.len()..],
            findings: &self.findings[line.findings.len()..],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vietmend::Edit;

    fn finding(text: &str, start: usize, end: usize) -> Finding<'static> {
        let edit = Edit::new(start..end, text[start..end].to_owned(), "-");
        let reason = edit.reason();
        Finding { path: "a".into(), line: 1, column: 1, made: true, reason, edit }
    }

    fn lines(text: &str, spans: &[(usize, usize)], longest: usize) -> Vec<(usize, String, usize)> {
        let findings: Vec<_> = spans.iter().map(|&(from, to)| finding(text, from, to)).collect();
        let whole = Passage::whole(text, &findings);
        let lines: Vec<_> = whole.lines(longest).collect();
        assert_eq!(lines.iter().map(|line| line.text).collect::<String>(), text);
        let edited: String = lines.iter().map(|line| line.with(|it| &it.edit.after)).collect();
        assert_eq!(edited, whole.with(|it| &it.edit.after));
        lines.iter().map(|it| (it.line, it.text.to_owned(), it.findings.len())).collect()
    }

    #[test]
    fn a_line_is_a_passage() {
        let [one, two] = [(1, "ab\r\n".to_owned(), 1), (2, "c".to_owned(), 0)];
        assert_eq!(lines("ab\r\nc", &[(0, 2)], 99), [one, two]);
        assert_eq!(lines("", &[], 99), []);
    }

    #[test]
    fn what_is_put_in_at_the_end_stands_in_the_last_line() {
        assert_eq!(lines("a\nb", &[(3, 3)], 99), [(1, "a\n".into(), 0), (2, "b".into(), 1)]);
        assert_eq!(lines("a\n", &[(2, 2)], 99), [(1, "a\n".into(), 1)]);
        assert_eq!(lines("ab cd", &[(5, 5)], 3), [(1, "ab ".into(), 0), (1, "cd".into(), 1)]);
        assert_eq!(lines("", &[(0, 0)], 99), [(1, String::new(), 1)]);
    }

    #[test]
    fn lines_are_kept_together_where_a_finding_goes_across() {
        let [one, two] = [(1, "a-\nb-\nc\n".to_owned(), 2), (4, "d".to_owned(), 1)];
        assert_eq!(lines("a-\nb-\nc\nd", &[(0, 4), (4, 7), (8, 9)], 99), [one, two]);
    }

    #[test]
    fn a_finding_across_may_end_with_any_letter() {
        assert_eq!(
            lines("a\nđ b\nc", &[(0, 4)], 99),
            [(1, "a\nđ b\n".into(), 1), (3, "c".into(), 0)]
        );
    }

    #[test]
    fn long_lines_are_cut_at_blanks_and_never_in_a_finding() {
        let cut = |text, spans: &[_]| lines(text, spans, 4).into_iter().map(|it| it.1);
        assert!(cut("ab cd efg\n", &[]).eq(["ab ", "cd ", "efg\n"]));
        assert!(cut("ab cd efg", &[(1, 7)]).eq(["a", "b cd e", "fg"]));
        assert!(cut("đđđ", &[]).eq(["đđ", "đ"]));
        assert!(lines("𠀀𠀀", &[], 1).into_iter().map(|it| it.1).eq(["𠀀", "𠀀"]));
    }
}
