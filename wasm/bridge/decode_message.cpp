#include "wasm/bridge/decode_message.hpp"

namespace sansfilm::bridge {
namespace {

using base::Error;
using base::ErrorCode;

class Writer {
 public:
  template <class T>
  void put(T value) {
    std::uint8_t raw[sizeof(T)];
    base::store_le(raw, value);
    out_.insert(out_.end(), raw, raw + sizeof raw);
  }
  void put_bytes(base::Bytes bytes) {
    put(static_cast<std::uint32_t>(bytes.size()));
    out_.insert(out_.end(), bytes.begin(), bytes.end());
  }
  void put_text(const std::string& text) {
    put_bytes({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  }
  [[nodiscard]] std::vector<std::uint8_t> take() { return std::move(out_); }

 private:
  std::vector<std::uint8_t> out_;
};

// Reads in order; once the bytes end it gives zeros and remembers.
class Reader {
 public:
  explicit Reader(base::Bytes bytes) : bytes_(bytes) {}

  template <class T>
  T get() {
    if (bytes_.size() - at_ < sizeof(T)) {
      short_ = true;
      return T{};
    }
    const T value = base::load_le<T>(bytes_.data() + at_);
    at_ += sizeof(T);
    return value;
  }
  base::Bytes get_bytes() {
    const auto length = get<std::uint32_t>();
    if (bytes_.size() - at_ < length) {
      short_ = true;
      return {};
    }
    const base::Bytes out = bytes_.subspan(at_, length);
    at_ += length;
    return out;
  }
  std::string get_text() {
    const base::Bytes bytes = get_bytes();
    return {bytes.begin(), bytes.end()};
  }
  template <class E>
  E get_enum(E last) {
    const auto value = get<std::uint16_t>();
    if (value > static_cast<std::uint16_t>(last)) malformed_ = true;
    return static_cast<E>(value);
  }

  [[nodiscard]] base::Status status() const {
    if (short_) return Error{ErrorCode::kTruncated, "a decode message ends early"};
    if (malformed_ || at_ != bytes_.size()) return Error{ErrorCode::kMalformed, "not a decode message"};
    return {};
  }

 private:
  base::Bytes bytes_;
  std::size_t at_ = 0;
  bool short_ = false;
  bool malformed_ = false;
};

template <class E>
std::uint16_t number(E value) {
  return static_cast<std::uint16_t>(value);
}

}  // namespace

std::vector<std::uint8_t> to_bytes(const DecodeOrder& order) {
  Writer out;
  out.put(number(order.coding));
  out.put(order.reduce);
  out.put(order.layers);
  out.put(order.budget_bytes);
  out.put(order.columns);
  out.put(order.rows);
  out.put(order.samples);
  out.put(order.bits_stored);
  out.put(order.bytes_per_sample);
  out.put(static_cast<std::uint8_t>(order.is_signed));
  out.put(number(order.kind));
  out.put(order.first_layer);
  out.put(static_cast<std::uint8_t>(order.part));
  for (const std::uint32_t edge : {order.tiles.left, order.tiles.top, order.tiles.right, order.tiles.bottom}) out.put(edge);
  out.put_bytes(order.header);
  return out.take();
}

base::Result<DecodeOrder> read_decode_order(base::Bytes bytes) {
  Reader in(bytes);
  DecodeOrder order;
  order.coding = in.get_enum(wire::StreamCoding::kRaw);
  order.reduce = in.get<std::uint8_t>();
  order.layers = in.get<std::uint16_t>();
  order.budget_bytes = in.get<std::uint64_t>();
  order.columns = in.get<std::uint32_t>();
  order.rows = in.get<std::uint32_t>();
  order.samples = in.get<std::uint16_t>();
  order.bits_stored = in.get<std::uint16_t>();
  order.bytes_per_sample = in.get<std::uint8_t>();
  order.is_signed = in.get<std::uint8_t>() != 0;
  order.kind = in.get_enum(base::SampleKind::kFloat64);
  order.first_layer = in.get<std::uint16_t>();
  order.part = in.get<std::uint8_t>() != 0;
  for (std::uint32_t* edge : {&order.tiles.left, &order.tiles.top, &order.tiles.right, &order.tiles.bottom}) *edge = in.get<std::uint32_t>();
  const base::Bytes header = in.get_bytes();
  order.header.assign(header.begin(), header.end());
  SF_CHECK(in.status());
  return order;
}

std::vector<std::uint8_t> to_bytes(const DecodeReply& reply) {
  Writer out;
  out.put(static_cast<std::uint8_t>(reply.ok));
  out.put(reply.frame.columns);
  out.put(reply.frame.rows);
  out.put(reply.frame.samples_per_pixel);
  out.put(reply.frame.bits_stored);
  out.put(reply.frame.bytes_per_sample);
  out.put(static_cast<std::uint8_t>(reply.frame.is_signed));
  out.put(number(reply.frame.kind));
  out.put(number(reply.frame.colour));
  out.put(static_cast<std::uint8_t>(reply.frame.complete));
  out.put(static_cast<std::uint8_t>(reply.frame.reversible));
  out.put(static_cast<std::uint8_t>(reply.frame.estimated_error.has_value()));
  out.put(reply.frame.estimated_error.value_or(0.0));
  out.put(number(reply.error));
  out.put_text(reply.detail);
  out.put_text(reply.subject);
  out.put(reply.took_us);
  return out.take();
}

base::Result<DecodeReply> read_decode_reply(base::Bytes bytes) {
  Reader in(bytes);
  DecodeReply reply;
  reply.ok = in.get<std::uint8_t>() != 0;
  reply.frame.columns = in.get<std::uint32_t>();
  reply.frame.rows = in.get<std::uint32_t>();
  reply.frame.samples_per_pixel = in.get<std::uint16_t>();
  reply.frame.bits_stored = in.get<std::uint16_t>();
  reply.frame.bytes_per_sample = in.get<std::uint8_t>();
  reply.frame.is_signed = in.get<std::uint8_t>() != 0;
  reply.frame.kind = in.get_enum(base::SampleKind::kFloat64);
  reply.frame.colour = in.get_enum(base::ColourModel::kYbrPartial);
  reply.frame.complete = in.get<std::uint8_t>() != 0;
  reply.frame.reversible = in.get<std::uint8_t>() != 0;
  const bool estimated = in.get<std::uint8_t>() != 0;
  const auto error = in.get<double>();
  if (estimated) reply.frame.estimated_error = error;
  reply.error = in.get_enum(base::ErrorCode::kInternal);
  reply.detail = in.get_text();
  reply.subject = in.get_text();
  reply.took_us = in.get<std::uint32_t>();
  SF_CHECK(in.status());
  return reply;
}

}  // namespace sansfilm::bridge
