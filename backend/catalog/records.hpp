// What the catalog keeps, as plain values.
//
// @units  times are Unix seconds (UTC); dates are DICOM DA (YYYYMMDD) or empty; sizes in bytes
// @owner  values
// @thread values
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend/store/digest.hpp"

namespace sansfilm::catalog {

using RowId = std::int64_t;

// Whose question it is. Every query over patients' data takes one, and the rule of access is part of the query: what
// the account may not see does not exist, is not counted, costs no other time. A Viewer without account sees nothing.
struct Viewer {
  RowId account = 0;
};

// One instance on its way in. Text is UTF-8.
struct NewInstance {
  std::string establishment;   // its code; made when it is new
  std::string patient_id, issuer, patient_name, birth_date, sex;
  std::string study_uid, study_date, study_time, study_description, accession, study_id;
  std::string series_uid, modality, series_description, body_part, series_number;
  std::string sop_uid, sop_class, instance_number;
  std::string transfer_syntax;
  store::Digest sha256;
  std::uint64_t size = 0;
  std::uint32_t frames = 0;    // to stream; 0: it is no picture
  std::string origin;          // through which door: "import", "stow"
  std::vector<std::uint8_t> header;   // what the manifest needs of it; the catalog does not look inside
  std::uint32_t described = 0;        // the version of that description
};

enum class Added : std::uint8_t {
  kNew,
  kAlreadyThere,    // same UID, same bytes
  kConflict,        // same UID, other bytes: recorded, not stored
  kOtherPatient,    // its study or series belongs to another patient or study: recorded, not stored
};

struct Patient {
  std::string id, issuer, name, birth_date, sex;
};

struct Study {
  RowId row = 0;
  std::string study_uid;
  Patient patient;
  std::string date, time, description, accession;
  std::vector<std::string> modalities;
  std::string establishment;
  std::int64_t series = 0, instances = 0;
  std::int64_t derived = 0;     // instances whose streams are ready, or that have no picture
};

struct StudyQuery {
  std::string text;             // words, each a prefix of a word of the name, of the patient's id or of the accession number
  std::string modality;
  std::string from, to;         // YYYYMMDD, inclusive
  std::uint32_t limit = 50;     // 1 .. 500
  std::string after;            // cursor of the page before
};

struct StudyPage {
  std::vector<Study> studies;
  std::optional<std::string> next;
  std::int64_t total_estimate = 0;   // exact up to 10,000
};

enum class DeriveState : std::uint8_t { kNone = 0, kQueued = 1, kDone = 2, kFailed = 3 };  // kNone: no pixel data

struct Instance {
  RowId row = 0;
  std::string sop_uid, sop_class, transfer_syntax;
  std::int64_t number = 0;
  store::Digest sha256;
  std::uint64_t size = 0;
  std::uint32_t frames = 0;
  std::vector<std::uint8_t> header;    // as given to add_instances
  DeriveState derive_state = DeriveState::kNone;
  std::vector<std::uint8_t> derived;   // what the derivation left for the manifest; the catalog does not look inside
};

// An instance whose description is of an older version.
struct Described {
  RowId row = 0;
  store::Digest sha256;
  DeriveState derive_state = DeriveState::kNone;
  std::vector<std::uint8_t> derived;   // as it is now
  std::uint32_t version = 0;
};

struct Series {
  RowId row = 0;
  std::string series_uid, modality, description, body_part;
  std::int64_t number = 0;
  std::vector<Instance> instances;     // by instance number, then UID
};

// Where a content (an original, by the first half of its SHA-256) belongs, when the viewer may see it.
struct ContentPlace {
  RowId instance = 0;
  store::Digest sha256;
  std::string study_uid, series_uid, sop_uid, transfer_syntax;
  std::uint32_t frames = 0;
};

enum class JobKind : std::uint8_t { kDerive = 1 };

struct Job {
  RowId row = 0;
  JobKind kind = JobKind::kDerive;
  RowId instance = 0;
  store::Digest sha256;
  std::uint32_t attempts = 0;          // this one included
};

struct Account {
  RowId row = 0;
  std::string identifier, name, role;
  std::string establishment;           // code
  std::string password_hash;           // argon2id, encoded
  bool disabled = false;
};

// A request for an opinion. Which state follows which, and by whose hand: backend/consult/state.hpp.
enum class ConsultationState : std::uint8_t { kAsked = 0, kSeen = 1, kAnswered = 2, kClosed = 3, kDeclined = 4 };
enum class Priority : std::uint8_t { kRoutine = 0, kUrgent = 1, kEmergency = 2 };

struct Colleague {
  RowId account = 0;
  std::string name, role;
  std::string establishment, establishment_name;   // code, and its name where one was given
};

struct NewConsultation {
  std::string id;                      // random
  std::string study_uid;
  RowId asked = 0;
  Priority priority = Priority::kRoutine;
  std::string question;
};

// As one of its two sees it. The study is empty when he may not see it any more.
struct Consultation {
  std::string id;
  bool is_asker = false;               // the viewer asked
  Colleague asker, asked;              // without account and role
  Priority priority = Priority::kRoutine;
  ConsultationState state = ConsultationState::kAsked;
  std::string question, answer;
  std::int64_t asked_at = 0, seen_at = 0, answered_at = 0, ended_at = 0;   // 0: not yet
  bool answer_read = false;
  std::string study_uid, patient_name, study_date, study_description;
  std::vector<std::string> modalities;
};

struct Session {
  store::Digest token;                 // SHA-256 of the token: the token itself is nowhere on the disk
  Account account;
  std::int64_t created_at = 0, seen_at = 0, expires_at = 0;
};

}  // namespace sansfilm::catalog
