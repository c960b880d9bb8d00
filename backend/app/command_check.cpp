#include "backend/app/commands.hpp"
#include "backend/app/file_commands.hpp"
#include "backend/app/input.hpp"
#include "backend/app/report.hpp"
#include "backend/ingest/identity.hpp"
#include "shared/codec/decode.hpp"
#include "shared/dicom/frames.hpp"
#include "shared/pixel/image.hpp"

namespace sansfilm::app {

namespace {

class Findings {
 public:
  void add(const base::Error& error) {
    print(say(error));
    any_ = true;
  }
  template <class T>
  void add_if_failed(const base::Result<T>& result) {
    if (!result.ok()) add(result.error());
  }
  [[nodiscard]] bool any() const { return any_; }

 private:
  bool any_ = false;
};

void check_pixels(const dicom::File& file, Findings& findings) {
  const auto count = dicom::count_frames(file);
  if (!count.ok()) {
    findings.add(count.error());
    return;
  }
  for (std::uint32_t frame = 0; frame < *count; ++frame) {
    base::Budget budget;
    const auto decoded = codec::decode_frame(file, frame, budget);
    findings.add_if_failed(decoded);
    if (!decoded.ok()) return;   // the others would fail in the same way
    if (!decoded->complete) findings.add({.code = base::ErrorCode::kTruncated, .detail = "a frame is not complete", .subject = std::to_string(frame + 1)});
    for (const std::string& remark : decoded->remarks) print(remark);
  }
  const auto image = pixel::describe_image(file.dataset, 0);
  findings.add_if_failed(image);
  if (!image.ok()) return;
  for (const base::Error& error : image->findings) findings.add(error);
}

}  // namespace

int check(const std::string& path) {
  const auto input = read_input(path);
  if (!input.ok()) {
    print(say(input.error()));
    return kRefusedSome;
  }
  const dicom::File& file = input->file;
  Findings findings;
  for (const base::Error& error : file.findings) findings.add(error);
  if (!file.complete) findings.add({.code = base::ErrorCode::kTruncated, .detail = "the file ends early"});
  findings.add_if_failed(ingest::read_identity(file));
  if (file.dataset.find(dicom::Tag{0x7FE0, 0x0010}) != nullptr) check_pixels(file, findings);
  if (findings.any()) return kRefusedSome;
  print(say(Message::kNoFindings, {path}));
  return kDone;
}

}  // namespace sansfilm::app
