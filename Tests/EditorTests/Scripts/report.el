;;; report.el --- What the scripts for Emacs share -*- lexical-binding: t -*-

(require 'json)

(defvar report-editors (getenv "OWNSCOPE_EDITORS"))
(defvar report-project (file-name-as-directory (getenv "OWNSCOPE_PROJECT")))

(defun report-tell (&rest entry)
  "Add ENTRY, a plist, to the report that the test reads: a JSON object a line."
  (write-region (concat (json-encode entry) "\n") nil (getenv "OWNSCOPE_REPORT") t 'quiet))

(defun report-wait (condition)
  "Wait until CONDITION gives something, at most half a minute."
  (let ((deadline (+ (float-time) 30)) result)
    (while (and (not (setq result (funcall condition))) (< (float-time) deadline))
      (accept-process-output nil 0.05))
    result))

(defun report-go-to-pointer ()
  "Put point on `p' where it is declared."
  (goto-char (point-min))
  (search-forward "*p = ")
  (goto-char (1+ (match-beginning 0))))

(push (expand-file-name "emacs" report-editors) load-path)
(setq make-backup-files nil auto-save-default nil create-lockfiles nil)
(require 'cc-mode)
(require 'flymake)
