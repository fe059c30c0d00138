;;; -*- lexical-binding: t; -*-
;; What sessions in Emacs share: to wait, and to write what was seen to $SEEN as JSON.

(require 'package)
(package-initialize)
(require 'json)

(defvar seen nil)
(setq eglot-sync-connect t
      inhibit-message nil)

(defun see (key value) (push (cons key value) seen))

(defun until (what condition)
  (with-timeout (30 (error "waited in vain for %s" what))
    (let (found)
      (while (not (setq found (funcall condition)))
        (accept-process-output nil 0.05))
      found)))

(defun put-cursor (text)
  "Put the cursor behind the first TEXT."
  (goto-char (point-min))
  (search-forward text))

(defun open-gagefile ()
  "Open $GAGEFILE as a person does who set gage.el ($PLUGIN) up, and wait for the server."
  (add-to-list 'load-path (getenv "PLUGIN"))
  (require 'gage)
  (find-file (getenv "GAGEFILE"))
  (run-hooks 'post-command-hook) ; as Emacs does after each command, where a person gives them
  (until "the server" #'eglot-current-server))

(defun run-session (session)
  "Call SESSION, and write what it saw or how it failed."
  (condition-case failure
      (funcall session)
    (error (see 'failure (error-message-string failure))))
  (with-temp-file (getenv "SEEN")
    (insert (json-serialize (mapcar #'identity seen)))))
