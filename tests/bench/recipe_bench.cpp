// Recipes L, P and H beside the resolution prefix of the peers: bytes to a quality, storage, processor time, and the time
// that lines of 1 to 1,000 Mbit/s and 1, 2 or 4 decode workers would make of them. Prints; with a file name also JSON.
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "tests/bench/recipes/forms.hpp"
#include "tests/bench/recipes/pictures.hpp"

using namespace sansfilm::bench;

namespace {

constexpr double kLines_mbit[] = {1, 2, 10, 100, 1000};
constexpr int kWorkers[] = {1, 2, 4};
constexpr int kSeries = 100;              // pictures of the modelled series
constexpr double kPreview_bits = 0.5;     // of P

struct Measured {
  std::string kind, name;
  std::uint32_t columns = 0, rows = 0;
  double plain = 0;
  std::vector<Form> forms;
};

double line_ms(double bytes, double mbit) { return bytes * 8.0 / (mbit * 1000.0); }

// One picture alone: its bytes, then its decoding.
double picture_ms(const Step& step, double mbit) { return line_ms(step.bytes, mbit) + step.decode_ms; }

// A series: the line and the workers run at the same time, the slower one decides.
double series_ms(const Step& step, double mbit, int workers) {
  return std::max(line_ms(step.bytes, mbit) * kSeries, step.decode_ms * kSeries / workers) + std::min(line_ms(step.bytes, mbit), step.decode_ms);
}

Measured measure(const Picture& picture) {
  Measured out{picture.kind, picture.name, picture.frame.columns, picture.frame.rows, plain_bytes(picture.frame), {}};
  out.forms.push_back(layered(picture.frame));
  out.forms.push_back(layered_then_ht(picture.frame, kPreview_bits));
  out.forms.push_back(ht_then_ht(picture.frame));
  out.forms.push_back(resolution_prefix(picture.frame));
  return out;
}

std::string kilobytes(const Step* step) {
  if (step == nullptr) return "-";
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", step->bytes / 1000.0);
  return text;
}

void print_bytes(const Measured& one) {
  std::printf("\n%s  %s  %u x %u, plain lossless %.1f kB\n", one.kind.c_str(), one.name.c_str(), one.columns, one.rows, one.plain / 1000);
  std::printf("  %-8s %12s %12s %12s %12s %10s %12s %12s\n", "form", "kB to 40 dB", "kB to 50 dB", "kB final", "kB stored", "overhead", "ms decode", "ms encode");
  for (const Form& form : one.forms) {
    std::printf("  %-8s %12s %12s %12s %12.1f %9.2f%% %12.1f %12.1f\n", form.name.c_str(), kilobytes(form.reaching(40)).c_str(), kilobytes(form.reaching(50)).c_str(),
                kilobytes(&form.final_step()).c_str(), form.stored_bytes / 1000, 100 * (form.stored_bytes / one.plain - 1), form.final_step().decode_ms, form.encode_ms);
  }
  for (const Form& form : one.forms) {
    std::printf("  %-8s", form.name.c_str());
    for (const Step& step : form.steps) {
      if (step.db >= kExact_db) std::printf("  %s: %.1f kB exact %.1f ms", step.what.c_str(), step.bytes / 1000, step.decode_ms);
      else std::printf("  %s: %.1f kB %.1f dB %.1f ms", step.what.c_str(), step.bytes / 1000, step.db, step.decode_ms);
      if (step.error_told > 0) std::printf(" (error told x%.2f)", step.error_told);
    }
    std::printf("\n");
  }
}

const Form& form_of(const Measured& one, const char* name) {
  for (const Form& form : one.forms) {
    if (form.name == name) return form;
  }
  return one.forms.front();
}

// The mean over the pictures of a kind of a modelled time.
template <class Time>
double mean(const std::vector<const Measured*>& group, const char* form, const Time& time) {
  double sum = 0;
  for (const Measured* one : group) sum += std::log(std::max(time(form_of(*one, form)), 1e-3));
  return std::exp(sum / static_cast<double>(group.size()));
}

void print_model(const std::string& kind, const std::vector<const Measured*>& group) {
  std::printf("\n%s: modelled times (ms, geometric means over %zu pictures): one picture to 40 dB / final; %d pictures final\n", kind.c_str(), group.size(), kSeries);
  std::printf("  %-10s %-9s %22s %22s %22s %22s   fewest\n", "Mbit/s", "workers", "L", "P", "H", "prefix");
  for (const double mbit : kLines_mbit) {
    for (const int workers : kWorkers) {
      std::printf("  %-10.0f %-9d", mbit, workers);
      const char* best = "";
      double least = 0;
      for (const char* form : {"L", "P", "H", "prefix"}) {
        const double useful = mean(group, form, [&](const Form& f) { return picture_ms(f.reaching(40) != nullptr ? *f.reaching(40) : f.final_step(), mbit); });
        const double final_one = mean(group, form, [&](const Form& f) { return picture_ms(f.final_step(), mbit); });
        const double all = mean(group, form, [&](const Form& f) { return series_ms(f.final_step(), mbit, workers); });
        char text[64];
        std::snprintf(text, sizeof text, "%.0f/%.0f;%.0f", useful, final_one, all);
        std::printf(" %22s", text);
        if (least == 0 || all < least) least = all, best = form;
      }
      std::printf("   %s\n", best);
    }
  }
}

void goal(const char* what, double value, double limit, bool at_least, const char* unit) {
  const bool met = at_least ? value >= limit : value <= limit;
  std::printf("  %-66s %8.2f%s   goal %s %.1f%s   %s\n", what, value, unit, at_least ? ">=" : "<=", limit, unit, met ? "met" : "MISSED");
}

double ratio(const Measured& one, const char* form, double db) {
  const Step* ours = form_of(one, form).reaching(db);
  const Step* peers = form_of(one, "prefix").reaching(db);
  return ours == nullptr || peers == nullptr ? 0.0 : peers->bytes / ours->bytes;
}

void print_goals(const std::vector<Measured>& all) {
  std::printf("\ngoals\n");
  double worst_l = -1e9, worst_p = -1e9, worst_h = -1e9;
  for (const Measured& one : all) {
    const std::string name = one.kind + " " + one.name;
    for (const char* form : {"L", "H"}) {
      if (one.kind == "CT") goal((name + ": bytes to 40 dB, prefix to " + form).c_str(), ratio(one, form, 40), 10, true, "x");
      if (one.kind == "CR") goal((name + ": bytes to 50 dB, prefix to " + form).c_str(), ratio(one, form, 50), 3.5, true, "x");
    }
    worst_h = std::max(worst_h, 100 * (form_of(one, "H").stored_bytes / one.plain - 1));
    worst_l = std::max(worst_l, 100 * (form_of(one, "L").stored_bytes / one.plain - 1));
    worst_p = std::max(worst_p, 100 * (form_of(one, "P").stored_bytes / one.plain - 1));
  }
  goal("storage of L above plain lossless JPEG 2000, the worst picture", worst_l, 0.7, false, "%");
  goal("storage of P above plain lossless JPEG 2000, the worst picture", worst_p, 20, false, "%");
  goal("storage of H above plain lossless JPEG 2000, the worst picture", worst_h, 20, false, "%");
}

void write_json(const std::vector<Measured>& all, const char* path) {
  std::ofstream out(path);
  out << "[";
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Measured& one = all[i];
    out << (i == 0 ? "\n" : ",\n") << R"({"kind":")" << one.kind << R"(","name":")" << one.name << R"(","columns":)" << one.columns << R"(,"rows":)" << one.rows
        << R"(,"plain_bytes":)" << one.plain << R"(,"forms":[)";
    for (std::size_t f = 0; f < one.forms.size(); ++f) {
      const Form& form = one.forms[f];
      out << (f == 0 ? "" : ",") << R"({"form":")" << form.name << R"(","stored_bytes":)" << form.stored_bytes << R"(,"encode_ms":)" << form.encode_ms << R"(,"steps":[)";
      for (std::size_t s = 0; s < form.steps.size(); ++s) {
        const Step& step = form.steps[s];
        out << (s == 0 ? "" : ",") << R"({"what":")" << step.what << R"(","bytes":)" << step.bytes << R"(,"db":)" << step.db << R"(,"decode_ms":)" << step.decode_ms << R"(,"error_told":)" << step.error_told << "}";
      }
      out << "]}";
    }
    out << "]}";
  }
  out << "\n]\n";
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<Measured> all;
  for (const Picture& picture : pictures()) {
    all.push_back(measure(picture));
    print_bytes(all.back());
    std::fflush(stdout);
  }
  std::map<std::string, std::vector<const Measured*>> kinds;
  for (const Measured& one : all) kinds[one.kind].push_back(&one);
  for (const auto& [kind, group] : kinds) print_model(kind, group);
  print_goals(all);
  if (count > 1) write_json(all, arguments[1]);
  return 0;
}
