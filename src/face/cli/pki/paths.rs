//! Paths behind the commands: what certificates are judged by, and `pki verify`.

use std::path::PathBuf;

use jiff::Timestamp;
use pki::finding::codes;
use pki::ocsp::OcspResponse;
use pki::path::{Budget, PathQuestion, PolicyInputs, RevocationMode, Rules, Session, validate_in};
use pki::{Certificate, Crl, Finding, Oid};

use super::super::context::Context;
use super::form::{Found, TargetForm, VerifyForm};
use super::input::{self, Certificates};
use super::judge::{ocsp_response, worst};
use super::{CliError, Revocation, TrustArguments, VerifyArguments};

/// What certificates are judged by, read.
pub(super) struct Trust {
    pub(super) anchors: Vec<Certificate>,
    pub(super) candidates: Vec<Certificate>,
    pub(super) findings: Vec<(PathBuf, Finding)>,
    crls: Vec<Crl>,
    ocsp: Vec<OcspResponse>,
    revocation: Revocation,
    options: Options,
}

/// What a question may set beside the files.
#[derive(Default)]
struct Options {
    all_paths: bool,
    rules: Rules,
    policies: PolicyInputs,
    budget: Budget,
}

impl Trust {
    pub(super) fn read(arguments: &TrustArguments) -> Result<Self, CliError> {
        let anchors = Certificates::read(&arguments.anchor)?;
        let candidates = Certificates::read(&arguments.intermediate)?;
        let crls = arguments.crl.iter().map(|it| input::crl(it)).collect::<Result<_, _>>()?;
        let mut findings = anchors.findings;
        findings.extend(candidates.findings);
        Ok(Self {
            anchors: anchors.certificates,
            candidates: candidates.certificates,
            findings,
            crls,
            ocsp: Vec::new(),
            revocation: arguments.revocation,
            options: Options::default(),
        })
    }

    /// Judges the paths of a certificate, one of those that share the session. Of a moment in the past, what was issued since counts as
    /// proof too.
    pub(super) fn judge(
        &self,
        session: &mut Session,
        target: &Certificate,
        more: &[Certificate],
        at: Timestamp,
        purpose: Option<&Oid>,
        context: &Context<'_>,
    ) -> TargetForm {
        let candidates: Vec<_> = self.candidates.iter().chain(more).cloned().collect();
        let asked_at = Some(Timestamp::now()).filter(|now| *now > at);
        let given = !self.crls.is_empty() || !self.ocsp.is_empty();
        let question = PathQuestion {
            candidates: &candidates,
            crls: &self.crls,
            ocsp: &self.ocsp,
            asked_at,
            revocation: match self.revocation {
                Revocation::Off => RevocationMode::Off,
                Revocation::Path => RevocationMode::Required,
                Revocation::Target if given => RevocationMode::RequiredOfTarget,
                Revocation::Target => RevocationMode::IfKnown,
            },
            policies: self.options.policies.clone(),
            purpose,
            rules: self.options.rules,
            all_paths: self.options.all_paths,
            budget: self.options.budget,
            ..PathQuestion::new(target, &self.anchors, at)
        };
        let report = validate_in(session, &question);
        let is_unknown = |it: &&Finding| it.code == codes::PATH_REVOCATION_UNKNOWN.code;
        let unknown =
            report.best().map_or(0, |path| path.findings.iter().filter(is_unknown).count());
        TargetForm::new(target, &report, (at, asked_at), unknown, context)
    }
}

/// `pki verify`.
pub(super) fn verify(
    arguments: &VerifyArguments,
    context: &Context<'_>,
) -> Result<VerifyForm, CliError> {
    let mut trust = Trust::read(&arguments.trust)?;
    trust.options = Options {
        all_paths: !arguments.first_path,
        rules: Rules {
            purpose_chained: arguments.chain_purposes,
            anchor_constraints: arguments.anchor_constraints,
            ..Rules::default()
        },
        policies: PolicyInputs {
            user_initial: if arguments.policy.is_empty() {
                PolicyInputs::default().user_initial
            } else {
                arguments.policy.iter().cloned().collect()
            },
            explicit: arguments.require_policy,
            inhibit_mapping: arguments.inhibit_mapping,
            inhibit_any: arguments.inhibit_any_policy,
        },
        budget: Budget {
            signatures: arguments.budget_signatures,
            candidates: arguments.budget_candidates,
            name_constraint_comparisons: arguments.budget_names,
            policy_nodes: arguments.budget_policies,
        },
    };
    for path in &arguments.ocsp {
        let (response, defects) = ocsp_response(path)?;
        trust.findings.extend(defects.into_iter().map(|it| (path.clone(), it)));
        trust.ocsp.push(response);
    }
    let at = arguments.at.unwrap_or_else(Timestamp::now);
    let mut session = Session::default();
    let mut targets = Vec::new();
    for path in &arguments.target {
        // The others of a bundle may lie between.
        let read = Certificates::read(std::slice::from_ref(path))?;
        let others = read.certificates;
        trust.findings.extend(read.findings);
        for target in others.iter().take(if path.is_dir() { others.len() } else { 1 }) {
            let purpose = arguments.purpose.as_ref();
            let judged = trust.judge(&mut session, target, &others, at, purpose, context);
            targets.push(TargetForm { file: Some(path.display().to_string()), ..judged });
        }
    }
    Ok(VerifyForm {
        form: "pki-verify/2".to_owned(),
        verdict: worst(targets.iter().map(|it| it.verdict)),
        targets,
        findings: Found::in_files(&trust.findings, context),
    })
}
