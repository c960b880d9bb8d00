// The others of a live session, as far as they are seen on this picture: where each one points, with his name, and what each one has
// measured and not kept. What they measured is read on this viewer's own picture.
//
// @units  picture pixels in, device pixels out
// @owner  owns what it was told
// @thread one caller
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "shared/together/shared_state.hpp"
#include "shared/view/draw_list.hpp"
#include "shared/view/measurements.hpp"
#include "shared/view/texts.hpp"

namespace sansfilm::view {

class Others {
 public:
  // Who is there; an empty name: he has gone, and what he showed with him.
  void set_member(std::uint32_t id, std::string name);
  // Of one who is there; false otherwise.
  bool set_pointer(std::uint32_t id, together::SharedPointer pointer);
  bool set_marks(std::uint32_t id, std::vector<measure::Measurement> marks);
  void clear() { all_.clear(); }

  void draw(const MeasuredImage& image, Language language, DrawList& out);

  struct Member {
    struct Mark {
      measure::Measurement mark;
      measure::Measured value;
      std::uint32_t picture = 0;       // Picture::revision that was read; 0: none
      bool known = false;
    };
    std::string name;
    together::SharedPointer pointer;
    std::vector<Mark> marks;
  };
  [[nodiscard]] const std::map<std::uint32_t, Member>& all() const { return all_; }

 private:
  std::map<std::uint32_t, Member> all_;
};

}  // namespace sansfilm::view
