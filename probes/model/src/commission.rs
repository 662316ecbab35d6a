use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Individual identification number of a person (kk ЖСН, ru ИИН): twelve digits.
///
/// It identifies a member of the commission; keys, certificates and names do not.
#[derive(
    Clone, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(into = "String", try_from = "String")]
#[schemars(with = "String")]
pub struct Iin(String);

impl Iin {
    /// The twelve digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Iin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl From<Iin> for String {
    fn from(iin: Iin) -> Self {
        iin.0
    }
}

impl TryFrom<String> for Iin {
    type Error = InvalidIin;

    fn try_from(text: String) -> Result<Self, InvalidIin> {
        if text.len() == 12 && text.bytes().all(|it| it.is_ascii_digit()) {
            Ok(Self(text))
        } else {
            Err(InvalidIin { text: text.chars().take(40).collect() })
        }
    }
}

/// The text is not twelve digits.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{text:?} is not an individual identification number of twelve digits")]
pub struct InvalidIin {
    /// The text, at most 40 characters of it.
    pub text: String,
}

/// The people appointed to inspect, as the order names them.
///
/// It stands inside the sealed bytes of the act, so that no other roster can be put in its place.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Roster {
    /// The order that appoints the commission.
    pub order: Order,
    /// Later orders that changed who is in it, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amendments: Vec<Order>,
    /// Everybody the order names, the secretary among them.
    pub members: Vec<Member>,
}

/// An order by its number and date.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Order {
    /// The number, as written.
    pub number: String,
    /// The date.
    #[schemars(with = "String")]
    pub date: Date,
}

/// One appointed person.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Member {
    /// The person; never a key.
    pub iin: Iin,
    /// Full name as in the order of appointment.
    pub name: String,
    /// Position as in the order.
    pub position: String,
    /// The body the person represents.
    pub body: Body,
    /// The part the person has in the commission.
    #[serde(default)]
    pub role: Role,
    /// Whether the person took part in the visit.
    #[serde(default = "yes")]
    pub present: bool,
    /// First day of the appointment, where a later order brought the person in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub from: Option<Date>,
    /// First day after the appointment, where a later order replaced the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub until: Option<Date>,
}

impl Member {
    /// Whether the appointment stands on `day`.
    #[must_use]
    pub fn appointed_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

const fn yes() -> bool {
    true
}

/// The bodies that the text has represented in a commission.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// The national security bodies.
    NationalSecurity,
    /// The service provider: the Information Security Committee.
    ServiceProvider,
    /// The authorised body for technical regulation.
    TechnicalRegulation,
}

impl Body {
    /// Every body, in the order the text names them.
    pub const ALL: [Self; 3] =
        [Self::ServiceProvider, Self::TechnicalRegulation, Self::NationalSecurity];

    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NationalSecurity => "national-security",
            Self::ServiceProvider => "service-provider",
            Self::TechnicalRegulation => "technical-regulation",
        }
    }
}

/// The part a person has in a commission.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Leads the commission; one ordinary vote.
    Chair,
    /// Votes.
    #[default]
    Member,
    /// Keeps the papers; has no vote unless the order names the person a member.
    Secretary,
}

impl Role {
    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Chair => "chair",
            Self::Member => "member",
            Self::Secretary => "secretary",
        }
    }
}

/// What the commission came for. It alone chooses the rule by which the act is adopted; the rule
/// is never a number in a file.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum VisitKind {
    /// The on-site examination of an applicant: two thirds, a national-security member among them.
    Examination,
    /// The survey of an accredited authority: three signatures, the secretary's excluded.
    Survey,
}

impl VisitKind {
    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Examination => "examination",
            Self::Survey => "survey",
        }
    }
}

impl Roster {
    /// No order names more people than this.
    pub const MOST_MEMBERS: usize = 100;

