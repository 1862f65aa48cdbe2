#!/usr/bin/env python3
"""Tests the review page in a real browser, headless Chromium, with real keys and clicks.

    apt-get install chromium chromium-driver python3-selenium
    cargo build --release
    /usr/bin/python3 tests/browser/review.py target/release/vietmend

`--measure N` makes a page of N documents instead and prints how long it takes to open and to use.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

GOLDEN = Path(__file__).parent.parent / "golden"
HOSTILE = "</script><script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\">"


def vietmend(*arguments, folder, status=0):
    run = subprocess.run([VIETMEND, *arguments], cwd=folder, capture_output=True, text=True)
    assert run.returncode == status, run.stderr
    return run


def browser(downloads, language="vi"):
    options = webdriver.ChromeOptions()
    # As root, as in a container, Chromium runs without its sandbox only. It asks nothing of the network.
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update", "--disable-sync",
                     f"--lang={language}", "--window-size=1400,900"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {
        "download.default_directory": str(downloads), "download.prompt_for_download": False,
        "intl.accept_languages": language,
    })
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options)


class Review(unittest.TestCase):
    """One archive and its page; a browser for each test, so that none sees what another decided."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        originals = cls.folder / "in"
        shutil.copytree(GOLDEN / "vie", originals / "vie")
        shutil.copytree(GOLDEN / "eng", originals / "eng")
        (originals / "<b>name.txt").write_text(f"Dân bị lấn chiếm đât {HOSTILE} trái phép.\r\nHết\r\n", newline="")
        vietmend("repair", "in", "-o", "out", "--report", "run.jsonl", folder=cls.folder)
        vietmend("review", "run.jsonl", folder=cls.folder)
        lines = [json.loads(line) for line in (cls.folder / "run.jsonl").read_text().splitlines()]
        cls.edits = [line for line in lines if line["type"] == "edit"]

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def setUp(self):
        self.downloads = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.downloads)
        self.open()

    def open(self, language="vi"):
        self.browser = browser(self.downloads, language)
        self.addCleanup(self.browser.quit)
        self.browser.get((self.folder / "review.html").as_uri())

    def find(self, css):
        return self.browser.find_element(By.CSS_SELECTOR, css)

    def all(self, css):
        return self.browser.find_elements(By.CSS_SELECTOR, css)

    def press(self, *keys):
        for key in keys:
            self.browser.switch_to.active_element.send_keys(key)

    def current(self):
        return self.find("[aria-current]")

    def states(self):
        """How many changes are accepted, rejected and typed, as the page says it."""
        kinds = ("accepted", "rejected", "typed")
        return tuple(len(self.all(f".change.{kind}")) for kind in kinds)

    def saved(self):
        """The decisions that the page saves."""
        path = self.downloads / "decisions.jsonl"
        path.unlink(missing_ok=True)
        self.find("#save").click()
        WebDriverWait(self.browser, 10).until(lambda _: path.exists() and path.read_text().endswith("\n"))
        first, *decisions = [json.loads(line) for line in path.read_text().splitlines()]
        self.assertEqual(first, {"type": "decisions", "decisions": 1})
        return path, decisions

    def choose(self, name, value):
        Select(self.find(f"#{name}")).select_by_value(value)

    def test_the_page_shows_every_change_and_nothing_runs_in_it(self):
        self.assertEqual(self.browser.title, "vietmend: xem lại các chỗ sửa")
        self.assertIn(f"{len(self.edits):,}".replace(",", ".") + " chỗ sửa", self.find("#counts").text)
        self.assertEqual(self.find("tr.head th").text, "<b>name.txt")
        self.assertIn(HOSTILE, self.find("tbody tr:nth-child(2) td").text)
        bars = [int(bar.text.replace(".", "")) for bar in self.all("#chart b")]
        self.assertEqual(sum(bars), len(self.edits))
        doubtful = sum(edit["confidence"] < 0.4995 for edit in self.edits)
        self.assertEqual(bars[0], doubtful)
        self.assertEqual(self.browser.get_log("browser"), [])

    def test_what_is_taken_away_is_seen(self):
        self.choose("order", "document")
        self.find("#word").send_keys(":")
        marks = [mark.text for mark in self.all(".change")]
        self.assertIn("∅", marks)
        self.assertIn("␣:", [before.text for before in self.all("del")])
        self.assertEqual([mark for mark in marks if not mark], [])

    def test_decisions_make_the_round_trip(self):
        first, second, third, fourth, fifth = self.edits[:5]
        self.press(Keys.ARROW_DOWN)
        self.assertEqual(self.current().text, first["after"])
        self.press("a", "r", "e")
        typed = self.browser.switch_to.active_element
        self.assertEqual(typed.get_attribute("value"), third["after"])
        typed.send_keys("Đồng Tháp")
        typed.send_keys(Keys.ENTER)
        self.press("a", "u", "k", "u", "j", "j", "a")
        self.assertEqual(self.states(), (2, 1, 1))
        path, decisions = self.saved()
        expected = [(first, first["after"]), (second, second["before"]), (third, "Đồng Tháp")]
        found = {(it["path"], it["span"]["start"]): it["text"] for it in decisions}
        for edit, text in expected:
            self.assertEqual(found[edit["path"], edit["span"]["start"]], text)
            line = next(it for it in decisions if it["span"] == edit["span"] and it["path"] == edit["path"])
            self.assertEqual((line["before"], line["after"]), (edit["before"], edit["after"]))
        self.assertEqual(len(decisions), 4)
        vietmend("apply", "run.jsonl", str(path), "-o", "reviewed", folder=self.folder)
        self.addCleanup(shutil.rmtree, self.folder / "reviewed")
        for original in (self.folder / "in").rglob("*.txt"):
            name = original.relative_to(self.folder / "in")
            text, done = original.read_bytes(), 0
            out = b""
            for edit in (edit for edit in self.edits if edit["path"] == str(name)):
                span = edit["span"]
                out += text[done:span["start"]]
                out += found.get((str(name), span["start"]), edit["after"]).encode()
                done = span["end"]
            self.assertEqual((self.folder / "reviewed" / name).read_bytes(), out + text[done:], name)

    def test_decisions_last_and_are_opened_again(self):
        self.press("j", "a", "r", "r")
        WebDriverWait(self.browser, 10).until(lambda _: "trình duyệt này giữ" in self.find("#saved").text)
        self.browser.get((self.folder / "review.html").as_uri())
        self.assertEqual(self.states(), (1, 2, 0))
        path, decisions = self.saved()
        self.open()
        self.assertEqual(self.states(), (0, 0, 0))
        self.find("#load").send_keys(str(path))
        WebDriverWait(self.browser, 10).until(lambda _: self.states() == (1, 2, 0))
        self.assertEqual(self.saved()[1], decisions)
        bad = self.downloads / "bad.jsonl"
        bad.write_text("{}\n")
        self.find("#load").send_keys(str(bad))
        WebDriverWait(self.browser, 10).until(lambda _: "bad.jsonl" in self.find("#saved").text)
        self.assertEqual(self.states(), (1, 2, 0))

    def test_equal_changes_are_decided_together_and_taken_back(self):
        self.choose("order", "alike")
        pairs = [(edit["before"], edit["after"]) for edit in self.edits]
        most = max(pairs.count(pair) for pair in set(pairs))
        heading = self.find("tr.head")
        self.assertIn(f"{most} chỗ", heading.text)
        heading.find_element(By.CSS_SELECTOR, ".all button").click()
        self.assertIn(f"nhận {most}", self.find("#counts").text)
        self.press("z")
        self.assertIn("nhận 0", self.find("#counts").text)
        self.find(".change").click()
        self.press("g", "r")
        self.assertIn(f"bỏ {most}", self.find("#counts").text)
        self.find("#open").click()
        self.assertIn(f"Đang lọc: {len(self.edits) - most:,}".replace(",", "."), self.find("#counts").text)

    def test_filters_show_what_they_say(self):
        self.choose("order", "doubt")
        least = min(edit["confidence"] for edit in self.edits)
        self.press("j")
        self.assertIn(f"{round(100 * least)} %", self.find("#panel-change").text)
        self.find("#word").send_keys("ĐẤT")
        shown = [edit for edit in self.edits
                 if "đất" in edit["after"].lower() or "đất" in edit["before"].lower()]
        self.assertIn(f"Đang lọc: {len(shown)} ", self.find("#counts").text)
        self.assertEqual(len(self.all(".change")), len(shown))
        self.find("#clear").click()
        self.choose("document", "<b>name.txt")
        own = sum(edit["path"] == "<b>name.txt" for edit in self.edits)
        self.assertIn(f"Đang lọc: {own} ", self.find("#counts").text)
        self.find("#clear").click()
        self.find("#chart button").click()
        self.assertIn(f"Đang lọc: {self.find('#chart b').text} ", self.find("#counts").text)

    def test_it_speaks_english_and_turns_pages(self):
        self.open("en")
        self.assertEqual(self.browser.title, "vietmend: review of changes")
        self.choose("language", "vi")
        self.assertEqual(self.find("#next").text, "Trang sau →")
        first = self.find("tbody th[scope=row]").text
        self.press("n")
        self.assertNotEqual(self.find("tbody th[scope=row]").text, first)
        self.press("p", "k")
        self.assertEqual(self.find("#previous").is_enabled(), False)

    def test_the_keyboard_reaches_everything(self):
        self.press("j")
        reached = set()
        for _ in range(80):
            self.press(Keys.TAB)
            active = self.browser.switch_to.active_element
            reached.add(active.get_attribute("id") or active.get_attribute("class"))
        for name in ("language", "help-open", "order", "document", "word", "open", "clear", "save", "button", "print",
                     "next", "accept", "reject", "typed", "type", "undecide"):
            self.assertIn(name, reached)

    def test_print_shows_all_rows(self):
        rows = len(self.all("tbody tr"))
        self.browser.execute_script("window.dispatchEvent(new Event('beforeprint'))")
        self.assertGreater(len(self.all("tbody tr")), rows)
        self.browser.execute_script("window.dispatchEvent(new Event('afterprint'))")
        self.assertEqual(len(self.all("tbody tr")), rows)


