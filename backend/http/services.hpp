// What the routes work on, and the functions that put them into a router.
// @owner  borrows everything; all of it outlives the router
#pragma once

#include <string>

#include "backend/access/sign_in.hpp"
#include "backend/audit/trail.hpp"
#include "backend/catalog/catalog.hpp"
#include "backend/consult/live_hub.hpp"
#include "backend/http/opened_studies.hpp"
#include "backend/http/router.hpp"
#include "backend/http/stream_source.hpp"
#include "backend/store/blob_store.hpp"
#include "backend/ingest/store_instance.hpp"

namespace sansfilm::http {

struct Services {
  catalog::Catalog& catalog;
  access::Access& access;
  audit::Trail& trail;
  ingest::Ingest& ingest;
};

void add_session_routes(Router& router, Services services);     // /api/v1/session, /api/v1/health
void add_study_routes(Router& router, Services services);       // /api/v1/studies
void add_stow_route(Router& router, Services services, std::size_t body_limit, std::size_t instance_limit);
// /stream/v1/*. `accel`: nginx's internal address that sends parts of derived blobs; empty: every byte is sent from here.
void add_stream_routes(Router& router, Services services, StreamSource& source, OpenedStudies& opened, std::string accel);
// /api/v1/studies/:study/instances/:sop/{document,attributes,payload}
void add_document_routes(Router& router, Services services, store::BlobStore& originals, OpenedStudies& opened);
// /api/v1/studies/:study/measurements
inline constexpr std::size_t kMeasurementBytes = std::size_t{1} << 20;
void add_measurement_routes(Router& router, Services services, store::BlobStore& originals);
void add_consultation_routes(Router& router, Services services);   // /api/v1/colleagues, /api/v1/consultations
// /api/v1/consultations/:id/live: both before one study. The hub outlives the server.
void add_live_route(Router& router, Services services, consult::LiveHub& hub);
// /api/v1/hanging-protocols: `protocols`, JSON as it was read at the start.
void add_hanging_route(Router& router, std::string protocols);
void add_static_routes(Router& router, std::string web_root);   // /, /assets/*

// Writes the line before anything is served; the error is the response.
[[nodiscard]] std::optional<Response> record(audit::Trail& trail, const Request& request, std::string_view what,
                                             std::string_view object, std::string_view outcome);

}  // namespace sansfilm::http
