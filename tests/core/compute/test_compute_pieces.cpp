// Work on the device is cut into pieces by measured time, so that the desktop stays alive and a run can be cancelled: also
// on a software renderer, at sizes of which one dispatch would take much longer.
#include <QtTest>

#include "core/base/random.h"
#include "core/compute/gl/gl_backend.h"

using namespace orthoscope;

class TestComputePieces : public QObject {
    Q_OBJECT

    std::shared_ptr<GlBackend> gl_;

    // The least of several tries, as other work on the machine may stop any one of them.
    void check(const std::function<bool()>& work) {
        double least = 1e9;
        for (int attempt = 0; attempt < 8 && least >= 0.05; ++attempt) {
            gl_->take_longest_piece();
            QVERIFY(work());
            const double longest = gl_->take_longest_piece();
            QVERIFY(longest > 0);
            least = std::min(least, longest);
        }
        QVERIFY2(least < 0.05, qPrintable(QString("%1 ms").arg(1000 * least)));
    }

  private slots:
    void initTestCase() {
        auto made = GlBackend::open();
        if (!made) QSKIP(made.error().message().c_str());
        gl_ = *made;
    }

    void slicedOfManyRows() {
        Random random(1);
        const Matrix x = random.normal(300000, 3), y = random.normal(200000, 3), directions = haar_directions(3, 2, 4);
        check([&] { return gl_->sliced({x}, {y}, directions, {.source_gradient = true, .turn_gradient = true}, {}).ok(); });
    }
    void slicedOfFewRowsOntoMany() {
        Random random(2);
        const Matrix x = random.normal(40, 3), y = random.normal(200000, 3), directions = haar_directions(3, 2, 4);
        check([&] { return gl_->sliced({x}, {y}, directions, {.turn_gradient = true}, {}).ok(); });
    }
    void nearestOfManyColumns() {
        Random random(3);
        const Matrix x = random.normal(500, 700), y = random.normal(6000, 700);
        check([&] { return gl_->nearest(x, y, 1, 2, {}).ok(); });
    }
    void halfStepsOfManyColumns() {
        Random random(4);
        const Matrix x = random.normal(500, 700), y = random.normal(3000, 700);
        auto geometry = transport_geometry({x}, {y}, 2);
        QVERIFY(geometry.ok());
        const Vector zero = Vector::Zero(3000);
        for (bool single : {true, false})
            check([&] { return gl_->half_step({geometry->source, geometry->target, zero, geometry->mean_cost, single, 2}, {}).ok(); });
    }
    void motionOfManyRows() {
        Random random(5);
        const Matrix x = random.normal(400000, 20), m = random.normal(20, 3);
        auto set = gl_->hold(x, {});
        QVERIFY(set.ok());
        check([&] { return (*set)->at(m, RowVector::Zero(3), {}).ok(); });
    }
};

QTEST_APPLESS_MAIN(TestComputePieces)
#include "test_compute_pieces.moc"
