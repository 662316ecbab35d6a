//! Photographs of the samples: schematic cards drawn at every start, the same bytes each time.
//!
//! They show nobody and no place, and say so in large letters.

use std::io::Cursor;

use image::{ImageError, ImageFormat, Rgb, RgbImage};

use super::Scenario;

const WIDTH: u32 = 800;
const HEIGHT: u32 = 600;

const WALL: Colour = [214, 220, 226];
const FLOOR: Colour = [158, 160, 158];
const DARK: Colour = [44, 50, 58];
const STEEL: Colour = [118, 126, 136];
const WHITE: Colour = [250, 250, 248];
const RED: Colour = [204, 32, 36];
const GREEN: Colour = [36, 150, 80];
const BLUE: Colour = [40, 92, 170];
const COPPER: Colour = [176, 112, 60];
const PAPER: Colour = [244, 238, 216];

type Colour = [u8; 3];

/// The photographs of a scenario: file names and JPEG bytes.
pub(super) fn all(scenario: Scenario) -> Result<Vec<(&'static str, Vec<u8>)>, ImageError> {
    let ceiling = match scenario {
        Scenario::Clean => ["2.512 M", "2.509 M", "2.514 M"],
        Scenario::Defects => ["2.412 M", "2.410 M", "2.415 M"],
    };
    let reserve = scenario == Scenario::Clean;
    let cards = [
        ("server-room-door.jpg", door("ROOM 001", false)),
        ("servers.jpg", racks(&[("MAIN", "DEMO-SRV-0001"), ("RESERVE", "DEMO-SRV-0002")])),
        ("key-protection.jpg", key_protection(reserve)),
        ("ups.jpg", ups()),
        ("air-conditioning.jpg", air_conditioning()),
        ("grounding-conduit.jpg", conduit()),
        ("ceiling-height.jpg", ceiling_height(ceiling)),
        ("fire-system.jpg", fire_system()),
        ("access-control.jpg", door("ROOM 001", true)),
        ("bound-log.jpg", bound_log()),
    ];
    cards.into_iter().map(|(name, card)| Ok((name, card.jpeg()?))).collect()
}

fn door(label: &str, reader: bool) -> Card {
    let mut card = Card::room(if reader { "ACCESS CONTROL" } else { "SERVER ROOM" });
    card.block(300, 110, 200, 350, STEEL);
    card.block(310, 120, 180, 330, WALL);
    card.block(322, 150, 156, 50, WHITE);
    card.text(330, 164, 3, DARK, label);
    card.disc(470, 300, 10, DARK);
    if reader {
        card.block(540, 250, 70, 110, DARK);
        card.disc(575, 280, 10, GREEN);
        card.block(552, 310, 46, 30, STEEL);
        card.disc(200, 90, 26, DARK);
        card.line((200, 90), (290, 150), 2, RED);
    }
    card
}

fn racks(machines: &[(&str, &str)]) -> Card {
    let mut card = Card::room("SERVERS");
    for (left, (role, serial)) in [110, 440].into_iter().zip(machines) {
        card.block(left, 90, 250, 380, DARK);
        for unit in 0..9 {
            let top = 110 + 38 * unit;
            card.block(left + 16, top, 218, 28, STEEL);
            card.disc(left + 216, top + 14, 5, GREEN);
        }
        card.plate(left + 24, 250, role, serial);
    }
    card
}

fn key_protection(reserve: bool) -> Card {
    let mut card = Card::room("KEY PROTECTION");
    card.block(90, 170, 280, 130, DARK);
    card.plate(110, 200, "MAIN", "DEMO-HSM-0001");
    card.disc(345, 185, 7, GREEN);
    if reserve {
        card.block(430, 170, 280, 130, DARK);
        card.plate(450, 200, "RESERVE", "DEMO-HSM-0002");
        card.disc(685, 185, 7, GREEN);
    } else {
        // The place in the rack is empty.
        card.frame(430, 170, 280, 130, 4, RED);
        card.text(482, 222, 4, RED, "NO UNIT");
    }
    card
}

fn ups() -> Card {
    let mut card = Card::room("UPS");
    card.block(280, 130, 240, 340, DARK);
    card.block(310, 160, 180, 80, BLUE);
    card.text(326, 178, 3, WHITE, "ONLINE");
    card.text(326, 208, 3, WHITE, "10 KVA");
    card.plate(300, 280, "UPS", "DEMO-UPS-0001");
    card
}

fn air_conditioning() -> Card {
    let mut card = Card::room("AIR CONDITIONING");
    for (left, serial) in [(90, "DEMO-AC-0001"), (430, "DEMO-AC-0002")] {
        card.block(left, 120, 280, 100, WHITE);
        for slot in 0..5 {
            card.block(left + 20, 180 + 7 * slot, 240, 3, STEEL);
        }
        card.text(left + 24, 140, 2, DARK, serial);
        for stream in 0..5 {
            let x = left + 40 + 50 * stream;
            card.line((x, 230), (x - 14, 300), 3, BLUE);
        }
    }
    card
}

