// The studies in a heap of local files: takes them one by one, and says what was found.
//
// @source PS3.3 2024e C.7.2.1, C.7.3.1 (study, series)
// @errors a file that is not taken is told by its Outcome
// @owner  owns the manifests; pixel data stay in the files
// @thread the worker's
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "shared/dicom/instance_attributes.hpp"
#include "shared/wire/manifest.hpp"
#include "wasm/local/directory.hpp"
#include "wasm/local/frame_store.hpp"

namespace sansfilm::local {

// What became of a file. The page knows the numbers (web/src/local/protocol.ts).
enum class Outcome : std::uint8_t {
  kTaken = 0,
  kDirectory = 1,   // DICOMDIR
  kNotDicom = 2,
  kDamaged = 3,     // DICOM, but cut or contradictory before the study could be read
  kNoIdentity = 4,  // no picture, and no valid study, series or instance UID
  kRepeated = 5,    // this instance has been taken already
  kTooLarge = 6,
  kUnreadable = 7,  // the device does not give the bytes
  kEmpty = 8,
};

class Collection {
 public:
  explicit Collection(ReadAt read) : read_(read), frames_(read) {}

  Outcome add(const Source& source, std::string_view path);

  // Sorts what was taken. JSON: {"studies": rows as /api/v1/studies gives them, "listed": files that directories name,
  // "missing": those of them that are not here}.
  [[nodiscard]] std::string finish();

  // JSON lines (wire/manifest_json.hpp); empty if there is no such study.
  [[nodiscard]] std::string manifest(std::string_view study_uid) const;

  // What has no picture, by its SOP Instance UID, as the server gives it (shared/document). Empty if there is none.
  enum class Part : std::uint8_t { kDocument = 0, kAttributes = 1, kPayload = 2, kDrawing = 3 };
  [[nodiscard]] std::vector<std::uint8_t> object(Part part, std::string_view sop_uid) const;

  [[nodiscard]] LocalChunk chunk(const wire::ChunkKey& key) { return frames_.chunk(key); }

 private:
  struct Identity {
    std::string study_uid, series_uid, sop_uid;
    bool made = false;         // one of them is not the file's
    bool study_made = false;
  };
  [[nodiscard]] Identity identify(const dicom::InstanceAttributes& of, std::uint32_t file);
  static void put_identity(const Identity& identity, wire::Manifest& described);
  void merge(const wire::Manifest& instance, std::uint64_t size_bytes);

  ReadAt read_;
  FrameStore frames_;
  std::map<std::string, wire::Manifest, std::less<>> studies_;
  std::map<std::string, Source, std::less<>> instances_;   // by SOP Instance UID
  std::map<std::string, std::size_t> nameless_;    // what lacks a UID, by study or patient: its number
  std::set<std::string, std::less<>> paths_;       // as normal_path gives them
  std::vector<DirectoryEntry> listed_;
};

}  // namespace sansfilm::local
