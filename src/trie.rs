//! The dictionary unrolled: one node per beginning of a word, so that a search for candidates steps
//! through plain arrays and knows at every node how cheap the cheapest word behind it is.
//!
//! An FST shares the ends of its words, which makes it small to ship; the trie shares their
//! beginnings only, so that a node tells which letters led to it.

use crate::alphabet::Code;
use crate::cost::Cost;
use crate::dictionary::{Entry, WordId};

/// A node: a beginning of a word.
pub type NodeId = u32;

/// The beginning of every word.
pub const ROOT: NodeId = 0;

const NO_WORD: WordId = WordId::MAX;

/// Nodes in breadth-first order, so that the children of a node follow each other.
#[derive(Debug, Clone, Default)]
pub struct Trie {
    /// What a walk looks at.
    nodes: Vec<Node>,
    parents: Vec<NodeId>,
    /// The word that ends at each node.
    words: Vec<WordId>,
    /// Its cost alone, in 1/64 nat.
    unigrams: Vec<u16>,
    /// The node of each word.
    ends: Vec<NodeId>,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    /// Where the children start; they end where those of the next node start.
    children: NodeId,
    /// The least cost of any word that ends here or behind, in 1/64 nat.
    bound: u16,
    /// The last letter of the beginning.
    label: Code,
}

impl Trie {
    /// Unrolls sorted keys.
    pub fn new(keys: &[(Vec<Code>, Entry)]) -> Self {
        let mut trie = Self::default();
        trie.push(0, ROOT);
        // The keys behind each node, in the order of the nodes.
        let mut behind = vec![(0, keys.len(), 0)];
        for node in 0.. {
            let Some(&(mut start, end, depth)) = behind.get(node) else { break };
            trie.nodes[node].children = trie.nodes.len() as NodeId;
            if start < end && keys[start].0.len() == depth {
                trie.end(node, keys[start].1);
                start += 1;
            }
            for same in keys[start..end].chunk_by(|(a, _), (b, _)| a[depth] == b[depth]) {
                trie.push(same[0].0[depth], node as NodeId);
                behind.push((start, start + same.len(), depth + 1));
                start += same.len();
            }
        }
        for node in (1..trie.nodes.len()).rev() {
            let (bound, parent) = (trie.nodes[node].bound, trie.parents[node] as usize);
            trie.nodes[parent].bound = trie.nodes[parent].bound.min(bound);
        }
        // Where the children of the last node end.
        trie.push(0, ROOT);
        trie
    }

    fn push(&mut self, label: Code, parent: NodeId) {
        let children = self.nodes.len() as NodeId;
        self.nodes.push(Node { children, bound: u16::MAX, label });
        self.parents.push(parent);
        self.words.push(NO_WORD);
        self.unigrams.push(u16::MAX);
    }

    fn end(&mut self, node: usize, entry: Entry) {
        let unigram = u16::try_from(entry.unigram).unwrap_or(u16::MAX);
        (self.words[node], self.unigrams[node]) = (entry.id, unigram);
        self.nodes[node].bound = unigram;
        let id = usize::from(entry.id);
        self.ends.resize(self.ends.len().max(id + 1), ROOT);
        self.ends[id] = node as NodeId;
    }

    /// The children of a node: each with the letter that leads there and its [bound](Self::bound).
    pub fn children(&self, node: NodeId) -> impl Iterator<Item = (NodeId, Code, Cost)> {
        let (first, children) = self.below(node);
        (first..).zip(children).map(|(child, node)| (child, node.label, Cost::from(node.bound)))
    }

    /// The node behind another one and a letter.
    pub fn step(&self, node: NodeId, letter: Code) -> Option<NodeId> {
        let (first, children) = self.below(node);
        let place = children.iter().position(|child| child.label == letter)?;
        Some(first + place as NodeId)
    }

    /// The first child of a node, and all of them.
    fn below(&self, node: NodeId) -> (NodeId, &[Node]) {
        let node = node as usize;
        let first = self.nodes[node].children;
        (first, &self.nodes[first as usize..self.nodes[node + 1].children as usize])
    }

    /// The letter that leads to a node from its parent.
    fn label(&self, node: NodeId) -> Code {
        self.nodes[node as usize].label
    }

    /// The node behind another one and several letters.
    pub fn walk(&self, node: NodeId, letters: &[Code]) -> Option<NodeId> {
        letters.iter().try_fold(node, |node, &letter| self.step(node, letter))
    }

    /// The least cost of any word at or behind a node, context aside.
    pub fn bound(&self, node: NodeId) -> Cost {
        Cost::from(self.nodes[node as usize].bound)
    }

    /// The word that ends at a node.
    pub fn word(&self, node: NodeId) -> Option<Entry> {
        let id = self.words[node as usize];
        let unigram = Cost::from(self.unigrams[node as usize]);
        (id != NO_WORD).then_some(Entry { id, unigram })
    }

    /// Every node but the root with its parent and its last letter, parents before their children.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, NodeId, Code)> {
        (1..)
            .zip(&self.parents[1..self.parents.len() - 1])
            .map(|(node, &parent)| (node, parent, self.label(node)))
    }

    /// The letters of a word; none for a number that no word has.
    pub fn key(&self, id: WordId) -> Vec<Code> {
        let mut node = self.ends.get(usize::from(id)).copied().unwrap_or(ROOT);
        let mut key = Vec::new();
        while node != ROOT {
            key.push(self.label(node));
            node = self.parents[node as usize];
        }
        key.reverse();
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_with_their_bounds() {
        let words: [(&[Code], WordId, Cost); 4] =
            [(b"an", 7, 30), (b"anh", 9, 20), (b"ba", 8, 50), (b"em", 6, 40)];
        let keys: Vec<(Vec<Code>, Entry)> =
            words.map(|(key, id, unigram)| (key.to_vec(), Entry { id, unigram })).into();
        let trie = Trie::new(&keys);
        for (key, entry) in &keys {
            let node = trie.walk(ROOT, key).unwrap();
            assert_eq!(trie.word(node), Some(*entry));
            assert_eq!(trie.key(entry.id), *key);
        }
        assert_eq!(trie.walk(ROOT, b"ab"), None);
        assert_eq!(trie.word(trie.walk(ROOT, b"a").unwrap()), None);
        assert_eq!(trie.bound(trie.walk(ROOT, b"a").unwrap()), 20);
        assert_eq!(trie.bound(ROOT), 20);
        assert_eq!(trie.key(5), []);
    }

    #[test]
    fn no_words_make_a_root() {
        let trie = Trie::new(&[]);
        assert_eq!((trie.children(ROOT).count(), trie.word(ROOT)), (0, None));
    }
}
