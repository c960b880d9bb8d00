#include "backend/phantom/study.hpp"

#include <array>
#include <cstdio>

#include "backend/phantom/calendar.hpp"
#include "backend/phantom/random.hpp"
#include "shared/dicom/tags.hpp"
#include "shared/dicom/uid.hpp"

namespace sansfilm::phantom {

namespace {

namespace tags = dicom::tags;

// Invented: no list of real persons, no real place.
constexpr std::array kFamilies = {"MARELLAC", "DUVERNOIS", "TRÉMOUSSY", "CORBELINE", "VALMERANGE", "ÉPINOUSE", "BRAQUEVAL", "LANDRICOURT-SEL",
                                  "QUESNEAUX", "FOUGERELLE", "ORSANVILLE", "PÉRIGNASSE", "GRANDVOISE", "SAULCERON", "HAUTEPIERRIN", "ROUVRESSAC"};
constexpr std::array kWomen = {"Odette", "Hélène", "Maïwenn", "Solène", "Inès", "Camille", "Béatrice", "Zoé"};
constexpr std::array kMen = {"Gaspard", "Loïc", "Étienne", "Benoît", "Yanis", "Clément", "Armand", "Théo"};
constexpr std::array kTowns = {"Valmarie", "Saint-Orens-des-Pins", "Montfaucin", "Clairvaudon", "Rochebrille", "Hauterivage", "Beaulieu-le-Faux", "Port-Écume"};

std::string numbered(const char* format, unsigned long long value) {
  char text[48];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

template <class List>
std::string pick(const List& list, std::uint64_t number) {
  return list.at(number % list.size());
}

}  // namespace

std::uint64_t Textures::mix_seed(std::uint64_t seed, std::uint64_t which) { return mix_all({seed, 0x7E47, which}); }

std::string uid_of(std::uint64_t key, std::uint64_t which, std::uint64_t number) {
  return dicom::uid_from_random_bits(mix_all({key, which, number, 1}), mix_all({key, which, number, 2}));
}

Study make_study(const PhantomOptions& options, std::uint32_t patient, Kind kind, std::uint32_t prior) {
  Study study;
  study.patient = mix_all({options.seed, 0x9A7, patient});
  study.key = mix_all({study.patient, static_cast<std::uint64_t>(kind), prior});
  study.head = patient % 3 == 2;
  Random person(study.patient), event(study.key);
  const bool woman = kind == Kind::kMg || person.uniform() < 0.5;
  const std::string given = woman ? pick(kWomen, person.bits()) : pick(kMen, person.bits());
  study.patient_name = pick(kFamilies, person.bits()) + "^" + given + "^^^(fictif)";
  study.sex = woman ? "F" : "M";
  study.birth_date = date_text(days_of("19350101") + static_cast<std::int64_t>(person.uniform() * 25000));
  const std::uint32_t establishment = event.below(options.establishments);
  const std::string town = pick(kTowns, establishment);
  // Numbers that no establishment has: the FINESS of a real one starts with its department, and there is none numbered 99.
  study.issuer = numbered("FICTIF-99%07llu", establishment + 1);
  study.institution = "Centre hospitalier fictif de " + town + (establishment >= kTowns.size() ? numbered(" %llu", establishment / kTowns.size() + 1) : "");
  study.patient_id = numbered("FX%010llu", mix_all({study.patient, establishment}) % 10000000000ULL);
  const std::int64_t first = days_of(options.from), last = days_of(options.to);
  std::int64_t day = first + event.below(static_cast<std::uint32_t>(last - first + 1));
  if (prior > 0) day -= 365 * std::int64_t{prior} + event.below(90);
  study.date = date_text(day);
  study.time = numbered("%06llu", (7 + event.below(13)) * 10000ULL + event.below(60) * 100ULL + event.below(60));
  study.uid = uid_of(study.key, 1, 0);
  study.accession = numbered("FA%09llu", study.key % 1000000000ULL);
  study.id = numbered("%llu", study.key % 100000ULL);
  return study;
}

dicom::DatasetBuilder begin_instance(const Study& study, const char* modality, const char* sop_class, const SeriesPlace& place) {
  dicom::DatasetBuilder out;
  out.text(tags::kSpecificCharacterSet, "ISO_IR 192").text(tags::kSopClassUid, sop_class);
  out.text(tags::kSopInstanceUid, uid_of(study.key, 100 + place.series, place.instance));
  for (const dicom::Tag date : {tags::kStudyDate, tags::kSeriesDate, tags::kAcquisitionDate, tags::kContentDate}) out.text(date, study.date);
  for (const dicom::Tag time : {tags::kStudyTime, tags::kSeriesTime, tags::kAcquisitionTime, tags::kContentTime}) out.text(time, study.time);
  out.text(tags::kAccessionNumber, study.accession).text(tags::kModality, modality);
  out.text(tags::kManufacturer, "sansfilm").text(tags::kManufacturerModelName, "phantom");
  out.text(dicom::Tag{0x0018, 0x1000}, "1").text(dicom::Tag{0x0018, 0x1020}, "1");
  out.text(tags::kInstitutionName, study.institution).empty(tags::kReferringPhysicianName);
  out.text(tags::kStudyDescription, std::string(modality) + " " + place.body_part + " (fictif)").text(tags::kSeriesDescription, place.description);
  out.text(tags::kPatientName, study.patient_name).text(tags::kPatientId, study.patient_id).text(tags::kIssuerOfPatientId, study.issuer);
  out.text(tags::kPatientBirthDate, study.birth_date).text(tags::kPatientSex, study.sex);
  out.text(tags::kPatientComments, "Patient fictif, images de synthèse");
  out.text(tags::kBodyPartExamined, place.body_part);
  out.text(tags::kStudyInstanceUid, study.uid).text(tags::kSeriesInstanceUid, uid_of(study.key, 2, place.series)).text(tags::kStudyId, study.id);
  out.integer(tags::kSeriesNumber, place.series).integer(tags::kInstanceNumber, place.instance).integer(tags::kAcquisitionNumber, 1);
  return out;
}

void put_pixels(dicom::DatasetBuilder& out, std::uint32_t columns, std::uint32_t rows, std::uint16_t bits_stored, const char* photometric,
                std::span<const std::uint16_t> samples) {
  out.integer(tags::kSamplesPerPixel, 1).text(tags::kPhotometricInterpretation, photometric).integer(tags::kRows, rows).integer(tags::kColumns, columns);
  out.integer(tags::kBitsAllocated, bits_stored > 8 ? 16 : 8).integer(tags::kBitsStored, bits_stored).integer(tags::kHighBit, bits_stored - 1);
  out.integer(tags::kPixelRepresentation, 0).text(tags::kBurnedInAnnotation, "NO").text(tags::kLossyImageCompression, "00");
  std::vector<std::uint8_t> bytes;
  if (bits_stored <= 8) {
    bytes.assign(samples.begin(), samples.end());
  } else {
    bytes.resize(samples.size() * 2);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      bytes[2 * i] = static_cast<std::uint8_t>(samples[i]);
      bytes[2 * i + 1] = static_cast<std::uint8_t>(samples[i] >> 8);
    }
  }
  out.bytes(dicom::Tag{0x7FE0, 0x0010}, bits_stored > 8 ? dicom::Vr::OW : dicom::Vr::OB, std::move(bytes));
}

void put_code(dicom::DatasetBuilder& out, dicom::Tag sequence, const char* value, const char* scheme, const char* meaning) {
  dicom::DatasetBuilder item;
  item.text(tags::kCodeValue, value).text(tags::kCodingSchemeDesignator, scheme).text(tags::kCodeMeaning, meaning);
  out.sequence(sequence, {item});
}

}  // namespace sansfilm::phantom
