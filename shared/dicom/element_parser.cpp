#include "shared/dicom/element_parser.hpp"

#include <algorithm>
#include <iterator>

#include "shared/dicom/dictionary.hpp"
#include "shared/dicom/tags.hpp"

namespace sansfilm::dicom {

namespace {

using base::ErrorCode;

constexpr std::size_t kMostFindings = 200;     // a file of garbage must not become a list of garbage
constexpr std::size_t kChargeStep = 64 * 1024;  // the budget is asked once for each so many bytes of our own objects

bool is_pixel_data(Tag tag) {
  return tag == tags::kPixelData || tag == tags::kFloatPixelData || tag == tags::kDoubleFloatPixelData;
}

// PS3.5 6.2.2: UN of a tag that the dictionary knows is that VR, in implicit VR little endian. Of the private ones it
// knows the private creators, which are LO (PS3.5 7.8.1).
bool recovers_vr(const ElementHeader& header) {
  return header.vr == Vr::UN && dictionary_vr(header.tag).known;
}

std::string_view trimmed(base::Bytes value) {
  std::string_view text(reinterpret_cast<const char*>(value.data()), value.size());
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
  return text;
}

}  // namespace

void ParseReport::note(ErrorCode code, const char* detail, Tag tag, std::uint64_t offset) {
  if (findings.size() >= kMostFindings) return;
  findings.push_back({.code = code, .detail = detail, .offset = offset, .tag = tag.value});
}

base::Status ElementParser::read_meta(std::size_t& position, Dataset& out) {
  position_ = position;
  if (!dataset(bytes_.size(), {}, 0, Scope::kMeta, out)) return *failure_;
  position = position_;
  return {};
}

base::Status ElementParser::read_all(std::size_t position, Encoding encoding, Dataset& out) {
  position_ = position;
  pool_.reserve(128);
  if (!dataset(bytes_.size(), encoding, 0, Scope::kTop, out)) return *failure_;
  return {};
}

bool ElementParser::charge(std::size_t bytes) {
  uncharged_ += bytes;
  if (uncharged_ < kChargeStep) return true;
  auto status = budget_.take_bytes(uncharged_);
  uncharged_ = 0;
  if (status.ok()) status = budget_.check_time();
  if (status.ok()) return true;
  failure_ = status.error();
  failure_->offset = position_;
  return false;
}

// Reads elements from position_ into `out` until the delimiter, or `end`.
bool ElementParser::dataset(std::size_t end, Encoding encoding, unsigned depth, Scope scope, Dataset& out) {
  const std::size_t first = pool_.size();
  const std::size_t start = position_;
  while (true) {
    if (position_ >= end) {
      if (scope == Scope::kDelimitedItem) missing_delimiter("the item has no delimiter", tags::kItem, end);
      break;
    }
    if (scope == Scope::kTop && padding_follows(end)) break;
    // What follows the meta information may be deflated, or big endian: only its group may be looked at.
    if (scope == Scope::kMeta && (end - position_ < 2 || base::load_le<std::uint16_t>(&bytes_[position_]) != 0x0002)) break;
    const auto header = read_header(bytes_, position_, end, encoding);
    if (!header) {
      leftover(end, Tag{});
      break;
    }
    if (header->tag.group() == 0xFFFE) {
      if (delimiter_ends_dataset(header->tag, scope)) break;
      continue;
    }
    if (header->irregular != nullptr) report_.note(ErrorCode::kMalformed, header->irregular, header->tag, position_);
    if (!element(*header, end, encoding, depth, out)) return false;
    if (scope == Scope::kTop && options_.stop_before_pixel_data && is_pixel_data(header->tag)) break;
  }
  std::vector<Element> elements;
  if (scope == Scope::kTop && first == 0) {
    elements = std::move(pool_);
    pool_.clear();
  } else {
    elements.assign(std::make_move_iterator(pool_.begin() + static_cast<std::ptrdiff_t>(first)),
                    std::make_move_iterator(pool_.end()));
    pool_.resize(first);
  }
  if (!out.adopt(std::move(elements))) {
    report_.note(ErrorCode::kMalformed, "tags are repeated or not in ascending order", Tag{}, start);
  }
  return true;
}

// True if an item or delimitation tag at position_ ends the dataset being read; otherwise it has been skipped.
bool ElementParser::delimiter_ends_dataset(Tag tag, Scope scope) {
  if (scope == Scope::kDelimitedItem) {
    if (tag == tags::kItemDelimitation) {
      position_ += 8;
      return true;
    }
    report_.note(ErrorCode::kMalformed, "the item has no delimiter", tag, position_);
    return true;  // the sequence goes on with this tag
  }
  report_.note(ErrorCode::kMalformed, "a delimiter stands where there is nothing to delimit", tag, position_);
  position_ += 8;
  return false;
}

// Some writers fill files with zeros up to a block size.
bool ElementParser::padding_follows(std::size_t end) {
  if (padding_checked_ || bytes_[position_] != 0 || end - position_ < 2 || bytes_[position_ + 1] != 0) return false;
  padding_checked_ = true;
  const auto rest = bytes_.subspan(position_, end - position_);
  if (!std::all_of(rest.begin(), rest.end(), [](std::uint8_t byte) { return byte == 0; })) return false;
  report_.note(ErrorCode::kMalformed, "zeros follow the last element", Tag{}, position_);
  position_ = end;
  return true;
}

// Bytes between position_ and `end` that are too few, or too contradictory, to be an element.
void ElementParser::leftover(std::size_t end, Tag within) {
  if (end == bytes_.size()) {
    report_.complete = false;
    report_.note(ErrorCode::kTruncated, "the file ends within the header of an element", within, position_);
  } else {
    report_.note(ErrorCode::kMalformed, "bytes are left over that are no element", within, position_);
  }
  position_ = end;
}

// A container that is longer than the file: said only if nothing within it said so already.
void ElementParser::note_cut(std::size_t noted_before, const char* detail, Tag tag, std::uint64_t offset) {
  report_.complete = false;
  if (report_.findings.size() > noted_before && report_.findings.back().code == ErrorCode::kTruncated) return;
  report_.note(ErrorCode::kTruncated, detail, tag, offset);
}

void ElementParser::missing_delimiter(const char* detail, Tag tag, std::size_t end) {
  const bool truncated = end == bytes_.size();
  if (truncated) report_.complete = false;
  report_.note(truncated ? ErrorCode::kTruncated : ErrorCode::kMalformed, detail, tag, end);
}

// Reads the value of the element whose header is at position_ and appends it to the pool.
bool ElementParser::element(const ElementHeader& header, std::size_t end, Encoding encoding, unsigned depth,
                            Dataset& owner) {
  const std::size_t header_at = position_;
  position_ += header.size;
  Element out;
  out.tag = header.tag;
  out.big_endian = encoding.big_endian;
  out.offset = position_;
  out.vr = header.vr;
  Encoding inner = encoding;
  const bool recovered = !header.implicit && recovers_vr(header);
  if (recovered) {
    out.vr = dictionary_vr(header.tag).vr;
    out.big_endian = inner.big_endian = false;
  }
  if (header.implicit || recovered) {
    inner.explicit_vr = false;
    // US or SS is what implicit VR leaves to Pixel Representation (PS3.6 6).
    if (signed_pixels_ && out.vr == Vr::US && dictionary_vr(header.tag).rule == VrRule::kUnsignedOrSigned) {
      out.vr = Vr::SS;
    }
  }

  if (header.length == kUndefinedLength) {
    out.undefined_length = true;
    const bool bulk = out.vr == Vr::OB || out.vr == Vr::OW || is_pixel_data(header.tag);
    if (options_.stop_before_pixel_data && depth == 0 && is_pixel_data(header.tag)) {
      position_ = end;
    } else if (bulk) {
      if (header.implicit && is_pixel_data(header.tag)) out.vr = Vr::OB;  // PS3.5 A.4: encapsulated is OB
      if (!fragments(out, end, encoding.big_endian, true)) return false;
    } else {
      // PS3.5 6.2.2: UN of undefined length is a sequence in implicit VR little endian, whatever is around it.
      if (header.vr == Vr::UN && !header.implicit) inner = {.explicit_vr = false, .big_endian = false};
      if (out.vr != Vr::SQ && out.vr != Vr::UN) {
        report_.note(ErrorCode::kMalformed, "an undefined length where the VR has none", header.tag, header_at);
      }
      out.vr = Vr::SQ;
      if (!sequence(out, end, inner, depth, true, owner.character_set())) return false;
    }
  } else {
    std::size_t length = header.length;
    if (length % 2 != 0) report_.note(ErrorCode::kMalformed, "the length is odd", header.tag, header_at);
    const bool short_of_bytes = length > end - position_;
    const bool cut = short_of_bytes && end == bytes_.size();
    const std::size_t noted = report_.findings.size();
    if (short_of_bytes) {
      if (!cut) {
        report_.note(ErrorCode::kMalformed, "the value is longer than what holds it", header.tag, header_at);
      } else if (out.vr != Vr::SQ) {
        note_cut(noted, "the file ends before the value does", header.tag, header_at);
      }
      length = end - position_;
    }
    if (out.vr == Vr::SQ) {
      const std::size_t content_end = position_ + length;
      if (!sequence(out, content_end, inner, depth, false, owner.character_set())) return false;
      position_ = content_end;
      if (cut) note_cut(noted, "the file ends within the sequence", header.tag, header_at);
    } else {
      // Half a text is worse than none (half a patient identifier is another patient); half a picture is not.
      const bool usable = !short_of_bytes || is_bulk(out.vr) || is_pixel_data(header.tag);
      if (usable) out.value = bytes_.subspan(position_, length);
      position_ += length;
      if (header.tag == tags::kPixelRepresentation && out.value.size() >= 2) {
        signed_pixels_ = out.value[out.big_endian ? 1 : 0] == 1;
      }
      if (header.tag == tags::kSpecificCharacterSet) owner.set_character_set(std::string(trimmed(out.value)));
    }
  }
  pool_.push_back(std::move(out));
  return charge(sizeof(Element));
}

// Reads the items from position_ until the delimiter, or `end`.
bool ElementParser::sequence(Element& target, std::size_t end, Encoding encoding, unsigned depth, bool delimited,
                             const std::string& character_set) {
  if (depth >= options_.max_depth) {
    report_.note(ErrorCode::kOverBudget, "sequences are nested too deep; the inner ones are not read", target.tag,
                 target.offset);
    if (delimited) skip_delimited(end, encoding);
    return true;
  }
  while (true) {
    if (position_ >= end) {
      if (delimited) missing_delimiter("the sequence has no delimiter", target.tag, end);
      return true;
    }
    if (end - position_ < 8) {
      leftover(end, target.tag);
      return true;
    }
    const auto header = read_header(bytes_, position_, end, {.explicit_vr = false, .big_endian = encoding.big_endian});
    if (header->tag == tags::kItem) {
      if (!item(target, end, encoding, depth, character_set)) return false;
    } else if (header->tag == tags::kSequenceDelimitation) {
      position_ += 8;
      if (delimited) return true;
      report_.note(ErrorCode::kMalformed, "a sequence of defined length has a delimiter", target.tag, position_ - 8);
    } else if (header->tag == tags::kItemDelimitation) {
      report_.note(ErrorCode::kMalformed, "a delimiter stands where there is nothing to delimit", target.tag,
                   position_);
      position_ += 8;
    } else {
      report_.note(ErrorCode::kMalformed,
                   delimited ? "the sequence has no delimiter" : "the sequence holds what is no item", target.tag,
                   position_);
      if (!delimited) position_ = end;
      return true;
    }
  }
}

bool ElementParser::item(Element& target, std::size_t end, Encoding encoding, unsigned depth,
                         const std::string& character_set) {
  const auto header = read_header(bytes_, position_, end, {.explicit_vr = false, .big_endian = encoding.big_endian});
  position_ += 8;
  const bool signed_outside = signed_pixels_;
  Dataset content;
  content.set_character_set(character_set);
  if (header->length == kUndefinedLength) {
    if (!dataset(end, encoding, depth + 1, Scope::kDelimitedItem, content)) return false;
  } else {
    const std::uint64_t item_at = position_ - 8;
    std::size_t length = header->length;
    const bool too_long = length > end - position_;
    const bool cut = too_long && end == bytes_.size();
    const std::size_t noted = report_.findings.size();
    if (too_long) {
      if (!cut) report_.note(ErrorCode::kMalformed, "the item is longer than its sequence", target.tag, item_at);
      length = end - position_;
    }
    const std::size_t item_end = position_ + length;
    if (!dataset(item_end, encoding, depth + 1, Scope::kItem, content)) return false;
    position_ = item_end;
    if (cut) note_cut(noted, "the file ends within an item", target.tag, item_at);
  }
  signed_pixels_ = signed_outside;
  target.items.push_back(std::move(content));
  return charge(sizeof(Dataset));
}

// Skips the rest of a sequence of undefined length without recursion, however deep it is.
void ElementParser::skip_delimited(std::size_t end, Encoding encoding) {
  std::uint64_t open = 1;
  std::uint64_t implicit_since = 0;  // the level at which an UN sequence switched to implicit VR; 0: none
  while (position_ < end && open > 0) {
    const bool implicit = implicit_since != 0;
    const Encoding now = implicit ? Encoding{.explicit_vr = false, .big_endian = false} : encoding;
    const auto header = read_header(bytes_, position_, end, now);
    if (!header) break;
    position_ += header->size;
    if (header->tag == tags::kItemDelimitation || header->tag == tags::kSequenceDelimitation) {
      if (--open < implicit_since) implicit_since = 0;
    } else if (header->length == kUndefinedLength) {
      ++open;
      if (header->vr == Vr::UN && !header->implicit && implicit_since == 0) implicit_since = open;
    } else {
      position_ += std::min<std::size_t>(header->length, end - position_);
    }
  }
  if (open > 0) {
    missing_delimiter("the sequence has no delimiter", Tag{}, end);
    position_ = end;
  }
}

// Reads the fragments of encapsulated pixel data from position_ (PS3.5 A.4). Only the lengths of the items rule: the
// bytes of a delimiter within a fragment are picture.
bool ElementParser::fragments(Element& target, std::size_t end, bool big_endian, bool delimited) {
  while (true) {
    if (position_ >= end) {
      if (delimited) missing_delimiter("the pixel data have no delimiter", target.tag, end);
      return true;
    }
    if (end - position_ < 8) {
      leftover(end, target.tag);
      return true;
    }
    auto header = read_header(bytes_, position_, end, {.explicit_vr = false, .big_endian = big_endian});
    if (header->tag == tags::kSequenceDelimitation) {
      position_ += 8;
      return true;
    }
    if (header->tag != tags::kItem && end - position_ >= 9) {
      // A fragment of odd length whose padding byte was not counted.
      const auto next = read_header(bytes_, position_ + 1, end, {.explicit_vr = false, .big_endian = big_endian});
      if (next->tag == tags::kItem || next->tag == tags::kSequenceDelimitation) {
        report_.note(ErrorCode::kMalformed, "a padding byte is not counted in its fragment", target.tag, position_);
        ++position_;
        continue;
      }
    }
    if (header->tag != tags::kItem) {
      report_.note(ErrorCode::kMalformed, "the pixel data have no delimiter", target.tag, position_);
      return true;
    }
    position_ += 8;
    std::size_t length = header->length;
    bool complete = true;
    if (length > end - position_) {
      const bool undefined = header->length == kUndefinedLength;
      complete = undefined;
      if (!undefined && end == bytes_.size()) report_.complete = false;
      report_.note(undefined ? ErrorCode::kMalformed : ErrorCode::kTruncated,
                   undefined ? "a fragment has no length" : "the file ends within a fragment", target.tag,
                   position_ - 8);
      length = end - position_;
    }
    target.fragments.push_back({bytes_.subspan(position_, length), position_, complete});
    position_ += length;
    if (!charge(sizeof(Fragment))) return false;
  }
}

}  // namespace sansfilm::dicom
