//! A process that is watched until it ends.

use std::fs;
use std::process::{Child, ExitStatus};
use std::thread::sleep;
use std::time::Duration;

/// How often a process is looked at: often enough that neither its end nor its peak is missed by much,
/// seldom enough that it is not disturbed.
const PAUSE: Duration = Duration::from_millis(10);

/// Ticks of a second in which Linux tells the time of a processor, whatever it counts in itself.
const TICKS: f64 = 100.0;

/// What could be seen of a process; only Linux shows it.
#[derive(Debug, Default)]
pub struct Seen {
    /// The most megabytes that it held.
    pub held: Option<f64>,
    /// Seconds that its threads took of the processors together.
    pub processor: Option<f64>,
}

/// Waits until a process ends.
pub fn watch(mut child: Child) -> (ExitStatus, Seen) {
    let mut seen = Seen::default();
    loop {
        seen.look(child.id());
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            return (status, seen);
        }
        sleep(PAUSE);
    }
}

impl Seen {
    fn look(&mut self, process: u32) {
        self.held = held(process).or(self.held);
        self.processor = processor(process).or(self.processor);
    }
}

/// The most megabytes that a process has held so far.
fn held(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let held = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(held.trim().strip_suffix(" kB")?.parse::<f64>().ok()? * 1024.0 / 1e6)
}

/// The seconds that a process has taken of the processors so far.
fn processor(process: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // Behind the name, which is in brackets, the 12th and 13th field: its own time and the system's.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11).map(str::parse::<f64>);
    Some((fields.next()?.ok()? + fields.next()?.ok()?) / TICKS)
}
