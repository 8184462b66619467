#include <cstring>

#include "tests/core/io/io_support.h"

using namespace orthoscope;
using namespace orthoscope::test;

namespace {

std::string file(const std::string& json, const std::string& data) {
    std::string text;
    for (std::size_t i = 0; i < 8; ++i) text += static_cast<char>(json.size() >> 8 * i & 255);
    return text + json + data;
}

template <class T>
std::string raw(const std::vector<T>& values) {
    std::string text(values.size() * sizeof(T), '\0');
    std::memcpy(text.data(), values.data(), text.size());
    return text;
}

InputSpec member(const std::string& name) {
    InputSpec input;
    input.member = name;
    return input;
}

const std::string two =
    file(R"({"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},)"
         R"("h":{"dtype":"BF16","shape":[2],"data_offsets":[24,28]}})",
         raw<float>({1, 2, 3, 4, 5, 6}) + raw<std::uint16_t>({0x3f80, 0xc000}));

}  // namespace

class TestSafetensors : public QObject {
    Q_OBJECT
    const Format format_ = safetensors_format();

    std::string one(const std::string& entry, const std::string& data) {
        return refusal(format_, file("{\"w\":" + entry + "}", data));
    }

  private slots:
    void membersAreRead() {
        QVERIFY(recognised(format_, two));
        auto w = read_bytes(format_, two, member("w"));
        QVERIFY2(w.ok(), w ? "" : w.error().message().c_str());
        QCOMPARE(w->values()(1, 0), 4.0);
        QCOMPARE(w->origin.member, std::string("w"));
        auto h = read_bytes(format_, two, member("h"));
        QCOMPARE(h->values()(0, 0), 1.0);
        QCOMPARE(h->values()(1, 0), -2.0);
        QVERIFY(refusal(format_, two).ends_with("among w, h"));
        QVERIFY(refusal(format_, two, member("x")).ends_with("expected one of w, h"));
    }
    void everyType() {
        const std::pair<const char*, std::string> cases[] = {
            {"BOOL", raw<std::uint8_t>({1, 0})},      {"I8", raw<std::int8_t>({1, 0})},
            {"U8", raw<std::uint8_t>({1, 0})},        {"I16", raw<std::int16_t>({1, 0})},
            {"I32", raw<std::int32_t>({1, 0})},       {"I64", raw<std::int64_t>({1, 0})},
            {"F16", raw<std::uint16_t>({0x3c00, 0})}, {"F64", raw<double>({1, 0})}};
        for (auto& [type, data] : cases) {
            auto result = read_bytes(format_, file("{\"w\":{\"dtype\":\"" + std::string(type) +
                                                       "\",\"shape\":[2],\"data_offsets\":[0," +
                                                       std::to_string(data.size()) + "]}}",
                                                   data));
            QVERIFY2(result.ok(), type);
            QCOMPARE(result->values()(0, 0), 1.0);
            QCOMPARE(result->values()(1, 0), 0.0);
        }
    }
    void inspectListsMembers() {
        auto info = format_.inspect(Source("test", std::as_bytes(std::span(two))), {}, {});
        QCOMPARE(info->members.size(), std::size_t{2});
        QCOMPARE(info->members[0].type, std::string("float32"));
        QCOMPARE(info->members[0].kind, Kind::Cloud);
        const auto cut = two.substr(0, two.size() - 1);
        QVERIFY(!format_.inspect(Source("test", std::as_bytes(std::span(cut))), {}, {}).ok());
    }
    void wrongHeadersAreRefused() {
        const std::string eight(8, 'a');
        QVERIFY(one(R"({"dtype":"F32","shape":[3],"data_offsets":[0,8]})", eight).find("3 elements") !=
                std::string::npos);
        QVERIFY(one(R"({"dtype":"F32","shape":[4],"data_offsets":[0,16]})", eight).find("8 bytes of data") !=
                std::string::npos);
        QVERIFY(one(R"({"dtype":"F32","shape":[2],"data_offsets":[8,0]})", eight).find("backwards") !=
                std::string::npos);
        QVERIFY(one(R"({"dtype":"F32","shape":[-2],"data_offsets":[0,8]})", eight).find("shape") !=
                std::string::npos);
        QVERIFY(one(R"({"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]})", eight).find("F8_E4M3") !=
                std::string::npos);
        QVERIFY(
            one(R"({"dtype":"F32","shape":[4611686018427387903,4611686018427387903],"data_offsets":[0,8]})",
                eight)
                .find("2^62") != std::string::npos);
        QVERIFY(one("[[[[[[[[1]]]]]]]]", eight).find("another form") != std::string::npos);
        QVERIFY(refusal(format_, file("{\"w\":", "")).find("JSON") != std::string::npos);
        QVERIFY(refusal(format_, file("{}", "")).find("no tensor") != std::string::npos);
        const std::string entry = R"({"dtype":"U8","shape":[8],"data_offsets":[0,8]})";
        QVERIFY(
            refusal(format_, file("{\"a\":" + entry + ",\"b\":" + entry + "}", eight)).find("shares bytes") !=
            std::string::npos);
        QVERIFY(refusal(format_, file("{\"a\":" + entry + ",\"a\":" + entry + "}", eight)).find("twice") !=
                std::string::npos);
    }
    void holesAreSaid() {
        auto result =
            read_bytes(format_, file(R"({"w":{"dtype":"U8","shape":[2],"data_offsets":[3,5]}})", "aaabbcc"));
        QVERIFY(result.ok());
        QVERIFY(result->warnings[0].starts_with("5 bytes belong to no tensor"));
        QCOMPARE(result->values()(0, 0), 98.0);
    }
    void damageIsSurvived() {
        survives_damage(format_,
                        file(R"({"w":{"dtype":"F16","shape":[2,2],"data_offsets":[0,8]}})", "aabbccdd"));
    }
};

QTEST_APPLESS_MAIN(TestSafetensors)
#include "test_safetensors.moc"
