//! How sure an engine was of a word.

/// How sure, from 0 to 1, a value says that an engine was which counts up to `most`; `None` where it says
/// nothing, as Tesseract's -1 for what is no word.
pub fn certainty(value: &str, most: f32) -> Option<f32> {
    let value: f32 = value.trim().parse().ok()?;
    (0.0..=most).contains(&value).then_some(value / most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_shares_count() {
        assert_eq!(certainty(" 87 ", 100.0), Some(0.87));
        assert_eq!(certainty("1", 1.0), Some(1.0));
        for value in ["-1", "101", "NaN", "inf", "", "high"] {
            assert_eq!(certainty(value, 100.0), None, "{value}");
        }
    }
}
