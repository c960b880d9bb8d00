#include "shared/document/payload.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "shared/dicom/frames.hpp"
#include "shared/dicom/tags.hpp"

namespace sansfilm::document {

namespace {

namespace tags = dicom::tags;

std::string_view text_of(base::Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

// ISO 32000-1 Annex H.3.4.1: readers accept the header within the first 1,024 bytes; we ask for it at the start.
bool is_pdf(std::string_view head) { return head.starts_with("%PDF-"); }

bool is_xml(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return true;
  return first != std::string_view::npos && head[first] == '<';
}

struct Form {
  std::string_view media_type, extension;
  bool in_page;
};

Form form_of_document(std::string_view head, std::string_view declared) {
  if (is_pdf(head)) return {"application/pdf", "pdf", true};
  if ((declared == "text/XML" || declared == "text/xml" || declared == "application/xml") && is_xml(head)) return {"text/plain", "xml", true};
  if (declared == "model/stl" || declared == "application/sla") return {"model/stl", "stl", false};
  if (declared == "model/obj") return {"model/obj", "obj", false};
  if (declared == "model/mtl") return {"model/mtl", "mtl", false};
  return {"application/octet-stream", "bin", false};
}

Form form_of_video(std::string_view head) {
  if (head.size() >= 12 && head.substr(4, 4) == "ftyp") return {"video/mp4", "mp4", true};
  if (head.size() > 188 && head[0] == 0x47 && head[188] == 0x47) return {"video/mp2t", "ts", false};
  if (head.starts_with(std::string_view("\0\0\1\xBA", 4)) || head.starts_with(std::string_view("\0\0\1\xB3", 4))) return {"video/mpeg", "mpg", false};
  return {"application/octet-stream", "bin", false};
}

void take(Payload& payload, const Form& form) {
  payload.media_type = form.media_type;
  payload.extension = form.extension;
  payload.in_page = form.in_page;
  for (const base::Bytes part : payload.parts) payload.bytes += part.size();
}

base::Result<Payload> video(const dicom::Element& pixels) {
  Payload payload;
  // The first fragment is the offset table.
  for (std::size_t i = 1; i < pixels.fragments.size(); ++i) payload.parts.push_back(pixels.fragments[i].bytes);
  if (payload.parts.empty() || payload.parts[0].empty()) {
    return base::Error{.code = base::ErrorCode::kMissing, .detail = "the video has no bytes", .tag = tags::kPixelData.value};
  }
  take(payload, form_of_video(text_of(payload.parts[0])));
  return payload;
}

}  // namespace

std::vector<base::Bytes> Payload::range(std::uint64_t first, std::uint64_t count) const {
  std::vector<base::Bytes> out;
  for (const base::Bytes part : parts) {
    if (count == 0) break;
    if (first >= part.size()) {
      first -= part.size();
      continue;
    }
    const std::uint64_t taken = std::min<std::uint64_t>(count, part.size() - first);
    out.push_back(part.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(taken)));
    count -= taken;
    first = 0;
  }
  return out;
}

base::Result<Payload> find_payload(const dicom::File& file) {
  const dicom::Element* pixels = dicom::pixel_element(file.dataset);
  if (file.transfer_syntax->coding == dicom::PixelCoding::kVideo && pixels != nullptr) return video(*pixels);
  const dicom::Element* document = file.dataset.find(tags::kEncapsulatedDocument);
  if (document == nullptr || document->value.empty()) {
    return base::Error{.code = base::ErrorCode::kMissing, .detail = "the object holds no document", .tag = tags::kEncapsulatedDocument.value};
  }
  base::Bytes bytes = document->value;
  // The value is padded to an even length; its own length stands beside it. PS3.3 C.24.2.
  const auto length = file.dataset.integer(tags::kEncapsulatedDocumentLength);
  if (length && *length > 0 && static_cast<std::uint64_t>(*length) + 1 == bytes.size()) bytes = bytes.first(bytes.size() - 1);
  Payload payload;
  payload.parts.push_back(bytes);
  take(payload, form_of_document(text_of(bytes), file.dataset.raw_text(tags::kMimeTypeOfEncapsulatedDocument).value_or("")));
  return payload;
}

}  // namespace sansfilm::document
