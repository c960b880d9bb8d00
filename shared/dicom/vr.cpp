#include "shared/dicom/vr.hpp"

namespace sansfilm::dicom {

bool is_known_vr(std::uint16_t letters) {
  switch (static_cast<Vr>(letters)) {
    case Vr::AE: case Vr::AS: case Vr::AT: case Vr::CS: case Vr::DA: case Vr::DS: case Vr::DT: case Vr::FD:
    case Vr::FL: case Vr::IS: case Vr::LO: case Vr::LT: case Vr::OB: case Vr::OD: case Vr::OF: case Vr::OL:
    case Vr::OV: case Vr::OW: case Vr::PN: case Vr::SH: case Vr::SL: case Vr::SQ: case Vr::SS: case Vr::ST:
    case Vr::SV: case Vr::TM: case Vr::UC: case Vr::UI: case Vr::UL: case Vr::UN: case Vr::UR: case Vr::US:
    case Vr::UT: case Vr::UV:
      return true;
  }
  return false;
}

bool has_long_length(Vr vr) {
  switch (vr) {
    case Vr::OB: case Vr::OD: case Vr::OF: case Vr::OL: case Vr::OV: case Vr::OW: case Vr::SQ: case Vr::SV:
    case Vr::UC: case Vr::UN: case Vr::UR: case Vr::UT: case Vr::UV:
      return true;
    default:
      return false;
  }
}

bool is_text(Vr vr) {
  switch (vr) {
    case Vr::AE: case Vr::AS: case Vr::CS: case Vr::DA: case Vr::DS: case Vr::DT: case Vr::IS: case Vr::LO:
    case Vr::LT: case Vr::PN: case Vr::SH: case Vr::ST: case Vr::TM: case Vr::UC: case Vr::UI: case Vr::UR:
    case Vr::UT:
      return true;
    default:
      return false;
  }
}

bool is_single_text(Vr vr) { return vr == Vr::LT || vr == Vr::ST || vr == Vr::UT || vr == Vr::UR; }

bool uses_character_set(Vr vr) {
  switch (vr) {
    case Vr::LO: case Vr::LT: case Vr::PN: case Vr::SH: case Vr::ST: case Vr::UC: case Vr::UT:
      return true;
    default:
      return false;
  }
}

bool is_bulk(Vr vr) {
  switch (vr) {
    case Vr::OB: case Vr::OD: case Vr::OF: case Vr::OL: case Vr::OV: case Vr::OW: case Vr::UN:
      return true;
    default:
      return false;
  }
}

unsigned value_size(Vr vr) {
  switch (vr) {
    case Vr::US: case Vr::SS: case Vr::OW:
      return 2;
    case Vr::UL: case Vr::SL: case Vr::FL: case Vr::AT: case Vr::OL: case Vr::OF:
      return 4;
    case Vr::FD: case Vr::SV: case Vr::UV: case Vr::OD: case Vr::OV:
      return 8;
    default:
      return 1;
  }
}

}  // namespace sansfilm::dicom