def measure(count):
    """Prints how long a page of so many documents takes: one in ten read with the wrong language."""
    folder = Path(tempfile.mkdtemp())
    sources = {name: [path.read_text() for path in sorted((GOLDEN / name).glob("*.txt"))] for name in ("eng", "vie")}
    for number in range(count):
        source = sources["eng" if number % 10 == 0 else "vie"]
        path = folder / "in" / f"{number // 500:03}" / f"{number:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{source[number % len(source)]}\nSố {number}\n")
    vietmend("repair", "in", "-o", "out", "--report", "run.jsonl", folder=folder)
    start = time.monotonic()
    vietmend("review", "run.jsonl", folder=folder)
    print(f"made in {time.monotonic() - start:.2f} s, {(folder / 'review.html').stat().st_size / 1e6:.1f} MB")
    page = browser(folder)
    start = time.monotonic()
    page.get((folder / "review.html").as_uri())
    print(page.find_element(By.ID, "counts").text)
    print(f"opened in {time.monotonic() - start:.2f} s")
    for name, keys in (("next change", "jjjjjjjjjj"), ("accept", "aaaaaaaaaa"), ("next page", "nnnnnnnnnn")):
        start = time.monotonic()
        for key in keys:
            page.switch_to.active_element.send_keys(key)
        print(f"{name}: {(time.monotonic() - start) / len(keys):.3f} s")
    start = time.monotonic()
    Select(page.find_element(By.ID, "order")).select_by_value("doubt")
    print(f"least sure first: {time.monotonic() - start:.2f} s")
    page.quit()
    shutil.rmtree(folder)


if __name__ == "__main__":
    VIETMEND = str(Path(sys.argv.pop(1)).resolve())
    if sys.argv[1:2] == ["--measure"]:
        measure(int(sys.argv[2]))
    else:
        unittest.main(verbosity=2)
