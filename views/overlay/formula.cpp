#include "views/overlay/formula.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace orthoscope {
namespace {

using Kind = FormulaNode::Kind;

struct Command {
    std::string_view name;
    Kind kind;
    std::string_view text;
};

constexpr auto commands = std::to_array<Command>({
    {"alpha", Kind::Variable, "α"}, {"beta", Kind::Variable, "β"}, {"gamma", Kind::Variable, "γ"},
    {"delta", Kind::Variable, "δ"}, {"epsilon", Kind::Variable, "ε"}, {"varepsilon", Kind::Variable, "ε"},
    {"zeta", Kind::Variable, "ζ"}, {"eta", Kind::Variable, "η"}, {"theta", Kind::Variable, "θ"},
    {"iota", Kind::Variable, "ι"}, {"kappa", Kind::Variable, "κ"}, {"lambda", Kind::Variable, "λ"},
    {"mu", Kind::Variable, "μ"}, {"nu", Kind::Variable, "ν"}, {"xi", Kind::Variable, "ξ"},
    {"pi", Kind::Variable, "π"}, {"rho", Kind::Variable, "ρ"}, {"sigma", Kind::Variable, "σ"},
    {"tau", Kind::Variable, "τ"}, {"upsilon", Kind::Variable, "υ"}, {"phi", Kind::Variable, "φ"},
    {"varphi", Kind::Variable, "φ"}, {"chi", Kind::Variable, "χ"}, {"psi", Kind::Variable, "ψ"},
    {"omega", Kind::Variable, "ω"}, {"ell", Kind::Variable, "l"},
    {"Gamma", Kind::Upright, "Γ"}, {"Delta", Kind::Upright, "Δ"}, {"Theta", Kind::Upright, "Θ"},
    {"Lambda", Kind::Upright, "Λ"}, {"Xi", Kind::Upright, "Ξ"}, {"Pi", Kind::Upright, "Π"},
    {"Sigma", Kind::Upright, "Σ"}, {"Phi", Kind::Upright, "Φ"}, {"Psi", Kind::Upright, "Ψ"},
    {"Omega", Kind::Upright, "Ω"},
    {"sum", Kind::Large, "∑"}, {"prod", Kind::Large, "∏"}, {"int", Kind::Large, "∫"},
    {"partial", Kind::Upright, "∂"}, {"nabla", Kind::Upright, "∇"}, {"infty", Kind::Upright, "∞"},
    {"cdot", Kind::Operator, "·"}, {"times", Kind::Operator, "×"}, {"pm", Kind::Operator, "±"},
    {"mp", Kind::Operator, "∓"}, {"circ", Kind::Operator, "∘"}, {"otimes", Kind::Operator, "⊗"},
    {"oplus", Kind::Operator, "⊕"}, {"odot", Kind::Operator, "⊙"}, {"setminus", Kind::Operator, "∖"},
    {"le", Kind::Relation, "≤"}, {"leq", Kind::Relation, "≤"}, {"ge", Kind::Relation, "≥"},
    {"geq", Kind::Relation, "≥"}, {"ne", Kind::Relation, "≠"}, {"neq", Kind::Relation, "≠"},
    {"approx", Kind::Relation, "≈"}, {"equiv", Kind::Relation, "≡"}, {"sim", Kind::Relation, "∼"},
    {"propto", Kind::Relation, "∝"}, {"in", Kind::Relation, "∈"}, {"to", Kind::Relation, "→"},
    {"mapsto", Kind::Relation, "↦"}, {"rightarrow", Kind::Relation, "→"}, {"leftarrow", Kind::Relation, "←"},
    {"gets", Kind::Relation, "←"}, {"Rightarrow", Kind::Relation, "⇒"}, {"implies", Kind::Relation, "⇒"},
    {"Leftrightarrow", Kind::Relation, "⇔"}, {"perp", Kind::Relation, "⟂"}, {"ll", Kind::Relation, "≪"},
    {"gg", Kind::Relation, "≫"}, {"colon", Kind::Relation, ":"},
    {"top", Kind::Upright, "T"}, {"langle", Kind::Upright, "⟨"}, {"rangle", Kind::Upright, "⟩"},
    {"ldots", Kind::Upright, "…"}, {"dots", Kind::Upright, "…"}, {"cdots", Kind::Upright, "⋯"},
    {"prime", Kind::Upright, "′"}, {"dagger", Kind::Upright, "†"}, {"ast", Kind::Upright, "∗"},
    {"quad", Kind::Space, "1000"}, {"qquad", Kind::Space, "2000"},
    {"tr", Kind::Upright, "tr"}, {"argmin", Kind::Upright, "arg min"}, {"argmax", Kind::Upright, "arg max"},
});

class Parser {
  public:
    explicit Parser(std::string_view markup) : rest_(markup) {}

