#include <zlib.h>

#include <cstring>

#include "tests/core/io/io_support.h"

using namespace orthoscope;
using namespace orthoscope::test;

namespace {

std::string little(std::uint64_t value, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += static_cast<char>(value >> 8 * i & 255);
    return text;
}

std::string npy(const std::string& shape, const std::vector<double>& values) {
    std::string dict = "{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + "}\n";
    std::string data(values.size() * 8, '\0');
    std::memcpy(data.data(), values.data(), data.size());
    return std::string("\x93NUMPY\1\0", 8) + little(dict.size(), 2) + dict + data;
}

std::string deflated(const std::string& text) {
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string out(text.size() + 100, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

struct Entry {
    std::string name, bytes;
    bool packed = false;
    std::uint64_t claimed_size = 0;  // 0: the truth
};

std::string zip(const std::vector<Entry>& entries, bool zip64 = false, std::string comment = "") {
    std::string file, directory;
    for (auto& entry : entries) {
        const std::string body = entry.packed ? deflated(entry.bytes) : entry.bytes;
        const auto crc = crc32(0, reinterpret_cast<const Bytef*>(entry.bytes.data()),
                               static_cast<uInt>(entry.bytes.size()));
        const std::uint64_t size = entry.claimed_size ? entry.claimed_size : entry.bytes.size();
        const std::string common =
            little(20, 2) + little(0, 2) + little(entry.packed ? 8 : 0, 2) + little(0, 4) + little(crc, 4);
        const std::string sizes = zip64 ? std::string(8, '\xff') : little(body.size(), 4) + little(size, 4);
        const std::string wide =
            little(1, 2) + little(24, 2) + little(size, 8) + little(body.size(), 8) + little(file.size(), 8);
        const std::string extra = zip64 ? wide : "";
        directory += "PK\1\2" + little(20, 2) + common + sizes + little(entry.name.size(), 2) +
                     little(extra.size(), 2) + little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) +
                     (zip64 ? std::string(4, '\xff') : little(file.size(), 4)) + entry.name + extra;
        file += "PK\3\4" + common + sizes + little(entry.name.size(), 2) + little(0, 2) + entry.name + body;
    }
    const auto at = file.size();
    file += directory;
    if (zip64) {
        const auto end = file.size();
        file += "PK\6\6" + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 8) +
                little(entries.size(), 8) + little(entries.size(), 8) + little(directory.size(), 8) +
                little(at, 8);
        file += "PK\6\7" + little(0, 4) + little(end, 8) + little(1, 4);
        return file + "PK\5\6" + little(0, 4) + std::string(12, '\xff') + little(0, 2);
    }
    return file + "PK\5\6" + little(0, 4) + little(entries.size(), 2) + little(entries.size(), 2) +
           little(directory.size(), 4) + little(at, 4) + little(comment.size(), 2) + comment;
}

InputSpec member(const std::string& name) {
    InputSpec input;
    input.member = name;
    return input;
}

const std::string cloud = npy("(2, 3)", {1, 2, 3, 4, 5, 6}), line = npy("(4,)", {7, 8, 9, 10});

}  // namespace

class TestNpz : public QObject {
    Q_OBJECT
    const Format format_ = npz_format();

