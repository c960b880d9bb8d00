// Which protocol fits a study, and which of its images then go where.
//
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/hanging/protocol.hpp"
#include "shared/wire/manifest.hpp"

namespace sansfilm::hanging {

struct Placed {
  bool prior = false;                        // an index of the prior study's manifest
  std::uint32_t series = 0;                  // index in Manifest::series
  std::optional<std::uint32_t> frame;        // index in Series::frames, where an image was selected; else the series
  bool operator==(const Placed&) const = default;
};

// One for each viewport of the grid, row by row; nothing: it stays free.
using Hung = std::vector<std::optional<Placed>>;

// Nothing: the protocol is not for this study, or a view that it requires has no image. `prior` may be nullptr.
[[nodiscard]] std::optional<Hung> hang(const Protocol& protocol, const wire::Manifest& study, const wire::Manifest* prior = nullptr);

// "CT/CHEST", "MG", "CT+PT": the kind of study that a reader's own layout is remembered for. Nothing of the patient.
[[nodiscard]] std::string kind_of(const wire::Manifest& study);

// `part` lies in `text`, whatever the case; * in it stands for anything.
[[nodiscard]] bool has_part(std::string_view text, std::string_view part);

}  // namespace sansfilm::hanging
