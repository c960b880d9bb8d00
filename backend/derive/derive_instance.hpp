// Makes the streaming forms of all frames of one original: one blob (container.hpp), with the manifest fragment in it.
//
// A frame that cannot be decoded is left out and said so in the fragment (codestream kNoIndex and a reason); the others
// are made. An instance of which no frame can be made is an error.
//
// @source docs/streaming.md, recipes
// @units  bytes, pixels
// @errors those of dicom::read_file and of the first frame when none could be made; kOverBudget
// @owner  results own their memory
// @thread pure
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "backend/derive/recipe.hpp"
#include "backend/store/digest.hpp"
#include "shared/base/budget.hpp"
#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::derive {

struct Derived {
  std::vector<std::uint8_t> container;
  std::string fragment;
  std::uint32_t frames = 0;
  std::uint32_t failed_frames = 0;
  base::Error first_failure;         // when failed_frames > 0
};

[[nodiscard]] base::Result<Derived> derive_instance(base::Bytes original, const store::Digest& digest, const base::Limits& limits,
                                                    base::Budget::Clock clock = nullptr, Choice choice = Choice::kLayered);

}  // namespace sansfilm::derive
