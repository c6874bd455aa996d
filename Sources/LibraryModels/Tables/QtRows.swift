extension ModelTable {
  /// Qt: parents delete their children.
  static let qt = ModelTable(functions: [rows])

  private static let rows: StaticString = """
    // Without a parent an object is its maker's; one that may have a parent is nobody's to report.
    QObject::QObject(use, null, value...)                    | Qt: Object Trees & Ownership
    QObject::QObject(escape, use, value...)                  | Qt: Object Trees & Ownership
    QWidget::QWidget(use, null, value...)                    | Qt: Object Trees & Ownership
    QWidget::QWidget(escape, use, value...)                  | Qt: Object Trees & Ownership
    QFrame::QFrame(use, null, value...)                      | Qt: Object Trees & Ownership
    QFrame::QFrame(escape, use, value...)                    | Qt: Object Trees & Ownership
    QDialog::QDialog(use, null, value...)                    | Qt: Object Trees & Ownership
    QDialog::QDialog(escape, use, value...)                  | Qt: Object Trees & Ownership
    QMainWindow::QMainWindow(use, null, value...)            | Qt: Object Trees & Ownership
    QMainWindow::QMainWindow(escape, use, value...)          | Qt: Object Trees & Ownership
    QTimer::QTimer(use, null, value...)                      | Qt: Object Trees & Ownership
    QTimer::QTimer(escape, use, value...)                    | Qt: Object Trees & Ownership
    QThread::QThread(use, null, value...)                    | Qt: Object Trees & Ownership
    QThread::QThread(escape, use, value...)                  | Qt: Object Trees & Ownership
    QProcess::QProcess(use, null, value...)                  | Qt: Object Trees & Ownership
    QProcess::QProcess(escape, use, value...)                | Qt: Object Trees & Ownership
    QLineEdit::QLineEdit(use, null, value...)                | Qt: Object Trees & Ownership
    QLineEdit::QLineEdit(escape, use, value...)              | Qt: Object Trees & Ownership
    QTextEdit::QTextEdit(use, null, value...)                | Qt: Object Trees & Ownership
    QTextEdit::QTextEdit(escape, use, value...)              | Qt: Object Trees & Ownership
    QPlainTextEdit::QPlainTextEdit(use, null, value...)      | Qt: Object Trees & Ownership
    QPlainTextEdit::QPlainTextEdit(escape, use, value...)    | Qt: Object Trees & Ownership
    QListWidget::QListWidget(use, null, value...)            | Qt: Object Trees & Ownership
    QListWidget::QListWidget(escape, use, value...)          | Qt: Object Trees & Ownership
    QTreeWidget::QTreeWidget(use, null, value...)            | Qt: Object Trees & Ownership
    QTreeWidget::QTreeWidget(escape, use, value...)          | Qt: Object Trees & Ownership
    QTableWidget::QTableWidget(use, null, value...)          | Qt: Object Trees & Ownership
    QTableWidget::QTableWidget(escape, use, value...)        | Qt: Object Trees & Ownership
    QTabWidget::QTabWidget(use, null, value...)              | Qt: Object Trees & Ownership
    QTabWidget::QTabWidget(escape, use, value...)            | Qt: Object Trees & Ownership
    QStackedWidget::QStackedWidget(use, null, value...)      | Qt: Object Trees & Ownership
    QStackedWidget::QStackedWidget(escape, use, value...)    | Qt: Object Trees & Ownership
    QScrollArea::QScrollArea(use, null, value...)            | Qt: Object Trees & Ownership
    QScrollArea::QScrollArea(escape, use, value...)          | Qt: Object Trees & Ownership
    QSpinBox::QSpinBox(use, null, value...)                  | Qt: Object Trees & Ownership
    QSpinBox::QSpinBox(escape, use, value...)                | Qt: Object Trees & Ownership
    QDoubleSpinBox::QDoubleSpinBox(use, null, value...)      | Qt: Object Trees & Ownership
    QDoubleSpinBox::QDoubleSpinBox(escape, use, value...)    | Qt: Object Trees & Ownership
    QComboBox::QComboBox(use, null, value...)                | Qt: Object Trees & Ownership
    QComboBox::QComboBox(escape, use, value...)              | Qt: Object Trees & Ownership
    QProgressBar::QProgressBar(use, null, value...)          | Qt: Object Trees & Ownership
    QProgressBar::QProgressBar(escape, use, value...)        | Qt: Object Trees & Ownership
    QMenuBar::QMenuBar(use, null, value...)                  | Qt: Object Trees & Ownership
    QMenuBar::QMenuBar(escape, use, value...)                | Qt: Object Trees & Ownership
    QStatusBar::QStatusBar(use, null, value...)              | Qt: Object Trees & Ownership
    QStatusBar::QStatusBar(escape, use, value...)            | Qt: Object Trees & Ownership
    QDialogButtonBox::QDialogButtonBox(use, null, value...)  | Qt: Object Trees & Ownership
    QDialogButtonBox::QDialogButtonBox(escape, use, value...) | Qt: Object Trees & Ownership
    QHBoxLayout::QHBoxLayout(use, null, value...)            | Qt: Object Trees & Ownership
    QHBoxLayout::QHBoxLayout(escape, use, value...)          | Qt: Object Trees & Ownership
    QVBoxLayout::QVBoxLayout(use, null, value...)            | Qt: Object Trees & Ownership
    QVBoxLayout::QVBoxLayout(escape, use, value...)          | Qt: Object Trees & Ownership
    QGridLayout::QGridLayout(use, null, value...)            | Qt: Object Trees & Ownership
    QGridLayout::QGridLayout(escape, use, value...)          | Qt: Object Trees & Ownership
    QFormLayout::QFormLayout(use, null, value...)            | Qt: Object Trees & Ownership
    QFormLayout::QFormLayout(escape, use, value...)          | Qt: Object Trees & Ownership
    QNetworkAccessManager::QNetworkAccessManager(use, null, value...) | Qt: Object Trees & Ownership
    QNetworkAccessManager::QNetworkAccessManager(escape, use, value...) | Qt: Object Trees & Ownership
    QTcpSocket::QTcpSocket(use, null, value...)              | Qt: Object Trees & Ownership
    QTcpSocket::QTcpSocket(escape, use, value...)            | Qt: Object Trees & Ownership
    QTcpServer::QTcpServer(use, null, value...)              | Qt: Object Trees & Ownership
    QTcpServer::QTcpServer(escape, use, value...)            | Qt: Object Trees & Ownership
    QUdpSocket::QUdpSocket(use, null, value...)              | Qt: Object Trees & Ownership
    QUdpSocket::QUdpSocket(escape, use, value...)            | Qt: Object Trees & Ownership
    QFileSystemWatcher::QFileSystemWatcher(use, null, value...) | Qt: Object Trees & Ownership
    QFileSystemWatcher::QFileSystemWatcher(escape, use, value...) | Qt: Object Trees & Ownership
    QObject::setParent(use, null)                            | Qt: Object Trees & Ownership
    QObject::setParent(escape, use)                          | Qt: Object Trees & Ownership
    QWidget::setParent(use, null, value...)                  | Qt: Object Trees & Ownership
    QWidget::setParent(escape, use, value...)                | Qt: Object Trees & Ownership
    QObject::deleteLater(take)                               | Qt: Object Trees & Ownership
    // Layouts and containers become the parents of what is put into them.
    QWidget::setLayout(use, take, value...)                  | Qt: Object Trees & Ownership
    QLayout::addWidget(use, take, value...)                  | Qt: Object Trees & Ownership
    QLayout::addItem(use, take, value...)                    | Qt: Object Trees & Ownership
    QBoxLayout::addWidget(use, take, value...)               | Qt: Object Trees & Ownership
    QBoxLayout::addLayout(use, take, value...)               | Qt: Object Trees & Ownership
    QBoxLayout::insertWidget(use, value, take, value...)     | Qt: Object Trees & Ownership
    QGridLayout::addWidget(use, take, value...)              | Qt: Object Trees & Ownership
    QGridLayout::addLayout(use, take, value...)              | Qt: Object Trees & Ownership
    QFormLayout::addRow(use, escape, escape)                 | Qt: Object Trees & Ownership
    QMainWindow::setCentralWidget(use, take, value...)       | Qt: Object Trees & Ownership
    QMainWindow::setMenuBar(use, take, value...)             | Qt: Object Trees & Ownership
    QMainWindow::setStatusBar(use, take, value...)           | Qt: Object Trees & Ownership
    QScrollArea::setWidget(use, take, value...)              | Qt: Object Trees & Ownership
    QStackedWidget::addWidget(use, take, value...)           | Qt: Object Trees & Ownership
    QTabWidget::addTab(use, take, value...)                  | Qt: Object Trees & Ownership
    QSplitter::addWidget(use, take, value...)                | Qt: Object Trees & Ownership
    """
}
