-- The dossier that an act comes from, as the SHA-256 of its name: a later sealing of one act may
-- bear another number. Rows of before get theirs when the register is brought up.
ALTER TABLE matters ADD COLUMN dossier TEXT NOT NULL DEFAULT '';
CREATE INDEX matters_dossier ON matters (dossier);
