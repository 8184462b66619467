// Charts: ticks, mapping, what a pointer finds, and the files made of them.
#include <QXmlStreamReader>
#include <QtTest>
#include <cmath>
#include <limits>

#include "views/charts/chart_map.h"
#include "views/charts/chart_svg.h"

using namespace orthoscope;
using Drawn = ChartSeries::Kind;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::vector<double> labelled(const AxisMap& axis, int most) {
    std::vector<double> values;
    for (auto& tick : axis.ticks(most))
        if (!tick.label.empty()) values.push_back(tick.value);
    return values;
}

Chart decay() {
    Chart chart{.id = "decay", .title = "Values <all> & \"more\"", .x = {.title = "number", .whole = true},
                .y = {.title = "value", .unit = "m", .scale = AxisScale::Log}};
    ChartSeries values{.label = "values, found"};
    values.x = {1, 2, 3, 4, 5}, values.y = {100, 10, 1.0 / 3, 0, none};
    ChartSeries band{.kind = Drawn::Band, .label = "bulk", .tone = Tone::Target};
    band.x = {1, 5}, band.y = {0.5, 0.5}, band.upper = {2, 2};
    ChartSeries edge{.kind = Drawn::Horizontal, .label = "edge", .y = {2}};
    chart.series = {band, values, edge};
    return chart;
}

}  // namespace

class TestCharts : public QObject {
    Q_OBJECT

  private slots:
    void linearTicksAreRoundAndWithin() {
        const AxisMap axis(AxisScale::Linear, -0.13, 1.02);
        QCOMPARE(labelled(axis, 6), (std::vector<double>{0, 0.2, 0.4, 0.6, 0.8, 1.0}));
        QCOMPARE(axis.ticks(6)[1].label, std::string("0.2"));
        for (auto [low, high] : {std::pair{0.0, 1e-9}, {1e6, 1.0000004e6}, {-7e12, 3e12}, {0.1, 0.3}, {5.0, 6.0}})
            for (int most : {2, 4, 9}) {
                const auto ticks = AxisMap(AxisScale::Linear, low, high).ticks(most);
                QVERIFY2(ticks.size() >= 1 && int(ticks.size()) <= most + 1, qPrintable(QString("%1 ticks in %2 to %3").arg(ticks.size()).arg(low).arg(high)));
                for (std::size_t i = 0; i < ticks.size(); ++i) {
                    QVERIFY(ticks[i].value >= low - 1e-9 * (high - low) && ticks[i].value <= high + 1e-9 * (high - low));
                    if (i > 0) QVERIFY(ticks[i].value > ticks[i - 1].value && ticks[i].label != ticks[i - 1].label);
                }
            }
    }

    void countsHaveNoTicksBetween() {
        for (double high : {2.0, 3.5, 12.0, 4096.0})
            for (auto scale : {AxisScale::Linear, AxisScale::Log})
                for (double tick : labelled(AxisMap(scale, 0.8, high, true), 8)) QCOMPARE(tick, std::round(tick));
    }

    void logarithmicTicksArePowersOfTen() {
        QCOMPARE(labelled(AxisMap(AxisScale::Log, 0.05, 2000), 9), (std::vector<double>{0.1, 1, 10, 100, 1000}));
        const AxisMap wide(AxisScale::Log, 1e-17, 30);
        const auto named = labelled(wide, 5);
        QVERIFY(named.size() >= 3 && named.size() <= 6);
        for (double v : named) QVERIFY(std::abs(std::log10(v) - std::round(std::log10(v))) < 1e-9);
        QCOMPARE(AxisMap(AxisScale::Log, 1e-6, 1).ticks(9).front().label, std::string("10⁻⁶"));
        // On an axis without two powers of ten other steps are named.
        QVERIFY(labelled(AxisMap(AxisScale::Log, 3, 9), 6).size() >= 2);
        QVERIFY(labelled(AxisMap(AxisScale::Log, 1.5, 60), 6).size() >= 2);
    }

    void placesAreInverted() {
        for (const AxisMap& axis : {AxisMap(AxisScale::Linear, -3, 8), AxisMap(AxisScale::Log, 1e-5, 40)})
            for (double t : {0.0, 0.25, 0.7, 1.0}) QVERIFY(std::abs(axis.place(axis.value(t)) - t) < 1e-12);
        const AxisMap log(AxisScale::Log, 0.1, 10);
        QCOMPARE(log.place(1), 0.5);
        QVERIFY(std::isnan(log.place(0)) && std::isnan(log.place(-2)));
    }

