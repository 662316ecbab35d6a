-- The register of certificates. The same statements serve both databases.
-- Days are whole numbers of the form 20250925: no collation and no zone can reorder them.

-- The last number given out of each kind. Whoever writes holds the row 'pen' first, so that
-- numbers have no holes and the chain of events has one end.
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counters VALUES ('pen', 0), ('event', 0), ('accreditation', 0);

CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- What authorised people's certificates are judged by, in base64.
CREATE TABLE trust (
    sha256 TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    der TEXT NOT NULL
);

CREATE TABLE officers (
    iin TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

-- Everything that was signed: the words, the signature in base64, and how it was judged.
CREATE TABLE statements (
    sha256 TEXT PRIMARY KEY,
    request TEXT NOT NULL UNIQUE,
    officer TEXT NOT NULL,
    body TEXT NOT NULL,
    signature TEXT NOT NULL,
    judged TEXT NOT NULL,
    outcome TEXT NOT NULL
);

CREATE TABLE accreditations (
    id INTEGER PRIMARY KEY,
    number_key TEXT NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

-- What is searched, kept narrow. The text is folded; a line break stands between its fields.
CREATE TABLE searched (
    id INTEGER PRIMARY KEY,
    issued BIGINT NOT NULL,
    valid_through BIGINT NOT NULL,
    revoked BIGINT,
    bin TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX searched_valid_through ON searched (valid_through, id);
CREATE INDEX searched_revoked ON searched (revoked, id);
CREATE INDEX searched_issued ON searched (issued, id);
CREATE INDEX searched_bin ON searched (bin, id);

-- For every three letters in a row: which of the rows of a block of 1024 hold them, as two letters
-- of base64 a row.
CREATE TABLE grams (
    gram TEXT NOT NULL,
    block BIGINT NOT NULL,
    members TEXT NOT NULL,
    PRIMARY KEY (gram, block)
);

-- Who did what to what, when; each row holds the hash of the one before.
CREATE TABLE events (
    seq BIGINT PRIMARY KEY,
    at TEXT NOT NULL,
    officer TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    version BIGINT NOT NULL,
    before TEXT,
    after TEXT,
    statement TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
);
CREATE INDEX events_subject ON events (subject, seq);
