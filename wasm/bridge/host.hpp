// What the viewer asks of its host (the page): plain functions, bytes by pointer and length. In the browser they are
// imports that host_library.js hands to web/src/viewer; in native tests tests/unit/view/fake_host.cpp answers them.
//
// @units  microseconds of a monotonic clock; sizes in bytes
// @owner  pointers are borrowed for the time of the call: the host copies
// @thread the page's thread
#pragma once

#include <cstdint>

extern "C" {

double host_now_us();

// Makes the WebGL 2 context of the module's canvas, or makes it current. 0: the browser has none.
std::int32_t host_make_context();

// Calls app_paint in the next animation frame; asking twice paints once.
void host_request_paint();
// Calls app_tick at that time (or when it has passed); a later call replaces it. Negative: never.
void host_wake_at(double time_us);

// GET; answered by app_manifest_bytes... and app_manifest_end with the HTTP status, 0 when there was no answer.
void host_fetch_manifest(std::uint32_t request, const char* path, std::uint32_t length);
// POST; answered by app_batch_bytes... and app_batch_end. Path and media type end with a zero.
void host_fetch_batch(std::uint32_t batch, const char* path, const char* media_type, const char* body,
                      std::uint32_t length, std::int32_t urgent);
void host_cancel_batch(std::uint32_t batch);

// GET of an object that is drawn over images; answered once by app_object with the HTTP status, 0 when there was no answer.
void host_fetch_object(std::uint32_t request, const char* path, std::uint32_t length);
// POST of JSON; answered by app_object too.
void host_send_object(std::uint32_t request, const char* path, std::uint32_t path_length, const char* json, std::uint32_t length);

// The compressed cache: chunks of a frame, kept by the page outside this module's memory.
void host_keep_chunk(std::uint32_t series, std::uint32_t frame, std::uint32_t tile, std::uint32_t resolution,
                     std::uint32_t layer, const std::uint8_t* bytes, std::uint32_t length);
void host_drop_chunks(std::uint32_t series, std::uint32_t frame);

// A worker decodes `order` (decode_message.hpp) with the kept chunks of the frame whose tiles lie in the rectangle from
// `first_tile` to `last_tile`, `tiles_across` being those of a row, and up to the last resolution and layer, these included; answered by app_decoded, or by app_worker_died. `samples`: how many come out, by which the worker's time is
// bounded.
void host_decode(std::uint32_t job, const std::uint8_t* order, std::uint32_t length, std::uint32_t series,
                 std::uint32_t frame, std::uint32_t first_tile, std::uint32_t last_tile, std::uint32_t tiles_across,
                 std::uint32_t last_resolution, std::uint32_t last_layer, double samples);
void host_cancel_decode(std::uint32_t job);

// A sentence for the screen reader; urgent ones interrupt.
void host_announce(const char* text, std::uint32_t length, std::int32_t urgent);
// The reader's arrangement for a kind of study, to be kept on this device under his account.
void host_keep_layout(const char* kind, std::uint32_t kind_length, const char* text, std::uint32_t length);
// The user wants to leave the study. `reason`: 0 by hand, 1 the session has ended.
void host_leave(std::int32_t reason);
// 0 arrow, 1 hand, 2 text, 3 crosshair, 4 move, 5 resize.
void host_set_cursor(std::int32_t shape);

// Width of a text in the device's fonts. `em_px`: the size of the font; `strong`: 0 or 1.
double host_text_width(const char* text, std::uint32_t length, double em_px, std::int32_t strong);
// Draws it, white with alpha, into the texture that is bound to TEXTURE_2D: `width` x `height`, the text from `left_px` on with its
// baseline at `baseline_px`. 0: the browser gives no canvas.
std::int32_t host_text_draw(const char* text, std::uint32_t length, double em_px, std::int32_t strong, std::int32_t width,
                            std::int32_t height, double left_px, double baseline_px);

}  // extern "C"
