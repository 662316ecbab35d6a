//! Every write of the store, as named steps, so that a test can fail or kill any of them.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use super::DossierError;

/// One step that changes the disk, announced before it is made.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// What is about to be done.
    pub action: &'static str,
    /// To which file or folder.
    pub path: &'a Path,
}

/// A test's hook before each step: it may kill the process, or return the error the disk is to
/// give. While one is set, each write is made in two halves with a step between, so that torn
/// writes happen too.
#[doc(hidden)]
pub type Fault = Arc<dyn Fn(&Step<'_>) -> io::Result<()> + Send + Sync>;

#[derive(Clone, Default)]
pub(super) struct Disk {
    fault: Option<Fault>,
}

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.fault.is_some() { "Disk with faults" } else { "Disk" })
    }
}

impl Disk {
    pub(super) fn with_fault(fault: Fault) -> Self {
        Self { fault: Some(fault) }
    }

    /// Announces the step, makes it, and names the file if it fails.
    fn step<T>(
        &self,
        action: &'static str,
        path: &Path,
        make: impl FnOnce() -> io::Result<T>,
    ) -> Result<T, DossierError> {
        let allowed = self.fault.as_ref().map_or(Ok(()), |fault| fault(&Step { action, path }));
        allowed.and_then(|()| make()).map_err(|source| DossierError::write(path, source))
    }

    /// Makes the folder unless it is there.
    pub(super) fn make_dir(&self, path: &Path) -> Result<(), DossierError> {
        if path.is_dir() {
            return Ok(());
        }
        self.step("create folder", path, || fs::create_dir(path))
    }

    /// Opens a new, empty file; what was there is gone.
    pub(super) fn create(&self, path: &Path) -> Result<File, DossierError> {
        self.step("create", path, || File::create(path))
    }

    /// Opens for writing at the end, making the file if need be.
    ///
    /// Not in append mode: such a handle cannot be truncated on Windows.
    pub(super) fn open(&self, path: &Path) -> Result<File, DossierError> {
        self.step("open", path, || {
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)
        })
    }

    pub(super) fn write(
        &self,
        file: &mut File,
        path: &Path,
        bytes: &[u8],
    ) -> Result<(), DossierError> {
        if self.fault.is_some() {
            let (first, rest) = bytes.split_at(bytes.len().div_ceil(2));
            self.step("write", path, || file.write_all(first))?;
            self.step("write the rest", path, || file.write_all(rest))
        } else {
            self.step("write", path, || file.write_all(bytes))
        }
    }

    pub(super) fn sync(&self, file: &File, path: &Path) -> Result<(), DossierError> {
        self.step("sync", path, || file.sync_all())
    }

    pub(super) fn cut(&self, file: &File, path: &Path, length: u64) -> Result<(), DossierError> {
        self.step("cut", path, || file.set_len(length))
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> Result<(), DossierError> {
        self.step("rename", to, || fs::rename(from, to))
    }

    pub(super) fn remove(&self, path: &Path) -> Result<(), DossierError> {
        self.step("remove", path, || fs::remove_file(path))
    }

    /// Makes new names in the folder durable. Windows has no such call; NTFS journals names.
    pub(super) fn sync_dir(&self, path: &Path) -> Result<(), DossierError> {
        self.step("sync folder", path, || {
            #[cfg(unix)]
            File::open(path)?.sync_all()?;
            Ok(())
        })
    }

    /// Writes a whole small file so that it is either absent or complete: `temporary` is on the
    /// same file system, and the folder of `path` is synced.
    pub(super) fn place(
        &self,
        temporary: &Path,
        path: &Path,
        bytes: &[u8],
    ) -> Result<(), DossierError> {
        let mut file = self.create(temporary)?;
        self.write(&mut file, temporary, bytes)?;
        self.sync(&file, temporary)?;
        drop(file);
        self.rename(temporary, path)?;
        path.parent().map_or(Ok(()), |folder| self.sync_dir(folder))
    }
}
