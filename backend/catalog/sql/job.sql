-- name: job.claim
UPDATE job SET state = 1, attempts = attempts + 1, lease_until = ?3
WHERE id IN (SELECT id FROM job WHERE kind = ?1 AND not_before <= ?2
               AND (state = 0 OR (state = 1 AND lease_until < ?2)) ORDER BY state, id LIMIT ?4)
RETURNING id, instance_id, attempts, (SELECT sha256 FROM instance WHERE instance.id = job.instance_id);

-- name: job.instance
SELECT instance_id FROM job WHERE id = ?1;

-- name: job.remove
DELETE FROM job WHERE id = ?1;

-- name: job.retry
UPDATE job SET state = ?2, not_before = ?3, reason = ?4 WHERE id = ?1;

-- name: job.mark_instance
UPDATE instance SET derive_state = ?2, derived = ?3 WHERE id = ?1 AND derive_state <> 2;

-- name: job.count_derived
UPDATE study SET derived = derived + 1
WHERE id = (SELECT r.study_id FROM instance i JOIN series r ON r.id = i.series_id WHERE i.id = ?1);

-- name: job.count_open
SELECT count(*) FROM job WHERE kind = ?1 AND state <> 2;
