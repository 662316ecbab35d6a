//! Looking at pictures before they enter a document.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, metadata::Orientation};

/// The largest file taken: 32 MiB.
const MAX_BYTES: usize = 32 << 20;
/// The longest edge taken, in pixels.
const MAX_EDGE: u32 = 20_000;
/// The most memory decoding may use: 512 MiB.
const MAX_MEMORY: u64 = 512 << 20;

/// What kind of file a picture is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// JPEG with one or three channels.
    Jpeg,
    /// PNG.
    Png,
}

/// A picture that can be shown.
#[derive(Debug)]
pub(super) struct Picture {
    /// What kind of file it is.
    pub(super) kind: Kind,
    /// Width in pixels as stored.
    pub(super) width: u32,
    /// Height in pixels as stored.
    pub(super) height: u32,
    /// How a viewer is to turn it, from the metadata of the camera.
    pub(super) orientation: Orientation,
}

/// Reads the head of a picture, and all of it if it is a PNG; the error says why it cannot be
/// shown.
///
/// JPEG data goes into the document as it came, so that the same bytes come out on every machine;
/// PNG data is decoded later, which must not fail then.
pub(super) fn look(bytes: &[u8]) -> Result<Picture, String> {
    if bytes.len() > MAX_BYTES {
        return Err(format!("{} bytes, more than {MAX_BYTES}", bytes.len()));
    }
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|e| e.to_string())?;
    let kind = match reader.format() {
        Some(ImageFormat::Jpeg) => Kind::Jpeg,
        Some(ImageFormat::Png) => Kind::Png,
        Some(_) | None => return Err("neither PNG nor JPEG".to_owned()),
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_EDGE);
    limits.max_image_height = Some(MAX_EDGE);
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|e| e.to_string())?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 || width > MAX_EDGE || height > MAX_EDGE {
        return Err(format!("{width} × {height} pixels"));
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    match kind {
        Kind::Jpeg => {
            let channels = decoder.original_color_type().channel_count();
            if channels != 1 && channels != 3 {
                return Err(format!("JPEG with {channels} channels"));
            }
        }
        Kind::Png => {
            if decoder.total_bytes() > MAX_MEMORY {
                return Err(format!("{width} × {height} pixels"));
            }
            DynamicImage::from_decoder(decoder).map_err(|e| e.to_string())?;
        }
    }
    Ok(Picture { kind, width, height, orientation })
}
