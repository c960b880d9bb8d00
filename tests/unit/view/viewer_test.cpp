#include <doctest/doctest.h>

#include <utility>

#include "shared/wire/first_picture.hpp"
#include "tests/unit/view/fake_host.hpp"

using namespace sansfilm;
using namespace sansfilm::view;
using namespace sansfilm::view::testing;

namespace {

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a study that is opened ends as a final, lossless picture of its first slice") {
  Desk desk;
  desk.open(a_study({raw_ct(5, 1)}));
  CHECK(has(desk.host.manifest_path, "1.2.3"));
  CHECK_FALSE(desk.host.asked.empty());
  desk.settle();
  REQUIRE(desk.viewer.picture() != nullptr);
  CHECK(desk.viewer.honesty().is_final);
  CHECK(desk.viewer.honesty().lossless);
  CHECK(base::load_le<std::uint16_t>(desk.viewer.picture()->frame.samples.data() + 2) == 1);
  CHECK(has(desk.state(), "\"quality\":\"full\""));
  CHECK(has(desk.state(), "\"frames\":5"));
}

TEST_CASE("the first series is asked for before the rest of the manifest has come") {
  Desk desk;
  const std::string text = wire::write_manifest(a_study({raw_ct(3, 1), raw_ct(3, 2)}));
  const std::size_t second_line_end = text.find('\n', text.find('\n') + 1) + 1;
  desk.viewer.open("1.2.3", desk.now);
  desk.viewer.manifest_bytes(desk.host.manifest_request, bytes_of(text.substr(0, second_line_end)), desk.now);
  CHECK(desk.viewer.has_frame());
  CHECK_FALSE(desk.host.asked.empty());
}