fn conduit() -> Card {
    let mut card = Card::room("GROUNDING CONDUIT");
    card.block(60, 240, 680, 34, COPPER);
    card.block(650, 274, 40, 200, COPPER);
    card.text(560, 210, 2, DARK, "MAIN ELECTRODE");
    // The jaws of a caliper close over the conduit.
    card.block(240, 130, 18, 110, STEEL);
    card.block(240, 274, 18, 60, STEEL);
    card.block(240, 110, 220, 40, STEEL);
    card.block(300, 116, 140, 28, WHITE);
    card.text(312, 122, 2, DARK, "16.2 MM");
    card
}

fn ceiling_height(readings: [&str; 3]) -> Card {
    let mut card = Card::room("CEILING HEIGHT");
    card.block(0, 60, WIDTH, 26, STEEL);
    for (x, reading) in [150, 400, 650].into_iter().zip(readings) {
        card.line((x, 440), (x, 88), 3, RED);
        card.disc(x, 88, 7, RED);
        card.block(x - 34, 440, 68, 40, DARK);
        card.block(x - 72, 250, 144, 40, WHITE);
        card.text(x - 62, 260, 3, DARK, reading);
    }
    card
}

fn fire_system() -> Card {
    let mut card = Card::room("FIRE SYSTEM");
    card.block(330, 60, 140, 22, WHITE);
    card.disc(400, 92, 26, WHITE);
    card.disc(400, 96, 7, RED);
    for left in [120, 200, 280] {
        card.block(left, 220, 60, 250, RED);
        card.block(left + 20, 190, 20, 30, DARK);
    }
    card.line((150, 190), (150, 140), 5, STEEL);
    card.line((150, 140), (700, 140), 5, STEEL);
    for nozzle in [420, 540, 660] {
        card.block(nozzle, 140, 14, 26, STEEL);
    }
    card.block(560, 300, 120, 60, RED);
    card.text(580, 318, 3, WHITE, "ALARM");
    card
}

fn bound_log() -> Card {
    let mut card = Card::room("BOUND LOG");
    card.block(180, 90, 440, 380, PAPER);
    card.block(180, 90, 40, 380, DARK);
    card.text(250, 110, 4, DARK, "LOG OF WORKS");
    for row in 0..10 {
        card.block(250, 170 + 26 * row, 340, 2, STEEL);
    }
    // The thread and its seal.
    card.line((200, 110), (200, 450), 3, RED);
    card.disc(200, 280, 16, RED);
    card.text(250, 440, 2, DARK, "SHEETS 96, SEALED");
    card
}

/// A picture under work.
struct Card(RgbImage);

impl Card {
    /// An empty room with the name of what is shown and the mark of a demonstration.
    fn room(title: &str) -> Self {
        let mut card = Self(RgbImage::from_pixel(WIDTH, HEIGHT, Rgb(WALL)));
        card.block(0, 470, WIDTH, HEIGHT - 470, FLOOR);
        card.block(0, 520, WIDTH, 80, DARK);
        card.text(20, 536, 6, RED, "DEMO");
        card.text(190, 534, 3, WHITE, title);
        card.text(190, 566, 2, WHITE, "DRAWN BY THE PROGRAM, NOT A PHOTOGRAPH OF A PLACE");
        card.text(20, 16, 4, RED, "DEMO");
        card
    }

    fn jpeg(&self) -> Result<Vec<u8>, ImageError> {
        let mut bytes = Cursor::new(Vec::new());
        self.0.write_to(&mut bytes, ImageFormat::Jpeg)?;
        Ok(bytes.into_inner())
    }

    fn dot(&mut self, x: u32, y: u32, colour: Colour) {
        if let Some(pixel) = self.0.get_pixel_mut_checked(x, y) {
            *pixel = Rgb(colour);
        }
    }

    fn block(&mut self, left: u32, top: u32, width: u32, height: u32, colour: Colour) {
        for y in top..top + height {
            for x in left..left + width {
                self.dot(x, y, colour);
            }
        }
    }

    fn frame(&mut self, left: u32, top: u32, width: u32, height: u32, line: u32, colour: Colour) {
        self.block(left, top, width, line, colour);
        self.block(left, top + height - line, width, line, colour);
        self.block(left, top, line, height, colour);
        self.block(left + width - line, top, line, height, colour);
    }

