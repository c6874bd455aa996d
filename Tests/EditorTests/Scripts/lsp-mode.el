;;; lsp-mode.el --- lsp-mode with clangd, and Ownscope as an add-on -*- lexical-binding: t -*-

(load (expand-file-name "report" (getenv "OWNSCOPE_SCRIPTS")) nil t)
(setq user-emacs-directory (expand-file-name "emacs.d/" report-project)
      lsp-session-file (expand-file-name "session" report-project))
(require 'lsp-mode)
(require 'lsp-clangd)
(require 'lsp-diagnostics)
(require 'ownscope)
(ownscope-setup-lsp-mode)
(setq lsp-clients-clangd-args '("--log=error")
      lsp-auto-guess-root t lsp-restart 'ignore lsp-idle-delay 0.1
      lsp-enable-snippet nil lsp-enable-file-watchers nil lsp-warn-no-matched-clients nil
      lsp-diagnostics-provider :flymake lsp-modeline-diagnostics-enable nil lsp-modeline-code-actions-enable nil)

(lsp-workspace-folders-add (directory-file-name report-project))
(find-file (expand-file-name "leak.cpp" report-project))
(c++-mode)
(lsp)

(defun all-diagnostics ()
  "All diagnostics of all files."
  (let (all)
    (maphash (lambda (_file those) (setq all (append those all))) (lsp-diagnostics t))
    all))

(report-wait (lambda ()
               (let ((sources (mapcar #'lsp:diagnostic-source? (all-diagnostics))))
                 (and (member "ownscope" sources) (member "clang" sources)))))
(dolist (diagnostic (all-diagnostics))
  (report-tell :kind "diagnostic" :source (lsp:diagnostic-source? diagnostic)
               :text (lsp:diagnostic-message diagnostic)
               :related (length (lsp:diagnostic-related-information? diagnostic))))

(report-go-to-pointer)
;; Each server is asked as lsp-mode asks it.
(dolist (workspace (lsp-workspaces))
  (with-lsp-workspace workspace
    (let ((answer (lsp-request "textDocument/hover" (lsp--text-document-position-params))))
      (when answer
        (report-tell :kind "hover" :server (format "%s" (lsp--client-server-id (lsp--workspace-client workspace)))
                     :text (lsp:markup-content-value (lsp:hover-contents answer)))))))
(mapc #'lsp-workspace-shutdown (lsp-workspaces))
(report-tell :kind "end" :stopped t)
(kill-emacs 0)
