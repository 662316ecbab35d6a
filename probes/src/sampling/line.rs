//! When the inspector's own line was down.

use std::collections::BTreeMap;

use super::{Outcome, Plan, Series};
use crate::SiteFailure;

/// Of each channel, the rounds in which it gave any sign of life from beyond itself.
///
/// A round is the samples of one number in all lanes of a channel: they lie within one interval.
/// Where every host of a channel stayed silent in a round, the samples cannot tell the services
/// from the inspector's own line, and count neither for nor against the authority. One answer
/// (also a refusal, also of a control address) shows that the line works, and then silence is the
/// service's own.
pub(super) struct Life(BTreeMap<(u32, u64), bool>);

impl Life {
    pub(super) fn of(series: &Series) -> Self {
        let channels = u32::try_from(series.plan.channels.len()).unwrap_or(u32::MAX).max(1);
        let mut rounds = BTreeMap::new();
        for (lane, samples) in &series.samples {
            let channel = lane % channels;
            let proxy = through_proxy(&series.plan, channel);
            for (index, sample) in samples {
                let sign = match &sample.outcome {
                    Outcome::Answered(_) => true,
                    Outcome::Failed(failure) => from_beyond(*failure, proxy),
                    Outcome::Unsampled(_) => continue,
                };
                *rounds.entry((channel, *index)).or_insert(false) |= sign;
            }
        }
        Self(rounds)
    }

    /// Whether a channel was silent throughout a round.
    pub(super) fn silent(&self, channel: u32, index: u64) -> bool {
        self.0.get(&(channel, index)) == Some(&false)
    }
}

fn through_proxy(plan: &Plan, channel: u32) -> bool {
    let channel = usize::try_from(channel).ok().and_then(|it| plan.channels.get(it));
    channel.is_some_and(|it| it.proxy.is_some())
}

/// Whether a failure shows that somebody on the other side answered. What a proxy refuses or
/// breaks off shows the proxy alone.
const fn from_beyond(failure: SiteFailure, proxy: bool) -> bool {
    match failure {
        SiteFailure::BadAnswer | SiteFailure::ConnectionRefused | SiteFailure::Tls => !proxy,
        SiteFailure::RedirectRefused | SiteFailure::TooLarge | SiteFailure::TooManyRedirects => {
            true
        }
        SiteFailure::AddressRefused
        | SiteFailure::DeadlineOver
        | SiteFailure::NameUnresolved
        | SiteFailure::Other
        | SiteFailure::Silent => false,
    }
}
