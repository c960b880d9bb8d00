-- The versions are few: within one of them the rows are in order.
-- name: describe.find_before
SELECT id, sha256, derive_state, derived, described FROM instance
WHERE described < ?1 AND (described, id) > (?2, ?3) ORDER BY described, id LIMIT ?4;

-- Only as long as no derivation has said something newer.
-- name: describe.put
UPDATE instance SET header = ?2, derived = ?3, described = ?4 WHERE id = ?1 AND derive_state = ?5 AND derived = ?6;

-- name: describe.keep
UPDATE instance SET described = ?2 WHERE id = ?1;
