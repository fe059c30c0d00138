;;; -*- lexical-binding: t; -*-
;; What a person does with a gagefile in Emacs, from opening it to finding the run; what was seen goes to $SEEN as JSON.
;; Needs $PLUGIN (the directory of gage.el), $GAGEFILE (a project's, with one misspelt key) and $OTHER (not one).

(load (expand-file-name "emacs_seen.el" (file-name-directory load-file-name)))

(defun choose (text)
  "Choose the first code action at point whose title has TEXT in it, as a person does who is asked."
  (let ((last-nonmenu-event ?\r) ; by the keyboard, not by the mouse
        titles)
    (cl-letf (((symbol-function 'completing-read)
               (lambda (_prompt table &rest _)
                 (setq titles (all-completions "" table))
                 (or (seq-find (lambda (title) (string-search text title)) titles)
                     (error "%s is not among %S" text titles)))))
      (call-interactively #'eglot-code-actions))
    titles))

(defun press (key &optional answer)
  "Do what KEY does in the buffer; ANSWER is what a person types when asked for a text."
  (cl-letf (((symbol-function 'read-string) (lambda (&rest _) answer)))
    (call-interactively (key-binding (kbd key)))))

(defun problems ()
  (mapcar (lambda (problem)
            (buffer-substring-no-properties (flymake-diagnostic-beg problem) (flymake-diagnostic-end problem)))
          (flymake-diagnostics)))

(defun session ()
  (add-to-list 'load-path (getenv "PLUGIN"))
  (require 'gage)
  (find-file (getenv "OTHER"))
  (see 'attached-elsewhere (if (eglot-current-server) t :false))
  (open-gagefile)
  (let ((gagefile (current-buffer)))
    (until "diagnostics" #'flymake-diagnostics)
    (see 'problems (vconcat (problems)))
    (goto-char (flymake-diagnostic-beg (car (flymake-diagnostics))))
    (choose "exec")
    (eglot--signal-textDocument/didChange) ; as eglot does when the person rests, which nobody does here
    (until "the fix" (lambda () (null (flymake-diagnostics))))
    (see 'mended (buffer-string))
    (save-buffer)
    (gage-runs)
    (let ((runs (current-buffer)))
      (see 'no-runs (buffer-string))
      (with-current-buffer gagefile
        (goto-char (point-min))
        (search-forward "exec")
        (choose "Run"))
      (until "the run" (lambda () (with-current-buffer runs (string-search "completed" (buffer-string)))))
      (with-current-buffer runs
        (see 'runs (buffer-string))
        (put-cursor "completed")
        (press "l" "best")
        (until "the label" (lambda () (string-search "best" (buffer-string))))
        (write-region "" nil (expand-file-name "wait" (file-name-directory (buffer-file-name gagefile))))
        (press "r")
        (until "the second run" (lambda () (string-search "running" (buffer-string))))
        (put-cursor "running")
        (press "s")
        (until "its end" (lambda () (string-search "terminated" (buffer-string))))
        (see 'both-runs (buffer-string))
        (put-cursor "completed")
        (press "l" "")
        (until "no label" (lambda () (not (string-search "best" (buffer-string)))))
        (press "o")
        (see 'output (buffer-string))
        (set-buffer runs)
        (press "RET")
        (see 'run-directory (expand-file-name default-directory))))
    (with-current-buffer gagefile
      (eglot-shutdown (eglot-current-server)))))

(run-session #'session)
