#include <QtTest>
#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "core/io/describe_file.h"

using namespace orthoscope;

namespace {
Dataset mesh(const Matrix& vertices, const Triangles& triangles) {
    Dataset dataset;
    dataset.payload = Mesh{vertices, triangles};
    return dataset;
}
}  // namespace

class TestDescribeFile : public QObject {
    Q_OBJECT

  private slots:
    void cloud() {
        Dataset dataset;
        Matrix points(5, 2);
        points << 0, 1, 2, -3, 0, 1, -0.0, 1, 2, 2;
        dataset.payload = PointCloud{points};
        dataset.labels = {"a", "b", "a", "c", "a"};
        const auto json = facts(dataset);
        QCOMPARE(json["kind"], "cloud");
        QCOMPARE(json["rows"], 5);
        QCOMPARE(json["duplicate_rows"], 2);
        QCOMPARE(json["labels"], 5);
        QCOMPARE(json["repeated_labels"], 2);
        QCOMPARE(json["bounds"]["min"], nlohmann::json({0.0, -3.0}));
        QCOMPARE(json["bounds"]["max"], nlohmann::json({2.0, 2.0}));
        QVERIFY(!json.contains("faces"));
        QVERIFY(!json.contains("rank"));
        QCOMPARE(json["problems"].size(), std::size_t{2});
    }
    void meshWithPlantedFaults() {
        // Two tetrahedra apart (4 faces each), a lone vertex, a face without area, and a third face on edge
        // 0 1.
        Matrix vertices(11, 3);
        vertices << 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1,  //
            5, 0, 0, 6, 0, 0, 5, 1, 0, 5, 0, 1,          //
            9, 9, 9, 0.5, 0, 0, 0, -1, 0;
        Triangles triangles(10, 3);
        triangles << 0, 2, 1, 0, 1, 3, 1, 2, 3, 0, 3, 2,  //
            4, 6, 5, 4, 5, 7, 5, 6, 7, 4, 7, 6,           //
            0, 9, 1, 0, 1, 10;
        const auto facts = describe(mesh(vertices, triangles));
        QCOMPARE(facts.mesh->faces, Index{10});
        QCOMPARE(facts.mesh->components, Index{2});
        QCOMPARE(facts.mesh->unreferenced_vertices, Index{1});
        QCOMPARE(facts.mesh->zero_area_faces, Index{1});
        QCOMPARE(facts.mesh->nonmanifold_edges, Index{1});
        QCOMPARE(facts.mesh->boundary_edges, Index{4});
        QCOMPARE(facts.maximum, RowVector(Eigen::RowVector3d(9, 9, 9)));
        QCOMPARE(facts.problems().size(), std::size_t{4});
    }
    void aClosedMeshHasNoProblem() {
        Matrix vertices(4, 3);
        vertices << 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1;
        Triangles triangles(4, 3);
        triangles << 0, 2, 1, 0, 1, 3, 1, 2, 3, 0, 3, 2;
        const auto json = facts(mesh(vertices, triangles));
        QCOMPARE(json["components"], 1);
        QCOMPARE(json["boundary_edges"], 0);
        QVERIFY(json["problems"].empty());
    }
    void embeddingOfPlantedRank() {
        Random random(3);
        Matrix rows = random.normal(60, 7) * random.normal(7, 20);
        rows.col(4).setConstant(0.25);
        rows.row(11).setConstant(0.25);
        Dataset dataset;
        dataset.payload = EmbeddingSet{rows};
        const auto facts = describe(dataset);
        QCOMPARE(*facts.rank, Index{9});
        QCOMPARE(facts.constant_columns, Index{1});
        QCOMPARE(facts.constant_rows, Index{1});
        QCOMPARE(facts.duplicate_rows, Index{0});
        QCOMPARE(facts.minimum.size(), Index{0});
        QCOMPARE(facts.problems().size(), std::size_t{3});
        dataset.payload = EmbeddingSet{Matrix::Zero(4, 5)};
        QCOMPARE(*describe(dataset).rank, Index{0});
        dataset.payload = EmbeddingSet{Matrix::Identity(4, 5) * 1e300};
        QCOMPARE(*describe(dataset).rank, Index{4});
    }
    void sequenceOfMeshes() {
        Matrix frames(2, 9);
        frames << 0, 0, 0, 1, 0, 0, 0, 1, 0,  //
            0, 0, 5, 2, 0, 5, 0, 1, 5;
        Triangles triangles(1, 3);
        triangles << 0, 1, 2;
        Dataset dataset;
        dataset.payload = FrameSequence{frames, {3, 3}, "tyc", {2}, triangles};
        const auto json = facts(dataset);
        QCOMPARE(json["frame_shape"], nlohmann::json({3, 3}));
        QCOMPARE(json["bounds"]["max"], nlohmann::json({2.0, 1.0, 5.0}));
        QCOMPARE(json["faces"], 1);
        QCOMPARE(json["boundary_edges"], 3);
    }
};

QTEST_APPLESS_MAIN(TestDescribeFile)
#include "test_describe_file.moc"
