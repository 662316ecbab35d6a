//! Two PDFs, page by page: what a reader would see that is not the same.
//!
//! Both are drawn by one renderer, so pages that say the same in the same place give the same
//! pixels. The first of them is nobody's friend: it is drawn apart, within bounds of time and size,
//! and what cannot be drawn is told.
#![expect(clippy::float_arithmetic, reason = "page geometry, never a measure")]

use std::io::Cursor;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use image::{ImageFormat, Rgb, RgbImage};

use super::guarded::guarded;

/// How long pages are compared; what is left then is told.
const LONGEST: Duration = Duration::from_secs(90);
/// Pixels a point for comparing, and for the pictures.
const COARSE: f32 = 1.0;
const FINE: f32 = 1.5;
/// The longest edge that is drawn, in pixels.
const LONGEST_EDGE: f32 = 2_000.0;
/// Between the three panels, and around what differs, in pixels.
const GAP: u32 = 12;
const PAPER: Rgb<u8> = Rgb([255, 255, 255]);
const BETWEEN: Rgb<u8> = Rgb([90, 90, 90]);
const DIFFERS: Rgb<u8> = Rgb([214, 0, 28]);

/// What two documents show.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Differences {
    /// The first pages that differ, with a picture of each: the first document, the second, and
    /// where they differ.
    pub pages: Vec<Shown>,
    /// How many pages were compared, of how many.
    pub compared: usize,
    /// The pages of the longer document.
    pub of: usize,
    /// Why not all pages could be compared, where that is so.
    pub failed: Option<String>,
}

/// A page that differs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Shown {
    /// Its number, from 1.
    pub page: usize,
    /// A PNG file.
    pub picture: Vec<u8>,
}

/// Compares two documents until so many differing pages are found.
#[must_use]
pub fn differences(first: &[u8], second: &[u8], most: usize) -> Differences {
    let (first, second) = (Arc::new(first.to_vec()), Arc::new(second.to_vec()));
    let found = guarded(move || compared(first, second, most));
    found.unwrap_or_else(|error| Differences {
        failed: Some(error.to_string()),
        ..Differences::default()
    })
}

fn compared(first: Arc<Vec<u8>>, second: Arc<Vec<u8>>, most: usize) -> Differences {
    let begun = Instant::now();
    let mut found = Differences::default();
    let (Ok(first), Ok(second)) = (Pdf::new(first), Pdf::new(second)) else {
        found.failed = Some("not a PDF file that can be read".into());
        return found;
    };
    found.of = first.pages().len().max(second.pages().len());
    let caches = (RenderCache::new(), RenderCache::new());
    for page in 0..found.of {
        if found.pages.len() >= most {
            return found;
        }
        if begun.elapsed() > LONGEST {
            found.failed = Some(format!("{} of {} pages in {LONGEST:?}", found.compared, found.of));
            return found;
        }
        let draw =
            |scale| (drawn(&first, &caches.0, page, scale), drawn(&second, &caches.1, page, scale));
        let (one, other) = draw(COARSE);
        if one.is_none() || other.is_none() || one != other {
            let (one, other) = draw(FINE);
            match picture(one, other) {
                Ok(picture) => found.pages.push(Shown { page: page.saturating_add(1), picture }),
                Err(error) => found.failed = Some(error.to_string()),
            }
        }
        found.compared = found.compared.saturating_add(1);
    }
    found
}

/// A page as a picture; `None` where the document has no such page.
fn drawn<'a>(pdf: &'a Pdf, cache: &RenderCache<'a>, page: usize, scale: f32) -> Option<RgbImage> {
    let page = pdf.pages().get(page)?;
    let (width, height) = page.render_dimensions();
    let scale = scale.min(LONGEST_EDGE / width.max(height).max(1.0));
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let interpreter = InterpreterSettings::default();
    let drawn = hayro::render(page, cache, &interpreter, &RenderSettings::default(), &settings);
    let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
    let pixels = drawn.data_as_u8_slice().chunks_exact(4);
    // On white paper nothing is transparent.
    let colours = pixels.flat_map(|it| it.iter().take(3).copied()).collect();
    RgbImage::from_raw(width, height, colours)
}

/// The two pages beside each other and their difference, with a frame around it in each.
fn picture(one: Option<RgbImage>, other: Option<RgbImage>) -> image::ImageResult<Vec<u8>> {
    let size = |it: &Option<RgbImage>| it.as_ref().map_or((0, 0), RgbImage::dimensions);
    let (a, b) = (size(&one), size(&other));
    let (width, height) = (a.0.max(b.0).max(1), a.1.max(b.1).max(1));
    let paper = RgbImage::from_pixel(width, height, PAPER);
    let [one, other] = [one, other].map(|it| {
        let mut sheet = paper.clone();
        if let Some(page) = it {
            image::imageops::replace(&mut sheet, &page, 0, 0);
        }
        sheet
    });
    let mut between = paper;
    // What differs: left, top, right, bottom.
    let mut frame: Option<[u32; 4]> = None;
    for (x, y, pixel) in between.enumerate_pixels_mut() {
        let (here, there) = (one.get_pixel(x, y), other.get_pixel(x, y));
        if here == there {
            // The page itself, faint, so that the place is known.
            *pixel = Rgb(here.0.map(|it| 255 - (255 - it) / 4));
        } else {
            *pixel = DIFFERS;
            let [left, top, right, bottom] = frame.unwrap_or([x, y, x, y]);
            frame = Some([left.min(x), top.min(y), right.max(x), bottom.max(y)]);
        }
    }
    let mut all = RgbImage::from_pixel(width * 3 + GAP * 2, height, BETWEEN);
    for (place, mut panel) in (0_u32..).zip([one, other, between]) {
        if let Some(frame) = frame {
            framed(&mut panel, frame);
        }
        image::imageops::replace(&mut all, &panel, i64::from(place * (width + GAP)), 0);
    }
    let mut png = Cursor::new(Vec::new());
    all.write_to(&mut png, ImageFormat::Png)?;
    Ok(png.into_inner())
}

/// Two lines around a place, as far as the page reaches.
fn framed(panel: &mut RgbImage, [left, top, right, bottom]: [u32; 4]) {
    let (width, height) = panel.dimensions();
    for away in [GAP / 2, GAP / 2 + 1] {
        let (left, top) = (left.saturating_sub(away), top.saturating_sub(away));
        let (right, bottom) = ((right + away).min(width - 1), (bottom + away).min(height - 1));
        for x in left..=right {
            panel.put_pixel(x, top, DIFFERS);
            panel.put_pixel(x, bottom, DIFFERS);
        }
        for y in top..=bottom {
            panel.put_pixel(left, y, DIFFERS);
            panel.put_pixel(right, y, DIFFERS);
        }
    }
}