    void whatHasNoPlaceIsCounted() {
        Chart chart = decay();
        ChartMap map = map_of(chart);
        QCOMPARE(map.dropped, std::size_t(2));  // the zero and the gap
        QVERIFY(map.y.low() > 0 && map.y.low() <= 1.0 / 3 && map.y.high() >= 100);
        chart.y.scale = AxisScale::Linear;
        QCOMPARE(map_of(chart).dropped, std::size_t(1));
        chart.y.high = 50;
        map = map_of(chart);
        QCOMPARE(map.outside, std::size_t(1));
        QCOMPARE(map.y.high(), 50.0);
        // One value, equal values and nothing at all still make axes.
        for (std::vector<double> y : {std::vector<double>{}, {3}, {0, 0, 0}, {none}})
            for (auto scale : {AxisScale::Linear, AxisScale::Log}) {
                ChartSeries s;
                for (double v : y) s.x.push_back(1), s.y.push_back(v);
                const ChartMap few = map_of({.y = {.scale = scale}, .series = {s}});
                QVERIFY(few.y.low() < few.y.high() && few.x.low() < few.x.high());
            }
    }

    void thePointerFindsTheNearestValue() {
        const Chart chart = decay();
        const ChartMap map = map_of(chart);
        const auto hit = nearest(chart, map, map.x.place(2) + 0.01, map.y.place(10) - 0.01, 400, 300, 12);
        QVERIFY(hit.has_value());
        QCOMPARE(hit->series, std::size_t(1));
        QCOMPARE(hit->index, std::size_t(1));
        QCOMPARE(hit->y, 10.0);
        QVERIFY(!nearest(chart, map, map.x.place(2.5), map.y.place(60), 400, 300, 12));
        // A bar is met anywhere under its top.
        ChartSeries bars{.kind = Drawn::Bars, .x = {0.5, 1.5, 2.5}, .y = {1, 4, 2}};
        const Chart histogram{.series = {bars}};
        const ChartMap places = map_of(histogram);
        const auto bar = nearest(histogram, places, places.x.place(1.9), places.y.place(0.5), 400, 300, 4);
        QVERIFY(bar && bar->index == 1);
        QVERIFY(places.x.low() == 0 && places.x.high() == 3 && places.y.low() == 0);
    }

    void csvKeepsEveryDigit() {
        Chart chart = decay();
        const double third = 1.0 / 3;
        const auto lines = QString::fromStdString(chart_csv(chart)).split('\n', Qt::SkipEmptyParts);
        QCOMPARE(lines[0], QString("series,number,value (m),upper"));
        QCOMPARE(lines.size(), 1 + 2 + 5 + 1);
        QCOMPARE(lines[1], QString("bulk,1,0.5,2"));
        QVERIFY(lines[3].startsWith("\"values, found\",1,100"));
        QCOMPARE(lines[5].section(',', 3, 3).toDouble(), third);  // the quoted name has a comma of its own
        QCOMPARE(lines[7], QString("\"values, found\",5,,"));
        QCOMPARE(lines[8], QString("edge,,2,"));
    }

    void svgIsWellFormedAndKeepsText() {
        for (Theme theme : {Theme::Dark, Theme::Light}) {
            const std::string svg = chart_svg(decay(), theme, 640, 400, "seed 7");
            QXmlStreamReader reader(QByteArray::fromStdString(svg));
            QStringList texts;
            int groups = 0, shapes = 0;
            while (!reader.atEnd()) {
                if (reader.readNext() != QXmlStreamReader::StartElement) continue;
                const auto name = reader.name();
                groups += name == QString("g");
                shapes += name == QString("polyline") || name == QString("polygon");
                if (name == QString("text") || name == QString("title") || name == QString("desc")) texts << reader.readElementText();
            }
            QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
            QCOMPARE(groups, 3);
            QVERIFY(shapes >= 4);  // band, curve, edge, axis
            for (auto text : {"Values <all> & \"more\"", "values, found", "value (m)", "edge", "10", "100"}) QVERIFY2(texts.contains(text), text);
            QVERIFY(texts.filter("seed 7").size() == 1);
        }
    }

    void curvesStayInsideThePlot() {
        Chart chart = decay();
        chart.y.low = 1, chart.y.high = 20;
        const auto svg = QString::fromStdString(chart_svg(chart, Theme::Light, 600, 400));
        QRegularExpression points("<polyline points=\"([^\"]*)\"");
        for (auto match = points.globalMatch(svg); match.hasNext();)
            for (auto& pair : match.next().captured(1).split(' ')) {
                const double x = pair.section(',', 0, 0).toDouble(), y = pair.section(',', 1, 1).toDouble();
                QVERIFY(x >= 0 && x <= 600 && y >= 12 && y <= 388);
            }
    }
};

QTEST_APPLESS_MAIN(TestCharts)
#include "test_charts.moc"
