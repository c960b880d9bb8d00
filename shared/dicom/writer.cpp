#include "shared/dicom/writer.hpp"

#include <algorithm>

#include "shared/dicom/tags.hpp"
#include "shared/dicom/uid.hpp"

namespace sansfilm::dicom {

namespace {

using base::Error;
using base::ErrorCode;
using Value = DatasetBuilder::Value;

constexpr std::uint32_t kUndefined = 0xFFFFFFFF;
constexpr std::uint64_t kMostBytes = 0xFFFFFFFEU;

bool is_beyond_ascii(const Value& value) {
  return value.is_utf8 && std::any_of(value.bytes.begin(), value.bytes.end(), [](std::uint8_t byte) { return byte > 127; });
}

bool needs_utf8(const DatasetBuilder& dataset) {
  return std::any_of(dataset.values().begin(), dataset.values().end(), [](const Value& value) {
    return is_beyond_ascii(value) || std::any_of(value.items.begin(), value.items.end(), needs_utf8);
  });
}

class StreamWriter {
 public:
  StreamWriter(std::vector<std::uint8_t>& out, bool explicit_vr, bool big_endian)
      : out_(out), explicit_vr_(explicit_vr), big_endian_(big_endian) {}

  base::Status dataset(const DatasetBuilder& dataset) {
    for (const Value& value : dataset.values()) SF_CHECK(element(value));
    return {};
  }

 private:
  template <class T>
  void number(T value) {
    out_.resize(out_.size() + sizeof value);
    std::uint8_t* at = out_.data() + out_.size() - sizeof value;
    big_endian_ ? base::store_be(at, value) : base::store_le(at, value);
  }

  void tag(Tag tag) {
    number(tag.group());
    number(tag.element());
  }

  void header(Tag name, Vr vr, std::uint32_t length) {
    tag(name);
    if (!explicit_vr_) return number(length);
    out_.push_back(static_cast<std::uint8_t>(static_cast<std::uint16_t>(vr) >> 8));
    out_.push_back(static_cast<std::uint8_t>(static_cast<std::uint16_t>(vr) & 255U));
    if (has_long_length(vr)) {
      number(std::uint16_t{0});
      number(length);
    } else {
      number(static_cast<std::uint16_t>(length));
    }
  }

  base::Status element(const Value& value) {
    if (value.vr == Vr::SQ) return sequence(value);
    if (value.is_encapsulated) return fragments(value);
    const std::uint64_t length = value.bytes.size() + value.bytes.size() % 2;
    if (length > kMostBytes || (explicit_vr_ && !has_long_length(value.vr) && length > 0xFFFE)) {
      return Error{.code = ErrorCode::kInvalidArgument, .detail = "the value is too long for its VR", .tag = value.tag.value};
    }
    header(value.tag, value.vr, static_cast<std::uint32_t>(length));
    append(value);
    if (value.bytes.size() % 2 != 0) out_.push_back(is_text(value.vr) && value.vr != Vr::UI ? ' ' : '\0');
    return {};
  }

  void append(const Value& value) {
    const std::size_t start = out_.size();
    out_.insert(out_.end(), value.bytes.begin(), value.bytes.end());
    const std::size_t size = value.vr == Vr::AT ? 2 : value_size(value.vr);
    if (!big_endian_ || size == 1) return;
    for (std::size_t at = start; at + size <= out_.size(); at += size) {
      std::reverse(out_.begin() + static_cast<std::ptrdiff_t>(at), out_.begin() + static_cast<std::ptrdiff_t>(at + size));
    }
  }

  // Items and sequences have their lengths, put in when they are known.
  base::Status sequence(const Value& value) {
    header(value.tag, Vr::SQ, 0);
    const std::size_t start = out_.size();
    for (const DatasetBuilder& item : value.items) {
      tag(tags::kItem);
      number(std::uint32_t{0});
      const std::size_t item_start = out_.size();
      SF_CHECK(dataset(item));
      SF_CHECK(patch_length(item_start, value.tag));
    }
    return patch_length(start, value.tag);
  }

  base::Status patch_length(std::size_t start, Tag tag) {
    const std::uint64_t length = out_.size() - start;
    if (length > kMostBytes) {
      return Error{.code = ErrorCode::kInvalidArgument, .detail = "the sequence is too long", .tag = tag.value};
    }
    std::uint8_t* at = out_.data() + start - 4;
    const auto value = static_cast<std::uint32_t>(length);
    big_endian_ ? base::store_be(at, value) : base::store_le(at, value);
    return {};
  }

