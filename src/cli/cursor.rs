//! From bytes to lines and columns.

/// Goes through a text and says at which line and column it is.
#[derive(Debug)]
pub struct Cursor<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    column: usize,
}

impl<'t> Cursor<'t> {
    /// A cursor at a byte offset, which is called line 1, column 1.
    pub fn new(text: &'t str, at: usize) -> Self {
        Self { text, at, line: 1, column: 1 }
    }

    /// Goes on to a byte offset, never back; gives the line and the column in characters, both
    /// from one.
    pub fn to(&mut self, offset: usize) -> (usize, usize) {
        for char in self.text[self.at..offset].chars() {
            if char == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.at = offset;
        (self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn counts_characters_of_the_line() {
        let mut cursor = Cursor::new("đất\nchiếm đât", 0);
        assert_eq!(cursor.to(0), (1, 1));
        assert_eq!(cursor.to("đất".len()), (1, 4));
        assert_eq!(cursor.to("đất\nchiếm ".len()), (2, 7));
    }
}
