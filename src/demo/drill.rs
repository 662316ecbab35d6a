//! What the demonstration lets happen in drills.

use std::time::Duration;

use jiff::Timestamp;

use super::{DemoError, DemoSite, File};

/// How long after the revocation each service shows it: the status service, the delta list and the
/// complete list. An authority takes hours; a demonstration has seconds.
const DELAYS: [Duration; 3] =
    [Duration::from_millis(300), Duration::from_millis(450), Duration::from_millis(600)];

impl DemoSite {
    /// The certificate that the authority issued for a drill.
    #[must_use]
    pub fn test_certificate(&self) -> File {
        let [_, rsa] = &self.inspected;
        File::new("test_rsa.cer".into(), &rsa.test)
    }

    /// The authority revokes its test certificate on the inspector's word; its services show it one
    /// after the other.
    ///
    /// # Errors
    ///
    /// [`DemoError`] if the lists cannot be issued.
    pub fn revoke_test_certificate(&self, now: Timestamp) -> Result<(), DemoError> {
        let [_, rsa] = &self.inspected;
        let (tell, [delta, complete]) = rsa.revoke_test(now)?;
        let publisher = self.web.publisher();
        std::thread::spawn(move || {
            let [status, of_delta, of_complete] = DELAYS;
            std::thread::sleep(status);
            tell();
            std::thread::sleep(of_delta.saturating_sub(status));
            publisher.replace(&delta.0, delta.1);
            std::thread::sleep(of_complete.saturating_sub(of_delta));
            publisher.replace(&complete.0, complete.1);
        });
        Ok(())
    }

    /// Publishes the complete revocation lists anew: as they were at the start, or expired for days.
    ///
    /// # Errors
    ///
    /// [`DemoError`] if the lists cannot be issued.
    pub fn publish_lists(&self, expired: bool) -> Result<(), DemoError> {
        let publisher = self.web.publisher();
        for inspected in &self.inspected {
            let (path, page) = inspected.complete_list(expired)?;
            publisher.replace(&path, page);
        }
        Ok(())
    }

    /// What interrupts the main path to the authority's services, and puts it back.
    pub fn main_path(&self) -> impl Fn(bool) + Send + use<> {
        self.web.interrupter()
    }

    /// Where the reserve path is entered, as a proxy is.
    #[must_use]
    pub fn reserve_path(&self) -> String {
        format!("http://{}", self.web.reserve())
    }
}