    /// Refuses a roster that cannot be counted over.
    ///
    /// # Errors
    ///
    /// [`RosterError`] where nobody votes, a person is named twice, or there are too many.
    pub fn check(&self) -> Result<(), RosterError> {
        if self.members.len() > Self::MOST_MEMBERS {
            let found = self.members.len();
            return Err(RosterError::TooMany { found, most: Self::MOST_MEMBERS });
        }
        if self.voters().next().is_none() {
            return Err(RosterError::NobodyVotes);
        }
        let mut seen = BTreeSet::new();
        for member in &self.members {
            if member.name.trim().is_empty() {
                return Err(RosterError::Nameless { iin: member.iin.clone() });
            }
            if !seen.insert(&member.iin) {
                return Err(RosterError::Twice { iin: member.iin.clone() });
            }
            if member.from.is_some_and(|from| member.until.is_some_and(|until| until <= from)) {
                return Err(RosterError::NeverAppointed { iin: member.iin.clone() });
            }
            if (member.from.is_some() || member.until.is_some()) && self.amendments.is_empty() {
                return Err(RosterError::ChangedWithoutOrder { iin: member.iin.clone() });
            }
        }
        Ok(())
    }

    /// Those who may ever vote: everybody but the secretary.
    fn voters(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|it| it.role != Role::Secretary)
    }

    /// Those whose signatures are counted in an act of this day: appointed then, and not the
    /// secretary.
    pub fn voters_on(&self, day: Date) -> impl Iterator<Item = &Member> {
        self.voters().filter(move |it| it.appointed_on(day))
    }

    /// The appointed person with this number.
    #[must_use]
    pub fn member(&self, iin: &Iin) -> Option<&Member> {
        self.members.iter().find(|it| it.iin == *iin)
    }

    /// What is wrong or doubtful about the composition on a day, by the text and by its readings.
    ///
    /// What bars an act is said by [`CompositionDefect::bars_survey`] and by the count.
    #[must_use]
    pub fn composition(&self, day: Date) -> Vec<CompositionDefect> {
        let mut defects: Vec<_> = Body::ALL
            .into_iter()
            .filter(|body| !self.voters_on(day).any(|it| it.body == *body))
            .map(CompositionDefect::BodyMissing)
            .collect();
        let count =
            |role| self.members.iter().filter(|it| it.role == role && it.appointed_on(day)).count();
        match count(Role::Chair) {
            0 => defects.push(CompositionDefect::NoChair),
            1 => {}
            _ => defects.push(CompositionDefect::SeveralChairs),
        }
        match count(Role::Secretary) {
            0 => defects.push(CompositionDefect::NoSecretary),
            1 => {}
            _ => defects.push(CompositionDefect::SeveralSecretaries),
        }
        let voters = self.voters_on(day).count();
        if voters < 5 {
            defects.push(CompositionDefect::FewerThanFive { voters });
        }
        if self.check().is_err() {
            defects.push(CompositionDefect::Uncountable);
        }
        defects
    }

    /// How a roster differs from the order that is at hand. A roster inside signed bytes is what
    /// the members signed; whether it is what was ordered, only the order says.
    #[must_use]
    pub fn differences(&self, order: &Self) -> Vec<RosterDifference> {
        let mut found = Vec::new();
        if self.order != order.order || self.amendments != order.amendments {
            found.push(RosterDifference::OtherOrder);
        }
        for member in &self.members {
            let Some(named) = order.member(&member.iin) else {
                found.push(RosterDifference::NotInOrder(member.iin.clone()));
                continue;
            };
            let terms = |it: &Member| (it.from, it.until);
            let iin = || member.iin.clone();
            if named.body != member.body {
                found.push(RosterDifference::OtherBody(iin()));
            }
            if named.role != member.role {
                found.push(RosterDifference::OtherRole(iin()));
            }
            if terms(named) != terms(member) {
                found.push(RosterDifference::OtherTerm(iin()));
            }
            if named.name != member.name {
                found.push(RosterDifference::OtherName(iin()));
            }
        }
        let absent = order.members.iter().filter(|it| self.member(&it.iin).is_none());
        found.extend(absent.map(|it| RosterDifference::NotInRoster(it.iin.clone())));
        found
    }
}

/// Where a roster is not that of the order.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum RosterDifference {
    /// The roster names a person whom the order does not.
    NotInOrder(Iin),
    /// The order names a person whom the roster does not.
    NotInRoster(Iin),
    /// The person represents another body by the order.
    OtherBody(Iin),
    /// The person's name is another in the order.
    OtherName(Iin),
    /// The number or the date of the order, or of one that changed it, is another.
    OtherOrder,
    /// The person has another part by the order.
    OtherRole(Iin),
    /// The person's appointment begins or ends on another day by the order.
    OtherTerm(Iin),
}

