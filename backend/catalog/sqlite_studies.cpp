#include <algorithm>
#include <charconv>

#include "backend/catalog/fold.hpp"
#include "backend/catalog/sqlite_catalog.hpp"

namespace sansfilm::catalog {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr std::size_t kTerms = 4;
constexpr std::int64_t kCountLimit = 10000;

// Where a page ended: the key of its last study. As text "date.time.id", opaque to callers.
struct Cursor {
  std::string date = "~", time = "~";
  std::int64_t id = INT64_MAX;
};

std::string write_cursor(const Cursor& cursor) {
  return cursor.date + "!" + cursor.time + "!" + std::to_string(cursor.id);
}

Result<Cursor> read_cursor(const std::string& text) {
  if (text.empty()) return Cursor{};
  const std::size_t first = text.find('!');
  const std::size_t second = first == std::string::npos ? first : text.find('!', first + 1);
  Cursor cursor;
  if (second != std::string::npos && text.size() <= 100) {
    cursor.date = text.substr(0, first);
    cursor.time = text.substr(first + 1, second - first - 1);
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data() + second + 1, end, cursor.id);
    if (parsed.ec == std::errc() && parsed.ptr == end) return cursor;
  }
  return Error{.code = ErrorCode::kInvalidArgument, .detail = "the cursor is not one of this server's", .subject = "after"};
}

Study read_study(const Query& query) {
  Study study;
  study.row = query.integer(0);
  study.study_uid = query.text(1);
  study.patient = {query.text(2), query.text(3), query.text(4), query.text(5), query.text(6)};
  study.date = query.text(7);
  study.time = query.text(8);
  study.description = query.text(9);
  study.accession = query.text(10);
  study.modalities = split_modalities(query.text(11));
  study.establishment = query.text(12);
  study.series = query.integer(13);
  study.instances = query.integer(14);
  study.derived = query.integer(15);
  return study;
}

struct Filter {
  std::string from, to, modality;
  std::vector<std::string> terms;   // none, or kTerms with empty ones at the end

  void bind_terms(Query& query, int at) const {
    for (const std::string& term : terms) {
      query.bind(at++, term);
      query.bind(at++, term.empty() ? std::string() : end_of_prefix(term));
    }
  }
};

Result<Filter> read_filter(const StudyQuery& query) {
  const auto is_date = [](const std::string& text) {
    return text.empty() || (text.size() == 8 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }));
  };
  if (!is_date(query.from)) return Error{.code = ErrorCode::kInvalidArgument, .detail = "a date is YYYYMMDD", .subject = "from"};
  if (!is_date(query.to)) return Error{.code = ErrorCode::kInvalidArgument, .detail = "a date is YYYYMMDD", .subject = "to"};
  if (query.modality.size() > 16 || query.modality.find(',') != std::string::npos) {
    return Error{.code = ErrorCode::kInvalidArgument, .detail = "not a modality", .subject = "modality"};
  }
  if (query.limit < 1 || query.limit > 500) {
    return Error{.code = ErrorCode::kInvalidArgument, .detail = "from 1 to 500", .subject = "limit"};
  }
  Filter filter;
  filter.from = query.from;
  filter.to = query.to.empty() ? "~" : query.to;
  if (!query.modality.empty()) filter.modality = "," + query.modality + ",";
  filter.terms = fold_words(query.text);
  if (filter.terms.size() > kTerms) {
    return Error{.code = ErrorCode::kInvalidArgument, .detail = "at most four words", .subject = "q"};
  }
  // The longest word is the most selective one: it leads.
  std::sort(filter.terms.begin(), filter.terms.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  if (!filter.terms.empty()) filter.terms.resize(kTerms);
  return filter;
}

Result<ContentPlace> read_place(Query& query) {
  if (query.step()) {
    return ContentPlace{.instance = query.integer(0), .sha256 = query.digest(1), .study_uid = query.text(2),
                        .series_uid = query.text(3), .sop_uid = query.text(4), .transfer_syntax = query.text(5),
                        .frames = static_cast<std::uint32_t>(query.integer(6))};
  }
  SF_CHECK(query.status());
  return Error{.code = ErrorCode::kNotFound, .detail = "no such content"};
}

}  // namespace

