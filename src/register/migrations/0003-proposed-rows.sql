-- Rows of an older register that one officer proposed to take over, until another has confirmed or
-- rejected it. What was signed holds their digest.
CREATE TABLE proposed_rows (
    decision BIGINT NOT NULL,
    place BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (decision, place)
);