    Formula until(char end, int depth) {
        Formula formula;
        while (!rest_.empty()) {
            const char c = rest_.front();
            if (c == end || (c == '}' && end == '\0' && depth > 0)) break;
            if (c == '}' || c == ' ' || c == '\t' || c == '\n') {
                rest_.remove_prefix(1);
            } else if (c == '^' || c == '_') {
                rest_.remove_prefix(1);
                script(formula, c == '^', depth);
            } else if (c == '\'') {
                rest_.remove_prefix(1);
                if (formula.empty()) formula.emplace_back();
                formula.back().raised.push_back({Kind::Upright, "′", {}, {}, {}});
            } else {
                formula.push_back(atom(depth));
            }
        }
        if (end != '\0' && !rest_.empty()) rest_.remove_prefix(1);
        return formula;
    }

  private:
    void skip_spaces() {
        while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
    }

    void script(Formula& formula, bool raised, int depth) {
        skip_spaces();
        if (formula.empty()) formula.emplace_back();
        Formula inside;
        if (!rest_.empty() && rest_.front() != '^' && rest_.front() != '_' && rest_.front() != '}') {
            if (rest_.front() == '{') {
                inside = braced(depth);
            } else {
                inside.push_back(atom(depth));
            }
        }
        if (raised && inside.size() == 1 && inside[0].text == "T") inside[0].kind = Kind::Upright;
        auto& place = raised ? formula.back().raised : formula.back().lower;
        place.insert(place.end(), inside.begin(), inside.end());
    }

    Formula braced(int depth) {
        skip_spaces();
        if (rest_.empty() || rest_.front() == '}' || depth >= 64) return {};
        if (rest_.front() != '{') return {atom(depth + 1)};
        rest_.remove_prefix(1);
        if (depth >= 32) return {};  // what follows is read as if the brace were not there
        return until('}', depth + 1);
    }

    FormulaNode atom(int depth) {
        const char c = rest_.front();
        if (c == '{') {
            FormulaNode group{Kind::Group, {}, {}, {}, {}};
            group.parts.push_back(braced(depth));
            return group;
        }
        if (c == '\\') return command(depth);
        if (static_cast<unsigned char>(c) < 0x80) return ascii(c);
        return unicode();
    }

    FormulaNode ascii(char c) {
        if (const auto name = known_word(); !name.empty()) {
            rest_.remove_prefix(name.size());
            return {Kind::Upright, std::string(name), {}, {}, {}};
        }
        rest_.remove_prefix(1);
        const std::string text(1, c);
        if (std::isalpha(static_cast<unsigned char>(c))) return {Kind::Variable, text, {}, {}, {}};
        if (std::isdigit(static_cast<unsigned char>(c))) return digits(c);
        if (c == '-') return {Kind::Operator, "\u2212", {}, {}, {}};
        if (c == '*') return {Kind::Operator, "·", {}, {}, {}};
        if (c == '+') return {Kind::Operator, text, {}, {}, {}};
        if (c == '=' || c == '<' || c == '>') return {Kind::Relation, text, {}, {}, {}};
        if (c == '~') return {Kind::Space, "333", {}, {}, {}};
        return {Kind::Upright, text, {}, {}, {}};
    }

    // A run of letters that is one of the few names of functions, not a product of variables.
    std::string_view known_word() const {
        std::size_t size = 0;
        while (size < rest_.size() && std::isalpha(static_cast<unsigned char>(rest_[size]))) ++size;
        const std::string_view run = rest_.substr(0, size);
        for (std::string_view name : {"min", "max", "det", "tr", "diag", "rank", "exp", "log"})
            if (run == name) return run;
        return {};
    }

    FormulaNode digits(char first) {
        std::string text(1, first);
        while (!rest_.empty() && (std::isdigit(static_cast<unsigned char>(rest_.front())) ||
                                  (rest_.front() == '.' && rest_.size() > 1 &&
                                   std::isdigit(static_cast<unsigned char>(rest_[1]))))) {
            text += rest_.front();
            rest_.remove_prefix(1);
        }
        return {Kind::Upright, text, {}, {}, {}};
    }