std::vector<std::string> split_modalities(const std::string& text) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : text) {
    if (c != ',') word += c;
    else if (!word.empty()) out.push_back(std::exchange(word, {}));
  }
  return out;
}

Result<StudyPage> SqliteCatalog::find_studies(const Viewer& viewer, const StudyQuery& asked) {
  SF_TRY(const Filter filter, read_filter(asked));
  SF_TRY(const Cursor cursor, read_cursor(asked.after));
  const bool by_terms = !filter.terms.empty();
  Reader reader(*this);
  StudyPage page;
  {
    Query query(*reader, by_terms ? "study.search_terms" : "study.search");
    query.bind_all(viewer.account, filter.from, filter.to, filter.modality, cursor.date, cursor.time, cursor.id,
                   static_cast<std::int64_t>(asked.limit) + 1);
    filter.bind_terms(query, 9);
    while (query.step()) page.studies.push_back(read_study(query));
    SF_CHECK(query.status());
  }
  if (page.studies.size() > asked.limit) {
    page.studies.pop_back();
    const Study& last = page.studies.back();
    page.next = write_cursor({last.date, last.time, last.row});
  }
  Query count(*reader, by_terms ? "study.count_terms" : "study.count");
  count.bind_all(viewer.account, filter.from, filter.to, filter.modality, kCountLimit);
  filter.bind_terms(count, 6);
  if (count.step()) page.total_estimate = count.integer(0);
  SF_CHECK(count.status());
  return page;
}

Result<Study> SqliteCatalog::find_study(const Viewer& viewer, const std::string& study_uid) {
  Reader reader(*this);
  Query query(*reader, "study.find");
  if (query.bind_all(viewer.account, study_uid).step()) return read_study(query);
  SF_CHECK(query.status());
  return Error{.code = ErrorCode::kNotFound, .detail = "no such study"};
}

Result<std::vector<Series>> SqliteCatalog::list_series(const Viewer& viewer, const std::string& study_uid) {
  Reader reader(*this);
  std::vector<Series> all;
  Query series(*reader, "study.series");
  series.bind_all(viewer.account, study_uid);
  while (series.step()) {
    Series one{.row = series.integer(0), .series_uid = series.text(1), .modality = series.text(2),
               .description = series.text(4), .body_part = series.text(5), .number = series.integer(3), .instances = {}};
    Query instances(*reader, "study.instances");
    instances.bind_all(one.row);
    while (instances.step()) {
      Instance instance;
      instance.row = instances.integer(0);
      instance.sop_uid = instances.text(1);
      instance.sop_class = instances.text(2);
      instance.transfer_syntax = instances.text(3);
      instance.number = instances.integer(4);
      instance.sha256 = instances.digest(5);
      instance.size = static_cast<std::uint64_t>(instances.integer(6));
      instance.frames = static_cast<std::uint32_t>(instances.integer(7));
      instance.header = instances.blob(8);
      instance.derive_state = static_cast<DeriveState>(instances.integer(9));
      instance.derived = instances.blob(10);
      one.instances.push_back(std::move(instance));
    }
    SF_CHECK(instances.status());
    all.push_back(std::move(one));
  }
  SF_CHECK(series.status());
  if (all.empty()) return Error{.code = ErrorCode::kNotFound, .detail = "no such study"};
  return all;
}

Result<ContentPlace> SqliteCatalog::find_content(const Viewer& viewer,
                                                 const std::array<std::uint8_t, 16>& half_digest) {
  store::Digest first, last;
  last.bytes.fill(0xFF);
  std::copy(half_digest.begin(), half_digest.end(), first.bytes.begin());
  std::copy(half_digest.begin(), half_digest.end(), last.bytes.begin());
  Reader reader(*this);
  Query query(*reader, "study.content");
  return read_place(query.bind_all(viewer.account, first, last));
}

Result<ContentPlace> SqliteCatalog::find_instance(const Viewer& viewer, const std::string& study_uid,
                                                  const std::string& sop_uid) {
  Reader reader(*this);
  Query query(*reader, "study.instance");
  return read_place(query.bind_all(viewer.account, study_uid, sop_uid));
}

}  // namespace sansfilm::catalog
