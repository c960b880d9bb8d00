// One open study as a stream: reads the manifest, drives the scheduler, takes the chunks out of the answers, hands them
// to the workers and keeps what they decode. It knows nothing of the screen but which frames are wanted.
//
// @units  microseconds; bytes
// @errors what fails is a state (study_error, failure), never an exception
// @owner  owns the manifest and the pictures
// @thread one caller
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shared/stream/scheduler.hpp"
#include "shared/view/picture_store.hpp"
#include "shared/view/study_model.hpp"
#include "shared/view/viewer_host.hpp"
#include "shared/wire/manifest_json.hpp"

namespace sansfilm::view {

enum class StudyError : std::uint8_t { kNone, kAbsent, kDenied, kUnreadable, kServer };

// What changed by an event, for the one who draws.
struct StreamNews {
  bool series_added = false;       // nothing of it is fetched before want() has said what is looked at
  std::optional<stream::FrameId> picture;   // decoded, or failed to be
  bool state_changed = false;      // connection, errors
};

class StudyStream {
 public:
  // Manifest requests are numbered from `first_request` on: answers to another study's are not taken for this one's.
  StudyStream(ViewerHost& host, const stream::Settings& settings, std::uint32_t first_request);

  // `width`, `height`: the part of the screen, in device pixels, in which the first picture is fitted.
  void open(std::string_view study_uid, double width, double height, stream::Micros now);
  void want(std::span<const stream::Viewport> viewports, stream::Micros now);
  void set_hidden(bool hidden, stream::Micros now);
  void set_data_saver(bool on, stream::Micros now);
  [[nodiscard]] bool data_saver() const { return settings_.data_saver; }
  void network_is_back(stream::Micros now);
  void limit_decoded(std::optional<std::uint64_t> bytes);   // less than the device allows, or nothing

  StreamNews manifest_bytes(std::uint32_t request, base::Bytes bytes, stream::Micros now);
  StreamNews manifest_end(std::uint32_t request, int http_status, stream::Micros now);
  StreamNews batch_bytes(std::uint32_t batch, base::Bytes bytes, stream::Micros now);
  void page_was_late(stream::Micros late_us, stream::Micros now);   // see stream::Scheduler
  StreamNews batch_end(std::uint32_t batch, int http_status, bool cancelled, stream::Micros now);
  StreamNews decoded(std::uint32_t job, base::Result<base::Frame> frame, std::uint32_t took_us, stream::Micros now);
  StreamNews worker_died(std::uint32_t job, stream::Micros now);
  StreamNews tick(stream::Micros now);
  [[nodiscard]] stream::Micros wake_us() const;

  [[nodiscard]] const StudyModel& model() const { return model_; }
  [[nodiscard]] bool has_study() const { return reader_ != nullptr && reader_->has_study(); }
  [[nodiscard]] const wire::Study& study() const { return reader_->manifest().study; }
  [[nodiscard]] bool manifest_complete() const { return manifest_complete_; }
  [[nodiscard]] StudyError study_error() const { return study_error_; }

  [[nodiscard]] const Picture* picture(stream::FrameId id) const { return pictures_.find(id); }
  [[nodiscard]] double fraction(stream::FrameId id) const;      // of the frame's bytes that have arrived
  [[nodiscard]] std::optional<stream::Failure> failure(stream::FrameId id) const { return scheduler_.failure(id); }
  [[nodiscard]] std::optional<base::Error> decode_error(stream::FrameId id) const;
  [[nodiscard]] stream::Progress progress(std::uint32_t model) const { return scheduler_.progress(model); }
  [[nodiscard]] stream::Measured measured() const { return scheduler_.measured(); }
  [[nodiscard]] const PictureStore& pictures() const { return pictures_; }

  // While nothing can be had from the server: when the next attempt is made.
  [[nodiscard]] std::optional<stream::Micros> offline_until() const;
  [[nodiscard]] std::uint32_t next_request() const { return manifest_request_ + 1; }
  [[nodiscard]] bool session_ended() const { return denied_; }

 private:
  struct Answer {
    wire::FrameReader reader;
    bool broken = false;
  };
  struct Job {
    stream::FrameId frame;
    wire::PictureState result;
    std::optional<wire::TileRect> tiles;
  };

  void ask_manifest(stream::Micros now);
  void take_series();
  void take_carried(StreamNews& news, stream::Micros now);
  void end_carried(stream::BatchEnd end, stream::Micros now);
  bool take_refreshed();
  void retry_manifest_later(stream::Micros now);
  void take_chunks(std::uint32_t batch, Answer& answer, StreamNews& news, stream::Micros now);
  void drive(stream::Micros now);
  void renew_settings();
  void carry_out(const stream::Action& action);
  void start_decode(const stream::Decode& action);
  bool lay_in(const Job& job, const base::Frame& part);
  [[nodiscard]] bool something_not_made() const;

  ViewerHost& host_;
  stream::Settings settings_;               // as the device allows
  std::optional<std::uint64_t> limited_decoded_bytes_;
  stream::Scheduler scheduler_;
  std::string study_uid_;
  std::unique_ptr<wire::ManifestReader> reader_;       // what is shown
  std::unique_ptr<wire::ManifestReader> refreshed_;    // the manifest asked again, until it is complete
  std::string ahead_;                       // what the first manifest is asked to bring with it
  std::uint32_t carried_ = 0;               // the batch that comes with the manifest; 0: none under way
  bool carried_told_ = false;               // once a study
  stream::Micros manifest_asked_us_ = 0;
  std::uint32_t manifest_request_ = 0;
  bool manifest_under_way_ = false;
  bool manifest_complete_ = false;
  std::uint32_t manifest_attempts_ = 0;
  stream::Micros manifest_retry_us_ = stream::kNever;
  StudyModel model_;
  StudyError study_error_ = StudyError::kNone;
  bool denied_ = false;
  PictureStore pictures_;
  std::map<std::uint32_t, Answer> answers_;
  std::map<std::uint32_t, Job> jobs_;
  std::map<stream::FrameId, base::Error> decode_errors_;
  std::map<std::pair<wire::ContentId, std::uint32_t>, stream::FrameId> frames_by_content_;
};

}  // namespace sansfilm::view
