// The markup of formulas, and the numbers of the picture.
#include <QtTest>
#include <limits>

#include "views/overlay/formula.h"
#include "views/overlay/number.h"
#include "views/overlay/text.h"

using namespace orthoscope;

class TestOverlayFormula : public QObject {
    Q_OBJECT

    static QString plain(const char* markup) { return QString::fromStdString(plain_text(parse_formula(markup))); }

  private slots:
    void readsAsItIsWritten() {
        QCOMPARE(plain("M = X^T W Y"), QString("M = XᵀWY"));
        QCOMPARE(plain("\\|X Q - Y\\|^2"), QString("‖XQ \u2212 Y‖²"));
        QCOMPARE(plain("A = U \\Sigma V^T"), QString("A = UΣVᵀ"));
        QCOMPARE(plain("\\sigma_i"), QString("σ_i"));
        QCOMPARE(plain("\\sigma_{max}^2"), QString("σ_max²"));
        QCOMPARE(plain("(X - 1 \\mu_x)^T W"), QString("(X \u2212 1μ_x)ᵀW"));
        QCOMPARE(plain("s = \\frac{a}{b+1}"), QString("s = (a) / (b + 1)"));
        QCOMPARE(plain("\\sqrt{x} \\le \\text{no more}"), QString("√(x) ≤ no more"));
        QCOMPARE(plain("min_Q \\|X Q\\|"), QString("min_Q‖XQ‖"));
        QCOMPARE(plain("s = tr(\\Sigma D)"), QString("s = tr(ΣD)"));
        QCOMPARE(plain("f'"), QString("f^′").replace("^", ""));
        QCOMPARE(plain("σᵢ"), QString("σᵢ"));
    }

    void lettersLeanAndWordsStand() {
        const Formula f = parse_formula("\\det R = 12.5 \\Sigma");
        QCOMPARE(f[0].text, std::string("det"));
        QVERIFY(f[0].kind == FormulaNode::Kind::Upright);
        QVERIFY(f[1].kind == FormulaNode::Kind::Variable);
        QVERIFY(f[2].kind == FormulaNode::Kind::Relation);
        QCOMPARE(f[3].text, std::string("12.5"));
        QVERIFY(f[4].kind == FormulaNode::Kind::Upright);
        const Formula t = parse_formula("X^T");
        QVERIFY(t[0].raised[0].kind == FormulaNode::Kind::Upright);
    }

    void survivesAnyText() {
        for (const char* wrong : {"", "^", "_", "{", "}", "\\", "\\frac", "\\frac{", "a^", "a^{b", "}}}a", "\\text{",
                                  "\\unknown{x}", "a^^b", "_{}", "'", "\\frac}}", "\xC3", "\\sqrt\\sqrt\\sqrt"})
            (void)plain(wrong);
        const std::string deep(20000, '{'), roots = [] {
            std::string text;
            for (int i = 0; i < 5000; ++i) text += "\\sqrt";
            return text;
        }();
        (void)parse_formula(deep);
        (void)parse_formula(roots);
        QCOMPARE(plain("\\wobble"), QString("wobble"));
    }

    void sentencesAboutSymbolsReadWell() {
        QCOMPARE(prose("carries every u_i onto v_i"), std::string("carries every uᵢ onto vᵢ"));
        QCOMPARE(prose("d x d, how both vary"), std::string("d × d, how both vary"));
        QCOMPARE(prose("file_i an axis x of it"), std::string("file_i an axis x of it"));
        QCOMPARE(prose(""), std::string());
        QCOMPARE(prose("_"), std::string("_"));
    }

    void axisNamesAreLowered() {
        QCOMPARE(label_markup("u1"), std::string("u_{1}"));
        QCOMPARE(label_markup("v12"), std::string("v_{12}"));
        QCOMPARE(label_markup("PC 2"), std::string("\\text{PC 2}"));
        QCOMPARE(label_markup("x"), std::string("x"));
        QCOMPARE(label_markup("u_3"), std::string("u_3"));
    }

    void numbersHaveAtMostFourDigits() {
        QCOMPARE(number(0), std::string("0"));
        QCOMPARE(number(1), std::string("1"));
        QCOMPARE(number(3.14159), std::string("3.142"));
        QCOMPARE(number(-3.5), std::string("\u22123.5"));
        QCOMPARE(number(0.0314159), std::string("0.03142"));
        QCOMPARE(number(12345.6), std::string("12,350"));
        QCOMPARE(number(2930), std::string("2,930"));
        QCOMPARE(number(40097), std::string("40,097"));  // a count is not rounded
        QCOMPARE(number(-123456), std::string("\u2212123,456"));
        QCOMPARE(number(9.99996), std::string("10"));
        QCOMPARE(number(1.23456e-7), std::string("1.235×10⁻⁷"));
        QCOMPARE(number(-2e12), std::string("\u22122×10¹²"));
        QCOMPARE(number(std::numeric_limits<double>::quiet_NaN()), std::string("void"));
        QCOMPARE(number(-std::numeric_limits<double>::infinity()), std::string("\u2212∞"));
        QCOMPARE(number(std::numeric_limits<double>::denorm_min()), std::string("4.941×10⁻³²⁴"));
        QCOMPARE(number(0.000123456), std::string("0.0001235"));
        QCOMPARE(number(-99999.7), std::string("\u2212100,000"));
        QCOMPARE(number(std::numeric_limits<double>::max(), 3), std::string("1.8×10³⁰⁸"));
    }

    void countsAnglesAndLists() {
        QCOMPARE(grouped(1234567), std::string("1,234,567"));
        QCOMPARE(grouped(-1000), std::string("\u22121,000"));
        QCOMPARE(grouped(12), std::string("12"));
        QCOMPARE(fixed(-0.001, 1), std::string("0.0"));
        QCOMPARE(degrees(3.14159265358979 / 2), std::string("90.0°"));
        QCOMPARE(percent(0.37), std::string("37 %"));
        QCOMPARE(percent(0.004), std::string("0.4 %"));
        const double values[] = {98.24, 44.1, 3.02, 2, 1};
        QCOMPARE(number_list(values), std::string("98.2, 44.1, 3.02, …, 1"));
        QCOMPARE(number_list({values, 3}), std::string("98.2, 44.1, 3.02"));
    }
};

QTEST_APPLESS_MAIN(TestOverlayFormula)
#include "test_overlay_formula.moc"
