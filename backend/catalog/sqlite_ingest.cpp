#include <charconv>
#include <set>

#include "backend/catalog/fold.hpp"
#include "backend/catalog/sqlite_catalog.hpp"

namespace sansfilm::catalog {

using base::Result;
using base::Status;

namespace {

std::int64_t number_or_zero(std::string_view text) {
  std::int64_t value = 0;
  while (!text.empty() && (text.front() == ' ' || text.front() == '+')) text.remove_prefix(1);
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// ",CT,SR,": sorted, each once.
std::string with_modality(const std::string& modalities, const std::string& modality) {
  std::set<std::string> all;
  std::string word;
  for (const char c : modalities + "," + modality + ",") {
    if (c != ',') {
      word += c;
    } else if (!word.empty()) {
      all.insert(std::move(word));
      word.clear();
    }
  }
  std::string out = ",";
  for (const std::string& one : all) out += one + ",";
  return out;
}

std::set<std::string> terms_of(const NewInstance& instance) {
  std::set<std::string> terms;
  for (const std::string* text : {&instance.patient_name, &instance.patient_id, &instance.accession}) {
    for (std::string& word : fold_words(*text)) terms.insert(std::move(word));
  }
  return terms;
}

Result<RowId> one_row(Query& query) {
  if (!query.step()) {
    SF_CHECK(query.status());
    return base::Error{.code = base::ErrorCode::kInternal, .detail = "the catalog returned no row"};
  }
  return query.integer(0);
}

}  // namespace

Result<std::vector<Added>> SqliteCatalog::add_instances(std::span<const NewInstance> instances) {
  const std::lock_guard lock(write_mutex_);
  SF_TRY(const auto transaction, Transaction::begin(*writer_));
  const std::int64_t now = now_seconds();
  std::vector<Added> results;
  results.reserve(instances.size());
  for (const NewInstance& instance : instances) {
    SF_TRY(const Added added, add_instance(instance, now));
    results.push_back(added);
  }
  SF_CHECK(transaction->commit());
  return results;
}

Result<Added> SqliteCatalog::add_instance(const NewInstance& instance, std::int64_t now) {
  {
    Query existing(*writer_, "ingest.find_existing");
    if (existing.bind_all(instance.sop_uid).step()) {
      const store::Digest kept = existing.digest(0);
      if (kept == instance.sha256) return Added::kAlreadyThere;
      return refuse(instance, "same UID, other bytes", kept, Added::kConflict, now);
    }
    SF_CHECK(existing.status());
  }
  RowId establishment = 0;
  {
    Query make(*writer_, "ingest.establishment");
    SF_TRY(establishment, one_row(make.bind_all(instance.establishment)));
  }

  RowId study = 0;
  std::string modalities;
  {
    Query find(*writer_, "ingest.find_study");
    if (find.bind_all(instance.study_uid).step()) {
      const bool same_person = instance.patient_id.empty() ? fold(find.text(5)) == fold(instance.patient_name) : true;
      if (find.integer(1) != establishment || find.text(3) != instance.issuer || find.text(4) != instance.patient_id ||
          !same_person) {
        return refuse(instance, "its study belongs to another patient", std::nullopt, Added::kOtherPatient, now);
      }
      study = find.integer(0);
      modalities = find.text(2);
    }
    SF_CHECK(find.status());
  }

  RowId series = 0;
  {
    Query find(*writer_, "ingest.find_series");
    if (find.bind_all(instance.series_uid).step()) {
      series = find.integer(0);
      if (study == 0 || find.integer(1) != study) {
        return refuse(instance, "its series belongs to another study", std::nullopt, Added::kOtherPatient, now);
      }
    }
    SF_CHECK(find.status());
  }

  if (study == 0) {
    SF_TRY(study, make_study(instance, establishment, now));
  }
  const bool new_series = series == 0;
  if (new_series) {
    Query make(*writer_, "ingest.series");
    SF_TRY(series, one_row(make.bind_all(study, instance.series_uid, instance.modality,
                                         number_or_zero(instance.series_number), instance.series_description,
                                         instance.body_part)));
  }
  const bool has_pixels = instance.frames > 0;
  const auto state = static_cast<std::int64_t>(has_pixels ? DeriveState::kQueued : DeriveState::kNone);
  RowId row = 0;
  {
    Query make(*writer_, "ingest.instance");
    SF_TRY(row, one_row(make.bind_all(series, instance.sop_uid, instance.sop_class,
                                      number_or_zero(instance.instance_number), instance.transfer_syntax,
                                      instance.sha256, static_cast<std::int64_t>(instance.size),
                                      static_cast<std::int64_t>(instance.frames), instance.origin, now,
                                      std::span<const std::uint8_t>(instance.header), state, static_cast<std::int64_t>(instance.described))));
  }
  SF_CHECK(Query(*writer_, "ingest.count_in_series").bind_all(series).run());
  SF_CHECK(Query(*writer_, "ingest.count_in_study")
               .bind_all(study, std::int64_t{new_series ? 1 : 0}, std::int64_t{has_pixels ? 0 : 1},
                         with_modality(modalities, instance.modality), now)
               .run());
  if (has_pixels) {
    SF_CHECK(Query(*writer_, "ingest.job").bind_all(static_cast<std::int64_t>(JobKind::kDerive), row, now).run());
  }
  return Added::kNew;
}

Result<RowId> SqliteCatalog::make_study(const NewInstance& instance, RowId establishment, std::int64_t now) {
  RowId patient = 0;
  {
    Query make(*writer_, "ingest.patient");
    SF_TRY(patient, one_row(make.bind_all(establishment, instance.issuer, instance.patient_id, instance.patient_name,
                                          instance.birth_date, instance.sex)));
  }
  RowId study = 0;
  {
    Query make(*writer_, "ingest.study");
    SF_TRY(study, one_row(make.bind_all(instance.study_uid, establishment, patient, instance.study_date,
                                        instance.study_time, instance.study_description, instance.accession,
                                        instance.study_id, now)));
  }
  for (const std::string& term : terms_of(instance)) {
    SF_CHECK(Query(*writer_, "ingest.term").bind_all(term, study).run());
  }
  return study;
}

Result<Added> SqliteCatalog::refuse(const NewInstance& instance, const char* reason,
                                    const std::optional<store::Digest>& kept, Added verdict, std::int64_t now) {
  Query note(*writer_, "ingest.conflict");
  note.bind_all(instance.sop_uid, reason);
  if (kept) note.bind(3, *kept);
  note.bind(4, instance.sha256).bind(5, instance.origin).bind(6, instance.establishment).bind(7, now);
  SF_CHECK(note.run());
  return verdict;
}

Result<std::optional<store::Digest>> SqliteCatalog::find_digest(const std::string& sop_uid) {
  Reader reader(*this);
  Query query(*reader, "ingest.find_digest");
  if (query.bind_all(sop_uid).step()) return std::optional(query.digest(0));
  SF_CHECK(query.status());
  return std::optional<store::Digest>();
}

}  // namespace sansfilm::catalog
