// The core's decoders against the bare libraries that they call, in the same run, on real frames: medians of seven of
// processor time (other load does not count) and their ratio. The limit is 0.97.
#include <charls/charls.h>
#include <cstdio>
#include <cstdlib>

#include <jpeglib.h>
#include <openjpeg.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "shared/codec/decode.hpp"
#include "shared/dicom/frames.hpp"
#include "shared/dicom/reader.hpp"

using namespace sansfilm;

namespace {

std::vector<std::uint8_t> read_bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Both in turn, so that a change of the machine's speed meets both.
std::pair<double, double> medians(const std::function<void()>& a, const std::function<void()>& b) {
  std::vector<double> of_a, of_b;
  const auto seconds = [](const std::function<void()>& run) {
    const std::clock_t start = std::clock();
    run();
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  };
  for (int i = 0; i < 7; ++i) {
    of_a.push_back(seconds(a));
    of_b.push_back(seconds(b));
  }
  std::sort(of_a.begin(), of_a.end());
  std::sort(of_b.begin(), of_b.end());
  return {of_a[3], of_b[3]};
}

struct Memory {
  base::Bytes bytes;
  std::size_t at = 0;
};

OPJ_SIZE_T read_memory(void* buffer, OPJ_SIZE_T count, void* user) {
  auto& memory = *static_cast<Memory*>(user);
  const std::size_t taken = std::min<std::size_t>(count, memory.bytes.size() - memory.at);
  if (taken == 0) return static_cast<OPJ_SIZE_T>(-1);
  std::memcpy(buffer, memory.bytes.data() + memory.at, taken);
  memory.at += taken;
  return taken;
}

void bare_openjpeg(base::Bytes bytes) {
  Memory memory{bytes};
  opj_stream_t* stream = opj_stream_default_create(OPJ_TRUE);
  opj_stream_set_read_function(stream, read_memory);
  opj_stream_set_user_data(stream, &memory, nullptr);
  opj_stream_set_user_data_length(stream, bytes.size());
  opj_codec_t* codec = opj_create_decompress(OPJ_CODEC_J2K);
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  opj_image_t* image = nullptr;
  if (!opj_setup_decoder(codec, &parameters) || !opj_read_header(stream, codec, &image) ||
      !opj_decode(codec, stream, image)) {
    std::puts("OpenJPEG failed");
  }
  opj_image_destroy(image);
  opj_destroy_codec(codec);
  opj_stream_destroy(stream);
}

void bare_jpeg(base::Bytes bytes) {
  jpeg_decompress_struct info;
  jpeg_error_mgr errors;
  info.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, bytes.data(), static_cast<unsigned long>(bytes.size()));
  jpeg_read_header(&info, TRUE);
  info.out_color_space = info.jpeg_color_space;
  jpeg_start_decompress(&info);
  std::vector<std::uint16_t> samples(std::size_t{info.output_width} * info.output_height *
                                     static_cast<std::size_t>(info.output_components));
  const std::size_t row_samples = std::size_t{info.output_width} * static_cast<std::size_t>(info.output_components);
  while (info.output_scanline < info.output_height) {
    std::uint16_t* row = samples.data() + info.output_scanline * row_samples;
    if (info.data_precision <= 8) {
      JSAMPROW rows[1] = {reinterpret_cast<JSAMPROW>(row)};
      jpeg_read_scanlines(&info, rows, 1);
    } else if (info.data_precision <= 12) {
      J12SAMPROW rows[1] = {reinterpret_cast<J12SAMPROW>(row)};
      jpeg12_read_scanlines(&info, rows, 1);
    } else {
      J16SAMPROW rows[1] = {row};
      jpeg16_read_scanlines(&info, rows, 1);
    }
  }
  jpeg_finish_decompress(&info);
  jpeg_destroy_decompress(&info);
}

void bare_charls(base::Bytes bytes) {
  charls_jpegls_decoder* decoder = charls_jpegls_decoder_create();
  std::size_t size = 0;
  const bool ready =
      charls_jpegls_decoder_set_source_buffer(decoder, bytes.data(), bytes.size()) == charls::jpegls_errc::success &&
      charls_jpegls_decoder_read_header(decoder) == charls::jpegls_errc::success &&
      charls_jpegls_decoder_get_destination_size(decoder, 0, &size) == charls::jpegls_errc::success;
  std::vector<std::uint8_t> samples(size);
  if (!ready || charls_jpegls_decoder_decode_to_buffer(decoder, samples.data(), samples.size(), 0) !=
                    charls::jpegls_errc::success) {
    std::puts("CharLS failed");
  }
  charls_jpegls_decoder_destroy(decoder);
}

void bare_copy(base::Bytes bytes) {
  std::vector<std::uint8_t> samples(bytes.begin(), bytes.end());
  if (samples.empty()) std::puts("nothing copied");
}

void measure(const std::string& folder, const char* path, const char* library, void (*bare)(base::Bytes)) {
  const auto bytes = read_bytes(folder + "/" + path);
  base::Budget budget;
  if (bytes.empty()) return std::printf("  %-46s not here\n", path), void();
  const auto file = dicom::read_file(bytes, {}, budget);
  if (!file.ok()) return;
  const auto located = dicom::locate_frame(*file, 0, budget);
  if (!located.ok()) return;
  std::size_t decoded = 0;
  // Small frames are decoded several times, so that the clock can see them.
  const int rounds = located->bytes.size() < 1000000 ? 8 : 1;
  const auto [core, library_time] = medians(
      [&] {
        for (int i = 0; i < rounds; ++i) {
          base::Budget own;
          const auto frame = codec::decode_frame(*file, 0, own);
          decoded = frame.ok() ? frame->samples.size() : 0;
        }
      },
      [&] {
        for (int i = 0; i < rounds; ++i) bare(located->bytes);
      });
  std::printf("  %-46s %7.1f MB/s   %-14s ratio %.2f%s\n", path, static_cast<double>(decoded) * rounds / core / 1e6,
              library, library_time / core, bare == bare_copy ? "" : "   (limit 0.97)");
}

}  // namespace

int main() {
  const char* named = std::getenv("SANSFILM_TEST_DATA");
  const std::string folder = named != nullptr ? named : "../shared/data/public";
  std::puts("decoding by the core, and its speed relative to the bare library (1.00 = equal)");
  measure(folder, "syntaxes/ctimage_ele.dcm", "a plain copy", bare_copy);
  measure(folder, "syntaxes/ctimage_j2k_lossless.dcm", "OpenJPEG", bare_openjpeg);
  measure(folder, "real/cr_1760_mono1_j2k.dcm", "OpenJPEG", bare_openjpeg);
  measure(folder, "syntaxes/htj2k_202_ct1_signed.dcm", "OpenJPEG HTJ2K", bare_openjpeg);
  measure(folder, "syntaxes/ctimage_jls_lossless.dcm", "CharLS", bare_charls);
  measure(folder, "syntaxes/ctimage_jpeg_p14sv1.dcm", "libjpeg-turbo", bare_jpeg);
  measure(folder, "real/mr_1024_12bit_jpll.dcm", "libjpeg-turbo", bare_jpeg);
  measure(folder, "syntaxes/ctimage_jpeg_baseline_8bit.dcm", "libjpeg-turbo", bare_jpeg);
  return 0;
}
