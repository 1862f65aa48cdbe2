//! Where something stands on a page.

/// A rectangle on a page, in the units of the document, mostly pixels: from the left and from the top.
///
/// ```
/// use vietmend::Document;
/// let source = "<span class='ocrx_word' title='bbox 36 92 96 116'>đât</span>";
/// let document = Document::parse(source)?;
/// let bounds = document.runs().next().unwrap().bounds.unwrap();
/// assert_eq!((bounds.left, bounds.bottom), (36.0, 116.0));
/// # Ok::<(), vietmend::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The left edge.
    pub left: f64,
    /// The upper edge.
    pub top: f64,
    /// The right edge.
    pub right: f64,
    /// The lower edge.
    pub bottom: f64,
}

/// How much wider a letter is than the blank between two words: about that in the fonts of letters
/// and decrees.
const LETTER: f64 = 2.0;

impl Bounds {
    /// The smallest rectangle around both.
    pub fn around(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// The rectangle cut from left to right for parts of so many letters each, with blanks between.
    pub fn divide(self, letters: &[usize]) -> Vec<Self> {
        let width = |letters: usize| LETTER * letters as f64;
        let blanks = letters.len().saturating_sub(1) as f64;
        let total = letters.iter().map(|&n| width(n)).sum::<f64>() + blanks;
        let unit = (self.right - self.left) / total.max(1.0);
        let mut at = 0.0;
        let parts = letters.iter().map(|&n| {
            let left = self.place(self.left + at * unit);
            at += width(n);
            let right = self.place(self.left + at * unit);
            at += 1.0;
            Self { left, right, ..self }
        });
        parts.collect()
    }

    /// What lies between two parts that stand beside each other.
    pub fn between(self, next: Self) -> Self {
        Self { left: self.right, right: next.left.max(self.right), ..self }
    }

    /// A place within, whole where the edges are whole, else to a hundredth.
    fn place(self, at: f64) -> f64 {
        let edges = [self.left, self.top, self.right, self.bottom];
        let scale = if edges.iter().all(|edge| edge.fract() == 0.0) { 1.0 } else { 100.0 };
        ((at * scale).round() / scale).min(self.right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(left: f64, right: f64) -> Bounds {
        Bounds { left, right, top: 0.0, bottom: 10.0 }
    }

    #[test]
    fn parts_are_as_wide_as_their_letters() {
        assert_eq!(bounds(0.0, 110.0).divide(&[2, 3]), [bounds(0.0, 40.0), bounds(50.0, 110.0)]);
        assert_eq!(bounds(0.5, 1.0).divide(&[1, 1]), [bounds(0.5, 0.7), bounds(0.8, 1.0)]);
        assert_eq!(bounds(3.0, 3.0).divide(&[0, 9]), [bounds(3.0, 3.0), bounds(3.0, 3.0)]);
    }
}
