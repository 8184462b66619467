// write_seeds DIR: small valid files, DIR/FORMAT/*, from which the fuzzers start.
#include <cstdio>
// jpeglib.h needs stdio's types declared before it.
#include <jpeglib.h>
#include <zlib.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "core/io/write.h"

using namespace orthoscope;
namespace fs = std::filesystem;

void write_document_seeds(const fs::path& root);  // document_seeds.cpp

namespace {

fs::path root;

void seed(const std::string& format, const std::string& name, const std::string& bytes) {
    fs::create_directories(root / format);
    std::ofstream(root / format / name, std::ios::binary) << bytes;
}

std::string slurp(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

template <class T>
std::string raw(T value) {
    std::string bytes(sizeof value, '\0');
    std::memcpy(bytes.data(), &value, sizeof value);
    return bytes;
}

template <class T>
std::string big_endian(T value) {
    const std::string bytes = raw(value);
    return {bytes.rbegin(), bytes.rend()};
}

const std::string corners[] = {"0 0 0", "1 0 0", "0 1 0", "0 0 1"};

void text_meshes() {
    std::string vertices;
    for (auto& c : corners) vertices += c + "\n";
    seed("off", "plain", "OFF\n# comment\n4 2 0\n" + vertices + "3 0 1 2\n4 0 1 2 3 255 0 0\n");
    seed("off", "all", "STCNOFF 1 0 0\n0 0 0 0 0 1 255 0 0 255 0.5 0.5\n");
    seed("off", "noff", "NOFF\n1 0\n0 0 0 0 0 1\n");
    seed("obj", "seam",
         "mtllib a\nv 0 0 0\nv 1 0 0 1 0 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvn 0 0 1\nusemtl a\n"
         "f 1/1/1 2/2/1 3/1/1\nf -1//-1 -2//1 -3//1 \\\n 1//1\n");
    seed("obj", "colors", "v 0 0 0 1 0 0\nv 1 0 0 0 1 0\nv 0 1 0 0 0 1\nf 1 2 3\n");
    seed("stl", "text",
         "solid a\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendloop\n"
         "endfacet\nendsolid a\n");
    seed("ply", "text",
         "ply\nformat ascii 1.0\ncomment c\nelement vertex 4\nproperty float x\nproperty float y\n"
         "property double z\nelement face 1\nproperty list uchar int vertex_indices\nend_header\n" +
             vertices + "4 0 1 2 3\n");
}

void binary_meshes() {
    std::string stl(80, 's');
    stl += raw(std::uint32_t(1));
    for (int i = 0; i < 12; ++i) stl += raw(float(i));
    seed("stl", "binary", stl + raw(std::uint16_t(0)));
    const std::string header =
        " 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\n"
        "property uchar red\nproperty uchar green\nproperty uchar blue\nproperty short q\n"
        "element odd 1\nproperty list ushort double list\nproperty int8 k\n"
        "element face 1\nproperty uchar flag\nproperty list uchar int vertex_indices\nend_header\n";
    for (const bool big : {false, true}) {
        const auto put = [&](auto value) { return big ? big_endian(value) : raw(value); };
        std::string bytes =
            std::string("ply\nformat binary_") + (big ? "big" : "little") + "_endian" + header;
        for (int i = 0; i < 3; ++i)
            bytes += put(float(i)) + put(float(i)) + put(0.f) + "abc" + put(std::int16_t(i));
        bytes += put(std::uint16_t(1)) + put(2.0) + "k" + "f\3" + put(0) + put(1) + put(2);
        seed("ply", big ? "big" : "little", bytes);
    }
}

void point_clouds() {
    const std::string header =
        "# .PCD v0.7\nVERSION 0.7\nFIELDS x y z rgb\nSIZE 4 4 4 4\nTYPE F F F U\nCOUNT 1 1 1 1\n"
        "WIDTH 2\nHEIGHT 1\nVIEWPOINT 0 0 0 1 0 0 0\nPOINTS 2\nDATA ";
    seed("pcd", "text", header + "ascii\n0 0 0 255\n1 1 1 65280\n");
    const std::string points(32, '\1');
    seed("pcd", "binary", header + "binary\n" + points);
    seed("pcd", "packed",
         header + "binary_compressed\n" + raw(std::uint32_t(33)) + raw(std::uint32_t(32)) + '\x1f' + points);
    seed("pcd", "copies",
         header + "binary_compressed\n" + raw(std::uint32_t(7)) + raw(std::uint32_t(32)) +
             std::string("\3\0\0\0\0\xe0\x13\0", 8));
    seed("xyz", "plain", "# c\n1 2 3\n4 5 6\n");
    seed("xyz", "counted", "2\n1 2 3 255 0 0\n4 5 6 0 255 0\n");
}

void tables() {
    seed("csv", "labels", "name,x,y,z,w\n\"a \"\"b\"\"\",1,2,3,4\n\"two\nlines\",5,6e-3,7,8\n");
    seed("csv", "tabs", "1\t2\n3\t4\n");
    seed("csv", "decimal", "1,5;2,5\n3,5;4,5\n");
    seed("vec", "counted", "2 3\ncat 1 2 3\ndog 4 5 6\n");
    seed("vec", "plain", "cat 1 2 3 4\ndog 4 5 6 7\n");
}

// ZIP of stored entries.
std::string zip(const std::vector<std::pair<std::string, std::string>>& entries) {
    std::string bytes, directory;
    for (auto& [name, data] : entries) {
        const auto size = std::uint32_t(data.size());
        const auto check = std::uint32_t(crc32(0, reinterpret_cast<const Bytef*>(data.data()), size));
        const std::string common = raw(std::uint16_t(20)) + std::string(8, '\0') + raw(check) + raw(size) +
                                   raw(size) + raw(std::uint16_t(name.size())) + raw(std::uint16_t(0));
        const auto offset = std::uint32_t(bytes.size());
        bytes += "PK\3\4" + common + name + data;
        directory += "PK\1\2" + raw(std::uint16_t(20)) + common + std::string(10, '\0') + raw(offset) + name;
    }
    const auto count = std::uint16_t(entries.size());
    return bytes + directory + "PK\5\6" + std::string(4, '\0') + raw(count) + raw(count) +
           raw(std::uint32_t(directory.size())) + raw(std::uint32_t(bytes.size())) + std::string(2, '\0');
}

void arrays() {
    fs::create_directories(root / "npy");
    const Matrix values = Matrix::Ones(3, 4);
    for (auto& [name, shape] :
         {std::pair("two", std::vector<Index>{3, 4}), std::pair("three", std::vector<Index>{3, 2, 2})})
        if (!write_npy(values, shape, root / "npy" / name).ok()) std::cerr << "cannot write " << name << "\n";
    const std::string npy = slurp(root / "npy" / "two");
    seed("npz", "one", zip({{"a.npy", npy}}));
    seed("npz", "two", zip({{"a.npy", npy}, {"b.npy", npy}}));
    const std::string json = R"({"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}})";
    seed("safetensors", "one", raw(std::uint64_t(json.size())) + json + std::string(16, '\0'));
}

