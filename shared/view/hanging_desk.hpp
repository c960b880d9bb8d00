// The viewer's hanging protocols: which of them fit the study that is open, which one is in force, and how its reader left the last
// study of the kind.
//
// @owner  owns the protocols
// @thread one caller
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/hanging/match.hpp"
#include "shared/view/viewports.hpp"

namespace sansfilm::view {

// What is remembered of a reader's arrangement. Nothing of a patient.
struct KeptLayout {
  Grid grid;
  bool tiles = false;
  std::string protocol;                        // empty: none
};
[[nodiscard]] std::string write_layout(const KeptLayout& layout);   // "2 3 0 ct-chest"
[[nodiscard]] std::optional<KeptLayout> read_layout(std::string_view text);

class HangingDesk {
 public:
  HangingDesk();                               // with the shipped protocols

  // The server's set; empty: the shipped one. False: it cannot be read, and the shipped one holds. Nothing is hung before this.
  bool set_protocols(std::string_view json);

  void forget_layouts() { kept_.clear(); }     // another reader
  void keep(const std::string& kind, KeptLayout layout) { kept_.insert_or_assign(kind, std::move(layout)); }

  void open_study();                           // or none
  // The reader has begun to work, by arranging views or otherwise (he scrolls, measures, presses a key: on a slow line that begins before
  // the study is known whole): nothing is hung on its own any more, what he looks at stays where it is.
  void hand_at_work() { settled_ = true; }
  [[nodiscard]] bool due() const { return ready_ && !settled_; }

  // What fits the study, once it is known whole.
  void examine(const wire::Manifest& study);
  struct Fit {
    const hanging::Protocol* protocol = nullptr;
    hanging::Hung hung;
  };
  [[nodiscard]] const std::vector<Fit>& fits() const { return fits_; }   // in their order; the first is hung on its own
  [[nodiscard]] const Fit* fit(std::string_view id) const;               // nullptr: it doesn't fit
  [[nodiscard]] const std::string& kind() const { return kind_; }
  [[nodiscard]] const KeptLayout* kept() const;                          // of the kind of the study

  void in_force(const hanging::Protocol* protocol);                      // nullptr: none
  [[nodiscard]] const hanging::Protocol* protocol() const { return protocol_; }

 private:
  std::vector<hanging::Protocol> protocols_;
  std::map<std::string, KeptLayout, std::less<>> kept_;
  bool ready_ = false, settled_ = false;
  std::string kind_;
  std::vector<Fit> fits_;
  const hanging::Protocol* protocol_ = nullptr;
};

// A millimetre as long in every viewport that is fitted, as long as the largest picture allows; without `on` each has its own size again.
void hold_same_scale(Viewports& viewports, bool on);

}  // namespace sansfilm::view
