#include "shared/hanging/read.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <set>
#include <utility>

#include "shared/json/json.hpp"

namespace sansfilm::hanging {
namespace {

using json::Value;

constexpr std::size_t kMostTexts = 64;       // of one list
constexpr std::size_t kMostLetters = 128;    // of one text
constexpr double kMostWindow = 1e6;

std::string in(const std::string& path, std::string_view key) { return path + "." + std::string(key); }
std::string at(const std::string& path, std::size_t index) { return path + "[" + std::to_string(index) + "]"; }

std::string listed(std::initializer_list<std::string_view> names) {
  std::string out;
  for (const std::string_view name : names) out += (out.empty() ? "" : ", ") + std::string(name);
  return out;
}

// Reads one value after the other until the first that is wrong; what follows a fault reads as empty.
class Reader {
 public:
  [[nodiscard]] bool failed() const { return problem_.has_value(); }
  [[nodiscard]] Problem take_problem() { return std::move(*problem_); }

  void fault(const std::string& path, Words what, Words remedy) {
    if (!problem_) problem_ = Problem{path, std::move(what), std::move(remedy)};
  }

  // An object with no other keys than these, and all of `needed`.
  bool object(Value value, const std::string& path, std::initializer_list<std::string_view> keys, std::initializer_list<std::string_view> needed = {}) {
    if (!value.is_object()) {
      fault(path, {"un objet { } est attendu", "an object { } is expected"}, {"écrivez { … }", "write { … }"});
      return false;
    }
    std::set<std::string_view> seen;
    for (const Value::Member& member : value.members()) {
      if (std::find(keys.begin(), keys.end(), member.key) == keys.end()) {
        const std::string known = listed(keys);
        fault(in(path, member.key), {"clé inconnue", "unknown key"}, {"clés possibles : " + known, "keys that may stand here: " + known});
        return false;
      }
      if (!seen.insert(member.key).second) {
        fault(in(path, member.key), {"clé écrite deux fois", "key written twice"}, {"n’en gardez qu’une", "keep one of them"});
        return false;
      }
    }
    for (const std::string_view key : needed) {
      if (seen.contains(key)) continue;
      fault(in(path, key), {"clé absente", "missing key"}, {"ajoutez-la : elle est obligatoire", "add it: it is required"});
      return false;
    }
    return true;
  }

  std::vector<Value> array(Value value, const std::string& path, std::size_t most) {
    if (!value.is_array()) {
      fault(path, {"une liste [ ] est attendue", "a list [ ] is expected"}, {"écrivez [ … ]", "write [ … ]"});
      return {};
    }
    if (value.size() > most) {
      const std::string number = std::to_string(most);
      fault(path, {"trop d’éléments", "too many items"}, {"au plus " + number, "at most " + number});
      return {};
    }
    return value.items();
  }

  std::string text(Value value, const std::string& path, bool may_be_empty = false) {
    const auto found = value.string();
    if (!found) {
      fault(path, {"un texte est attendu", "a text is expected"}, {"écrivez-le entre guillemets", "write it between quotation marks"});
      return {};
    }
    if ((found->empty() && !may_be_empty) || found->size() > kMostLetters) {
      fault(path, {"texte vide ou trop long", "text that is empty or too long"}, {"de 1 à 128 octets", "from 1 to 128 bytes"});
      return {};
    }
    return std::string(*found);
  }

  void texts(Value object, const std::string& path, std::string_view key, std::vector<std::string>& out) {
    const Value list = object[key];
    if (list.is_null()) return;
    const std::string here = in(path, key);
    const std::vector<Value> items = array(list, here, kMostTexts);
    for (std::size_t i = 0; i < items.size(); ++i) out.push_back(text(items[i], at(here, i)));
  }

  void flag(Value object, const std::string& path, std::string_view key, bool& out) {
    const Value value = object[key];
    if (value.is_null()) return;
    const auto found = value.boolean();
    if (!found) fault(in(path, key), {"true ou false est attendu", "true or false is expected"}, {"écrivez true ou false, sans guillemets", "write true or false, without quotation marks"});
    else out = *found;
  }

  std::uint32_t whole(Value value, const std::string& path, std::uint32_t least, std::uint32_t most) {
    const auto found = value.integer();
    if (found && *found >= least && *found <= most) return static_cast<std::uint32_t>(*found);
    const std::string range = std::to_string(least) + " .. " + std::to_string(most);
    fault(path, {"un nombre entier est attendu", "a whole number is expected"}, {"de " + range, range});
    return least;
  }

  double number(Value value, const std::string& path, double least, double most, const char* range) {
    const auto found = value.number();
    if (found && std::isfinite(*found) && *found >= least && *found <= most) return *found;
    fault(path, {"un nombre est attendu", "a number is expected"}, {range, range});
    return least;
  }

