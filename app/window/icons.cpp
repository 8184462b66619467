#include "app/window/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

#include "app/window/theme.h"

static void load_resources() { Q_INIT_RESOURCE(icons); }  // of a static library; outside any namespace

namespace orthoscope {
namespace {

class LineIconEngine : public QIconEngine {
  public:
    LineIconEngine(QString name, bool on_accent) : name_(std::move(name)), on_accent_(on_accent) {}

    void paint(QPainter* painter, const QRect& area, QIcon::Mode mode, QIcon::State) override {
        auto& colours = current_palette();
        auto colour = to_qcolor(on_accent_ ? colours.on_accent : colours.text);
        if (mode == QIcon::Disabled) colour.setAlphaF(0.35f);
        QByteArray text = svg();
        text.replace("#000", colour.name(QColor::HexRgb).toLatin1());
        painter->setOpacity(colour.alphaF());
        QSvgRenderer(text).render(painter, area);
        painter->setOpacity(1);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap picture(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        paint(&painter, {{0, 0}, size}, mode, state);
        return picture;
    }
    QIconEngine* clone() const override { return new LineIconEngine(*this); }

  private:
    const QByteArray& svg() {
        if (svg_.isEmpty())
            if (QFile file(":/icons/" + name_ + ".svg"); file.open(QIODevice::ReadOnly)) svg_ = file.readAll();
        return svg_;
    }
    QString name_;
    bool on_accent_;
    QByteArray svg_;
};

}  // namespace

QIcon line_icon(const QString& name) {
    load_resources();
    return QIcon(new LineIconEngine(name, false));
}

QIcon accent_icon(const QString& name) {
    load_resources();
    return QIcon(new LineIconEngine(name, true));
}

}  // namespace orthoscope
