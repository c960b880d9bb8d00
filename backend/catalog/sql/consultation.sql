-- Consultations. Every question has the viewer in it: who neither asked nor is asked finds nothing.
-- Of the study only what the viewer may still see: after the end, the one who was asked is told no name.

-- name: consultation.colleagues
SELECT a.id, a.name, a.role, e.code, e.name
FROM account me
JOIN account a ON a.id <> me.id
JOIN establishment e ON e.id = a.establishment_id
WHERE me.id = ?1 AND me.disabled = 0 AND me.role IN ('doctor', 'radiologist', 'emergency-doctor')
  AND a.disabled = 0 AND a.role IN ('doctor', 'radiologist', 'emergency-doctor')
ORDER BY e.name, e.code, a.name, a.id;

-- name: consultation.may_ask
SELECT 1
FROM reached_study s JOIN account a ON a.id = ?3
WHERE s.viewer = ?1 AND s.study_uid = ?2 AND a.id <> s.viewer
  AND a.disabled = 0 AND a.role IN ('doctor', 'radiologist', 'emergency-doctor');

-- The same conditions again: what has changed since the question of may_ask must not slip through.
-- name: consultation.ask
INSERT INTO consultation (public_id, study_id, asker_id, asked_id, priority, question, asked_at)
SELECT ?4, s.id, s.viewer, a.id, ?5, ?6, ?7
FROM reached_study s JOIN account a ON a.id = ?3
WHERE s.viewer = ?1 AND s.study_uid = ?2 AND a.id <> s.viewer
  AND a.disabled = 0 AND a.role IN ('doctor', 'radiologist', 'emergency-doctor')
RETURNING id;

-- name: consultation.list
SELECT c.public_id, c.asker_id = ?1, k.name, ke.code, ke.name, d.name, de.code, de.name, c.priority, c.state,
       c.question, c.answer, c.asked_at, c.seen_at, c.answered_at, c.ended_at, c.answer_read,
       coalesce(s.study_uid, ''), coalesce(p.name, ''), coalesce(s.date, ''), coalesce(s.description, ''),
       coalesce(s.modalities, ',')
FROM consultation c
JOIN account me ON me.id = ?1 AND me.disabled = 0
JOIN account k ON k.id = c.asker_id
JOIN establishment ke ON ke.id = k.establishment_id
JOIN account d ON d.id = c.asked_id
JOIN establishment de ON de.id = d.establishment_id
LEFT JOIN visible_study s ON s.viewer = ?1 AND s.id = c.study_id
LEFT JOIN patient p ON p.id = s.patient_id
WHERE c.asker_id = ?1 OR c.asked_id = ?1
ORDER BY c.state >= 2, c.priority DESC, c.id DESC LIMIT ?2;

-- name: consultation.find
SELECT c.public_id, c.asker_id = ?1, k.name, ke.code, ke.name, d.name, de.code, de.name, c.priority, c.state,
       c.question, c.answer, c.asked_at, c.seen_at, c.answered_at, c.ended_at, c.answer_read,
       coalesce(s.study_uid, ''), coalesce(p.name, ''), coalesce(s.date, ''), coalesce(s.description, ''),
       coalesce(s.modalities, ',')
FROM consultation c
JOIN account me ON me.id = ?1 AND me.disabled = 0
JOIN account k ON k.id = c.asker_id
JOIN establishment ke ON ke.id = k.establishment_id
JOIN account d ON d.id = c.asked_id
JOIN establishment de ON de.id = d.establishment_id
LEFT JOIN visible_study s ON s.viewer = ?1 AND s.id = c.study_id
LEFT JOIN patient p ON p.id = s.patient_id
WHERE c.public_id = ?2 AND (c.asker_id = ?1 OR c.asked_id = ?1);

-- Only from the state that was decided upon: of two who act at once, one is told so.
-- name: consultation.advance
UPDATE consultation
SET state = ?4, answer = iif(?5 = '', answer, ?5),
    seen_at = iif(seen_at = 0 AND ?4 IN (1, 2, 4), ?6, seen_at),
    answered_at = iif(?4 = 2, ?6, answered_at),
    ended_at = iif(?4 IN (3, 4), ?6, ended_at)
WHERE public_id = ?2 AND state = ?3 AND (asker_id = ?1 OR asked_id = ?1)
  AND EXISTS (SELECT 1 FROM account me WHERE me.id = ?1 AND me.disabled = 0)
RETURNING id;

-- name: consultation.read_answer
UPDATE consultation SET answer_read = 1 WHERE public_id = ?2 AND asker_id = ?1 AND state IN (2, 4);

-- What waits for the viewer: questions that he has not seen, answers that he has not read.
-- name: consultation.waiting
SELECT (SELECT count(*) FROM consultation WHERE asked_id = ?1 AND state = 0)
     + (SELECT count(*) FROM consultation WHERE asker_id = ?1 AND state IN (2, 4) AND answer_read = 0);

-- name: establishment.name
UPDATE establishment SET name = ?2 WHERE code = ?1;
