-- Acts that came in, and decisions about them.
INSERT INTO counters VALUES ('matter', 0), ('decision', 0);

CREATE TABLE matters (
    id BIGINT PRIMARY KEY,
    act TEXT NOT NULL UNIQUE,
    number_key TEXT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX matters_state ON matters (state, id);
CREATE INDEX matters_number ON matters (number_key);

CREATE TABLE decisions (
    id BIGINT PRIMARY KEY,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX decisions_subject ON decisions (subject, id);
CREATE INDEX decisions_state ON decisions (state, id);
