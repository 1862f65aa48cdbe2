//! Pseudo-random numbers: the same every time.

/// Knuth's linear congruential generator.
pub struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32
    }

    /// A number from 0 to 1.
    pub fn share(&mut self) -> f32 {
        self.next() as f32 / (1u32 << 31) as f32
    }

    /// Whether something of this probability happens.
    pub fn happens(&mut self, p: f32) -> bool {
        self.share() < p
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let at = self.next() as usize;
        of.get(at.checked_rem(of.len())?)
    }

    /// Puts these into any order (Durstenfeld 1964).
    pub fn shuffle<T>(&mut self, these: &mut [T]) {
        for end in (1..these.len()).rev() {
            these.swap(end, self.next() as usize % (end + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shuffling_loses_nothing() {
        let mut numbers: Vec<u32> = (0..100).collect();
        Chance(1).shuffle(&mut numbers);
        assert!(!numbers.is_sorted());
        numbers.sort_unstable();
        assert!(numbers.into_iter().eq(0..100));
    }

    #[test]
    fn what_cannot_happen_does_not() {
        let mut chance = Chance(1);
        assert!((0..1000).all(|_| !chance.happens(0.0) && chance.happens(1.1)));
        assert!(chance.pick::<u32>(&[]).is_none());
    }
}
