//! Timelines: one drawing, made of rectangles with whole-number edges, for paper and for screens.
//!
//! States are told apart by shape and not by colour alone, for acts are printed in black and
//! white: a low bar, a full bar, three stripes, a thin line.

use super::Wording;

/// How many columns a strip has. On paper one is a little less than a point wide.
pub const COLUMNS: u16 = 500;
/// How high a strip is, in the units of the drawing.
pub const HEIGHT: u16 = 10;

/// What was seen of several things over one stretch of time, one strip beneath the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// What it shows, in each language, the main one first.
    pub titles: Vec<Wording>,
    /// The stretch of time and how to read the picture, in each language.
    pub remarks: Vec<Vec<Wording>>,
    /// The marks of the scale.
    pub ticks: Vec<Tick>,
    /// What each pattern means.
    pub legend: Vec<Key>,
    /// The strips.
    pub strips: Vec<Strip>,
}

/// A mark of the scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The column at whose left edge it stands, from 0 to [`COLUMNS`].
    pub at: u16,
    /// The instant.
    pub label: String,
}

/// What a pattern means.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The pattern.
    pub pattern: Pattern,
    /// What it means, in each language, the main one first.
    pub texts: Vec<Wording>,
}

/// One thing over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// What the thing is. Printed whole, however long it is.
    pub label: String,
    /// The strip in words, for who cannot see it.
    pub alternative: String,
    /// A pattern for each of the [`COLUMNS`] columns; what is missing is [`Pattern::Line`].
    pub columns: Vec<Pattern>,
}

/// How a column is filled.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Pattern {
    /// The whole height: something is wrong.
    Full,
    /// A thin line at the foot: nobody looked.
    Line,
    /// A low bar: as it should be.
    Low,
    /// Three stripes: not known.
    Stripes,
}

impl Pattern {
    pub(super) const ALL: [Self; 4] = [Self::Line, Self::Low, Self::Stripes, Self::Full];

    /// Upper and lower edge of the bars that a column consists of.
    const fn bars(self) -> &'static [(u16, u16)] {
        match self {
            Self::Full => &[(0, 10)],
            Self::Line => &[(9, 10)],
            Self::Low => &[(5, 10)],
            Self::Stripes => &[(0, 2), (4, 6), (8, 10)],
        }
    }
}

/// A rectangle of a strip: columns to the right, tenths of its height downwards.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Rect {
    pub(super) left: u16,
    pub(super) top: u16,
    pub(super) width: u16,
    pub(super) height: u16,
}

/// The rectangles of one pattern over these columns; neighbours are one rectangle.
pub(super) fn rects(columns: &[Pattern], count: u16, pattern: Pattern) -> Vec<Rect> {
    let at = |index: u16| columns.get(usize::from(index)).copied().unwrap_or(Pattern::Line);
    let mut rects = Vec::new();
    let mut from = None;
    for index in 0..=count {
        let inside = index < count && at(index) == pattern;
        match (inside, from) {
            (true, None) => from = Some(index),
            (false, Some(left)) => {
                from = None;
                rects.extend(pattern.bars().iter().map(|&(top, foot)| Rect {
                    left,
                    top,
                    width: index.saturating_sub(left),
                    height: foot.saturating_sub(top),
                }));
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    rects
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_one_pattern_are_one_rectangle() {
        use Pattern::{Full, Line, Low};
        let columns = [Low, Low, Full, Low];
        let rect = |left, top, width, height| Rect { left, top, width, height };
        assert_eq!(rects(&columns, 6, Low), [rect(0, 5, 2, 5), rect(3, 5, 1, 5)]);
        assert_eq!(rects(&columns, 6, Full), [rect(2, 0, 1, 10)]);
        assert_eq!(rects(&columns, 6, Line), [rect(4, 9, 2, 1)]);
        assert_eq!(rects(&columns, 6, Pattern::Stripes), []);
    }

    #[test]
    fn no_two_patterns_have_the_same_shape() {
        for one in Pattern::ALL {
            for other in Pattern::ALL {
                assert_eq!(one == other, one.bars() == other.bars());
            }
        }
    }
}
