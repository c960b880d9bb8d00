#include "backend/derive/fragment.hpp"

#include "shared/manifest/describe.hpp"

namespace sansfilm::derive {

wire::ContentId content_of(const store::Digest& digest) { return wire::content_id_of_digest(digest.bytes); }

std::vector<std::uint8_t> describe(const dicom::File& file, const store::Digest& digest) {
  const std::string text = manifest::write_fragment(manifest::describe_instance(file, content_of(digest)));
  return {text.begin(), text.end()};
}

}  // namespace sansfilm::derive