namespace {

// A manifest that carries its first picture; `keep`: bytes of the answer, from its beginning.
std::string carrying(const wire::Manifest& manifest, std::size_t keep = SIZE_MAX, bool altered = false) {
  const std::vector<wire::ChunkRange> ranges = wire::first_picture(manifest.series[0], {1000, 800, 80'000});
  std::vector<std::uint8_t> bytes = answer(wire::write_batch_request(ranges));
  bytes.resize(std::min(keep, bytes.size()));
  if (altered) bytes[30] ^= 1U;
  return wire::write_study_line(manifest.study) + wire::write_carries_line(ranges) + wire::write_series_line(manifest.series[0]) +
         wire::write_carried_line(bytes) + wire::write_end_line(1);
}

std::size_t times_asked(const Desk& desk, std::uint8_t slice) {
  std::size_t times = 0;
  for (const Asked& asked : desk.host.asked) {
    for (const wire::ChunkKey& key : wire::expand(wire::read_batch_request(asked.body).value())) times += key.content.bytes[1] == slice ? 1 : 0;
  }
  return times;
}

}  // namespace

TEST_CASE("the first picture comes with the manifest and is not asked for") {
  Desk desk;
  desk.viewer.open("1.2.3", desk.now);
  CHECK(has(desk.host.manifest_path, "1.2.3?ahead=80000&screen="));
  desk.viewer.manifest_bytes(desk.host.manifest_request, bytes_of(carrying(a_study({raw_ct(3, 1)}))), desk.now);
  desk.viewer.manifest_end(desk.host.manifest_request, 200, desk.now);
  CHECK(times_asked(desk, 0) == 0);
  REQUIRE(desk.host.jobs.size() == 1);
  desk.finish_job();
  CHECK(desk.viewer.honesty().is_final);
  CHECK(times_asked(desk, 1) == 1);
  desk.settle();
  CHECK(desk.viewer.study()->progress(0).complete == 3);
  CHECK(desk.viewer.study()->measured().fetched_twice_bytes == 0);
}

TEST_CASE("a first picture that was cut, altered or not sent is asked for, once") {
  const wire::Manifest manifest = a_study({raw_ct(3, 1)});
  for (const std::string& text : {carrying(manifest, 100), carrying(manifest, SIZE_MAX, true), carrying(manifest, 0)}) {
    Desk desk;
    desk.viewer.open("1.2.3", desk.now);
    desk.viewer.manifest_bytes(desk.host.manifest_request, bytes_of(text), desk.now);
    desk.viewer.manifest_end(desk.host.manifest_request, 200, desk.now);
    CHECK(times_asked(desk, 0) == 1);
    desk.settle();
    CHECK(desk.viewer.honesty().is_final);
    CHECK(desk.viewer.study()->progress(0).complete == 3);
  }
}

TEST_CASE("a manifest that is cut behind its first picture keeps it, and is read again without") {
  Desk desk;
  const std::string text = carrying(a_study({raw_ct(3, 1)}));
  desk.viewer.open("1.2.3", desk.now);
  desk.viewer.manifest_bytes(desk.host.manifest_request, bytes_of(text.substr(0, text.size() - 5)), desk.now);
  desk.viewer.manifest_end(desk.host.manifest_request, 0, desk.now);
  desk.now += 5'000'000;
  desk.viewer.tick(desk.now);
  CHECK(desk.host.manifests == 2);
  CHECK_FALSE(has(desk.host.manifest_path, "ahead"));
  CHECK(times_asked(desk, 0) == 0);
}

TEST_CASE("a slice that is not there yet shows nothing, never its neighbour") {
  Desk desk;
  desk.open(a_study({raw_ct(40, 1)}));
  desk.settle(4);
  desk.viewer.run(Command::kLastImage, desk.now);
  CHECK(desk.viewer.cell().place() == 39);
  if (desk.viewer.picture() == nullptr) CHECK_FALSE(desk.viewer.honesty().is_final);
  desk.settle();
  REQUIRE(desk.viewer.picture() != nullptr);
  CHECK(base::load_le<std::uint16_t>(desk.viewer.picture()->frame.samples.data()) == 3900);
}

TEST_CASE("a server that is away for a while leads to words, new attempts and the picture") {
  Desk desk;
  desk.open(a_study({raw_ct(5, 1)}));
  REQUIRE_FALSE(desk.host.asked.empty());
  for (const Asked& asked : std::exchange(desk.host.asked, {})) desk.viewer.batch_end(asked.batch, 0, false, desk.now);
  CHECK(has(desk.viewer.notice(desk.now).text, "Connexion perdue"));
  CHECK(desk.host.wake != stream::kNever);
  desk.settle();
  CHECK(desk.viewer.notice(desk.now).text == "");
  CHECK(desk.viewer.honesty().is_final);
}

TEST_CASE("an answer that is cut in the middle of a chunk is resumed, and the whole chunks are used") {
  Desk desk;
  desk.open(a_study({raw_ct(6, 1)}));
  REQUIRE_FALSE(desk.host.asked.empty());
  const Asked first = desk.host.asked.front();
  desk.host.asked.erase(desk.host.asked.begin());
  auto bytes = answer(first.body, false);
  bytes.resize(bytes.size() - 40);
  desk.viewer.batch_bytes(first.batch, bytes, desk.now);
  desk.viewer.batch_end(first.batch, 0, false, desk.now);
  desk.settle();
  CHECK(desk.viewer.honesty().is_final);
}

TEST_CASE("an answer that is no answer is dropped and asked again") {
  Desk desk;
  desk.open(a_study({raw_ct(2, 1)}));
  const Asked first = desk.host.asked.front();
  desk.host.asked.erase(desk.host.asked.begin());
  desk.viewer.batch_bytes(first.batch, bytes_of(std::string(200, 'x')), desk.now);
  CHECK(desk.host.cancelled == std::vector<std::uint32_t>{first.batch});
  desk.viewer.batch_end(first.batch, 0, true, desk.now);
  desk.settle();
  CHECK(desk.viewer.honesty().is_final);
}

TEST_CASE("a study that is absent, or whose description is garbage, is said to be") {
  Desk desk;
  desk.viewer.open("1.2.3", desk.now);
  desk.viewer.manifest_end(desk.host.manifest_request, 404, desk.now);
  CHECK(desk.viewer.notice(desk.now).badge == Badge::kFault);
  CHECK(has(desk.state(), "\"failedToOpen\":true"));

  desk.viewer.open("1.2.3", desk.now);
  desk.viewer.manifest_bytes(desk.host.manifest_request, bytes_of("{\"not\": a manifest}\n"), desk.now);
  desk.viewer.manifest_end(desk.host.manifest_request, 200, desk.now);
  CHECK(desk.viewer.notice(desk.now).badge == Badge::kFault);
}

TEST_CASE("a manifest whose connection breaks is asked again") {
  Desk desk;
  desk.viewer.open("1.2.3", desk.now);
  desk.viewer.manifest_end(desk.host.manifest_request, 0, desk.now);
  CHECK(has(desk.viewer.notice(desk.now).text, "Connexion perdue"));
  REQUIRE(desk.host.wake != stream::kNever);
  while (desk.host.manifests == 1) {
    REQUIRE(desk.host.wake != stream::kNever);
    desk.now = std::max(desk.now + 1, desk.host.wake);
    desk.viewer.tick(desk.now);
  }
  const std::string text = wire::write_manifest(a_study({raw_ct(2, 1)}));
  desk.viewer.manifest_bytes(desk.host.manifest_request, bytes_of(text), desk.now);
  desk.viewer.manifest_end(desk.host.manifest_request, 200, desk.now);
  desk.settle();
  CHECK(desk.viewer.honesty().is_final);
}

TEST_CASE("a session that the server ends is told once and leads out") {
  Desk desk;
  desk.open(a_study({raw_ct(5, 1)}));
  desk.viewer.batch_end(desk.host.asked.front().batch, 401, false, desk.now);
  CHECK(desk.host.left == 2);
  CHECK(has(desk.viewer.notice(desk.now).text, "session"));
}

TEST_CASE("a decoder that dies is reported, and the frame is decoded by another; when that dies too, the frame is marked") {
  for (const int deaths : {1, 2}) {
    CAPTURE(deaths);
    Desk desk;
    desk.open(a_study({raw_ct(3, 1)}));
    const auto doomed = [&] {
      return std::find_if(desk.host.jobs.begin(), desk.host.jobs.end(), [](const DecodeJob& job) { return job.frame.frame == 0; });
    };
    for (int i = 0; i < deaths; ++i) {
      while (doomed() == desk.host.jobs.end()) desk.settle(1);
      const std::uint32_t job = doomed()->job;
      desk.host.jobs.erase(doomed());
      desk.viewer.worker_died(job, desk.now);
      CHECK(desk.viewer.toasts().all().size() == 1);
    }
    desk.settle();
    CHECK((desk.viewer.picture() != nullptr) == (deaths == 1));
    CHECK((desk.viewer.honesty().badge == Badge::kFault) == (deaths == 2));
    if (deaths == 2) CHECK(has(desk.viewer.honesty().text, "n’aboutit pas"));
    desk.viewer.scroll_to(1, desk.now);
    CHECK(desk.viewer.honesty().is_final);
  }
}

TEST_CASE("an answer that ends too early on a sound connection: the chunk in which it stops is asked for once more, then its frame is marked") {
  for (const int times : {1, 5}) {
    CAPTURE(times);
    Desk desk;
    desk.open(a_study({raw_ct(4, 1)}));
    int cut = 0, asked = 0;
    for (int round = 0; round < 400; ++round) {
      if (desk.host.asked.empty()) {
        desk.settle(1);
        continue;
      }
      const Asked next = desk.host.asked.front();
      desk.host.asked.erase(desk.host.asked.begin());
      desk.now += 5'000;
      auto bytes = answer(next.body);
      const auto keys = wire::expand(wire::read_batch_request(next.body).value());
      constexpr std::size_t kFrame = wire::kFrameHeaderBytes + kSide * kSide * 2;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        if (keys[i].content.bytes[1] != 2) continue;
        ++asked;
        if (cut++ < times) bytes.resize(i * kFrame + kFrame / 2);
        break;
      }
      desk.viewer.batch_bytes(next.batch, bytes, desk.now);
      desk.viewer.batch_end(next.batch, 200, false, desk.now);
    }
    CHECK(asked == 2);
    const stream::Progress progress = desk.viewer.study()->progress(0);
    CHECK(progress.failed == (times == 1 ? 0 : 1));
    CHECK(progress.complete == (times == 1 ? 4 : 3));
    desk.viewer.scroll_to(2, desk.now);
    CHECK((desk.viewer.honesty().badge == Badge::kFault) == (times > 1));
  }
}

TEST_CASE("decoded pictures stay within the budget on a long study") {
  stream::Settings settings;
  settings.decoded_budget_bytes = 20 * kSide * kSide * 2;
  Desk desk(settings);
  desk.open(a_study({raw_ct(250, 1)}));
  for (std::uint32_t place = 0; place < 250; place += 7) {
    desk.viewer.scroll_to(place, desk.now);
    desk.settle(30);
    CHECK(desk.viewer.study()->pictures().bytes() <= settings.decoded_budget_bytes);
  }
}

TEST_CASE("a drag sets the window of the file by hand; the presets bring it back") {
  Desk desk;
  desk.open(a_study({raw_ct(1, 1)}));
  desk.settle();
  desk.viewer.cell().parameters(desk.viewer.study()->model(), *desk.viewer.picture());
  CHECK(desk.viewer.window_values().center == 40);
  CHECK(desk.viewer.window_values().name == "MEDIASTIN");
  desk.viewer.pointer({PointerPhase::kDown, PointerKind::kMouse, 1, {600, 400}, 0}, desk.now);
  desk.viewer.pointer({PointerPhase::kMove, PointerKind::kMouse, 1, {632, 400}, 0}, desk.now);
  desk.viewer.pointer({PointerPhase::kUp, PointerKind::kMouse, 1, {632, 400}, 0}, desk.now);
  CHECK(desk.viewer.window_values().width == doctest::Approx(440));
  CHECK(desk.viewer.window_values().name == "");
  desk.viewer.choose_preset(desk.viewer.presets().front(), desk.now);
  desk.viewer.cell().parameters(desk.viewer.study()->model(), *desk.viewer.picture());
  CHECK(desk.viewer.window_values().width == 400);
}

TEST_CASE("each series keeps its slice, window and zoom while another is shown") {
  Desk desk;
  desk.open(a_study({raw_ct(9, 1), raw_ct(4, 2)}));
  desk.settle();
  desk.viewer.scroll_to(5, desk.now);
  desk.viewer.run(Command::kInvert, desk.now);
  desk.viewer.run(Command::kOneToOne, desk.now);
  desk.viewer.run(Command::kNextSeries, desk.now);
  CHECK(desk.viewer.cell().series() == 1);
  CHECK(desk.viewer.cell().place() == 0);
  CHECK_FALSE(desk.viewer.cell().inverted());
  desk.viewer.run(Command::kPreviousSeries, desk.now);
  CHECK(desk.viewer.cell().place() == 5);
  CHECK(desk.viewer.cell().inverted());
  CHECK(desk.viewer.cell().viewport().scale() == 1.0);
}

TEST_CASE("every series gets its thumbnail, after the picture") {
  Desk desk;
  desk.open(a_study({raw_ct(9, 1), raw_ct(4, 2)}));
  desk.settle();
  REQUIRE(desk.viewer.thumbnails().of(0) != nullptr);
  REQUIRE(desk.viewer.thumbnails().of(1) != nullptr);
  CHECK(desk.viewer.thumbnails().of(1)->rgba.size() == kSide * kSide * 4);
}

TEST_CASE("once all is final and told, nothing wakes the viewer and nothing is painted") {
  Desk desk;
  desk.open(a_study({raw_ct(12, 1)}));
  desk.settle(1000);
  CHECK(desk.host.wake == stream::kNever);
  const int paints = desk.host.paints_asked;
  desk.settle();
  CHECK(desk.host.paints_asked == paints);
}

TEST_CASE("the voice tells the patient first, then slice and state once the hand rests") {
  Desk desk;
  desk.open(a_study({raw_ct(12, 1)}));
  REQUIRE_FALSE(desk.host.said.empty());
  CHECK(desk.host.said.front() == "Examen de DUPONT Jean, 31/01/2024");
  desk.settle(1000);
  CHECK(desk.host.said.back() == "Thorax, image 1 sur 12, Définitive, sans perte");
}

TEST_CASE("a lost context is told, comes back, and costs no picture") {
  Desk desk;
  desk.open(a_study({raw_ct(2, 1)}));
  desk.settle();
  desk.viewer.graphics_lost(desk.now);
  desk.viewer.graphics_back(desk.now);
  CHECK(desk.host.said.back() == "Affichage rétabli");
  CHECK(desk.viewer.picture() != nullptr);
}

TEST_CASE("the scrubber is taken at the right edge and scrolls to where the hand is") {
  Desk desk;
  desk.open(a_study({raw_ct(100, 1)}));
  const Rect area = desk.viewer.cell().viewport().area();
  desk.viewer.pointer({PointerPhase::kDown, PointerKind::kMouse, 1, {area.right() - 4, area.centre().y}, 0}, desk.now);
  CHECK(desk.viewer.cell().place() == 50);
  desk.viewer.pointer({PointerPhase::kMove, PointerKind::kMouse, 1, {area.x, area.bottom()}, 0}, desk.now);
  CHECK(desk.viewer.cell().place() == 99);
  desk.viewer.pointer({PointerPhase::kUp, PointerKind::kMouse, 1, {area.x, area.bottom()}, 0}, desk.now);
}

TEST_CASE("commands and gestures before there is a study do nothing") {
  Desk desk;
  for (const CommandEntry& entry : command_table()) desk.viewer.run(entry.command, desk.now);
  desk.viewer.wheel({500, 500}, 100, false, desk.now);
  desk.viewer.choose_series(7, desk.now);
  desk.viewer.scroll_to(3, desk.now);
  CHECK_FALSE(desk.viewer.has_frame());
  CHECK(has(desk.state(), "\"open\":false"));
}

TEST_CASE("the window that is told is that of the picture as soon as it is there, before it is painted") {
  Desk desk;
  desk.open(a_study({raw_ct(1, 1)}));
  desk.settle();
  CHECK(has(desk.state(), "\"center\":40"));
  CHECK(has(desk.state(), "\"width\":400"));
}
