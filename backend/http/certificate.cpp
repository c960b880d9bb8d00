#include "backend/http/certificate.hpp"

#include <fcntl.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>

namespace sansfilm::http {

using base::Error;
using base::ErrorCode;
using base::Status;

namespace {

template <auto Free>
struct Freeing {
  template <class T>
  void operator()(T* at) const { Free(at); }
};
using Key = std::unique_ptr<EVP_PKEY, Freeing<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freeing<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freeing<X509_EXTENSION_free>>;
using Buffer = std::unique_ptr<BIO, Freeing<BIO_free_all>>;

bool exists(const std::string& path) {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 && about.st_size > 0;
}

bool add_extension(X509* certificate, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

Certificate make_certificate(EVP_PKEY* key) {
  Certificate certificate(X509_new());
  if (!certificate) return nullptr;
  X509* at = certificate.get();
  std::unique_ptr<BIGNUM, Freeing<BN_free>> serial(BN_new());
  if (BN_rand(serial.get(), 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) != 1 ||
      BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(at)) == nullptr) {
    return nullptr;
  }
  X509_set_version(at, X509_VERSION_3);
  X509_gmtime_adj(X509_getm_notBefore(at), -3600);
  X509_gmtime_adj(X509_getm_notAfter(at), 10L * 365 * 24 * 3600);
  X509_set_pubkey(at, key);
  X509_NAME* name = X509_get_subject_name(at);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("sansfilm"), -1, -1, 0);
  X509_set_issuer_name(at, name);
  const bool made = add_extension(at, NID_basic_constraints, "critical,CA:FALSE") &&
                    add_extension(at, NID_key_usage, "critical,digitalSignature") &&
                    add_extension(at, NID_ext_key_usage, "serverAuth") &&
                    add_extension(at, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1") &&
                    X509_sign(at, key, EVP_sha256()) > 0;
  return made ? std::move(certificate) : nullptr;
}

Status write_pem(const std::string& path, BIO* pem) {
  char* text = nullptr;
  const long length = BIO_get_mem_data(pem, &text);
  const std::string temporary = path + ".new";
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool written = fd >= 0 && ::write(fd, text, static_cast<std::size_t>(length)) == length && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  if (written && ::rename(temporary.c_str(), path.c_str()) == 0) return {};
  return Error{.code = ErrorCode::kIo, .detail = "the certificate can't be written into the data folder"};
}

}  // namespace

base::Result<CertificateFiles> ensure_certificate(const std::string& folder) {
  CertificateFiles files{folder + "/tls.crt", folder + "/tls.key"};
  if (exists(files.certificate) && exists(files.key)) return files;
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate = key ? make_certificate(key.get()) : nullptr;
  const Buffer key_pem(BIO_new(BIO_s_mem())), certificate_pem(BIO_new(BIO_s_mem()));
  if (!certificate || PEM_write_bio_PrivateKey(key_pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
      PEM_write_bio_X509(certificate_pem.get(), certificate.get()) != 1) {
    return Error{.code = ErrorCode::kInternal, .detail = "the certificate can't be made"};
  }
  SF_CHECK(write_pem(files.key, key_pem.get()));
  SF_CHECK(write_pem(files.certificate, certificate_pem.get()));
  return files;
}

}  // namespace sansfilm::http
