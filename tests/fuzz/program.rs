//! The program, which is given reports and decisions that were mutated.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::dice::Dice;
use crate::fixtures;

/// A run with its report and decisions.
pub struct Run {
    folder: TempDir,
    report: Vec<u8>,
    decisions: Vec<u8>,
}

impl Run {
    /// Repairs pages, a text in UTF-8 and one in an old encoding.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("in");
        fs::create_dir(&input).unwrap();
        let text = "Dân bị lấn chiếm đât nông nghiệp, triên khai kế hoạch.\r\n";
        fs::write(input.join("a.txt"), text).unwrap();
        fs::write(input.join("b.txt"), b"Da^n bi. la^'n chie^'m dda^t no^ng nghie^.p cu?a nha`.")
            .unwrap();
        fs::write(input.join("c.txt"), b"\0").unwrap();
        fs::write(input.join("d.tsv"), &fixtures("tsv")[1]).unwrap();
        let mut run = Self { folder, report: Vec::new(), decisions: Vec::new() };
        run.run(&["repair", "in", "-o", "out", "--report", "run.jsonl"]);
        run.report = fs::read(run.folder.path().join("run.jsonl")).unwrap();
        let edits = String::from_utf8(run.report.clone()).unwrap();
        let edits = edits.lines().filter(|line| line.starts_with("{\"type\":\"edit\""));
        let decide = |line: &str| {
            line.replace("\"edit\"", "\"decision\"").replacen('}', "},\"text\":\"x y\"", 1) + "\n"
        };
        let decisions = edits.map(decide).collect::<String>();
        run.decisions =
            [b"{\"type\":\"decisions\",\"decisions\":1}\n", decisions.as_bytes()].concat();
        run
    }

    /// A report, and decisions.
    pub fn seeds(&self) -> Vec<Vec<u8>> {
        vec![self.report.clone(), self.report.clone(), self.decisions.clone()]
    }

    /// Has a program read a mutated report, or mutated decisions.
    pub fn read(&self, bytes: &[u8], dice: &mut Dice) {
        let path = self.folder.path();
        let is_report = !bytes.starts_with(b"{\"type\":\"decisions\"");
        let (report, decisions) =
            if is_report { (bytes, &self.decisions[..]) } else { (&self.report[..], bytes) };
        fs::write(path.join("run.jsonl"), report).unwrap();
        fs::write(path.join("decisions.jsonl"), decisions).unwrap();
        let commands: [&[&str]; 6] = [
            &["apply", "run.jsonl", "decisions.jsonl", "-o", "reviewed"],
            &["undo", "run.jsonl", "-o", "back"],
            &["show", "run.jsonl", "--diff"],
            &["show", "run.jsonl", "--list"],
            &["undo", "run.jsonl", "-o", "back", "--only", "a.txt:1"],
            &["review", "run.jsonl"],
        ];
        let _ = fs::remove_file(path.join("review.html"));
        self.run(commands[dice.below(if is_report { 6 } else { 2 })]);
        assert_eq!(self.originals(), ["a.txt", "b.txt", "c.txt", "d.tsv"]);
    }

    /// Has the program mend a mutated Word document, and take back what it has mended.
    pub fn come_back(&self, bytes: &[u8]) {
        let path = self.folder.path();
        for name in ["word.jsonl", "mended.docx", "back.docx"] {
            let _ = fs::remove_file(path.join(name));
        }
        fs::write(path.join("a.docx"), bytes).unwrap();
        let status = self.run(&["repair", "a.docx", "-o", "mended.docx", "--report", "word.jsonl"]);
        if status == 0 {
            assert_eq!(self.run(&["undo", "word.jsonl", "-o", "back.docx"]), 0);
            assert_eq!(fs::read(path.join("back.docx")).unwrap(), bytes);
        }
    }

    /// Runs a command here: it must end by itself and say so in its own words. Gives its exit status.
    fn run(&self, arguments: &[&str]) -> i32 {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vietmend"));
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("panicked"), "{arguments:?}: {said}");
        let status = output.status.code().filter(|status| (0..=2).contains(status));
        status.unwrap_or_else(|| panic!("{arguments:?}: {said}"))
    }

    fn originals(&self) -> Vec<String> {
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        let files = fs::read_dir(self.folder.path().join("in")).unwrap();
        let mut names: Vec<String> = files.map(|file| name(&file.unwrap().path())).collect();
        names.sort();
        names
    }
}
