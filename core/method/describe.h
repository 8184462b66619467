// The two visitors that turn an options struct into a ParameterSet and back.
//
// An options struct has one member template that names every option once:
//
//   template <class V> void describe(V& v) {
//       v.choice("mode", mode, {"auto", "orthogonal", "rotation"}, "Which orthogonal maps are allowed.");
//       v.integer("n", n, 1, 1000000, "Number of rows.");
//       v.number("noise", noise, 0, 10, "standard deviations", "Noise added to the target.");
//       v.flag("scale", scale, "Fit a common scale too.");
//   }
//
// A choice is an enum class counted from 0 in the order of its names.
#pragma once

#include <initializer_list>

#include "core/method/parameters.h"

namespace orthoscope {

class Describer {
  public:
    std::vector<Parameter> parameters;

    template <class E>
    void choice(const char* name, E& value, std::initializer_list<const char*> names, const char* help) {
        Parameter p{name, help, "", {}, 0, 0, {names.begin(), names.end()}};
        p.initial = p.choices[static_cast<std::size_t>(value)];
        parameters.push_back(std::move(p));
    }
    void integer(const char* name, std::int64_t& value, std::int64_t low, std::int64_t high, const char* help) {
        parameters.push_back({name, help, "", value, double(low), double(high), {}});
    }
    void number(const char* name, double& value, double low, double high, const char* unit, const char* help) {
        parameters.push_back({name, help, unit, value, low, high, {}});
    }
    void flag(const char* name, bool& value, const char* help) {
        parameters.push_back({name, help, "", value, 0, 0, {}});
    }
};

class Assigner {
  public:
    explicit Assigner(const ParameterSet& from) : from_(from) {}

    template <class E>
    void choice(const char* name, E& value, std::initializer_list<const char*> names, const char*) {
        const auto& text = std::get<std::string>(from_.value(name));
        int i = 0;
        for (auto candidate : names) {
            if (text == candidate) value = static_cast<E>(i);
            ++i;
        }
    }
    void integer(const char* name, std::int64_t& value, std::int64_t, std::int64_t, const char*) {
        value = std::get<std::int64_t>(from_.value(name));
    }
    void number(const char* name, double& value, double, double, const char*, const char*) {
        value = std::get<double>(from_.value(name));
    }
    void flag(const char* name, bool& value, const char*) { value = std::get<bool>(from_.value(name)); }

  private:
    const ParameterSet& from_;
};

template <class Options>
ParameterSet parameters_of(Options options = {}) {
    Describer describer;
    options.describe(describer);
    return ParameterSet(std::move(describer.parameters));
}

template <class Options>
Options options_from(const ParameterSet& set) {
    Options options;
    Assigner assigner(set);
    options.describe(assigner);
    return options;
}

}  // namespace orthoscope
