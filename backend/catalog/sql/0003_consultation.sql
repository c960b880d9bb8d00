-- A doctor asks a colleague for an opinion on one study. state: 0 asked, 1 seen, 2 answered, 3 closed, 4 declined
-- (backend/consult/state.hpp says which follows which); priority: 0 routine, 1 urgent, 2 emergency.
-- public_id is random: it is in addresses, and a number would tell how many there are.

CREATE TABLE consultation (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  study_id INTEGER NOT NULL REFERENCES study(id) ON DELETE CASCADE,
  asker_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
  asked_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
  priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 2),
  state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 4),
  question TEXT NOT NULL,
  answer TEXT NOT NULL DEFAULT '',
  asked_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL DEFAULT 0,
  answered_at INTEGER NOT NULL DEFAULT 0,
  ended_at INTEGER NOT NULL DEFAULT 0,
  answer_read INTEGER NOT NULL DEFAULT 0,   -- the asker has opened it since it was answered or declined
  CHECK (asker_id <> asked_id)
) STRICT;
CREATE INDEX consultation_by_asker ON consultation (asker_id, id);
CREATE INDEX consultation_by_asked ON consultation (asked_id, id);
CREATE INDEX consultation_open ON consultation (asked_id, study_id) WHERE state < 3;

-- The rule of access, in its two parts. What an account reaches by its establishments: only such a study can be asked about,
-- so that a right that was lent is not lent on.
DROP VIEW visible_study;
CREATE VIEW reached_study AS
  SELECT a.id AS viewer, s.*
  FROM account a
  JOIN reach r ON r.account_id = a.id
  JOIN study s ON s.establishment_id = r.establishment_id
  WHERE a.disabled = 0 AND a.role IN ('doctor', 'radiologist', 'emergency-doctor');

-- And the one study of each open consultation, for the one who is asked, as long as the one who asked could still ask.
-- No UNION: the search must go on walking along an index of study, in order, with these as conditions of a row.
CREATE VIEW visible_study AS
  SELECT a.id AS viewer, s.*
  FROM account a JOIN study s
  WHERE a.disabled = 0 AND a.role IN ('doctor', 'radiologist', 'emergency-doctor')
    AND (EXISTS (SELECT 1 FROM reach r WHERE r.account_id = a.id AND r.establishment_id = s.establishment_id)
         OR EXISTS (SELECT 1
                    FROM consultation c
                    JOIN account k ON k.id = c.asker_id
                    JOIN reach l ON l.account_id = k.id AND l.establishment_id = s.establishment_id
                    WHERE c.asked_id = a.id AND c.study_id = s.id AND c.state < 3 AND k.disabled = 0));
