#include "shared/pixel/frame_scope.hpp"

#include "shared/pixel/tags.hpp"

namespace sansfilm::pixel {

FrameScope::FrameScope(const dicom::Dataset& dataset, std::uint32_t frame)
    : dataset_(&dataset),
      shared_(dataset.item(tag::kSharedFunctionalGroups)),
      own_(dataset.item(tag::kPerFrameFunctionalGroups, frame)),
      frame_(frame) {}

const dicom::Dataset* FrameScope::macro(dicom::Tag sequence) const {
  if (own_ != nullptr) {
    if (const auto* item = own_->item(sequence); item != nullptr) return item;
  }
  return shared_ != nullptr ? shared_->item(sequence) : nullptr;
}

const dicom::Dataset& FrameScope::holder(dicom::Tag sequence, dicom::Tag attribute) const {
  const auto* item = macro(sequence);
  if (item != nullptr && item->find(attribute) != nullptr) return *item;
  return *dataset_;
}

}  // namespace sansfilm::pixel
