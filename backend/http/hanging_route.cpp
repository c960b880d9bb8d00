// The hanging protocols that viewers use: the same for everyone, nothing of a patient, so that no line of the trail is written.
#include <utility>

#include "backend/http/services.hpp"

namespace sansfilm::http {

void add_hanging_route(Router& router, std::string protocols) {
  router.add({"GET", "/api/v1/hanging-protocols", Who::kSignedIn, 0, [text = std::move(protocols)](Request&) {
                Response response;
                response.content_type = "application/json";
                response.body = text;
                return response;
              }});
}

}  // namespace sansfilm::http