/// Something about the composition that the act must say.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CompositionDefect {
    /// A body that the text names has no voting member.
    BodyMissing(Body),
    /// Fewer than five voting members.
    FewerThanFive {
        /// How many vote.
        voters: usize,
    },
    /// Nobody chairs.
    NoChair,
    /// Nobody is secretary.
    NoSecretary,
    /// More than one person chairs.
    SeveralChairs,
    /// More than one person is secretary.
    SeveralSecretaries,
    /// The roster is none that can be counted over: [`Roster::check`] refuses it.
    Uncountable,
}

impl CompositionDefect {
    /// Whether the commission is not the one that the rule for a survey describes: one chair, one
    /// secretary, and five who vote. For an examination the text sets none of it (recorded reading
    /// A10), and the act tells it.
    #[must_use]
    pub const fn bars_survey(self) -> bool {
        match self {
            Self::BodyMissing(_) => false,
            Self::FewerThanFive { .. }
            | Self::NoChair
            | Self::NoSecretary
            | Self::SeveralChairs
            | Self::SeveralSecretaries
            | Self::Uncountable => true,
        }
    }

    /// Whether no act is adopted by such a commission, whoever signs.
    #[must_use]
    pub fn bars_every_act(self) -> bool {
        self == Self::Uncountable
    }
}

