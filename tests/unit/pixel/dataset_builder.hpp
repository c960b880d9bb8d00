// Builds datasets in memory for tests: the builder owns the bytes that the dataset borrows.
#pragma once

#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/dicom/dataset.hpp"

namespace sansfilm::test {

class DatasetBuilder {
 public:
  using Tag = dicom::Tag;
  using Vr = dicom::Vr;

  DatasetBuilder() = default;
  DatasetBuilder(const DatasetBuilder&) = delete;
  DatasetBuilder& operator=(const DatasetBuilder&) = delete;

  DatasetBuilder& text(Tag tag, Vr vr, const std::string& value) {
    return raw(tag, vr, std::vector<std::uint8_t>(value.begin(), value.end()));
  }
  DatasetBuilder& cs(Tag tag, const std::string& value) { return text(tag, Vr::CS, value); }
  DatasetBuilder& ds(Tag tag, const std::string& value) { return text(tag, Vr::DS, value); }
  DatasetBuilder& is(Tag tag, const std::string& value) { return text(tag, Vr::IS, value); }
  DatasetBuilder& ui(Tag tag, const std::string& value) { return text(tag, Vr::UI, value); }

  DatasetBuilder& us(Tag tag, const std::vector<std::uint16_t>& values) { return numbers(tag, Vr::US, values); }
  DatasetBuilder& ow(Tag tag, const std::vector<std::uint16_t>& values) { return numbers(tag, Vr::OW, values); }
  DatasetBuilder& ss(Tag tag, const std::vector<std::int16_t>& values) { return numbers(tag, Vr::SS, values); }
  DatasetBuilder& ul(Tag tag, const std::vector<std::uint32_t>& values) { return numbers(tag, Vr::UL, values); }
  DatasetBuilder& sl(Tag tag, const std::vector<std::int32_t>& values) { return numbers(tag, Vr::SL, values); }
  DatasetBuilder& fl(Tag tag, const std::vector<float>& values) { return numbers(tag, Vr::FL, values); }
  DatasetBuilder& fd(Tag tag, const std::vector<double>& values) { return numbers(tag, Vr::FD, values); }
  DatasetBuilder& ob(Tag tag, const std::vector<std::uint8_t>& values) { return raw(tag, Vr::OB, values); }

  DatasetBuilder& raw(Tag tag, Vr vr, std::vector<std::uint8_t> bytes) {
    storage_.push_back(std::make_unique<std::vector<std::uint8_t>>(std::move(bytes)));
    dicom::Element element;
    element.tag = tag;
    element.vr = vr;
    element.value = *storage_.back();
    dataset_.put(std::move(element));
    return *this;
  }

  // A new item at the end of a sequence. Fill it before dataset() of the outermost builder is called.
  DatasetBuilder& item(Tag sequence) {
    children_.push_back({sequence, std::make_unique<DatasetBuilder>()});
    return *children_.back().builder;
  }

  const dicom::Dataset& dataset() {
    std::vector<Tag> sequences;
    for (auto& child : children_) {
      if (std::find(sequences.begin(), sequences.end(), child.sequence) == sequences.end()) sequences.push_back(child.sequence);
    }
    for (const Tag sequence : sequences) {
      dicom::Element element;
      element.tag = sequence;
      element.vr = Vr::SQ;
      for (auto& child : children_) {
        if (child.sequence == sequence) element.items.push_back(child.builder->dataset());
      }
      dataset_.put(std::move(element));
    }
    return dataset_;
  }

 private:
  struct Child {
    Tag sequence;
    std::unique_ptr<DatasetBuilder> builder;
  };

  template <class T>
  DatasetBuilder& numbers(Tag tag, Vr vr, const std::vector<T>& values) {
    std::vector<std::uint8_t> bytes(values.size() * sizeof(T));
    for (std::size_t i = 0; i < values.size(); ++i) base::store_le(&bytes[i * sizeof(T)], values[i]);
    return raw(tag, vr, std::move(bytes));
  }

  std::deque<std::unique_ptr<std::vector<std::uint8_t>>> storage_;
  std::deque<Child> children_;
  dicom::Dataset dataset_;
};

}  // namespace sansfilm::test
