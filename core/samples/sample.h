// Generated samples with their truth: what the start page offers and `orthoscope sample` writes.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/method/parameters.h"

namespace orthoscope {

// A file beside the data: text, or an array written as NPY.
struct SampleFile {
    std::string name;  // "truth.txt", "rotation.npy"
    std::string text;  // of a text file
    Matrix array;      // of an NPY file; one column is written 1-D
};

struct Sample {
    std::vector<DatasetPtr> sets;   // source first, then target
    std::vector<SampleFile> extra;  // truth and labels
    std::string method;             // id of the method that shows it best
    std::string note;               // sentences: what it is, what the truth means, its floor

    const SampleFile* file(std::string_view name) const;
};

struct SampleInfo {
    std::string id;           // "planted-pair"
    std::string title;        // "Planted rotation"
    std::string summary;      // one sentence
    ParameterSet parameters;  // at their defaults: copy, change, give to make_sample
    bool on_start_page = true;
    std::string method;       // id of the method that shows it best, where it was made for one; as in Sample
};

const std::vector<SampleInfo>& samples();
const SampleInfo* find_sample(std::string_view id);

// The same id, parameters and seed give the same sample in the same build. Usage error: no such sample, or
// options that contradict each other. Precondition: `parameters` is a copy of the sample's own.
Result<Sample> make_sample(std::string_view id, const ParameterSet& parameters, std::uint64_t seed,
                           const Context& context = {});

// What write_sample calls the set at `place`: "source.npy", "target.off", ...
std::string sample_file_name(const Dataset& set, std::size_t place);

// source.*, target.* (meshes OFF, clouds and embeddings NPY, coloured clouds PLY, sequences NPY), the extra
// files and note.txt, into `folder`, which is made where absent. Returns the paths in that order.
Result<std::vector<std::filesystem::path>> write_sample(const Sample& sample,
                                                        const std::filesystem::path& folder);

}  // namespace orthoscope