std::string chunk(const std::string& type, const std::string& data) {
    const std::string body = type + data;
    const auto check =
        std::uint32_t(crc32(0, reinterpret_cast<const Bytef*>(body.data()), uInt(body.size())));
    return big_endian(std::uint32_t(data.size())) + body + big_endian(check);
}

std::string jpeg(bool progressive) {
    jpeg_compress_struct info;
    jpeg_error_mgr errors;
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &bytes, &size);
    info.image_width = info.image_height = 16, info.input_components = 1, info.in_color_space = JCS_GRAYSCALE;
    jpeg_set_defaults(&info);
    if (progressive) jpeg_simple_progression(&info);
    jpeg_start_compress(&info, TRUE);
    JSAMPLE row[16];
    for (int y = 0; y < 16; ++y) {
        for (int x = 0; x < 16; ++x) row[x] = static_cast<JSAMPLE>(x * y);
        JSAMPROW rows = row;
        jpeg_write_scanlines(&info, &rows, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    const std::string made(reinterpret_cast<char*>(bytes), size);
    std::free(bytes);
    return made;
}

void images() {
    seed("image", "plain.jpg", jpeg(false));
    seed("image", "progressive.jpg", jpeg(true));
    seed("image", "text.pgm", "P2\n2 2\n255\n0 1 2 3\n");
    seed("image", "binary.pgm", "P5\n2 2\n255\nabcd");
    seed("image", "color.ppm", "P6\n1 1\n255\nabc");
    const std::string rows("\0ab\0cd", 6);
    std::string packed(64, '\0');
    uLongf size = packed.size();
    compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(rows.data()),
             rows.size());
    packed.resize(size);
    const std::string header = big_endian(2u) + big_endian(2u) + std::string("\x08\0\0\0\0", 5);
    seed("image", "gray.png",
         "\x89PNG\r\n\x1a\n" + chunk("IHDR", header) + chunk("IDAT", packed) + chunk("IEND", ""));
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) return std::cerr << "usage: write_seeds DIR\n", 2;
    root = arguments[1];
    text_meshes();
    binary_meshes();
    point_clouds();
    tables();
    arrays();
    images();
    write_document_seeds(root);
}