/// A roster that cannot be counted over.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum RosterError {
    /// A member came in or left, and no order that says so is named.
    #[error("the member {iin} came in or left by no order: amendments is empty")]
    ChangedWithoutOrder {
        /// Whose entry.
        iin: Iin,
    },
    /// A member without a name.
    #[error("the member {iin} has no name")]
    Nameless {
        /// Whose entry.
        iin: Iin,
    },
    /// An appointment that ends before it begins.
    #[error("the appointment of {iin} ends before it begins")]
    NeverAppointed {
        /// Whose entry.
        iin: Iin,
    },
    /// No member votes: the roster is empty, or names a secretary only.
    #[error("the commission has no voting member")]
    NobodyVotes,
    /// Too many entries.
    #[error("the roster names {found} people; at most {most} are read")]
    TooMany {
        /// Entries found.
        found: usize,
        /// Entries allowed.
        most: usize,
    },
    /// One person twice.
    #[error("the person {iin} is named twice")]
    Twice {
        /// Who.
        iin: Iin,
    },
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn member(number: usize, body: Body, role: Role) -> Member {
        Member {
            iin: Iin::try_from(format!("{number:012}")).unwrap(),
            name: format!("Member {number}"),
            position: "expert".into(),
            body,
            role,
            present: true,
            from: None,
            until: None,
        }
    }

    fn roster(members: Vec<Member>) -> Roster {
        let order = Order { number: "1".into(), date: date(2026, 11, 2) };
        Roster { order, amendments: vec![], members }
    }

    #[test]
    fn a_roster_without_voters_is_refused() {
        assert_eq!(roster(vec![]).check(), Err(RosterError::NobodyVotes));
        let secretary = member(1, Body::ServiceProvider, Role::Secretary);
        assert_eq!(roster(vec![secretary]).check(), Err(RosterError::NobodyVotes));
    }

    #[test]
    fn a_person_named_twice_is_refused() {
        let one = member(1, Body::ServiceProvider, Role::Chair);
        let again = Member { name: "Somebody else".into(), ..one.clone() };
        let iin = one.iin.clone();
        assert_eq!(roster(vec![one, again]).check(), Err(RosterError::Twice { iin }));
    }

    #[test]
    fn a_roster_beyond_any_order_is_refused() {
        let members = (0..101).map(|it| member(it, Body::ServiceProvider, Role::Member)).collect();
        assert_eq!(
            roster(members).check(),
            Err(RosterError::TooMany { found: 101, most: Roster::MOST_MEMBERS })
        );
    }

    #[test]
    fn as_many_as_an_order_may_name_are_read() {
        let most = Roster::MOST_MEMBERS;
        let members = (0..most).map(|it| member(it, Body::ServiceProvider, Role::Member)).collect();
        assert_eq!(roster(members).check(), Ok(()));
    }

    // Q20
    #[test]
    fn an_appointment_stands_from_its_first_day_to_the_day_before_its_end() {
        let always = member(1, Body::ServiceProvider, Role::Member);
        let (from, until) = (date(2026, 11, 18), date(2026, 11, 20));
        let came = Member { from: Some(from), ..always.clone() };
        let left = Member { until: Some(until), ..always.clone() };
        let between = Member { from: Some(from), until: Some(until), ..always.clone() };
        for (day, expected) in [
            (17, [true, false, true, false]),
            (18, [true, true, true, true]),
            (19, [true, true, true, true]),
            (20, [true, true, false, false]),
            (21, [true, true, false, false]),
        ] {
            let stands = [&always, &came, &left, &between];
            let stands = stands.map(|it| it.appointed_on(date(2026, 11, day)));
            assert_eq!(stands, expected, "{day}");
        }
    }

    #[test]
    fn members_take_part_unless_the_case_says_otherwise() {
        let text = r#"{ "iin": "000000000101", "name": "a", "position": "b", "body": "national-security" }"#;
        let read: Member = serde_json::from_str(text).unwrap();
        assert!(read.present);
        assert_eq!((read.role, read.from, read.until), (Role::Member, None, None));
        assert_eq!(
            (read.iin.as_str(), read.iin.to_string()),
            ("000000000101", "000000000101".into())
        );
        assert_eq!(String::from(read.iin), "000000000101");
    }

    #[test]
    fn names_in_files_are_those_that_files_are_read_by() {
        fn named<T: serde::Serialize>(value: T) -> String {
            serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
        }
        for body in Body::ALL {
            assert_eq!(body.as_str(), named(body));
        }
        for role in [Role::Chair, Role::Member, Role::Secretary] {
            assert_eq!(role.as_str(), named(role));
        }
        for kind in [VisitKind::Examination, VisitKind::Survey] {
            assert_eq!(kind.as_str(), named(kind));
        }
    }

    #[test]
    fn a_commission_without_a_national_security_member_is_named_defective() {
        let members = vec![
            member(1, Body::ServiceProvider, Role::Chair),
            member(2, Body::TechnicalRegulation, Role::Member),
            member(3, Body::NationalSecurity, Role::Secretary),
        ];
        assert_eq!(
            roster(members).composition(date(2026, 11, 20)),
            [
                CompositionDefect::BodyMissing(Body::NationalSecurity),
                CompositionDefect::FewerThanFive { voters: 2 },
            ]
        );
    }

    // Q20
    #[test]
    fn nobody_comes_in_or_leaves_without_an_order() {
        let one = member(1, Body::ServiceProvider, Role::Chair);
        let left = Member { until: Some(date(2026, 11, 20)), ..one.clone() };
        let iin = one.iin;
        let mut changed = roster(vec![left.clone()]);
        assert_eq!(changed.check(), Err(RosterError::ChangedWithoutOrder { iin: iin.clone() }));
        changed.amendments.push(Order { number: "2".into(), date: date(2026, 11, 19) });
        assert_eq!(changed.check(), Ok(()));
        changed.members = vec![Member { from: Some(date(2026, 11, 20)), ..left }];
        assert_eq!(changed.check(), Err(RosterError::NeverAppointed { iin }));
    }

    // Q06
    #[test]
    fn every_way_in_which_a_roster_is_not_the_order_is_named() {
        let members: Vec<_> =
            (1..=5).map(|it| member(it, Body::ServiceProvider, Role::Member)).collect();
        let order = roster(members.clone());
        assert_eq!(order.differences(&order), []);
        let mut signed = order.clone();
        signed.order.number = "2".into();
        signed.members[0].body = Body::NationalSecurity;
        signed.members[1].role = Role::Chair;
        signed.members[2].until = Some(date(2026, 12, 1));
        signed.members[3].name = "Another".into();
        signed.members[4] = member(6, Body::ServiceProvider, Role::Member);
        let iin = |it: usize| Iin::try_from(format!("{it:012}")).unwrap();
        assert_eq!(
            signed.differences(&order),
            [
                RosterDifference::OtherOrder,
                RosterDifference::OtherBody(iin(1)),
                RosterDifference::OtherRole(iin(2)),
                RosterDifference::OtherTerm(iin(3)),
                RosterDifference::OtherName(iin(4)),
                RosterDifference::NotInOrder(iin(6)),
                RosterDifference::NotInRoster(iin(5)),
            ]
        );
    }

    #[test]
    fn an_identification_number_is_twelve_ascii_digits() {
        for wrong in ["", "12345678901", "1234567890123", "12345678901x", "١٢٣٤٥٦٧٨٩٠١٢"]
        {
            assert!(Iin::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
