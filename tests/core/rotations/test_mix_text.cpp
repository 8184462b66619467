// The text of a mix comes back as it was, and what is none is refused.
#include <QtTest>

#include "core/base/random.h"
#include "core/rotations/mix_text.h"

using namespace orthoscope;

class TestMixText : public QObject {
    Q_OBJECT

  private slots:
    void readsWhatIsWritten() {
        const auto mix = mix_from_text("2:off,3:x0.5,4:+1.25,6:x-2-3.5,mean:off", "--mix");
        QVERIFY(mix.ok());
        QCOMPARE(mix->planes.size(), std::size_t(6));
        QVERIFY(mix->planes[0] == PlanePlay{} && mix->planes[4] == PlanePlay{});
        QVERIFY(!mix->planes[1].on && mix->planes[2].speed == 0.5 && mix->planes[3].offset == 1.25);
        QVERIFY(mix->planes[5].speed == -2 && mix->planes[5].offset == -3.5);
        QVERIFY(!mix->mean && mix->fixed && mix->flipped);
        QCOMPARE(text_of(*mix), std::string("2:off,3:x0.5,4:+1.25,6:x-2-3.5,mean:off"));
        QVERIFY(*mix_from_text("", "--mix") == PlaneMix{});
        QCOMPARE(text_of(PlaneMix{}), std::string());
    }

    void anyMixComesBackTheSame() {
        Random random(5);
        for (int i = 0; i < 300; ++i) {
            PlaneMix mix;
            mix.planes.resize(1 + random.below(5));
            for (auto& play : mix.planes) {
                play.on = random.below(2) == 0;
                if (random.below(2)) play.speed = random.uniform() * 6 - 3;
                if (random.below(2)) play.offset = (random.uniform() - 0.5) * (random.below(2) ? 1e-7 : 100);
            }
            mix.planes.back().speed = 0.25;
            mix.mean = random.below(2) == 0, mix.flipped = random.below(2) == 0;
            const auto back = mix_from_text(text_of(mix), "--mix");
            QVERIFY2(back.ok() && *back == mix, text_of(mix).c_str());
        }
    }

    void refusesTheRest() {
        for (auto text : {"2", "2:", "0:off", "-1:off", "2:on", "2:x", "2:xx2", "2:0.5", "2:off,2:off", "2:off,", ",", "2:+", "2:+-3", "2:x+3",
                          "2:xnan", "2:xinf", "2:x1e9", "mean:x2", "mean:", "1000000:off", "2:off3", "2:x0.5 ", "a:off", "2:x2+1+1"}) {
            const auto mix = mix_from_text(text, "--mix");
            QVERIFY2(!mix.ok(), text);
            QVERIFY(mix.error().kind == ErrorKind::Usage && mix.error().place == "--mix");
        }
    }
};

QTEST_APPLESS_MAIN(TestMixText)
#include "test_mix_text.moc"
