#include "shared/dicom/reader.hpp"

#include <algorithm>
#include <string>

#include "shared/dicom/element_parser.hpp"
#include "shared/dicom/inflate.hpp"
#include "shared/dicom/sniff.hpp"
#include "shared/dicom/tags.hpp"

namespace sansfilm::dicom {

namespace {

using base::Bytes;
using base::Error;
using base::ErrorCode;

bool has_magic(Bytes bytes, std::size_t at) {
  return bytes.size() >= at + 4 && std::equal(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                                              bytes.begin() + static_cast<std::ptrdiff_t>(at) + 4, "DICM");
}

// Where the meta information or the bare dataset starts.
struct Start {
  std::size_t position = 0;
  bool has_meta = false;
};

class FileReader {
 public:
  FileReader(Bytes bytes, const ReadOptions& options, base::Budget& budget)
      : bytes_(bytes), options_(options), budget_(budget) {}

  base::Result<File> part10() {
    if (bytes_.empty()) return Error{.code = ErrorCode::kEmpty, .detail = "the file has no bytes"};
    SF_TRY(const Start start, find_start());
    std::size_t position = start.position;
    if (start.has_meta) SF_CHECK(read_meta(position));
    choose_syntax(start.has_meta);
    SF_CHECK(read_body(position));
    return finish();
  }

  base::Result<File> bare(const TransferSyntax& syntax) {
    file_.transfer_syntax = &syntax;
    SF_CHECK(read_body(0));
    return finish();
  }

 private:
  void note(ErrorCode code, const char* detail, Tag tag = {}, std::uint64_t offset = base::kNoOffset) {
    report_.note(code, detail, tag, offset);
  }

  [[nodiscard]] bool starts_meta(std::size_t position) const {
    return bytes_.size() >= position + 2 && base::load_le<std::uint16_t>(bytes_.data() + position) == 0x0002;
  }

  base::Result<Start> find_start() {
    // The four letters may also be data at that place: then a dataset starts at the first byte.
    const bool marked = has_magic(bytes_, 128);
    if (marked && (starts_meta(132) || !sniff_encoding(bytes_, 0, true))) return Start{132, true};
    if (has_magic(bytes_, 0)) {
      note(ErrorCode::kMalformed, "the preamble of 128 bytes is missing", {}, 0);
      return Start{4, true};
    }
    // Bare datasets, some behind one stray byte or behind a preamble without its mark.
    for (const std::size_t position : {std::size_t{0}, std::size_t{1}, std::size_t{128}}) {
      if (!sniff_encoding(bytes_, position, true)) continue;
      const auto first = read_header(bytes_, position, bytes_.size(), {});
      note(ErrorCode::kMalformed, "the mark DICM is missing; read as a bare dataset", {}, position);
      return Start{position, first && first->tag.group() == 0x0002};
    }
    const bool cut = bytes_.size() < 132 && bytes_.size() >= 1 &&
                     std::all_of(bytes_.begin(), bytes_.end(), [](std::uint8_t byte) { return byte == 0; });
    if (cut) return Error{.code = ErrorCode::kTruncated, .detail = "the file ends within its preamble", .offset = bytes_.size()};
    return Error{.code = ErrorCode::kNotDicom, .detail = "there is neither the mark DICM nor a dataset", .offset = 0};
  }

  base::Status read_meta(std::size_t& position) {
    const std::size_t start = position;
    ElementParser parser(bytes_, options_, budget_, report_);
    SF_CHECK(parser.read_meta(position, file_.meta));
    if (file_.meta.empty()) {
      note(ErrorCode::kMissing, "there is no meta information", {}, start);
      return {};
    }
    const auto announced = file_.meta.integer(tags::kFileMetaInformationGroupLength);
    const Element* length = file_.meta.find(tags::kFileMetaInformationGroupLength);
    if (!announced || length == nullptr) {
      note(ErrorCode::kMissing, "the length of the meta information is missing", tags::kFileMetaInformationGroupLength,
           start);
    } else if (static_cast<std::uint64_t>(*announced) != position - (length->offset + 4)) {
      note(ErrorCode::kInconsistent, "the length of the meta information is wrong",
           tags::kFileMetaInformationGroupLength, length->offset);
    }
    return {};
  }

  void choose_syntax(bool has_meta) {
    const auto uid = file_.meta.raw_text(tags::kTransferSyntaxUid);
    if (!uid || uid->empty()) {
      if (has_meta) {
        note(ErrorCode::kMissing, "the transfer syntax is missing; guessed from the data", tags::kTransferSyntaxUid);
      }
      return;
    }
    file_.transfer_syntax = find_transfer_syntax(*uid);
    if (file_.transfer_syntax == nullptr) {
      note(ErrorCode::kUnsupported, "the transfer syntax is unknown; guessed from the data", tags::kTransferSyntaxUid);
      if (uid->size() <= 64 && !report_.findings.empty() &&
          uid->find_first_not_of("0123456789.") == std::string_view::npos) {
        report_.findings.back().subject = std::string(*uid);
      }
      unknown_syntax_ = true;
    }
  }

