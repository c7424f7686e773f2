#include "simulate/connection_string.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace backout::simulate {

namespace {

struct Keyword {
    std::string_view name;
    int since = 0;
};

/// PQconninfoOptions.
constexpr auto keywords = std::to_array<Keyword>({
    {"service"}, {"user"}, {"password"}, {"passfile"}, {"channel_binding"}, {"connect_timeout"}, {"dbname"}, {"host"},
    {"hostaddr"}, {"port"}, {"client_encoding"}, {"options"}, {"application_name"}, {"fallback_application_name"},
    {"keepalives"}, {"keepalives_idle"}, {"keepalives_interval"}, {"keepalives_count"}, {"tcp_user_timeout"},
    {"sslmode"}, {"sslcompression"}, {"sslcert"}, {"sslkey"}, {"sslpassword"}, {"sslrootcert"}, {"sslcrl"},
    {"sslcrldir", 14}, {"sslsni", 14}, {"requirepeer"}, {"ssl_min_protocol_version"}, {"ssl_max_protocol_version"},
    {"gssencmode"}, {"krbsrvname"}, {"gsslib"}, {"replication"}, {"target_session_attrs"}, {"authtype"},
    {"require_auth", 16}, {"sslcertmode", 16}, {"gssdelegation", 17}, {"load_balance_hosts", 16},
    {"sslnegotiation", 17}, {"min_protocol_version", 18}, {"max_protocol_version", 18},
    {"sslkeylogfile", 18}, {"scram_client_key", 18}, {"scram_server_key", 18}, {"oauth_issuer", 18},
    {"oauth_client_id", 18}, {"oauth_client_secret", 18},
    {"oauth_scope", 18},
});

bool is_keyword(std::string_view name, int major) {
    return std::any_of(keywords.begin(), keywords.end(),
                       [&](const Keyword& keyword) { return keyword.name == name && keyword.since <= major; });
}

class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    bool at_end() {
        skip_space();
        return at_ >= text_.size();
    }

    Result<std::string_view> keyword() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && text_[at_] != '=' && !is_space(text_[at_])) ++at_;
        const std::string_view name = text_.substr(begin, at_ - begin);
        skip_space();
        if (at_ >= text_.size() || text_[at_] != '=')
            return refuse(fmt::format("missing \"=\" after \"{}\" in connection info string", name));
        ++at_;
        skip_space();
        return name;
    }

    Status value() {
        const bool quoted = at_ < text_.size() && text_[at_] == '\'';
        if (quoted) ++at_;
        for (; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\\') {
                ++at_;
            } else if (quoted ? text_[at_] == '\'' : is_space(text_[at_])) {
                ++at_;
                return {};
            }
        }
        if (quoted) return refuse("unterminated quoted string in connection info string");
        return {};
    }

    static tl::unexpected<Error> refuse(const std::string& why) {
        return error("42601", "invalid connection string syntax: {}", why);
    }

private:
    static bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }
    void skip_space() {
        while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

Status check_connection_string(std::string_view text, int major) {
    if (text.starts_with("postgresql://") || text.starts_with("postgres://")) return {};
    Reader reader(text);
    while (!reader.at_end()) {
        BACKOUT_ASSIGN(std::string_view name, reader.keyword());
        BACKOUT_TRY(reader.value());
        if (!is_keyword(name, major)) return Reader::refuse(fmt::format("invalid connection option \"{}\"", name));
    }
    return {};
}

}  // namespace backout::simulate
