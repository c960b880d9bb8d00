#include <doctest/doctest.h>

#include <set>
#include <string>

#include "shared/view/commands.hpp"
#include "shared/view/format.hpp"
#include "shared/view/honesty.hpp"
#include "shared/view/overlay.hpp"
#include "shared/view/texts.hpp"
#include "shared/view/window_presets.hpp"

using namespace sansfilm;
using namespace sansfilm::view;

TEST_CASE("every text exists in both languages, with as many places to fill in") {
  const auto places = [](std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = text.find("%s"); at != std::string_view::npos; at = text.find("%s", at + 2)) ++count;
    return count;
  };
  for (std::size_t i = 0; i < static_cast<std::size_t>(Text::kCount); ++i) {
    const auto id = static_cast<Text>(i);
    CHECK(std::string_view(text(id, Language::kFrench)).size() > 0);
    CHECK(std::string_view(text(id, Language::kEnglish)).size() > 0);
    CHECK(places(text(id, Language::kFrench)) == places(text(id, Language::kEnglish)));
  }
}

TEST_CASE("numbers have a comma in French and a point in English, no trailing zeros, no minus zero") {
  CHECK(number_text(-34.5, 1, Language::kFrench) == "-34,5");
  CHECK(number_text(-34.50, 3, Language::kEnglish) == "-34.5");
  CHECK(number_text(2.0, 2, Language::kFrench) == "2");
  CHECK(number_text(-0.001, 1, Language::kEnglish) == "0");
  CHECK(number_text(1e300 * 1e300, 1, Language::kEnglish) == "?");
}

TEST_CASE("a percentage says 100 only when it is whole") {
  CHECK(percent_text(0.999, Language::kEnglish) == "99%");
  CHECK(percent_text(1.0, Language::kEnglish) == "100%");
  CHECK(percent_text(-3, Language::kEnglish) == "0%");
}

TEST_CASE("dates and times read as the language writes them; what is no date is shown as it stands") {
  CHECK(date_text("20240131", Language::kFrench) == "31/01/2024");
  CHECK(date_text("20240131", Language::kEnglish) == "2024-01-31");
  CHECK(date_text("2024.01.31", Language::kFrench) == "2024.01.31");
  CHECK(date_text("", Language::kFrench) == "");
  CHECK(time_text("093012.5") == "09:30");
  CHECK(time_text("9h") == "9h");
}

TEST_CASE("a person's name is the family name, then the given ones, of the first group that has any") {
  CHECK(person_name_text("DUPONT^Jean^Marie^Dr^") == "DUPONT Jean Marie");
  CHECK(person_name_text("=山田^太郎=") == "山田 太郎");
  CHECK(person_name_text("^Jean ") == "Jean");
  CHECK(person_name_text("") == "");
}

TEST_CASE("the ideographic name stands beside the alphabetic one, and nowhere twice") {
  CHECK(ideographic_name_text("Yamada^Tarou=山田^太郎=やまだ^たろう") == "山田 太郎");
  CHECK(ideographic_name_text("=山田^太郎=") == "");
  CHECK(ideographic_name_text("DUPONT^Jean") == "");
  CHECK(ideographic_name_text("DUPONT^Jean==") == "");
}

TEST_CASE("an age counts birthdays that have passed") {
  CHECK(age_text("19600602", "20240601", Language::kFrench) == "63 ans");
  CHECK(age_text("19600601", "20240601", Language::kFrench) == "64 ans");
  CHECK(age_text("2024", "20240601", Language::kFrench) == "");
  CHECK(age_text("20250101", "20240601", Language::kFrench) == "");
}

TEST_CASE("no two commands share a shortcut or an identifier") {
  std::set<std::string> keys, ids;
  for (const CommandEntry& entry : command_table()) {
    CHECK(ids.insert(std::string(entry.id)).second);
    for (const Shortcut& shortcut : {entry.first, entry.second}) {
      if (shortcut.key.empty()) continue;
      CHECK(keys.insert(std::string(shortcut.key) + "/" + std::to_string(shortcut.modifiers)).second);
    }
    CHECK(command_named(entry.id) == entry.command);
  }
}

TEST_CASE("shortcuts go by the printed key, whatever Shift had to do with it, and not when Control is held") {
  CHECK(command_for("?", kShift) == Command::kHelp);
  CHECK(command_for("I", kShift) == Command::kInvert);
  CHECK(command_for("i", kNoModifier) == Command::kInvert);
  CHECK_FALSE(command_for("i", kControl).has_value());
  CHECK_FALSE(command_for("PageDown", kShift).has_value());
  CHECK_FALSE(command_for("", kNoModifier).has_value());
}

