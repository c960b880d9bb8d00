// What the instances of one study share, and the two steps every kind of picture takes: attributes, then pixels.
// @source PS3.3 2024e C.7.1 to C.7.6
// @thread values
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "backend/phantom/phantom.hpp"
#include "backend/phantom/texture.hpp"
#include "shared/dicom/writer.hpp"

namespace sansfilm::phantom {

struct Study {
  std::uint64_t key = 0;        // of every number in it
  std::uint64_t patient = 0;    // of the anatomy
  bool head = false;            // a CT of the head and not of the trunk
  std::string patient_name, patient_id, issuer, birth_date, sex, institution;
  std::string date, time, uid, accession, id;
};

struct Textures {
  explicit Textures(std::uint64_t seed)
      : fine(mix_seed(seed, 1), 0.205, 1), coarse(mix_seed(seed, 2), 0.25, 4), white(mix_seed(seed, 3), 0.0, 0), volume(mix_seed(seed, 4)) {}
  NoiseTile fine, coarse, white;
  NoiseVolume volume;

 private:
  static std::uint64_t mix_seed(std::uint64_t seed, std::uint64_t which);
};

[[nodiscard]] Study make_study(const PhantomOptions& options, std::uint32_t patient, Kind kind, std::uint32_t prior);

struct SeriesPlace {
  std::uint32_t series = 1, instance = 1;   // from 1
  const char* description = "";
  const char* body_part = "";
};
// Patient, study, series, equipment and SOP common modules.
[[nodiscard]] dicom::DatasetBuilder begin_instance(const Study& study, const char* modality, const char* sop_class, const SeriesPlace& place);

// Image pixel module: one sample, unsigned.
void put_pixels(dicom::DatasetBuilder& out, std::uint32_t columns, std::uint32_t rows, std::uint16_t bits_stored, const char* photometric,
                std::span<const std::uint16_t> samples);
void put_code(dicom::DatasetBuilder& out, dicom::Tag sequence, const char* value, const char* scheme, const char* meaning);

[[nodiscard]] std::string uid_of(std::uint64_t key, std::uint64_t which, std::uint64_t number);

// One kind of picture each: the finished file. `instance` counts from 0 within the series.
[[nodiscard]] base::Result<std::vector<std::uint8_t>> make_ct(const Study&, const Textures&, std::uint32_t series, std::uint32_t instance, std::uint32_t slices);
[[nodiscard]] base::Result<std::vector<std::uint8_t>> make_mr(const Study&, const Textures&, std::uint32_t series, std::uint32_t instance, std::uint32_t slices);
[[nodiscard]] base::Result<std::vector<std::uint8_t>> make_radiograph(const Study&, const Textures&);
[[nodiscard]] base::Result<std::vector<std::uint8_t>> make_mammogram(const Study&, const Textures&, std::uint32_t view);   // RCC LCC RMLO LMLO
[[nodiscard]] base::Result<std::vector<std::uint8_t>> make_ultrasound(const Study&, const Textures&, std::uint32_t frames);

}  // namespace sansfilm::phantom