  // PS3.5 A.4: the basic offset table, one fragment a frame, the delimiter.
  base::Status fragments(const Value& value) {
    header(value.tag, Vr::OB, kUndefined);
    std::uint64_t total = 0;
    for (const auto& frame : value.frames) total += 8 + frame.size() + frame.size() % 2;
    const bool fits = total <= kMostBytes;  // else the table would lie: an empty one is allowed
    tag(tags::kItem);
    number(fits ? static_cast<std::uint32_t>(value.frames.size() * 4) : std::uint32_t{0});
    std::uint32_t offset = 0;
    for (const auto& frame : value.frames) {
      if (!fits) break;
      number(offset);
      offset += static_cast<std::uint32_t>(8 + frame.size() + frame.size() % 2);
    }
    out_.reserve(out_.size() + static_cast<std::size_t>(total) + 8);
    for (const auto& frame : value.frames) {
      if (frame.size() > kMostBytes) {
        return Error{.code = ErrorCode::kInvalidArgument, .detail = "the frame is too long", .tag = value.tag.value};
      }
      tag(tags::kItem);
      number(static_cast<std::uint32_t>(frame.size() + frame.size() % 2));
      out_.insert(out_.end(), frame.begin(), frame.end());
      if (frame.size() % 2 != 0) out_.push_back(0);
    }
    tag(tags::kSequenceDelimitation);
    number(std::uint32_t{0});
    return {};
  }

  std::vector<std::uint8_t>& out_;
  bool explicit_vr_;
  bool big_endian_;
};

base::Status append_dataset(const DatasetBuilder& dataset, const TransferSyntax& syntax,
                            std::vector<std::uint8_t>& out) {
  if (syntax.deflated) {
    return Error{.code = ErrorCode::kInvalidArgument, .detail = "deflated datasets are read, not written",
                 .subject = std::string(syntax.uid)};
  }
  const Value* pixels = dataset.find(tags::kPixelData);
  if (pixels != nullptr && pixels->is_encapsulated != syntax.encapsulated) {
    return Error{.code = ErrorCode::kInvalidArgument, .detail = "the pixel data are not in the form of the transfer syntax",
                 .tag = tags::kPixelData.value, .subject = std::string(syntax.uid)};
  }
  StreamWriter writer(out, syntax.explicit_vr, syntax.big_endian);
  if (!needs_utf8(dataset)) return writer.dataset(dataset);
  DatasetBuilder declared = dataset;
  declared.text(tags::kSpecificCharacterSet, "ISO_IR 192");
  return writer.dataset(declared);
}

std::size_t size_of_bulk(const DatasetBuilder& dataset) {
  std::size_t size = 4096;
  for (const Value& value : dataset.values()) size += value.bytes.size() + 12;
  return size;
}

}  // namespace

base::Result<std::vector<std::uint8_t>> write_dataset(const DatasetBuilder& dataset, const TransferSyntax& syntax) {
  std::vector<std::uint8_t> out;
  out.reserve(size_of_bulk(dataset));
  SF_CHECK(append_dataset(dataset, syntax, out));
  return out;
}

base::Result<std::vector<std::uint8_t>> write_file(const DatasetBuilder& dataset, std::string_view transfer_syntax_uid) {
  const TransferSyntax* syntax = find_transfer_syntax(transfer_syntax_uid);
  if (syntax == nullptr) {
    return Error{.code = ErrorCode::kInvalidArgument, .detail = "no such transfer syntax",
                 .subject = std::string(transfer_syntax_uid.substr(0, 64))};
  }
  DatasetBuilder meta;
  meta.bytes(tags::kFileMetaInformationVersion, Vr::OB, {0, 1});
  for (const auto& [from, to] : {std::pair{tags::kSopClassUid, tags::kMediaStorageSopClassUid},
                                 std::pair{tags::kSopInstanceUid, tags::kMediaStorageSopInstanceUid}}) {
    const Value* uid = dataset.find(from);
    if (uid == nullptr || uid->bytes.empty()) {
      return Error{.code = ErrorCode::kInvalidArgument, .detail = "a file needs SOP Class UID and SOP Instance UID",
                   .tag = from.value};
    }
    meta.bytes(to, Vr::UI, uid->bytes);
  }
  meta.text(tags::kTransferSyntaxUid, transfer_syntax_uid);
  meta.text(tags::kImplementationClassUid, kImplementationClassUid);
  meta.text(tags::kImplementationVersionName, kImplementationVersionName);

  std::vector<std::uint8_t> meta_bytes;
  SF_CHECK(StreamWriter(meta_bytes, true, false).dataset(meta));
  DatasetBuilder length;
  length.integer(tags::kFileMetaInformationGroupLength, static_cast<std::int64_t>(meta_bytes.size()));

  std::vector<std::uint8_t> out;
  out.reserve(size_of_bulk(dataset));
  out.resize(128);
  out.insert(out.end(), {'D', 'I', 'C', 'M'});
  SF_CHECK(StreamWriter(out, true, false).dataset(length));
  out.insert(out.end(), meta_bytes.begin(), meta_bytes.end());
  SF_CHECK(append_dataset(dataset, *syntax, out));
  return out;
}

}  // namespace sansfilm::dicom
