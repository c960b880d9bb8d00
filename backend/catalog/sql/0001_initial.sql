-- The first schema. Times are Unix seconds; digests are blobs of 32 bytes; dates are DICOM DA.
-- Numbers of children are kept in their parents (instances, series, derived), in the same transaction.

CREATE TABLE establishment (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE patient (
  id INTEGER PRIMARY KEY,
  establishment_id INTEGER NOT NULL REFERENCES establishment(id),
  issuer TEXT NOT NULL,
  patient_id TEXT NOT NULL,
  name TEXT NOT NULL,
  birth_date TEXT NOT NULL,
  sex TEXT NOT NULL,
  UNIQUE (establishment_id, issuer, patient_id, name)
) STRICT;

CREATE TABLE study (
  id INTEGER PRIMARY KEY,
  study_uid TEXT NOT NULL UNIQUE,
  establishment_id INTEGER NOT NULL REFERENCES establishment(id),
  patient_id INTEGER NOT NULL REFERENCES patient(id),
  date TEXT NOT NULL,
  time TEXT NOT NULL,
  description TEXT NOT NULL,
  accession TEXT NOT NULL,
  study_id TEXT NOT NULL,
  modalities TEXT NOT NULL DEFAULT ',',  -- ",CT,SR,": between commas, sorted
  series INTEGER NOT NULL DEFAULT 0,
  instances INTEGER NOT NULL DEFAULT 0,
  derived INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX study_by_date ON study (date DESC, time DESC, id DESC);
CREATE INDEX study_by_patient ON study (patient_id);

-- What a study can be found by: folded words of the patient's name, his id, the accession number.
CREATE TABLE study_term (
  term TEXT NOT NULL,
  study_id INTEGER NOT NULL REFERENCES study(id) ON DELETE CASCADE,
  PRIMARY KEY (term, study_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX study_term_by_study ON study_term (study_id);

CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  study_id INTEGER NOT NULL REFERENCES study(id) ON DELETE CASCADE,
  series_uid TEXT NOT NULL UNIQUE,
  modality TEXT NOT NULL,
  number INTEGER NOT NULL,
  description TEXT NOT NULL,
  body_part TEXT NOT NULL,
  instances INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX series_by_study ON series (study_id, number, id);

CREATE TABLE instance (
  id INTEGER PRIMARY KEY,
  series_id INTEGER NOT NULL REFERENCES series(id) ON DELETE CASCADE,
  sop_uid TEXT NOT NULL UNIQUE,
  sop_class TEXT NOT NULL,
  number INTEGER NOT NULL,
  transfer_syntax TEXT NOT NULL,
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
  size INTEGER NOT NULL,
  frames INTEGER NOT NULL,
  origin TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  header BLOB NOT NULL,
  derive_state INTEGER NOT NULL,
  derived BLOB NOT NULL DEFAULT x''
) STRICT;
CREATE INDEX instance_by_series ON instance (series_id, number, sop_uid);
CREATE UNIQUE INDEX instance_by_digest ON instance (sha256);

-- What was refused because something else has its identity.
CREATE TABLE conflict (
  id INTEGER PRIMARY KEY,
  sop_uid TEXT NOT NULL,
  reason TEXT NOT NULL,
  kept_sha256 BLOB,
  refused_sha256 BLOB NOT NULL,
  origin TEXT NOT NULL,
  establishment TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (sop_uid, refused_sha256, reason)
) STRICT;

-- state: 0 waiting, 1 claimed until lease_until, 2 given up.
CREATE TABLE job (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  instance_id INTEGER NOT NULL REFERENCES instance(id) ON DELETE CASCADE,
  state INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  lease_until INTEGER NOT NULL DEFAULT 0,
  reason TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  UNIQUE (kind, instance_id)
) STRICT;
CREATE INDEX job_to_do ON job (kind, state, id);

CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  identifier TEXT NOT NULL UNIQUE,  -- folded
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  establishment_id INTEGER NOT NULL REFERENCES establishment(id),
  password_hash TEXT NOT NULL,
  disabled INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;

-- Which establishments' studies an account reaches. No row, no study.
CREATE TABLE reach (
  account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
  establishment_id INTEGER NOT NULL REFERENCES establishment(id) ON DELETE CASCADE,
  PRIMARY KEY (account_id, establishment_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  token BLOB PRIMARY KEY CHECK (length(token) = 32),
  account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_account ON session (account_id);

-- The rule of access, in one place: every query over patients' data joins this view with the viewer's account.
CREATE VIEW visible_study AS
  SELECT a.id AS viewer, s.*
  FROM account a
  JOIN reach r ON r.account_id = a.id
  JOIN study s ON s.establishment_id = r.establishment_id
  WHERE a.disabled = 0 AND a.role IN ('doctor', 'radiologist', 'emergency-doctor');