TEST_CASE("a picture is called final only when every packet is there, and lossless only when it is") {
  wire::PixelFormat format;
  wire::Codestream stream;
  PictureFacts facts;
  CHECK(describe_picture(facts, format, nullptr, Language::kEnglish).text == "The server is preparing this picture");
  CHECK_FALSE(describe_picture(facts, format, &stream, Language::kEnglish).is_final);
  facts.state.quality = wire::Quality::kPartial;
  facts.fraction = 0.5;
  CHECK(describe_picture(facts, format, &stream, Language::kFrench).text == "Image partielle, 50\u00A0%");
  CHECK_FALSE(describe_picture(facts, format, &stream, Language::kFrench).is_final);
  facts.state.quality = wire::Quality::kFull;
  CHECK(describe_picture(facts, format, &stream, Language::kEnglish).text == "Final, lossy");
  facts.state.lossless = true;
  const Honesty whole = describe_picture(facts, format, &stream, Language::kEnglish);
  CHECK(whole.text == "Final, lossless");
  CHECK(whole.lossless);
}

TEST_CASE("a picture that is not final says how far it is from the final one, in the values of the modality") {
  wire::PixelFormat format;
  wire::Codestream stream;
  PictureFacts facts{.state = {.quality = wire::Quality::kPartial}, .fraction = 0.5};
  wire::Display ct;
  ct.rescale = wire::Rescale{.slope = 2.0, .intercept = -1024.0, .type = "HU"};
  base::Frame frame;
  frame.estimated_error = 3.6;
  facts.error_told = error_text(frame, ct, Language::kFrench);
  CHECK(describe_picture(facts, format, &stream, Language::kFrench).text == "Image partielle, 50\u00A0% (± 7,2\u00A0HU)");
  CHECK(error_text(frame, {}, Language::kEnglish) == "3.6");
  frame.estimated_error = 0.044;
  CHECK(error_text(frame, {}, Language::kEnglish) == "0.044");
  frame.estimated_error = 23.4;
  CHECK(error_text(frame, {}, Language::kEnglish) == "23");
  frame.samples_per_pixel = 3;
  frame.bits_stored = 8;
  CHECK(error_text(frame, {}, Language::kFrench) == "23 sur 255");
  frame.colour = base::ColourModel::kPalette;
  CHECK(error_text(frame, {}, Language::kFrench).empty());
  CHECK(error_text({}, ct, Language::kFrench).empty());
}

TEST_CASE("a picture kept at the screen's size by the data saver says that it is so by choice, once it is whole at that size") {
  wire::Codestream stream;
  PictureFacts facts{.state = {.quality = wire::Quality::kReduced, .reduce = 1}, .fraction = 0.25, .data_saver = true};
  CHECK(describe_picture(facts, {}, &stream, Language::kFrench).text == "Aperçu réduit, 25\u00A0%");
  facts.whole_at_its_size = true;
  const Honesty out = describe_picture(facts, {}, &stream, Language::kFrench);
  CHECK(out.text == "Réduite à l’écran (économie de données), 25\u00A0%");
  CHECK_FALSE(out.is_final);
}

TEST_CASE("a final picture of a lossy original names the method and the ratio") {
  wire::PixelFormat format;
  format.source_lossy = true;
  format.lossy_method = "ISO_10918_1";
  format.lossy_ratio = 10.5;
  wire::Codestream stream;
  PictureFacts facts;
  facts.state.quality = wire::Quality::kFull;
  const Honesty out = describe_picture(facts, format, &stream, Language::kFrench);
  CHECK(out.text == "Définitive ; original avec perte (JPEG 10,5:1)");
  CHECK(out.is_final);
  CHECK_FALSE(out.lossless);
}

TEST_CASE("a transfer syntax that is not supported is named on the screen") {
  PictureFacts facts;
  facts.failed = true;
  facts.error = {base::ErrorCode::kUnsupported, "not yet"};
  facts.error.subject = "1.2.840.10008.1.2.4.110";
  wire::Codestream stream;
  const Honesty out = describe_picture(facts, {}, &stream, Language::kFrench);
  CHECK(out.badge == Badge::kFault);
  CHECK(out.text == "Image illisible : syntaxe de transfert 1.2.840.10008.1.2.4.110 non prise en charge");
}

TEST_CASE("presets are those of the file, then those of the modality, then the range; each file window once") {
  wire::Display display;
  display.windows = {{50, 400, "ABDO"}, {-600, 1500, ""}};
  const auto ct = presets_for("CT", display, Language::kFrench);
  CHECK(ct[0].name == "ABDO");
  CHECK(ct[1].name == "Fichier 2");
  CHECK(ct[2].origin == PresetOrigin::kModality);
  CHECK(ct.back().origin == PresetOrigin::kRange);
  CHECK(presets_for("MR", {}, Language::kFrench).size() == 1);
}

TEST_CASE("a scale bar has a round length that fits") {
  CHECK(round_length(99.9) == doctest::Approx(50));
  CHECK(round_length(100) == doctest::Approx(100));
  CHECK(round_length(0.3) == doctest::Approx(0.2));
  CHECK(round_length(0) == 0);
  CHECK(round_length(-5) == 0);
}
