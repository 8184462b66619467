#include <QtTest>

#include "core/maps/functional_map_method.h"
#include "core/maps/matching_cost.h"
#include "core/run/run.h"
#include "core/samples/sample.h"

using namespace orthoscope;

namespace {

DatasetPtr cloud(Index rows) {
    auto set = std::make_shared<Dataset>();
    set->name = "cloud";
    set->payload = PointCloud{Matrix::Zero(rows, 3)};
    return set;
}

}  // namespace

class TestMatchingCost : public QObject {
    Q_OBJECT

  private slots:
    void grows_with_rows_vectors_and_stages() {
        const RunSettings settings;
        const MatchingPlan plan = FunctionalMapOptions{}.plan(settings);
        ShapeCost before;
        for (Index rows : {100, 5000, 50000, 500000}) {
            const ShapeCost cost = matching_cost(rows, rows, plan, 2);
            QVERIFY(cost.bytes > before.bytes && cost.seconds > before.seconds);
            QVERIFY(cost.bytes > eigenbasis_cost(rows, plan.vectors, 2).bytes);
            QVERIFY(matching_cost(rows, rows, plan, 1).seconds >= cost.seconds);
            before = cost;
        }
        // What was measured at 50,000 and 400,000 vertices lies below, and not far.
        const ShapeCost fifty = matching_cost(50000, 48000, plan, 2), basis = eigenbasis_cost(400000, 150, 2);
        QVERIFY(fifty.bytes > 6.8e8 && fifty.bytes < 2e9 && fifty.seconds > 30 && fifty.seconds < 120);
        QVERIFY(basis.bytes > 3.9e9 && basis.bytes < 7e9);
        MatchingPlan fewer = plan;
        fewer.balance_rounds = 0, fewer.sliced = false;
        QVERIFY(matching_cost(50000, 50000, fewer, 2).seconds < fifty.seconds);
        fewer.vectors = 50;
        QVERIFY(matching_cost(50000, 50000, fewer, 2).bytes < fifty.bytes);
    }

    void large_shapes_get_a_sentence() {
        const auto options = find_method("functional-map")->parameters();
        QVERIFY(!cost_sentence("functional-map", options, {}, {cloud(5000), cloud(5000)}));
        const auto large = cloud(500000);
        const auto said = cost_sentence("functional-map", options, {}, {large, large});
        QVERIFY(said && said->find(" GB and ") != std::string::npos && said->find(" minutes") != std::string::npos);
        QVERIFY(cost_sentence("laplacian-eigenbasis", find_method("laplacian-eigenbasis")->parameters(), {}, {large}));
        QVERIFY(!cost_sentence("icp", find_method("icp")->parameters(), {}, {large, large}));
    }

    void what_does_not_fit_is_refused_at_once() {
        auto parameters = find_sample("figure-biped")->parameters;
        QVERIFY(parameters.set("vertices", std::int64_t(400)).ok() && parameters.set("target-vertices", std::int64_t(400)).ok());
        const auto sample = make_sample("figure-biped", parameters, 1);
        QVERIFY(sample.ok());
        RunRequest request;
        request.method = "functional-map", request.options = find_method(request.method)->parameters();
        Context context;
        context.memory_limit = 1'000'000;
        const auto result = run(request, sample->sets, context);
        QVERIFY(!result && result.error().kind == ErrorKind::Memory);
        QVERIFY2(result.error().message().find("functional-map") != std::string::npos, result.error().message().c_str());
    }
};

QTEST_APPLESS_MAIN(TestMatchingCost)
#include "test_matching_cost.moc"
