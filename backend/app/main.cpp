#include <CLI/CLI.hpp>

#include <cstdlib>
#include <functional>

#include "backend/access/roles.hpp"
#include "backend/app/command_phantom.hpp"
#include "backend/app/commands.hpp"
#include "backend/app/file_commands.hpp"
#include "backend/app/hanging_protocols.hpp"
#include "backend/app/input.hpp"
#include "backend/app/memory_pool.hpp"
#include "backend/app/report.hpp"

namespace {

using namespace sansfilm;
using namespace sansfilm::app;

const char* look_up(const char* name) { return std::getenv(name); }

// The flags of the table, on the program itself: they may stand before or after a command.
void add_options(CLI::App& program, std::map<std::string, std::string>& flags) {
  for (const Option& option : options()) {
    std::string names = flag_of(option);
    if (option.key == "listen.port") names += ",--port";
    const std::string key(option.key);
    program.add_option_function<std::string>(names, [&flags, key](const std::string& value) { flags[key] = value; },
                                             std::string(speaks_french() ? option.french : option.english) + " [" +
                                                 allowed_of(option) + "]");
  }
}

}  // namespace

int main(int argc, char** argv) {
  keep_freed_memory();
  choose_language("auto", look_up("LANG"));
  std::map<std::string, std::string> flags;
  std::string config_file = look_up("SANSFILM_CONFIG") == nullptr ? "" : look_up("SANSFILM_CONFIG");
  std::function<int(const Config&)> command;

  CLI::App program("sansfilm");
  program.fallthrough();
  program.require_subcommand(1);
  program.add_option("--config", config_file, "TOML (SANSFILM_CONFIG)");
  add_options(program, flags);

  program.add_subcommand("serve", "HTTPS")->callback([&] { command = serve; });

  std::vector<std::string> paths;
  CLI::App* import_command = program.add_subcommand("import", "PATH...");
  import_command->add_option("paths", paths, "PATH")->required();
  import_command->callback([&] { command = [&](const Config& config) { return import(config, paths); }; });

  std::string identifier, name, role = "doctor";
  bool generate = false;
  CLI::App* user = program.add_subcommand("user", "add | passwd | list");
  user->require_subcommand(1);
  CLI::App* add = user->add_subcommand("add", "IDENTIFIER");
  add->add_option("identifier", identifier, "IDENTIFIER")->required();
  add->add_option("--name", name, "");
  add->add_option("--role", role, "")->check(CLI::IsMember(std::vector<std::string>(access::kRoles.begin(), access::kRoles.end())));
  add->add_flag("--generate", generate, "");
  add->callback([&] { command = [&](const Config& config) { return add_user(config, identifier, name, role, generate); }; });
  CLI::App* passwd = user->add_subcommand("passwd", "IDENTIFIER");
  passwd->add_option("identifier", identifier, "IDENTIFIER")->required();
  passwd->add_flag("--generate", generate, "");
  passwd->callback([&] { command = [&](const Config& config) { return set_password(config, identifier, generate); }; });
  user->add_subcommand("list", "")->callback([&] { command = list_users; });

  CLI::App* audit = program.add_subcommand("audit", "verify");
  audit->require_subcommand(1);
  audit->add_subcommand("verify", "")->callback([&] { command = verify_audit; });

  std::string path, out;
  std::uint32_t frame = 1;
  RenderChoice choice;
  const auto add_file_command = [&](const char* verb, const char* help, std::function<int()> run) {
    CLI::App* file_command = program.add_subcommand(verb, help);
    file_command->add_option("file", path, "FILE")->required();
    file_command->callback([&command, run] { command = [run](const Config&) { return run(); }; });
    return file_command;
  };
  CLI::App* pixels_command = add_file_command("pixels", "FILE --frame N --out F", [&] { return pixels(path, frame, out); });
  CLI::App* render_command = add_file_command("render", "FILE --frame N --out F.png", [&] { return render(path, frame, choice, out); });
  for (CLI::App* with_frame : {pixels_command, render_command}) {
    with_frame->add_option("--frame", frame, "1 ..");
    with_frame->add_option("--out", out, "F")->required();
  }
  CLI::Option* window = render_command->add_option("--window", choice.window, "CENTER,WIDTH");
  render_command->add_option("--voi", choice.voi, "1 ..")->excludes(window);
  std::vector<std::string> dump_paths;
  bool all_values = false;
  CLI::App* dump_command = program.add_subcommand("dump", "FILE|FOLDER...: DICOM JSON");
  dump_command->add_option("files", dump_paths, "FILE|FOLDER...")->required();
  dump_command->add_flag("--bulk", all_values, "");
  dump_command->callback([&] { command = [&](const Config&) { return dump(dump_paths, all_values); }; });
  add_file_command("check", "FILE", [&] { return check(path); });

  std::vector<std::string> hanging_paths;
  CLI::App* hanging_command = program.add_subcommand("hanging", "FILE...");
  hanging_command->add_option("files", hanging_paths, "FILE...")->required();
  hanging_command->callback([&] { command = [&](const Config&) { return check_hanging(hanging_paths); }; });

  add_phantom_command(program, command);

  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? kDone : kUsage;
  }
  base::Result<std::string> file = std::string();
  if (!config_file.empty()) file = read_text(config_file);
  auto config = file.ok() ? Config::read(flags, look_up, *file) : base::Result<Config>(file.error());
  if (!config.ok()) {
    std::fprintf(stderr, "sansfilm: %s\n", say(Message::kConfigWrong, {config.error().subject, config.error().detail}).c_str());
    return kUsage;
  }
  choose_language(config->text("lang"), look_up("LANG"));
  return command(*config);
}