  // The place of the text in the list; the list is told where it is another.
  std::size_t choice(Value value, const std::string& path, std::initializer_list<std::string_view> names) {
    const auto found = value.string();
    if (found) {
      const auto it = std::find(names.begin(), names.end(), *found);
      if (it != names.end()) return static_cast<std::size_t>(it - names.begin());
    }
    const std::string allowed = listed(names);
    fault(path, {"valeur inconnue", "unknown value"}, {"valeurs possibles : " + allowed, "possible values: " + allowed});
    return 0;
  }

 private:
  std::optional<Problem> problem_;
};

Words read_words(Reader& reader, Value value, const std::string& path) {
  if (!reader.object(value, path, {"fr", "en"}, {"fr", "en"})) return {};
  return {reader.text(value["fr"], in(path, "fr")), reader.text(value["en"], in(path, "en"))};
}

void read_limits(Reader& reader, Value object, const std::string& path, std::string_view key, std::optional<std::uint32_t>& least, std::optional<std::uint32_t>& most) {
  const Value value = object[key];
  if (value.is_null()) return;
  const std::string here = in(path, key);
  if (!reader.object(value, here, {"min", "max"})) return;
  if (!value["min"].is_null()) least = reader.whole(value["min"], in(here, "min"), 0, 1'000'000);
  if (!value["max"].is_null()) most = reader.whole(value["max"], in(here, "max"), 0, 1'000'000);
  if (least && most && *least > *most) reader.fault(here, {"min dépasse max : aucun examen ne convient", "min exceeds max: no study fits"}, {"échangez-les", "swap them"});
}

Condition read_condition(Reader& reader, Value value, const std::string& path) {
  Condition out;
  if (!reader.object(value, path, {"modalities", "body_parts", "description", "series", "images", "prior"}, {"modalities"})) return out;
  reader.texts(value, path, "modalities", out.modalities);
  if (out.modalities.empty()) reader.fault(in(path, "modalities"), {"liste vide", "empty list"}, {"nommez au moins une modalité, comme \"CT\"", "name at least one modality, such as \"CT\""});
  reader.texts(value, path, "body_parts", out.body_parts);
  reader.texts(value, path, "description", out.descriptions);
  read_limits(reader, value, path, "series", out.least_series, out.most_series);
  read_limits(reader, value, path, "images", out.least_images, out.most_images);
  if (!value["prior"].is_null()) {
    bool prior = false;
    reader.flag(value, path, "prior", prior);
    out.prior = prior;
  }
  return out;
}

Selector read_selector(Reader& reader, Value value, const std::string& path) {
  Selector out;
  if (!reader.object(value, path, {"modalities", "body_parts", "lateralities", "views", "description", "not_description", "plane", "min_images"})) return out;
  reader.texts(value, path, "modalities", out.modalities);
  reader.texts(value, path, "body_parts", out.body_parts);
  reader.texts(value, path, "lateralities", out.lateralities);
  for (std::size_t i = 0; i < out.lateralities.size(); ++i) {
    if (out.lateralities[i] == "R" || out.lateralities[i] == "L" || out.lateralities[i] == "B" || out.lateralities[i] == "U") continue;
    reader.fault(at(in(path, "lateralities"), i), {"latéralité inconnue", "unknown laterality"}, {"R, L, B ou U", "R, L, B or U"});
  }
  reader.texts(value, path, "views", out.views);
  reader.texts(value, path, "description", out.descriptions);
  reader.texts(value, path, "not_description", out.not_descriptions);
  if (!value["plane"].is_null()) out.plane = static_cast<Plane>(reader.choice(value["plane"], in(path, "plane"), {"axial", "coronal", "sagittal"}));
  if (!value["min_images"].is_null()) out.least_images = reader.whole(value["min_images"], in(path, "min_images"), 1, 1'000'000);
  return out;
}

WindowChoice read_window(Reader& reader, Value value, const std::string& path) {
  WindowChoice out;
  if (!reader.object(value, path, {"center", "width", "name"}, {"center", "width"})) return out;
  out.center = reader.number(value["center"], in(path, "center"), -kMostWindow, kMostWindow, "-1000000 .. 1000000");
  // PS3.3 C.11.2.1.2: a width below 1 has no meaning.
  out.width = reader.number(value["width"], in(path, "width"), 1.0, kMostWindow, "1 .. 1000000");
  if (!value["name"].is_null()) out.name = read_words(reader, value["name"], in(path, "name"));
  return out;
}

View read_view(Reader& reader, Value value, const std::string& path) {
  View out;
  if (!reader.object(value, path, {"empty", "show", "prior", "required", "again", "image", "window", "invert"})) return out;
  reader.flag(value, path, "empty", out.empty);
  if (out.empty && value.size() > 1) reader.fault(path, {"une vue vide ne montre rien", "an empty view shows nothing"}, {"ôtez les autres clés, ou \"empty\"", "take away the other keys, or \"empty\""});
  if (out.empty) return out;
  if (value["show"].is_null()) reader.fault(in(path, "show"), {"clé absente", "missing key"}, {"dites quoi montrer, ou écrivez \"empty\": true", "say what to show, or write \"empty\": true"});
  else out.show = read_selector(reader, value["show"], in(path, "show"));
  reader.flag(value, path, "prior", out.prior);
  reader.flag(value, path, "required", out.required);
  reader.flag(value, path, "again", out.again);
  if (!value["image"].is_null()) out.image = static_cast<Which>(reader.choice(value["image"], in(path, "image"), {"first", "middle", "last"}));
  if (!value["window"].is_null()) out.window = read_window(reader, value["window"], in(path, "window"));
  reader.flag(value, path, "invert", out.invert);
  return out;
}

void read_links(Reader& reader, Value value, const std::string& path, Protocol& out) {
  if (value.is_null() || !reader.object(value, path, {"scroll", "window", "zoom"})) return;
  if (!value["scroll"].is_null()) out.link_scroll = static_cast<ScrollLink>(reader.choice(value["scroll"], in(path, "scroll"), {"off", "position", "offset"}));
  reader.flag(value, path, "window", out.link_window);
  reader.flag(value, path, "zoom", out.link_zoom);
}

Protocol read_protocol(Reader& reader, Value value, const std::string& path) {
  Protocol out;
  if (!reader.object(value, path, {"id", "name", "when", "grid", "views", "tiles", "links", "same_scale", "chest_wall"}, {"id", "name", "when", "grid", "views"})) return out;
  out.id = reader.text(value["id"], in(path, "id"));
  const bool plain = std::all_of(out.id.begin(), out.id.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
  if (!plain) reader.fault(in(path, "id"), {"identifiant invalide", "invalid id"}, {"lettres minuscules sans accent, chiffres et traits d’union", "lower-case letters a to z, digits and hyphens"});
  out.name = read_words(reader, value["name"], in(path, "name"));
  out.when = read_condition(reader, value["when"], in(path, "when"));
  const Value grid = value["grid"];
  if (reader.object(grid, in(path, "grid"), {"rows", "columns"}, {"rows", "columns"})) {
    out.rows = static_cast<std::uint8_t>(reader.whole(grid["rows"], in(in(path, "grid"), "rows"), 1, kMostRows));
    out.columns = static_cast<std::uint8_t>(reader.whole(grid["columns"], in(in(path, "grid"), "columns"), 1, kMostColumns));
  }
  const std::string here = in(path, "views");
  const std::vector<Value> views = reader.array(value["views"], here, std::size_t{out.rows} * out.columns);
  for (std::size_t i = 0; i < views.size(); ++i) out.views.push_back(read_view(reader, views[i], at(here, i)));
  if (std::none_of(out.views.begin(), out.views.end(), [](const View& view) { return !view.empty && !view.prior; })) {
    reader.fault(here, {"aucune vue de l’examen en cours", "no view of the current study"}, {"ajoutez une vue sans \"prior\"", "add a view without \"prior\""});
  }
  reader.flag(value, path, "tiles", out.tiles);
  if (out.tiles && out.views.size() != 1) reader.fault(here, {"une mosaïque montre une seule série", "tiles show one series"}, {"une seule vue avec \"tiles\": true", "one view with \"tiles\": true"});
  read_links(reader, value["links"], in(path, "links"), out);
  reader.flag(value, path, "same_scale", out.same_scale);
  if (!value["chest_wall"].is_null()) out.back_to_back = reader.choice(value["chest_wall"], in(path, "chest_wall"), {"as_stored", "back_to_back"}) == 1;
  return out;
}

void write_texts(json::Writer& out, const char* key, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  out.key(key).begin_array();
  for (const std::string& text : texts) out.string(text);
  out.end();
}

void write_words(json::Writer& out, const char* key, const Words& words) {
  if (words.french.empty() && words.english.empty()) return;
  out.key(key).begin_object().member("fr", words.french).member("en", words.english).end();
}

void write_limits(json::Writer& out, const char* key, std::optional<std::uint32_t> least, std::optional<std::uint32_t> most) {
  if (!least && !most) return;
  out.key(key).begin_object();
  if (least) out.member("min", *least);
  if (most) out.member("max", *most);
  out.end();
}

void write_view(json::Writer& out, const View& view) {
  static constexpr const char* kPlanes[] = {"axial", "coronal", "sagittal"};
  static constexpr const char* kImages[] = {"first", "middle", "last"};
  out.begin_object();
  if (view.empty) {
    out.member("empty", true).end();
    return;
  }
  const Selector& show = view.show;
  out.key("show").begin_object();
  write_texts(out, "modalities", show.modalities);
  write_texts(out, "body_parts", show.body_parts);
  write_texts(out, "lateralities", show.lateralities);
  write_texts(out, "views", show.views);
  write_texts(out, "description", show.descriptions);
  write_texts(out, "not_description", show.not_descriptions);
  if (show.plane) out.member("plane", kPlanes[static_cast<std::size_t>(*show.plane)]);
  if (show.least_images > 1) out.member("min_images", show.least_images);
  out.end();
  if (view.prior) out.member("prior", true);
  if (!view.required) out.member("required", false);
  if (view.again) out.member("again", true);
  if (view.image != Which::kFirst) out.member("image", kImages[static_cast<std::size_t>(view.image)]);
  if (view.window) {
    out.key("window").begin_object().member("center", view.window->center).member("width", view.window->width);
    write_words(out, "name", view.window->name);
    out.end();
  }
  if (view.invert) out.member("invert", true);
  out.end();
}

void write_protocol(json::Writer& out, const Protocol& protocol) {
  static constexpr const char* kScrolls[] = {"off", "position", "offset"};
  const Condition& when = protocol.when;
  out.begin_object().member("id", protocol.id);
  write_words(out, "name", protocol.name);
  out.key("when").begin_object();
  write_texts(out, "modalities", when.modalities);
  write_texts(out, "body_parts", when.body_parts);
  write_texts(out, "description", when.descriptions);
  write_limits(out, "series", when.least_series, when.most_series);
  write_limits(out, "images", when.least_images, when.most_images);
  if (when.prior) out.member("prior", *when.prior);
  out.end();
  out.key("grid").begin_object().member("rows", std::uint32_t{protocol.rows}).member("columns", std::uint32_t{protocol.columns}).end();
  out.key("views").begin_array();
  for (const View& view : protocol.views) write_view(out, view);
  out.end();
  if (protocol.tiles) out.member("tiles", true);
  out.key("links").begin_object().member("scroll", kScrolls[static_cast<std::size_t>(protocol.link_scroll)]);
  out.member("window", protocol.link_window).member("zoom", protocol.link_zoom).end();
  if (protocol.same_scale) out.member("same_scale", true);
  if (protocol.back_to_back) out.member("chest_wall", "back_to_back");
  out.end();
}

}  // namespace

std::variant<std::vector<Protocol>, Problem> read_protocols(std::string_view json) {
  Reader reader;
  if (json.size() > kMostBytes) {
    return Problem{"$", {"fichier trop grand", "file too large"}, {"256 Kio au plus : partagez-le", "at most 256 KiB: split it"}};
  }
  base::Budget budget({.bytes = 64 * kMostBytes});
  const auto document = json::Document::parse(json, budget);
  if (!document.ok()) {
    const std::string byte = std::to_string(document.error().offset);
    return Problem{"$", {"ce n’est pas du JSON, à l’octet " + byte, "not JSON, at byte " + byte},
                   {"cherchez là une virgule, un guillemet ou une accolade de trop ou de moins", "look there for a comma, a quotation mark or a brace too many or too few"}};
  }
  const Value root = document->root();
  std::vector<Protocol> out;
  if (reader.object(root, "$", {"schema", "protocols"}, {"schema", "protocols"})) {
    reader.choice(root["schema"], "$.schema", {kSchema});
    const std::vector<Value> items = reader.array(root["protocols"], "$.protocols", kMostProtocols);
    std::set<std::string> ids;
    for (std::size_t i = 0; i < items.size() && !reader.failed(); ++i) {
      const std::string path = at("$.protocols", i);
      out.push_back(read_protocol(reader, items[i], path));
      if (!ids.insert(out.back().id).second) reader.fault(in(path, "id"), {"identifiant déjà pris", "id already taken"}, {"donnez à chaque protocole le sien", "give each protocol its own"});
    }
  }
  if (reader.failed()) return reader.take_problem();
  return out;
}

std::string write_protocols(const std::vector<Protocol>& protocols) {
  json::Writer out;
  out.begin_object().member("schema", kSchema).key("protocols").begin_array();
  for (const Protocol& protocol : protocols) write_protocol(out, protocol);
  out.end().end();
  auto text = out.finish();   // only what was read is written: it is UTF-8
  return text.ok() ? std::move(text).value() : std::string();
}

std::vector<Protocol> merged(std::vector<Protocol> own, const std::vector<Protocol>& shipped) {
  for (const Protocol& one : shipped) {
    if (std::none_of(own.begin(), own.end(), [&](const Protocol& other) { return other.id == one.id; })) own.push_back(one);
  }
  return own;
}

}  // namespace sansfilm::hanging
