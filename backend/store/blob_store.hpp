// Immutable blobs by name. Originals are named by their SHA-256; derived blobs begin with the SHA-256 of the original
// that they were made from ("<sha256>.r1.f0"). Two engines are meant to stand behind this: a folder, and S3.
//
// A name is 64 lower-case hexadecimal digits, optionally followed by '.' and up to 63 of [a-z0-9._-] without "..".
// Any other name is kInvalidArgument, so that no name can ever leave the store.
//
// put() returns only when the blob is durable (see Durability); before that no reader sees any of it. A blob that is
// there already is left alone: same name, same content, by construction of the names.
//
// @units  bytes
// @errors kInvalidArgument (name), kNotFound, kIo, kFull, kOverBudget (a range past the end)
// @owner  results own their memory
// @thread any number of threads, also several processes on one folder
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::store {

// A whole blob, mapped or in memory.
class Blob {
 public:
  virtual ~Blob() = default;
  [[nodiscard]] virtual base::Bytes bytes() const = 0;
};

struct NewBlob {
  std::string name;
  base::Bytes bytes;
};

class BlobStore {
 public:
  virtual ~BlobStore() = default;

  // One status a blob, in the same order. Costs less than one put() each: folders are synced once.
  [[nodiscard]] virtual std::vector<base::Status> put_many(std::span<const NewBlob> blobs) = 0;
  [[nodiscard]] base::Status put(std::string name, base::Bytes bytes);

  [[nodiscard]] virtual base::Result<std::unique_ptr<Blob>> open(std::string_view name) = 0;
  [[nodiscard]] virtual base::Result<std::vector<std::uint8_t>> get(std::string_view name, std::uint64_t offset,
                                                                   std::uint64_t length) = 0;
  [[nodiscard]] virtual base::Result<std::uint64_t> size(std::string_view name) = 0;  // kNotFound if absent
  [[nodiscard]] bool exists(std::string_view name) { return size(name).ok(); }
  [[nodiscard]] virtual base::Status remove(std::string_view name) = 0;               // absent is success

  // Calls `visit` for every blob in ascending order of names until it returns false.
  [[nodiscard]] virtual base::Status enumerate(
      const std::function<bool(std::string_view name, std::uint64_t size)>& visit) = 0;
};

[[nodiscard]] bool is_valid_name(std::string_view name);

}  // namespace sansfilm::store
