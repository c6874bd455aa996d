;;; ownscope.el --- Ownscope beside clangd, with Eglot or lsp-mode -*- lexical-binding: t -*-

;; Package-Requires: ((emacs "27.1"))

;;; Commentary:

;; Ownscope follows the ownership of memory through C and C++.
;;
;; With Eglot, which talks to one server a buffer, both servers run behind the multiplexer rass:
;;
;;   (require 'ownscope)
;;   (ownscope-setup-eglot)
;;
;; With lsp-mode, Ownscope is one more client of the buffer:
;;
;;   (require 'ownscope)
;;   (ownscope-setup-lsp-mode)

;;; Code:

(require 'seq)

(defgroup ownscope nil
  "Ownership of memory in C and C++."
  :group 'tools)

(defcustom ownscope-command '("ownscope" "lsp" "--stdio")
  "How Ownscope's server is called."
  :type '(repeat string))

(defcustom ownscope-clangd-command '("clangd")
  "How clangd is called beside it; nil to do without clangd.
Used with Eglot alone: lsp-mode has its own settings for clangd."
  :type '(repeat string))

(defcustom ownscope-rass-command '("rass")
  "How the multiplexer is called that lets Eglot talk to both."
  :type '(repeat string))

(defcustom ownscope-rass-preset
  (seq-find #'file-readable-p
            (list (expand-file-name "../rass/ownscope.py" (file-name-directory (or load-file-name buffer-file-name "~/")))
                  (expand-file-name "~/.config/rassumfrassum/ownscope.py")))
  "The preset of rass with which hovers of both servers arrive; nil to do without."
  :type '(choice (const nil) file))

(defconst ownscope-modes '(c-mode c++-mode c-ts-mode c++-ts-mode c-or-c++-mode objc-mode)
  "The modes whose buffers Ownscope reads.")

(defvar eglot-server-programs)

(defun ownscope-eglot-contact (&rest _)
  "The command line that Eglot starts."
  (cond
   ((null ownscope-clangd-command) ownscope-command)
   ((executable-find (car ownscope-rass-command))
    (append ownscope-rass-command
            (and ownscope-rass-preset (list (expand-file-name ownscope-rass-preset)))
            '("--") ownscope-clangd-command '("--") ownscope-command))
   (t (user-error "%s is not installed; `pip install rassumfrassum' brings it, or set `ownscope-clangd-command' to nil"
                  (car ownscope-rass-command)))))

;;;###autoload
(defun ownscope-setup-eglot ()
  "Let Eglot start Ownscope beside clangd for C and C++."
  (with-eval-after-load 'eglot
    (add-to-list 'eglot-server-programs (cons ownscope-modes #'ownscope-eglot-contact))))

(declare-function lsp-register-client "lsp-mode")
(declare-function make-lsp-client "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode")

;;;###autoload
(defun ownscope-setup-lsp-mode ()
  "Let lsp-mode start Ownscope beside clangd for C and C++."
  (with-eval-after-load 'lsp-mode
    (lsp-register-client
     (make-lsp-client
      :new-connection (lsp-stdio-connection (lambda () ownscope-command))
      :major-modes ownscope-modes
      :server-id 'ownscope
      ;; Behind clangd, and together with it.
      :priority -1
      :add-on? t))))

(provide 'ownscope)
;;; ownscope.el ends here
