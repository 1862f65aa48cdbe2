//! Sizes, times and shares as people read them.

/// Bytes in the unit that leaves at most three digits before the point, in powers of 1000.
pub fn size(bytes: u64) -> String {
    let units = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut size = bytes as f64 / 1000.0;
    let mut unit = 0;
    // From here on it would be rounded to four digits.
    while size >= 999.95 && unit + 1 < units.len() {
        size /= 1000.0;
        unit += 1;
    }
    format!("{size:.1} {}", units[unit])
}

/// A time that is only estimated: in seconds, minutes or hours, rounded up.
pub fn time(seconds: f64) -> String {
    // Up to a minute and a half, an hour and a half, the smaller unit says more.
    if seconds <= 90.0 {
        format!("{:.0} s", seconds.ceil())
    } else if seconds <= 90.0 * 60.0 {
        format!("{:.0} min", (seconds / 60.0).ceil())
    } else {
        format!("{:.0} h", (seconds / 3600.0).ceil())
    }
}

/// A share in per cent; a dash where it is not known.
pub fn share(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.1} %", 100.0 * share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for (bytes, shown) in [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1.0 kB"),
            (999_949, "999.9 kB"),
            (999_950, "1.0 MB"),
            (412_540_000, "412.5 MB"),
            (u64::MAX, "18446744.1 TB"),
        ] {
            assert_eq!(size(bytes), shown);
        }
    }

    #[test]
    fn times() {
        for (seconds, shown) in
            [(0.0, "0 s"), (0.2, "1 s"), (90.0, "90 s"), (91.0, "2 min"), (5401.0, "2 h")]
        {
            assert_eq!(time(seconds), shown);
        }
    }

    #[test]
    fn shares() {
        assert_eq!(share(Some(0.0312)), "3.1 %");
        assert_eq!(share(None), "–");
    }
}
