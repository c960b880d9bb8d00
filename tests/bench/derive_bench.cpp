// How much of the encoder the server's derivation keeps: all of it (originals read, decoded, encoded, cut, stored, the catalog told)
// beside as many bare encoders side by side on the same pictures, in turns.
//   derive_bench [ROUNDS] [returned]   returned: memory that is freed goes back to the system, as an allocator does by itself
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "backend/app/memory_pool.hpp"
#include "backend/catalog/catalog.hpp"
#include "backend/derive/deriver.hpp"
#include "backend/derive/recipe.hpp"
#include "backend/phantom/phantom.hpp"
#include "backend/store/file_store.hpp"
#include "shared/codec/decode.hpp"
#include "shared/codec/jpeg2000.hpp"
#include "shared/dicom/reader.hpp"

using namespace sansfilm;

namespace {

template <class T>
T must(base::Result<T> result, const char* what) {
  if (result.ok()) return std::move(result).value();
  std::fprintf(stderr, "derive bench: %s: %s\n", what, base::describe(result.error()).c_str());
  std::exit(1);
}

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

using File = std::vector<std::uint8_t>;

std::vector<File> phantoms(const char* kinds, std::uint32_t patients, std::uint32_t slices) {
  phantom::PhantomOptions options;
  options.seed = 1;
  options.kinds = must(phantom::parse_kinds(kinds), "the kinds");
  options.patients = patients;
  options.slices = slices;
  std::vector<File> files;
  const auto keep = [&](const std::string&, base::Bytes bytes) -> base::Status {
    files.emplace_back(bytes.begin(), bytes.end());
    return {};
  };
  (void)must(phantom::generate(options, keep), "the phantom");
  return files;
}

base::Frame first_frame(const File& bytes) {
  base::Budget budget;
  const dicom::File file = must(dicom::read_file(bytes, {}, budget), "a phantom");
  return must(codec::decode_frame(file, 0, budget), "a phantom");
}

// Bare encoders: decoded pictures in, codestreams out, nothing else.
double encode_all(const std::vector<base::Frame>& frames, unsigned workers) {
  std::atomic<std::size_t> next = 0;
  const double start = seconds();
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < workers; ++i) {
    threads.emplace_back([&] {
      for (std::size_t at = next++; at < frames.size(); at = next++) {
        base::Budget budget;
        (void)must(codec::encode_jpeg2000(frames[at], derive::layered_options(frames[at]), budget), "encoding");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return seconds() - start;
}

// The server's way, with its stores.
double derive_all(const std::vector<File>& files, unsigned workers, const std::filesystem::path& folder) {
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const auto originals = must(store::open_file_store((folder / "originals").string(), store::Durability::kSynced), "the store");
  const auto derived = must(store::open_file_store((folder / "derived").string(), store::Durability::kRenameOnly), "the store");
  const auto catalog = must(catalog::open_sqlite((folder / "catalog.sqlite").string()), "the catalog");
  std::vector<catalog::NewInstance> rows;
  for (const File& bytes : files) {
    const store::Digest digest = store::sha256(bytes);
    if (!originals->put(digest.hex(), bytes).ok()) std::exit(1);
    catalog::NewInstance row;
    const std::string number = std::to_string(rows.size() + 1);
    row.establishment = "E", row.patient_id = "P", row.patient_name = "BENCH", row.study_uid = "1.2.3", row.series_uid = "1.2.3.4", row.modality = "OT";
    row.sop_uid = "1.2.3.4." + number, row.sop_class = "1.2.840.10008.5.1.4.1.1.2", row.transfer_syntax = "1.2.840.10008.1.2.1";
    row.sha256 = digest, row.size = bytes.size(), row.frames = 1, row.origin = "bench";
    rows.push_back(row);
  }
  (void)must(catalog->add_instances(rows), "the catalog");
  const double start = seconds();
  derive::Deriver deriver(*originals, *derived, *catalog, {.workers = workers});
  if (!deriver.wait_idle(600'000)) std::exit(1);
  const double took = seconds() - start;
  if (deriver.counts().derived != files.size()) {
    std::fprintf(stderr, "derive bench: %llu of %zu derived\n", static_cast<unsigned long long>(deriver.counts().derived), files.size());
    std::exit(1);
  }
  return took;
}

// A turn: how long it took, and the time of processors that it used.
struct Turn {
  double wall = 0, processor = 0;
};

template <class Run>
Turn timed(const Run& run) {
  const std::clock_t before = std::clock();
  const double wall = run();
  return {wall, static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC};
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void measure(const char* name, const std::vector<File>& files, int rounds, const std::filesystem::path& folder) {
  std::vector<base::Frame> frames;
  double bytes = 0;
  for (const File& file : files) {
    frames.push_back(first_frame(file));
    bytes += static_cast<double>(frames.back().samples.size());
  }
  const unsigned workers = std::max(1U, std::thread::hardware_concurrency());
  std::vector<double> bare, whole, ratios, costs;
  for (int round = 0; round < rounds; ++round) {
    const Turn alone = timed([&] { return encode_all(frames, workers); });
    const Turn all = timed([&] { return derive_all(files, workers, folder); });
    bare.push_back(alone.wall);
    whole.push_back(all.wall);
    ratios.push_back(alone.wall / all.wall);
    costs.push_back(alone.processor / all.processor);
  }
  std::printf("  %-14s %zu pictures: %u bare encoders %.1f MB/s, derivation %.1f MB/s, %.2f of it (of the processor's time %.2f)   goal >= 0.95   %s\n", name, files.size(), workers,
              bytes / 1e6 / median(bare), bytes / 1e6 / median(whole), median(ratios), median(costs), median(ratios) >= 0.95 ? "met" : "MISSED");
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
  const int rounds = count > 1 ? std::max(1, std::atoi(arguments[1])) : 5;
  const bool returned = count > 2 && std::string(arguments[2]) == "returned";
  if (!returned) app::keep_freed_memory();
  const auto folder = std::filesystem::temp_directory_path() / ("sansfilm-derive-bench-" + std::to_string(std::chrono::system_clock::now().time_since_epoch().count()));
  std::printf("derivation beside bare encoders, medians of %d, memory that is freed %s\n", rounds, returned ? "returned" : "kept");
  measure("CT 512 x 512", phantoms("ct", 1, 60), rounds, folder);
  measure("radiographs", phantoms("cr,mg", 1, 1), rounds, folder);
  std::filesystem::remove_all(folder);
}
