// Reads every include line: arrows run app -> views -> core and never back.
#include <QtTest>
#include <filesystem>
#include <fstream>
#include <regex>

namespace fs = std::filesystem;

class TestLayering : public QObject {
    Q_OBJECT

    static QStringList offenders(const char* folder, const std::regex& forbidden) {
        QStringList found;
        for (auto& entry : fs::recursive_directory_iterator(fs::path(ORTHOSCOPE_SOURCE_DIR) / folder)) {
            const auto suffix = entry.path().extension();
            if (suffix != ".h" && suffix != ".cpp") continue;
            std::ifstream file(entry.path());
            for (std::string line; std::getline(file, line);)
                if (std::regex_search(line, forbidden))
                    found << QString::fromStdString(entry.path().string() + ": " + line);
        }
        return found;
    }

  private slots:
    void coreKnowsNoDisplayLibrary() {
        const std::regex forbidden("^\\s*#\\s*include\\s*[<\x22](Q[A-Z]|vtk|imgui|backends/imgui|views/|app/)");
        QCOMPARE(offenders("core", forbidden), QStringList());
    }
    void viewsKnowNeitherQtNorApp() {
        const std::regex forbidden("^\\s*#\\s*include\\s*[<\x22](Q[A-Z]|q[a-z]+\\.h|app/)");
        QCOMPARE(offenders("views", forbidden), QStringList());
    }
    void theTestSeesIncludesAtAll() {
        const std::regex any("^\\s*#\\s*include\\s*<Eigen");
        QVERIFY(!offenders("core", any).isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestLayering)
#include "test_layering.moc"
