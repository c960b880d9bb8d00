-- name: account.add
INSERT INTO account (identifier, name, role, establishment_id, password_hash, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id;

-- name: account.reach
INSERT OR IGNORE INTO reach (account_id, establishment_id) VALUES (?1, ?2);

-- name: account.set_password
UPDATE account SET password_hash = ?2 WHERE identifier = ?1 RETURNING id;

-- name: account.end_sessions
DELETE FROM session WHERE account_id = ?1;

-- name: account.find
SELECT a.id, a.identifier, a.name, a.role, e.code, a.password_hash, a.disabled
FROM account a JOIN establishment e ON e.id = a.establishment_id WHERE a.identifier = ?1;

-- name: account.list
SELECT a.id, a.identifier, a.name, a.role, e.code, '', a.disabled
FROM account a JOIN establishment e ON e.id = a.establishment_id ORDER BY a.identifier;

-- name: session.add
INSERT INTO session (token, account_id, created_at, seen_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: session.find
SELECT a.id, a.identifier, a.name, a.role, e.code, '', a.disabled,
       s.created_at, s.seen_at, s.expires_at
FROM session s JOIN account a ON a.id = s.account_id JOIN establishment e ON e.id = a.establishment_id
WHERE s.token = ?1 AND s.expires_at > ?2 AND s.seen_at > ?2 - ?3 AND a.disabled = 0;

-- name: session.touch
UPDATE session SET seen_at = ?2 WHERE token = ?1 AND seen_at < ?2;

-- name: session.end
DELETE FROM session WHERE token = ?1;

-- name: session.end_old
DELETE FROM session WHERE expires_at <= ?1 OR seen_at <= ?1 - ?2;
