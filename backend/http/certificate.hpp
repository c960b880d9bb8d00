// The server's own certificate, for a first start and for loopback: ECDSA P-256, self-signed, for localhost, 127.0.0.1
// and ::1, ten years. An operator puts a real one in its place by configuration.
// @errors kIo, kInternal
// @thread call once at start
#pragma once

#include <string>

#include "shared/base/result.hpp"

namespace sansfilm::http {

struct CertificateFiles {
  std::string certificate, key;   // paths of PEM files
};

// Makes tls.crt and tls.key (mode 0600) in the folder unless both are there.
[[nodiscard]] base::Result<CertificateFiles> ensure_certificate(const std::string& folder);

}  // namespace sansfilm::http
