// The parts of check(), one file each. Internal to this room.
#pragma once

#include <vector>

#include "shared/dicom/check.hpp"

namespace sansfilm::dicom {

inline constexpr std::size_t kMostCheckFindings = 500;

class Findings {
 public:
  explicit Findings(std::vector<Finding> before) : list_(std::move(before)) {}

  void add(base::ErrorCode code, const char* detail, Tag tag, std::uint64_t offset = base::kNoOffset) {
    if (list_.size() < kMostCheckFindings) list_.push_back({.code = code, .detail = detail, .offset = offset, .tag = tag.value});
  }
  [[nodiscard]] std::vector<Finding> take() { return std::move(list_); }

 private:
  std::vector<Finding> list_;
};

void check_values(const Dataset& dataset, Findings& findings);  // and of all items
void check_image(const File& file, Findings& findings);

}  // namespace sansfilm::dicom