    fn disc(&mut self, x: u32, y: u32, radius: u32, colour: Colour) {
        for down in 0..=2 * radius {
            for right in 0..=2 * radius {
                let (dx, dy) = (right.abs_diff(radius), down.abs_diff(radius));
                if dx * dx + dy * dy <= radius * radius {
                    self.dot(
                        (x + right).saturating_sub(radius),
                        (y + down).saturating_sub(radius),
                        colour,
                    );
                }
            }
        }
    }

    /// A straight line, by equal steps along its longer side.
    fn line(&mut self, from: (u32, u32), to: (u32, u32), width: u32, colour: Colour) {
        let steps = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1)).max(1);
        for step in 0..=steps {
            let between = |a: u32, b: u32| (a * (steps - step) + b * step) / steps;
            self.block(between(from.0, to.0), between(from.1, to.1), width, width, colour);
        }
    }

    /// A plate with the role of a machine and its serial number.
    fn plate(&mut self, left: u32, top: u32, role: &str, serial: &str) {
        self.block(left, top, 202, 64, WHITE);
        self.text(left + 12, top + 10, 3, BLUE, role);
        self.text(left + 12, top + 40, 2, DARK, serial);
    }

    /// Capital letters and digits, five dots wide and seven high.
    fn text(&mut self, left: u32, top: u32, scale: u32, colour: Colour, text: &str) {
        for (position, letter) in (0..).zip(text.chars()) {
            for (column, bits) in (0..).zip(glyph(letter)) {
                for row in (0..7).filter(|row| bits >> row & 1 == 1) {
                    let x = left + (position * 6 + column) * scale;
                    self.block(x, top + row * scale, scale, scale, colour);
                }
            }
        }
    }
}

/// The columns of a letter, top row in the lowest bit.
const fn glyph(letter: char) -> [u8; 5] {
    match letter {
        '0' => [0x3e, 0x51, 0x49, 0x45, 0x3e],
        '1' => [0x00, 0x42, 0x7f, 0x40, 0x00],
        '2' => [0x42, 0x61, 0x51, 0x49, 0x46],
        '3' => [0x21, 0x41, 0x45, 0x4b, 0x31],
        '4' => [0x18, 0x14, 0x12, 0x7f, 0x10],
        '5' => [0x27, 0x45, 0x45, 0x45, 0x39],
        '6' => [0x3c, 0x4a, 0x49, 0x49, 0x30],
        '7' => [0x01, 0x71, 0x09, 0x05, 0x03],
        '8' => [0x36, 0x49, 0x49, 0x49, 0x36],
        '9' => [0x06, 0x49, 0x49, 0x29, 0x1e],
        'A' => [0x7e, 0x11, 0x11, 0x11, 0x7e],
        'B' => [0x7f, 0x49, 0x49, 0x49, 0x36],
        'C' => [0x3e, 0x41, 0x41, 0x41, 0x22],
        'D' => [0x7f, 0x41, 0x41, 0x22, 0x1c],
        'E' => [0x7f, 0x49, 0x49, 0x49, 0x41],
        'F' => [0x7f, 0x09, 0x09, 0x09, 0x01],
        'G' => [0x3e, 0x41, 0x49, 0x49, 0x7a],
        'H' => [0x7f, 0x08, 0x08, 0x08, 0x7f],
        'I' => [0x00, 0x41, 0x7f, 0x41, 0x00],
        'J' => [0x20, 0x40, 0x41, 0x3f, 0x01],
        'K' => [0x7f, 0x08, 0x14, 0x22, 0x41],
        'L' => [0x7f, 0x40, 0x40, 0x40, 0x40],
        'M' => [0x7f, 0x02, 0x0c, 0x02, 0x7f],
        'N' => [0x7f, 0x04, 0x08, 0x10, 0x7f],
        'O' => [0x3e, 0x41, 0x41, 0x41, 0x3e],
        'P' => [0x7f, 0x09, 0x09, 0x09, 0x06],
        'Q' => [0x3e, 0x41, 0x51, 0x21, 0x5e],
        'R' => [0x7f, 0x09, 0x19, 0x29, 0x46],
        'S' => [0x46, 0x49, 0x49, 0x49, 0x31],
        'T' => [0x01, 0x01, 0x7f, 0x01, 0x01],
        'U' => [0x3f, 0x40, 0x40, 0x40, 0x3f],
        'V' => [0x1f, 0x20, 0x40, 0x20, 0x1f],
        'W' => [0x3f, 0x40, 0x38, 0x40, 0x3f],
        'X' => [0x63, 0x14, 0x08, 0x14, 0x63],
        'Y' => [0x07, 0x08, 0x70, 0x08, 0x07],
        'Z' => [0x61, 0x51, 0x49, 0x45, 0x43],
        '.' => [0x00, 0x60, 0x60, 0x00, 0x00],
        ',' => [0x00, 0x50, 0x30, 0x00, 0x00],
        '-' => [0x08, 0x08, 0x08, 0x08, 0x08],
        _ => [0; 5],
    }
}