  // The encoding that the transfer syntax states, unless the bytes cannot be read that way and can in another.
  Encoding settle_encoding(Bytes bytes, std::size_t position) {
    if (file_.transfer_syntax == nullptr) {
      guessed_ = true;
      return sniff_encoding(bytes, position, false).value_or(Encoding{});
    }
    const Encoding stated{file_.transfer_syntax->explicit_vr, file_.transfer_syntax->big_endian};
    if (bytes.size() - position < 8 || count_regular_elements(bytes, position, stated, 2) > 0) return stated;
    const auto seen = sniff_encoding(bytes, position, true);
    if (!seen || (seen->explicit_vr == stated.explicit_vr && seen->big_endian == stated.big_endian)) return stated;
    note(ErrorCode::kInconsistent, "the dataset is not encoded as the transfer syntax states; read as it is",
         tags::kTransferSyntaxUid, position);
    return *seen;
  }

  base::Status read_body(std::size_t position) {
    if (position >= bytes_.size()) {
      if (file_.transfer_syntax == nullptr) guessed_ = true;
      report_.complete = false;
      note(ErrorCode::kTruncated, "the file ends before its dataset", {}, bytes_.size());
      return {};
    }
    if (file_.transfer_syntax != nullptr && file_.transfer_syntax->deflated) return read_deflated(position);
    const Encoding encoding = settle_encoding(bytes_, position);
    encoding_ = encoding;
    ElementParser parser(bytes_, options_, budget_, report_);
    return parser.read_all(position, encoding, file_.dataset);
  }

  base::Status read_deflated(std::size_t position) {
    Bytes compressed = bytes_.subspan(position);
    // RFC 1950's two-byte header has no place here (PS3.5 A.5), yet some writers leave it.
    if (compressed.size() >= 2 && compressed[0] == 0x78 && (compressed[0] * 256U + compressed[1]) % 31 == 0) {
      note(ErrorCode::kMalformed, "the deflated dataset has a zlib header", {}, position);
      compressed = compressed.subspan(2);
    }
    Inflated inflated = inflate(compressed, budget_);
    if (inflated.error) {
      Error error = *inflated.error;
      if (error.offset != base::kNoOffset) error.offset += bytes_.size() - compressed.size();
      if (error.code == ErrorCode::kOverBudget || error.code == ErrorCode::kTimeout) return error;
      if (inflated.bytes.size() < 8) {
        if (const auto plain = sniff_encoding(bytes_, position, true)) {
          note(ErrorCode::kInconsistent, "the dataset is not deflated as the transfer syntax states",
               tags::kTransferSyntaxUid, position);
          ElementParser parser(bytes_, options_, budget_, report_);
          return parser.read_all(position, *plain, file_.dataset);
        }
        return error;
      }
      report_.complete = false;
      report_.findings.push_back(error);
    }
    file_.inflated = std::move(inflated.bytes);
    const Encoding encoding = settle_encoding(file_.inflated, 0);
    ElementParser parser(file_.inflated, options_, budget_, report_);
    return parser.read_all(0, encoding, file_.dataset);
  }

  // The transfer syntax of a file that does not say.
  void guess_syntax() {
    const Element* pixels = file_.dataset.find(tags::kPixelData);
    if (pixels != nullptr && pixels->fragments.size() > 1) {
      file_.transfer_syntax = sniff_codestream(pixels->fragments[1].bytes);
    } else if (encoding_.explicit_vr) {
      file_.transfer_syntax =
          find_transfer_syntax(encoding_.big_endian ? kExplicitBigEndian : kExplicitLittleEndian);
    } else if (!encoding_.big_endian) {
      file_.transfer_syntax = find_transfer_syntax(kImplicitLittleEndian);
    }
    // An unknown syntax may do anything to its pixel data: never decode them as if it were a known one.
    if (file_.transfer_syntax == nullptr || (unknown_syntax_ && pixels != nullptr)) {
      file_.transfer_syntax = &unknown_transfer_syntax();
    }
  }

  base::Result<File> finish() {
    if (guessed_) guess_syntax();
    if (file_.dataset.empty() && file_.meta.empty()) {
      return Error{.code = ErrorCode::kNotDicom, .detail = "there is no element that can be read", .offset = 0};
    }
    file_.findings = std::move(report_.findings);
    file_.complete = report_.complete;
    return std::move(file_);
  }

  Bytes bytes_;
  const ReadOptions& options_;
  base::Budget& budget_;
  ParseReport report_;
  File file_;
  Encoding encoding_;
  bool guessed_ = false;
  bool unknown_syntax_ = false;
};

}  // namespace

base::Result<File> read_file(Bytes bytes, const ReadOptions& options, base::Budget& budget) {
  return FileReader(bytes, options, budget).part10();
}

base::Result<File> read_dataset(Bytes bytes, const TransferSyntax& syntax, const ReadOptions& options,
                                base::Budget& budget) {
  if (bytes.empty()) return Error{.code = ErrorCode::kEmpty, .detail = "the dataset has no bytes"};
  return FileReader(bytes, options, budget).bare(syntax);
}

}  // namespace sansfilm::dicom