  private slots:
    void storedDeflatedAndZip64() {
        for (bool packed : {false, true}) {
            for (bool wide : {false, true}) {
                const auto file = zip({{"a.npy", cloud, packed}, {"b.npy", line, packed}}, wide);
                QVERIFY(recognised(format_, file));
                for (const char* name : {"a", "a.npy"}) {
                    auto a = read_bytes(format_, file, member(name));
                    QVERIFY2(a.ok(), a ? "" : a.error().message().c_str());
                    QCOMPARE(a->values()(1, 2), 6.0);
                    QCOMPARE(a->origin.member, std::string("a"));
                }
                QCOMPARE(read_bytes(format_, file, member("b"))->values()(3, 0), 10.0);
            }
        }
    }
    void aSingleArrayNeedsNoName() {
        QCOMPARE(read_bytes(format_, zip({{"only.npy", cloud, true}, {"note.txt", "x"}}))->rows(), Index{2});
        QCOMPARE(read_bytes(format_, zip({{"only.npy", cloud}}, false, "a comment"))->rows(), Index{2});
    }
    void namesAreListed() {
        const auto file = zip({{"a.npy", cloud}, {"b.npy", line}});
        QVERIFY(refusal(format_, file).ends_with("FILE::MEMBER among a, b"));
        QVERIFY(refusal(format_, file, member("c")).ends_with("found no member 'c'; expected one of a, b"));
        QVERIFY(refusal(format_, zip({{"x.txt", "abc"}})).find("expected an NPZ file") != std::string::npos);
    }
    void inspectListsMembers() {
        const Source source("test", std::as_bytes(std::span(line)));
        const auto file = zip({{"a.npy", cloud, true}, {"b.npy", line}, {"c.txt", "abc"}});
        auto info = format_.inspect(Source("test", std::as_bytes(std::span(file))), {}, {});
        QCOMPARE(info->members.size(), std::size_t{2});
        QCOMPARE(info->members[0].name, std::string("a"));
        QCOMPARE(info->members[0].kind, Kind::Cloud);
        QCOMPARE(info->members[1].kind, Kind::Matrix);
        QCOMPARE(info->warnings.size(), std::size_t{1});
    }
    void checksumsAreHeld() {
        for (bool packed : {false, true}) {
            auto file = zip({{"a.npy", cloud, packed}});
            file[14 + 0] = static_cast<char>(file[14] ^ 1);  // of the local header: not used
            QVERIFY(read_bytes(format_, file).ok());
            auto at = file.find("PK\1\2") + 16;
            file[at] = static_cast<char>(file[at] ^ 1);
            QVERIFY(refusal(format_, file).find("checksum") != std::string::npos);
        }
    }
    void bombsAreRefused() {
        auto lie = zip({{"a.npy", cloud, true, 1u << 30}});
        QVERIFY(refusal(format_, lie).find("deflate can reach") != std::string::npos);
        const auto honest = zip({{"a.npy", npy("(100000,)", std::vector<double>(100000)), true}});
        QVERIFY(honest.size() < 3000);
        Context context;
        context.memory_limit = 100'000;
        QCOMPARE(read_bytes(format_, honest, {}, context).error().kind, ErrorKind::Memory);
    }
    void otherMethodsAreNamed() {
        auto file = zip({{"a.npy", cloud}});
        file[file.find("PK\1\2") + 10] = 12;
        QVERIFY(refusal(format_, file).find("compression method 12") != std::string::npos);
        file = zip({{"a.npy", cloud}});
        file[file.find("PK\1\2") + 8] = 1;
        QVERIFY(refusal(format_, file).find("encrypted") != std::string::npos);
    }
    void damageIsSurvived() {
        survives_damage(format_, zip({{"a.npy", cloud, true}}));
        survives_damage(format_, zip({{"a.npy", cloud}}, true));
    }
    void realFile() {
        const std::filesystem::path path =
            std::filesystem::path(ORTHOSCOPE_SHARED_DATA) / "sequences/planted_group_D12.npz";
        if (!std::filesystem::exists(path)) QSKIP("no shared data beside this tree");
        auto input = spec(path);
        auto info = inspect(input);
        QCOMPARE(info->members.size(), std::size_t{5});
        input.member = "frames", input.kind = Kind::Sequence;
        auto frames = read(input);
        QVERIFY(frames.ok());
        QCOMPARE((*frames)->rows(), Index{720});
        QCOMPARE((*frames)->columns(), Index{12});
        QCOMPARE((*frames)->name, std::string("planted_group_D12.npz::frames"));
    }
};

QTEST_APPLESS_MAIN(TestNpz)
#include "test_npz.moc"
