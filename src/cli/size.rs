//! Sizes as people write them.

/// Reads a number of bytes: `9MB` (powers of 1000), `9MiB` (powers of 1024), `9_000_000`.
pub fn size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|char: char| char.is_ascii_alphabetic());
    let number: Option<u64> = digits.trim().replace('_', "").parse().ok();
    let bytes =
        number.zip(unit(&text[digits.len()..])).and_then(|(number, unit)| number.checked_mul(unit));
    bytes.ok_or_else(|| "a number of bytes is needed, as 9MB, 9MiB or 9_000_000".to_owned())
}

fn unit(name: &str) -> Option<u64> {
    Some(match name.to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1000,
        "m" | "mb" => 1000 * 1000,
        "g" | "gb" => 1000 * 1000 * 1000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn reads_what_people_write() {
        assert_eq!(size("9MB"), Ok(9_000_000));
        assert_eq!(size("9_000_000"), Ok(9_000_000));
        assert_eq!(size("9 MiB"), Ok(9 << 20));
        assert_eq!(size("512k"), Ok(512_000));
    }

    #[test]
    fn refuses_the_rest() {
        for text in ["", "MB", "9XB", "-9MB", "9.5MB", "99999999999GB"] {
            assert!(size(text).is_err(), "{text}");
        }
    }
}
