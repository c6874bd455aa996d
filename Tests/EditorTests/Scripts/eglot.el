;;; eglot.el --- Eglot with clangd and Ownscope behind rass -*- lexical-binding: t -*-

(load (expand-file-name "report" (getenv "OWNSCOPE_SCRIPTS")) nil t)
(require 'eglot)
(require 'ownscope)
(setq ownscope-clangd-command '("clangd" "--log=error"))
(ownscope-setup-eglot)
(setq eglot-sync-connect 20 eglot-connect-timeout 30)

(find-file (expand-file-name "leak.cpp" report-project))
(c++-mode)
(apply #'eglot (eglot--guess-contact))

;; The multiplexer marks neither: a message tells whose it is.
(report-wait (lambda ()
               (let ((all (mapconcat #'flymake-diagnostic-text (flymake-diagnostics) "\n")))
                 (and (string-match-p "unused" all) (string-match-p "never released" all)))))
(dolist (diagnostic (flymake-diagnostics))
  (let ((text (flymake-diagnostic-text diagnostic)))
    (report-tell :kind "diagnostic" :text text
                 :source (if (string-match-p "ownscope" text) "ownscope" "clang"))))

(report-go-to-pointer)
(let* ((server (eglot--current-server-or-lose))
       (answer (jsonrpc-request server :textDocument/hover (eglot--TextDocumentPositionParams)))
       (contents (plist-get answer :contents)))
  (report-tell :kind "hover" :text (format "%s" (or (plist-get contents :value) contents))))
(eglot-shutdown (eglot-current-server))
(report-tell :kind "end" :stopped t)
(kill-emacs 0)
