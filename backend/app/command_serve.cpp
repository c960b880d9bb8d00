#include <signal.h>

#include <cstdio>
#include <thread>
#include <utility>

#include "backend/access/sign_in.hpp"
#include "backend/app/archive.hpp"
#include "backend/app/commands.hpp"
#include "backend/app/derived_streams.hpp"
#include "backend/app/hanging_protocols.hpp"
#include "backend/app/log.hpp"
#include "backend/app/report.hpp"
#include "backend/derive/redescriber.hpp"
#include "backend/http/server.hpp"
#include "backend/http/services.hpp"

namespace sansfilm::app {

namespace {

sigset_t ending_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

void log_request(const http::AccessLine& line) {
  log(Level::kInfo, "request",
      {{"method", line.method}, {"route", line.route}, {"status", std::to_string(line.status)},
       {"us", std::to_string(line.microseconds)}, {"request", line.request}, {"account", line.account}, {"from", line.address}});
}

void log_derivation(const store::Digest& original, const base::Error& error) {
  log(Level::kWarn, "derive", {{"original", original.hex()}, {"error", base::describe(error)}});
}

http::ServerOptions server_options(const Config& config, http::CertificateFiles certificate) {
  http::ServerOptions options;
  options.address = config.text("listen.address");
  options.port = static_cast<int>(config.integer("listen.port"));
  options.most_connections = static_cast<std::size_t>(config.integer("listen.connections"));
  options.most_threads = static_cast<std::size_t>(config.integer("listen.threads"));
  options.times.idle_seconds = static_cast<int>(config.integer("listen.idle_seconds"));
  options.proxy_socket = config.text("http.proxy_socket");
  options.certificate = std::move(certificate);
  return options;
}

base::Result<http::CertificateFiles> certificate_of(const Config& config) {
  if (config.text("tls.certificate").empty() != config.text("tls.key").empty()) {
    return base::Error{.code = base::ErrorCode::kInvalidArgument, .detail = "the certificate and its key go together",
                       .subject = "tls.certificate, tls.key"};
  }
  if (!config.text("tls.certificate").empty()) return http::CertificateFiles{config.text("tls.certificate"), config.text("tls.key")};
  return http::ensure_certificate(config.text("data"));
}

}  // namespace

int serve(const Config& config) {
  if (!config.text("http.accel").empty() && config.text("http.proxy_socket").empty()) {
    return fail(base::Error{.code = base::ErrorCode::kInvalidArgument, .detail = "only a proxy on the socket file can be told to send files",
                            .subject = "http.accel, http.proxy_socket"});
  }
  // Before any thread starts, so that all of them leave these signals to the one that waits for them.
  const sigset_t ending = ending_signals();
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);
  start_log(config.text("log.level"));

  auto archive = open_archive(config.text("data"));
  if (!archive.ok()) return fail(archive.error());
  if (const auto named = name_establishment(config, *archive); !named.ok()) return fail(named.error());
  auto hanging = read_hanging_folder(config.text("hanging.folder"));
  if (!hanging.ok()) return fail(hanging.error());
  for (const HangingFault& fault : hanging->faults) {
    log(Level::kWarn, "hanging-protocols", {{"file", fault.file}, {"left-out", fault.told}});
    std::fprintf(stderr, "sansfilm: %s\n", say(Message::kHangingLeftOut, {fault.file, fault.told}).c_str());
  }
  auto certificate = certificate_of(config);
  if (!certificate.ok()) return fail(certificate.error());

  derive::Deriver deriver(*archive->originals, *archive->derived, *archive->catalog,
                          {.workers = static_cast<std::uint32_t>(config.integer("derive.threads")), .choice = derive::choice_of(config.text("derive.recipe")), .on_failure = log_derivation});
  archive->ingest->on_stored([&] { deriver.wake(); });
  const derive::Redescriber redescriber(*archive->originals, *archive->catalog, log_derivation,
                                        [](std::uint64_t count) { log(Level::kInfo, "described-again", {{"instances", std::to_string(count)}}); });
  derive::ChunkSource chunks(*archive->derived);
  DerivedStreams streams(*archive->catalog, deriver, chunks);
  http::OpenedStudies opened;

  access::Access access(*archive->catalog,
                        {.idle_seconds = config.integer("session.idle_seconds"),
                         .absolute_seconds = config.integer("session.absolute_seconds")},
                        access::system_seconds);
  consult::LiveHub live;
  http::Router router(access, log_request);
  const http::Services services{*archive->catalog, access, *archive->trail, *archive->ingest};
  http::add_session_routes(router, services);
  http::add_study_routes(router, services);
  http::add_stow_route(router, services, static_cast<std::size_t>(config.integer("limits.request_bytes")),
                       static_cast<std::size_t>(config.integer("limits.instance_bytes")));
  http::add_stream_routes(router, services, streams, opened, config.text("http.accel"));
  http::add_document_routes(router, services, *archive->originals, opened);
  http::add_measurement_routes(router, services, *archive->originals);
  http::add_consultation_routes(router, services);
  http::add_live_route(router, services, live);
  http::add_hanging_route(router, std::move(hanging->json));
  http::add_static_routes(router, config.text("web.root"));

  auto server = http::Server::bind(router, server_options(config, std::move(*certificate)));
  if (!server.ok()) return fail(server.error());
  const std::string address = "https://" + config.text("listen.address") + ":" + std::to_string((*server)->port()) + "/";
  log(Level::kInfo, "listening", {{"address", address}});
  print(say(Message::kListening, {address}));
  std::fflush(stdout);

  std::jthread waiter([&] {
    int caught = 0;
    sigwait(&ending, &caught);
    log(Level::kInfo, "stopping", {});
    (*server)->stop();
  });
  const base::Status served = (*server)->serve();
  if (!served.ok()) {
    pthread_kill(waiter.native_handle(), SIGTERM);
    return fail(served.error());
  }
  return kDone;
}

}  // namespace sansfilm::app
