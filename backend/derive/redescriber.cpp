#include "backend/derive/redescriber.hpp"

#include "backend/derive/fragment.hpp"
#include "shared/manifest/series.hpp"

namespace sansfilm::derive {

namespace {

constexpr std::uint32_t kAtOnce = 64;   // rows of one query
constexpr std::uint64_t kReadBudgetBytes = std::uint64_t{256} << 20;

bool may_pass(base::ErrorCode code) { return code == base::ErrorCode::kIo || code == base::ErrorCode::kFull; }

std::vector<std::uint8_t> bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

}  // namespace

base::Result<Redescribed> redescribe(base::Bytes original, const store::Digest& digest, base::Bytes derived) {
  base::Budget budget(base::Limits{.bytes = kReadBudgetBytes});
  SF_TRY(const dicom::File file, dicom::read_file(original, {}, budget));
  wire::Manifest described = manifest::describe_instance(file, content_of(digest));
  Redescribed out{.header = bytes_of(manifest::write_fragment(described)), .derived = {}};
  // What the derivation left and nobody can read is as good as none: the header speaks.
  if (const auto streamed = manifest::read_fragment(derived); streamed && !described.series[0].frames.empty()) {
    manifest::take_streams(described.series[0], streamed->series[0]);
    out.derived = bytes_of(manifest::write_fragment(described));
  }
  return out;
}

Redescriber::Redescriber(store::BlobStore& originals, catalog::Catalog& catalog, Failed failed, Done done)
    : originals_(originals), catalog_(catalog), failed_(std::move(failed)), done_(std::move(done)), thread_([this] { work(); }) {}

Redescriber::~Redescriber() {
  stopping_ = true;
  wait();
}

void Redescriber::wait() {
  if (thread_.joinable()) thread_.join();
}

base::Status Redescriber::one(const catalog::Described& instance) {
  SF_TRY(const std::unique_ptr<store::Blob> blob, originals_.open(instance.sha256.hex()));
  const auto again = redescribe(blob->bytes(), instance.sha256, instance.derived);
  if (again.ok()) return catalog_.describe_again(instance, again->header, again->derived, kDescriptionVersion);
  if (may_pass(again.error().code)) return again.error();
  SF_CHECK(catalog_.describe_again(instance, {}, {}, kDescriptionVersion));
  return again.error();
}

void Redescriber::work() {
  std::uint64_t described = 0;
  catalog::Described after;
  while (!stopping_) {
    const auto rows = catalog_.find_described_before(kDescriptionVersion, after, kAtOnce);
    if (!rows.ok() || rows->empty()) break;
    for (const catalog::Described& row : *rows) {
      if (stopping_) return;
      if (const base::Status status = one(row); status.ok()) {
        ++described;
      } else if (failed_) {
        failed_(row.sha256, status.error());
      }
    }
    after = rows->back();
  }
  if (described > 0 && done_) done_(described);
}

}  // namespace sansfilm::derive
