-- name: ingest.find_digest
SELECT sha256 FROM instance WHERE sop_uid = ?1;

-- name: ingest.find_existing
SELECT i.sha256 FROM instance i WHERE i.sop_uid = ?1;

-- name: ingest.find_same_bytes
SELECT sop_uid FROM instance WHERE sha256 = ?1;

-- name: ingest.establishment
INSERT INTO establishment (code) VALUES (?1) ON CONFLICT (code) DO UPDATE SET code = code RETURNING id;

-- name: ingest.find_study
SELECT s.id, s.establishment_id, s.modalities, p.issuer, p.patient_id, p.name
FROM study s JOIN patient p ON p.id = s.patient_id WHERE s.study_uid = ?1;

-- name: ingest.patient
INSERT INTO patient (establishment_id, issuer, patient_id, name, birth_date, sex) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (establishment_id, issuer, patient_id, name) DO UPDATE SET sex = sex RETURNING id;

-- name: ingest.study
INSERT INTO study (study_uid, establishment_id, patient_id, date, time, description, accession, study_id, created_at,
                   updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9) RETURNING id;

-- name: ingest.term
INSERT OR IGNORE INTO study_term (term, study_id) VALUES (?1, ?2);

-- name: ingest.find_series
SELECT id, study_id FROM series WHERE series_uid = ?1;

-- name: ingest.series
INSERT INTO series (study_id, series_uid, modality, number, description, body_part)
VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id;

-- name: ingest.instance
INSERT INTO instance (series_id, sop_uid, sop_class, number, transfer_syntax, sha256, size, frames, origin,
                      received_at, header, derive_state, described)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) RETURNING id;

-- name: ingest.count_in_series
UPDATE series SET instances = instances + 1 WHERE id = ?1;

-- name: ingest.count_in_study
UPDATE study SET instances = instances + 1, series = series + ?2, derived = derived + ?3, modalities = ?4,
                 updated_at = ?5
WHERE id = ?1;

-- name: ingest.job
INSERT INTO job (kind, instance_id, created_at) VALUES (?1, ?2, ?3);

-- name: ingest.conflict
INSERT OR IGNORE INTO conflict (sop_uid, reason, kept_sha256, refused_sha256, origin, establishment, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);
