#include <array>
#include <cstdio>

#include "backend/app/commands.hpp"
#include "backend/app/file_commands.hpp"
#include "backend/app/input.hpp"
#include "backend/app/report.hpp"
#include "shared/json/json.hpp"
#include "shared/codec/decode.hpp"

namespace sansfilm::app {

namespace {

base::Status write_bytes(const std::string& path, const std::vector<std::uint8_t>& bytes) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  const bool written = file != nullptr && std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  const bool closed = file != nullptr && std::fclose(file) == 0;
  if (written && closed) return {};
  return base::Error{.code = base::ErrorCode::kIo, .detail = "the file can't be written"};
}

base::Result<std::string> describe_frame(const base::Frame& frame, const dicom::TransferSyntax& syntax) {
  constexpr std::array<std::string_view, 5> kColours = {"monochrome", "palette", "rgb", "ybr-full", "ybr-partial"};
  constexpr std::array<std::string_view, 3> kKinds = {"integer", "float32", "float64"};
  json::Writer text;
  text.begin_object();
  text.member("rows", std::int64_t{frame.rows});
  text.member("columns", std::int64_t{frame.columns});
  text.member("samples", std::int64_t{frame.samples_per_pixel});
  text.member("bytes_per_sample", std::int64_t{frame.bytes_per_sample});
  text.member("bits_stored", std::int64_t{frame.bits_stored});
  text.member("signed", frame.is_signed);
  text.member("kind", kKinds.at(static_cast<std::size_t>(frame.kind)));
  text.member("colour", kColours.at(static_cast<std::size_t>(frame.colour)));
  text.member("complete", frame.complete);
  text.member("reversible", frame.reversible);
  text.member("transfer_syntax", syntax.uid);
  text.key("remarks");
  text.begin_array();
  for (const std::string& remark : frame.remarks) text.string(remark);
  text.end();
  text.end();
  return text.finish();
}

}  // namespace

int pixels(const std::string& path, std::uint32_t frame, const std::string& out) {
  const auto input = read_input(path);
  if (!input.ok()) return fail(input.error());
  if (frame == 0) return fail({.code = base::ErrorCode::kInvalidArgument, .detail = "frames count from 1"});
  base::Budget budget;
  const auto decoded = codec::decode_frame(input->file, frame - 1, budget);
  if (!decoded.ok()) return fail(decoded.error());
  if (const auto written = write_bytes(out, decoded->samples); !written.ok()) return fail(written.error());
  const auto description = describe_frame(*decoded, *input->file.transfer_syntax);
  if (!description.ok()) return fail(description.error());
  print(*description);
  return decoded->complete ? kDone : kRefusedSome;
}

}  // namespace sansfilm::app
