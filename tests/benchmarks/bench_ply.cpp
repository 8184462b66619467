// A million-point binary PLY: our reader (with its content hash) against VTK's own, in the same run.
#include <vtkNew.h>
#include <vtkPLYReader.h>
#include <vtkPolyData.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

#include "core/base/random.h"
#include "core/io/read.h"

using namespace orthoscope;

namespace {

template <class F>
double seconds(F work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void write_cloud(const std::filesystem::path& path, long points, bool colours) {
    std::ofstream file(path, std::ios::binary);
    file << "ply\nformat binary_little_endian 1.0\nelement vertex " << points
         << "\nproperty float x\nproperty float y\nproperty float z\n";
    if (colours) file << "property uchar red\nproperty uchar green\nproperty uchar blue\n";
    file << "end_header\n";
    Random random(1);
    for (long i = 0; i < points; ++i) {
        const float p[3] = {float(random.normal()), float(random.normal()), float(random.normal())};
        file.write(reinterpret_cast<const char*>(p), sizeof p);
        if (colours) file.write("abc", 3);
    }
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

}  // namespace

int main() {
    for (bool colours : {false, true}) {
        const auto path = std::filesystem::temp_directory_path() / "orthoscope-bench.ply";
        write_cloud(path, 1000000, colours);
        std::vector<double> ours, theirs;
        for (int i = 0; i < 7; ++i) {
            theirs.push_back(seconds([&] {
                vtkNew<vtkPLYReader> reader;
                reader->SetFileName(path.c_str());
                reader->Update();
                if (reader->GetOutput()->GetNumberOfPoints() != 1000000) std::abort();
            }));
            ours.push_back(seconds([&] {
                auto set = read({path, {}, {}, {}, {}, false});
                if (!set.ok() || (*set)->rows() != 1000000) std::abort();
            }));
        }
        std::filesystem::remove(path);
        std::printf("PLY, binary, 1,000,000 points%s: orthoscope %.3f s, vtkPLYReader %.3f s, ratio %.2f (medians of 7)\n",
                    colours ? " with colours" : "", median(ours), median(theirs), median(ours) / median(theirs));
    }
}
