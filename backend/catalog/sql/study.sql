-- Parameters of the two searches: 1 viewer, 2 from, 3 to, 4 modality (",CT,") or '', 5..7 the cursor (date, time, id),
-- 8 limit, 9.. pairs [term, end of its prefix).

-- name: study.search
SELECT s.id, s.study_uid, p.patient_id, p.issuer, p.name, p.birth_date, p.sex, s.date, s.time, s.description,
       s.accession, s.modalities, e.code, s.series, s.instances, s.derived
FROM visible_study s
JOIN patient p ON p.id = s.patient_id
JOIN establishment e ON e.id = s.establishment_id
WHERE s.viewer = ?1 AND s.date BETWEEN ?2 AND ?3 AND (?4 = '' OR instr(s.modalities, ?4) > 0)
  AND (s.date, s.time, s.id) < (?5, ?6, ?7)
ORDER BY s.date DESC, s.time DESC, s.id DESC LIMIT ?8;

-- name: study.search_terms
SELECT s.id, s.study_uid, p.patient_id, p.issuer, p.name, p.birth_date, p.sex, s.date, s.time, s.description,
       s.accession, s.modalities, e.code, s.series, s.instances, s.derived
FROM visible_study s
JOIN patient p ON p.id = s.patient_id
JOIN establishment e ON e.id = s.establishment_id
WHERE s.viewer = ?1 AND s.date BETWEEN ?2 AND ?3 AND (?4 = '' OR instr(s.modalities, ?4) > 0)
  AND (s.date, s.time, s.id) < (?5, ?6, ?7)
  AND s.id IN (SELECT study_id FROM study_term WHERE term >= ?9 AND term < ?10)
  AND (?11 = '' OR s.id IN (SELECT study_id FROM study_term WHERE term >= ?11 AND term < ?12))
  AND (?13 = '' OR s.id IN (SELECT study_id FROM study_term WHERE term >= ?13 AND term < ?14))
  AND (?15 = '' OR s.id IN (SELECT study_id FROM study_term WHERE term >= ?15 AND term < ?16))
ORDER BY s.date DESC, s.time DESC, s.id DESC LIMIT ?8;

-- name: study.count
SELECT count(*) FROM (
  SELECT 1 FROM visible_study s
  WHERE s.viewer = ?1 AND s.date BETWEEN ?2 AND ?3 AND (?4 = '' OR instr(s.modalities, ?4) > 0) LIMIT ?5);

-- name: study.count_terms
SELECT count(*) FROM (
  SELECT 1 FROM visible_study s
  WHERE s.viewer = ?1 AND s.date BETWEEN ?2 AND ?3 AND (?4 = '' OR instr(s.modalities, ?4) > 0)
    AND s.id IN (SELECT study_id FROM study_term WHERE term >= ?6 AND term < ?7)
    AND (?8 = '' OR s.id IN (SELECT study_id FROM study_term WHERE term >= ?8 AND term < ?9))
    AND (?10 = '' OR s.id IN (SELECT study_id FROM study_term WHERE term >= ?10 AND term < ?11))
    AND (?12 = '' OR s.id IN (SELECT study_id FROM study_term WHERE term >= ?12 AND term < ?13))
  LIMIT ?5);

-- name: study.find
SELECT s.id, s.study_uid, p.patient_id, p.issuer, p.name, p.birth_date, p.sex, s.date, s.time, s.description,
       s.accession, s.modalities, e.code, s.series, s.instances, s.derived
FROM visible_study s
JOIN patient p ON p.id = s.patient_id
JOIN establishment e ON e.id = s.establishment_id
WHERE s.viewer = ?1 AND s.study_uid = ?2;

-- name: study.series
SELECT r.id, r.series_uid, r.modality, r.number, r.description, r.body_part
FROM visible_study s JOIN series r ON r.study_id = s.id
WHERE s.viewer = ?1 AND s.study_uid = ?2 ORDER BY r.number, r.id;

-- name: study.instances
SELECT i.id, i.sop_uid, i.sop_class, i.transfer_syntax, i.number, i.sha256, i.size, i.frames, i.header,
       i.derive_state, i.derived
FROM instance i WHERE i.series_id = ?1 ORDER BY i.number, i.sop_uid;

-- name: study.content
SELECT i.id, i.sha256, s.study_uid, r.series_uid, i.sop_uid, i.transfer_syntax, i.frames
FROM instance i JOIN series r ON r.id = i.series_id JOIN visible_study s ON s.id = r.study_id
WHERE s.viewer = ?1 AND i.sha256 >= ?2 AND i.sha256 <= ?3;

-- name: study.instance
SELECT i.id, i.sha256, s.study_uid, r.series_uid, i.sop_uid, i.transfer_syntax, i.frames
FROM instance i JOIN series r ON r.id = i.series_id JOIN visible_study s ON s.id = r.study_id
WHERE s.viewer = ?1 AND s.study_uid = ?2 AND i.sop_uid = ?3;
