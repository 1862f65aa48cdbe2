//! A survey as people read it.

use std::fmt::{self, Display, Formatter};

use super::super::table::{Side, Table};
use super::super::visible::visible;
use super::entry::{Entry, File, Unreadable};
use super::kind::Kind;
use super::totals::{Sums, Totals};
use super::units;

/// A survey as people read it.
#[derive(Debug)]
pub struct Page {
    pub totals: Totals,
    pub listed: Listed,
    /// How many of the damaged files are listed.
    pub worst: usize,
    pub threads: usize,
}

/// What is named file by file.
#[derive(Debug, Default)]
pub struct Listed {
    damaged: Vec<File>,
    unreadable: Vec<Unreadable>,
}

impl Listed {
    /// Adds what was said of a path.
    pub fn add(&mut self, entry: Entry) {
        match entry {
            Entry::File(file) if file.left.is_some() && file.kind != Kind::Clean => {
                self.damaged.push(file);
            }
            Entry::File(_) => {}
            Entry::Unreadable(unreadable) => self.unreadable.push(unreadable),
        }
    }
}

impl Display for Page {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.write_head(f)?;
        if self.totals.all.files > 0 {
            write!(f, "\n{}", self.kinds())?;
        }
        if self.totals.all.damaged().is_some() {
            write!(f, "\n{}", self.totals.histogram)?;
        }
        self.write_worst(f)?;
        self.write_unreadable(f)
    }
}

impl Page {
    fn write_head(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Totals { all: Sums { files, bytes, .. }, unreadable, encodings, .. } = &self.totals;
        let encodings: Vec<String> =
            encodings.iter().map(|(encoding, files)| format!("{encoding} {files}")).collect();
        let time = units::time(self.totals.seconds(self.threads));
        writeln!(f, "files       {files} ({})", units::size(*bytes))?;
        writeln!(f, "not read    {unreadable}")?;
        if !encodings.is_empty() {
            writeln!(f, "encodings   {}", encodings.join(", "))?;
        }
        writeln!(f, "repair      about {time} (threads: {})", self.threads)
    }

    fn kinds(&self) -> Table<5> {
        let mut table = Table::new([
            ("kind", Side::Left),
            ("files", Side::Right),
            ("size", Side::Right),
            ("words wrong", Side::Right),
            ("after repair", Side::Right),
        ]);
        let kinds = Kind::ALL.into_iter().zip(&self.totals.kinds);
        for (kind, sums) in kinds.filter(|(_, sums)| sums.files > 0) {
            table.push(row(kind, sums));
        }
        table.push(row("all", &self.totals.all));
        table
    }

    fn write_worst(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut worst: Vec<&File> = self.listed.damaged.iter().collect();
        worst.sort_by(|one, other| {
            let left = |file: &File| file.left.unwrap_or_default();
            left(other).total_cmp(&left(one)).then_with(|| one.path.cmp(&other.path))
        });
        worst.truncate(self.worst);
        if worst.is_empty() {
            return Ok(());
        }
        let mut table = Table::new([
            ("after repair", Side::Right),
            ("words wrong", Side::Right),
            ("words", Side::Right),
            ("kind", Side::Left),
            ("file", Side::Left),
        ]);
        worst.iter().for_each(|file| table.push(file_row(file)));
        let (listed, all) = (worst.len(), self.listed.damaged.len());
        write!(f, "\nthe worst after repair, {listed} of {all} that are not clean:\n{table}")
    }

    fn write_unreadable(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.listed.unreadable.is_empty() {
            return Ok(());
        }
        writeln!(f, "\nnot read:")?;
        for Unreadable { path, encoding, reason } in &self.listed.unreadable {
            let encoding = encoding.map_or_else(String::new, |encoding| format!("{encoding}, "));
            writeln!(f, "{}: {encoding}{reason}", visible(path))?;
        }
        Ok(())
    }
}

fn row(name: impl Display, sums: &Sums) -> [String; 5] {
    [
        name.to_string(),
        sums.files.to_string(),
        units::size(sums.bytes),
        units::share(sums.damaged()),
        units::share(sums.left()),
    ]
}

fn file_row(file: &File) -> [String; 5] {
    [
        units::share(file.left),
        units::share(file.damaged),
        file.words.to_string(),
        file.kind.to_string(),
        visible(&file.path).into_owned(),
    ]
}
