;;; -*- lexical-binding: t; -*-
;; How a person writes and reads a gagefile in Emacs; what was seen goes to $SEEN as JSON.
;; Needs $PLUGIN (the directory of gage.el) and $GAGEFILE (of a project with train.py).

(load (expand-file-name "emacs_seen.el" (file-name-directory load-file-name)))

(defun offered ()
  "What completion at the cursor offers."
  (let ((table (nth 2 (eglot-completion-at-point))))
    (vconcat (mapcar #'substring-no-properties (all-completions "" table)))))

(defun hover ()
  "What eldoc tells of the place of the cursor."
  (let (told)
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq told text)))
    (substring-no-properties (until "the hover" (lambda () told)))))

(defun session ()
  (open-gagefile)
  (switch-to-buffer (current-buffer))

  (put-cursor "[eval]\n")
  (insert "desc")
  (eglot--signal-textDocument/didChange)
  (completion-at-point)
  (see 'completed (buffer-substring-no-properties (line-beginning-position) (line-end-position)))
  (delete-region (line-beginning-position) (line-end-position))
  (eglot--signal-textDocument/didChange)
  (see 'offered (offered))

  (put-cursor "träin-😀")
  (backward-char 2)
  (see 'hover (hover))

  (put-cursor "train.py#l")
  (let ((gagefile (current-buffer)))
    (call-interactively #'xref-find-definitions)
    (see 'definition (vector (file-name-nondirectory buffer-file-name) (line-number-at-pos)))
    (switch-to-buffer gagefile))

  (put-cursor "träin-😀")
  (backward-char 2)
  (eglot-rename "fit")
  (see 'renamed (buffer-string))
  (eglot-shutdown (eglot-current-server)))

(run-session #'session)
