// Contrast of every text and mark on every ground of both themes, and the colour maps.
#include <QtTest>
#include <cmath>

#include "views/theme/palette.h"

using namespace orthoscope;

class TestPalette : public QObject {
    Q_OBJECT

    static std::vector<std::pair<const char*, Colour>> grounds(const Palette& p) {
        return {{"ground top", p.ground_top}, {"ground bottom", p.ground_bottom}, {"panel", p.panel}};
    }

    static void atLeast(double bound, const char* what, Colour mark, const Palette& p) {
        for (auto& [name, ground] : grounds(p)) {
            const double found = contrast(mark, ground);
            QVERIFY2(found >= bound, qPrintable(QString("%1 on %2: %3").arg(what, name).arg(found)));
        }
    }

  private slots:
    void contrastIsThatOfWcag() {
        QVERIFY(std::abs(contrast({0, 0, 0}, {1, 1, 1}) - 21) < 1e-9);
        QVERIFY(std::abs(contrast({1, 1, 1}, {1, 1, 1}) - 1) < 1e-9);
        QVERIFY(std::abs(contrast({119 / 255.0, 119 / 255.0, 119 / 255.0}, {1, 1, 1}) - 4.478) < 1e-3);
    }

    void textIsReadable() {
        for (auto theme : {Theme::Dark, Theme::Light}) {
            const auto& p = palette(theme);
            atLeast(4.5, "text", p.text, p);
            atLeast(4.5, "secondary", p.secondary, p);
            atLeast(4.5, "good", p.good, p);
            atLeast(4.5, "caution", p.caution, p);
            atLeast(4.5, "bad", p.bad, p);
            QVERIFY(contrast(p.on_accent, p.accent) >= 4.5);
        }
    }

    void marksAreSeen() {
        for (auto theme : {Theme::Dark, Theme::Light}) {
            const auto& p = palette(theme);
            atLeast(3, "source", p.source, p);
            atLeast(3, "target", p.target, p);
            atLeast(3, "target, bright", p.target_bright, p);
            atLeast(3, "selection", p.selection, p);
            atLeast(3, "accent", p.accent, p);
            atLeast(3, "neutral", p.neutral, p);
            for (auto& colour : p.further) atLeast(3, "further", colour, p);
            for (std::size_t i = 0; i < 8; ++i) atLeast(3, "category", category(i, theme), p);
            for (int i = 0; i <= 40; ++i) atLeast(3, "error", sample(p.errors, i / 40.0), p);
            // The worst stands out most.
            for (int i = 0; i < 8; ++i)
                QVERIFY(contrast(sample(p.errors, i / 8.0), p.ground_top) < contrast(sample(p.errors, (i + 1) / 8.0), p.ground_top));
        }
    }

    void theTwoSetsDifferInLightness() {
        for (auto theme : {Theme::Dark, Theme::Light})
            QVERIFY(contrast(palette(theme).source, palette(theme).target) > 1.7);
    }

    void mapsAreClampedAndContinuous() {
        for (auto map : {ColourMap::Cividis, ColourMap::Viridis, ColourMap::Diverging, ColourMap::Twilight, ColourMap::ErrorsOnDark, ColourMap::ErrorsOnLight}) {
            Colour before = sample(map, -1);
            for (int i = 0; i <= 1000; ++i) {
                const Colour now = sample(map, i / 1000.0);
                for (double v : {now.r, now.g, now.b}) QVERIFY(v >= 0 && v <= 1);
                QVERIFY(std::abs(now.r - before.r) + std::abs(now.g - before.g) + std::abs(now.b - before.b) < 0.03);
                before = now;
            }
            const Colour beyond = sample(map, 2), wrong = sample(map, std::nan("")), low = sample(map, 0);
            QVERIFY(beyond.r == before.r && beyond.b == before.b);
            QVERIFY(wrong.r == low.r && wrong.g == low.g);
        }
    }

    void sequentialMapsGrowLighter() {
        for (auto map : {ColourMap::Cividis, ColourMap::Viridis})
            for (int i = 1; i <= 64; ++i)
                QVERIFY(contrast(sample(map, i / 64.0), {0, 0, 0}) > contrast(sample(map, (i - 1) / 64.0), {0, 0, 0}));
    }

    void divergingIsWhiteAtZeroAndTwilightCloses() {
        const Colour zero = sample(ColourMap::Diverging, 0.5);
        QVERIFY(contrast(zero, {1, 1, 1}) < 1.1);
        const Colour blue = sample(ColourMap::Diverging, 0.1), red = sample(ColourMap::Diverging, 0.9);
        QVERIFY(blue.b > blue.r && red.r > red.b);
        const Colour first = sample(ColourMap::Twilight, 0), last = sample(ColourMap::Twilight, 1);
        QVERIFY(first.r == last.r && first.g == last.g && first.b == last.b);
    }
};

QTEST_APPLESS_MAIN(TestPalette)
#include "test_palette.moc"