    FormulaNode unicode() {
        std::size_t size = 1;
        while (size < rest_.size() && (static_cast<unsigned char>(rest_[size]) & 0xC0) == 0x80) ++size;
        const std::string text(rest_.substr(0, size));
        rest_.remove_prefix(size);
        for (auto& known : commands)
            if (known.text == text) return {known.kind, text, {}, {}, {}};
        if (text == "\u2212") return {Kind::Operator, text, {}, {}, {}};
        return {Kind::Upright, text, {}, {}, {}};
    }

    FormulaNode command(int depth) {
        rest_.remove_prefix(1);
        if (rest_.empty()) return {Kind::Upright, "\\", {}, {}, {}};
        std::size_t size = 0;
        while (size < rest_.size() && std::isalpha(static_cast<unsigned char>(rest_[size]))) ++size;
        if (size == 0) {
            const char c = rest_.front();
            rest_.remove_prefix(1);
            if (c == '|') return {Kind::Upright, "‖", {}, {}, {}};
            if (c == ',' || c == ' ' || c == ';') return {Kind::Space, c == ';' ? "280" : "170", {}, {}, {}};
            return {Kind::Upright, std::string(1, c), {}, {}, {}};
        }
        const std::string_view name = rest_.substr(0, size);
        rest_.remove_prefix(size);
        if (name == "text" || name == "mathrm") return {Kind::Upright, words(), {}, {}, {}};
        if (name == "mathbf") return {Kind::Bold, words(), {}, {}, {}};
        if (name == "left" || name == "right") return {Kind::Space, "0", {}, {}, {}};
        static constexpr std::pair<std::string_view, Kind> structures[] = {
            {"frac", Kind::Fraction}, {"sqrt", Kind::Root}, {"bar", Kind::Bar}, {"hat", Kind::Hat}};
        for (auto& [known, kind] : structures)
            if (name == known) {
                FormulaNode node{kind, {}, {}, {}, {}};
                node.parts.push_back(braced(depth));
                if (kind == Kind::Fraction) node.parts.push_back(braced(depth));
                return node;
            }
        for (auto& known : commands)
            if (known.name == name) return {known.kind, std::string(known.text), {}, {}, {}};
        return {Kind::Upright, std::string(name), {}, {}, {}};
    }

    std::string words() {
        skip_spaces();
        if (rest_.empty() || rest_.front() != '{') return {};
        const auto end = std::min(rest_.find('}'), rest_.size());
        std::string text(rest_.substr(1, end - 1));
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        return text;
    }

    std::string_view rest_;
};

std::string script_text(const Formula& script, bool raised) {
    const std::string inside = plain_text(script);
    if (raised && inside == "T") return "ᵀ";
    if (raised && inside == "2") return "²";
    if (raised && inside == "′") return inside;
    const bool single = script.size() == 1 && script[0].kind != Kind::Group && script[0].parts.empty();
    return (raised ? "^" : "_") + (single ? inside : "(" + inside + ")");
}

}  // namespace

Formula parse_formula(std::string_view markup) { return Parser(markup).until('\0', 0); }

std::string plain_text(const Formula& formula) {
    std::string text;
    for (auto& node : formula) {
        const bool spaced = node.kind == Kind::Relation || node.kind == Kind::Operator;
        if (spaced && !text.empty()) text += " ";
        switch (node.kind) {
            case Kind::Space: text += node.text == "0" ? "" : " "; break;
            case Kind::Group: text += plain_text(node.parts[0]); break;
            case Kind::Fraction:
                text += "(" + plain_text(node.parts[0]) + ") / (" + plain_text(node.parts[1]) + ")";
                break;
            case Kind::Root: text += "√(" + plain_text(node.parts[0]) + ")"; break;
            case Kind::Bar: text += plain_text(node.parts[0]) + "\u0304"; break;
            case Kind::Hat: text += plain_text(node.parts[0]) + "\u0302"; break;
            default: text += node.text;
        }
        if (!node.lower.empty()) text += script_text(node.lower, false);
        if (!node.raised.empty()) text += script_text(node.raised, true);
        if (spaced) text += " ";
    }
    return text;
}

std::string label_markup(std::string_view label) {
    const auto digit = label.find_first_of("0123456789");
    const bool markup = label.find_first_of("_^\\{") != std::string_view::npos;
    if (markup) return std::string(label);
    const bool axis = digit == 1 && std::isalpha(static_cast<unsigned char>(label[0])) &&
                      label.find_first_not_of("0123456789", 1) == std::string_view::npos;
    if (axis) return std::string(label.substr(0, 1)) + "_{" + std::string(label.substr(1)) + "}";
    return label.size() == 1 ? std::string(label) : "\\text{" + std::string(label) + "}";
}

}  // namespace orthoscope
