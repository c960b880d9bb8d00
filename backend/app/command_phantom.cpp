#include "backend/app/command_phantom.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

#include "backend/app/commands.hpp"
#include "backend/app/report.hpp"
#include "backend/phantom/phantom.hpp"

namespace sansfilm::app {

namespace {

struct Request {
  phantom::PhantomOptions options;
  std::string out, kinds = "ct";
};

base::Status write(const std::filesystem::path& path, base::Bytes bytes) {
  std::error_code failed;
  std::filesystem::create_directories(path.parent_path(), failed);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (failed || !file) return base::Error{.code = base::ErrorCode::kIo, .detail = "the file can't be written", .subject = path.string()};
  return {};
}

int run(Request& request) {
  auto kinds = phantom::parse_kinds(request.kinds);
  if (!kinds.ok()) return fail(kinds.error());
  request.options.kinds = std::move(*kinds);
  const bool terminal = ::isatty(STDERR_FILENO) == 1;
  const std::uint64_t total = phantom::count_instances(request.options);
  const std::uint64_t every = terminal ? 10 : 500;
  std::uint64_t done = 0;
  const auto made = phantom::generate(request.options, [&](const std::string& path, base::Bytes bytes) {
    const base::Status status = write(std::filesystem::path(request.out) / path, bytes);
    if (++done % every == 0 || done == total) {
      std::fprintf(stderr, terminal ? "\r\033[K%s" : "%s\n", say(Message::kPhantomProgress, {std::to_string(done), std::to_string(total), path}).c_str());
      std::fflush(stderr);
    }
    return status;
  });
  if (terminal) std::fprintf(stderr, "\r\033[K");
  if (!made.ok()) {
    fail(made.error());
    return made.error().code == base::ErrorCode::kInvalidArgument ? kUsage : kFailure;
  }
  print(say(Message::kPhantomMade, {std::to_string(made->studies), std::to_string(made->series), std::to_string(made->instances),
                                    std::to_string(made->bytes / 1'000'000), request.out}));
  return kDone;
}

}  // namespace

void add_phantom_command(CLI::App& program, std::function<int(const Config&)>& command) {
  auto request = std::make_shared<Request>();
  CLI::App* phantom = program.add_subcommand("phantom", speaks_french() ? "études fictives, images de synthèse" : "studies of invented patients");
  const auto help = [](const char* french, const char* english) { return std::string(speaks_french() ? french : english); };
  phantom->add_option("--out", request->out, help("dossier de sortie", "output folder"))->required();
  phantom->add_option("--seed", request->options.seed, help("graine : la même donne les mêmes octets", "same seed, same bytes"));
  phantom->add_option("--patients", request->options.patients, help("nombre de patients", "number of patients"));
  phantom->add_option("--kind", request->kinds, "ct,mr,cr,mg,us");
  phantom->add_option("--slices", request->options.slices, help("coupes par série", "slices of a series"));
  phantom->add_option("--series", request->options.series, help("séries par scanner", "series of a CT study"));
  phantom->add_option("--frames", request->options.frames, help("images d'un clip échographique", "frames of an ultrasound clip"));
  phantom->add_option("--establishments", request->options.establishments, help("nombre d'établissements", "number of establishments"));
  phantom->add_option("--from", request->options.from, help("premier jour, AAAAMMJJ", "first day, YYYYMMDD"));
  phantom->add_option("--to", request->options.to, help("dernier jour, AAAAMMJJ", "last day, YYYYMMDD"));
  phantom->add_option("--priors", request->options.priors, help("examens antérieurs", "earlier studies of each kind"));
  phantom->callback([request, &command] { command = [request](const Config&) { return run(*request); }; });
}

}  // namespace sansfilm::app
