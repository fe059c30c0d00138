;;; gage.el --- Gagefiles in Emacs: problems, fixes and runs through gage-ls -*- lexical-binding: t; -*-

;; Package-Requires: ((emacs "28.1") (eglot "1.9"))

;;; Commentary:

;; Attaches gage-ls to gagefiles through eglot, and lists the runs of a project.  Changes no other file's mode.

;;; Code:

(require 'eglot)
(require 'conf-mode)
(require 'js)
(require 'tabulated-list)

;; Modes of their own: eglot chooses servers by mode, and gage-ls is for gagefiles alone.
(define-derived-mode gage-toml-mode conf-toml-mode "Gage[TOML]"
  "Mode for gage.toml.")

(define-derived-mode gage-json-mode js-mode "Gage[JSON]"
  "Mode for gage.json, which may have comments.")

(define-derived-mode gage-yaml-mode prog-mode "Gage[YAML]"
  "Mode for gage.yaml; with yaml-mode installed, it looks as there."
  (if (fboundp 'yaml-mode)
      (progn (yaml-mode) (setq major-mode 'gage-yaml-mode mode-name "Gage[YAML]"))
    (setq-local comment-start "# ")))

(put 'gage-toml-mode 'eglot-language-id "toml")
(put 'gage-yaml-mode 'eglot-language-id "yaml")
(put 'gage-json-mode 'eglot-language-id "json")

(add-to-list 'auto-mode-alist '("/gage\\.toml\\'" . gage-toml-mode))
(add-to-list 'auto-mode-alist '("/gage\\.ya?ml\\'" . gage-yaml-mode))
(add-to-list 'auto-mode-alist '("/gage\\.json\\'" . gage-json-mode))

(defvar gage-server '("gage-ls")
  "The command that starts the language server, as a list of words.")

(add-to-list 'eglot-server-programs
             `((gage-toml-mode gage-yaml-mode gage-json-mode) . ,(lambda (&rest _) gage-server)))

(dolist (hook '(gage-toml-mode-hook gage-yaml-mode-hook gage-json-mode-hook))
  (add-hook hook #'eglot-ensure))

;;; The runs of a project

(defvar-local gage-runs--server nil "The server that is asked for the runs shown here.")
(defvar-local gage-runs--uri nil "The gagefile whose project's runs are shown here.")
(defvar-local gage-runs--directory nil "The runs directory shown here.")

(define-derived-mode gage-runs-mode tabulated-list-mode "Gage runs"
  "The runs of a project, with keys for the run of the line."
  (setq tabulated-list-format
        [("Name" 7 t) ("Operation" 20 t) ("Status" 11 t) ("Started" 20 t) ("Label" 0 t)])
  (tabulated-list-init-header)
  (add-hook 'tabulated-list-revert-hook #'gage-runs--load nil t))

(dolist (key '(("RET" . gage-runs-open)
               ("o" . gage-runs-output)
               ("r" . gage-runs-again)
               ("s" . gage-runs-stop)
               ("l" . gage-runs-label)))
  (define-key gage-runs-mode-map (kbd (car key)) (cdr key)))

(defun gage-runs ()
  "List the runs of the project of this gagefile."
  (interactive)
  (let ((server (eglot--current-server-or-lose))
        (uri (eglot--path-to-uri buffer-file-name)))
    (pop-to-buffer "*gage runs*")
    (gage-runs-mode)
    (setq gage-runs--server server gage-runs--uri uri)
    (gage-runs--load)
    (tabulated-list-print)))

(defun gage-runs-open ()
  "Open the directory of the run on this line."
  (interactive)
  (when (tabulated-list-get-id)
    (dired-other-window (tabulated-list-get-id))))

(defun gage-runs-again ()
  "Run again what the run on this line ran, with its config."
  (interactive)
  (gage-runs--execute "gage.rerun"))

(defun gage-runs-stop ()
  "Ask the run on this line to end; once more kills it."
  (interactive)
  (gage-runs--execute "gage.stop"))

(defun gage-runs-label (label)
  "Give the run on this line the LABEL; an empty one takes away what it has."
  (interactive (list (read-string "Label: " (aref (tabulated-list-get-entry) 4))))
  (gage-runs--execute "gage.label" :label (if (string-empty-p label) nil label)))

(defun gage-runs--execute (command &rest more)
  "Execute COMMAND of the server on the run on this line; MORE is what it takes beside that."
  (let ((argument (append (list :uri gage-runs--uri :run (gage-runs--id)) more)))
    (jsonrpc-request gage-runs--server :workspace/executeCommand
                     (list :command command :arguments (vector argument)))))

(defun gage-runs--id ()
  "The id of the run on this line."
  (or (get-text-property 0 'gage-run (aref (or (tabulated-list-get-entry) [""]) 0))
      (user-error "There is no run on this line")))

(define-derived-mode gage-output-mode special-mode "Gage output"
  "What a run printed; g asks again.")

(defun gage-runs-output ()
  "Show what the run on this line printed."
  (interactive)
  (let ((server gage-runs--server)
        (question (list :uri gage-runs--uri :id (gage-runs--id)))
        (name (aref (tabulated-list-get-entry) 0)))
    (pop-to-buffer (format "*gage output of %s*" name))
    (gage-output-mode)
    (setq-local revert-buffer-function (lambda (&rest _) (gage-output--load server question)))
    (revert-buffer)))

(defun gage-output--load (server question)
  "Fill the buffer with all that SERVER has now on QUESTION, which names a run."
  (let ((inhibit-read-only t)
        (offset 0)
        last size)
    (erase-buffer)
    (while (and (not (eql offset last)) (or (null size) (< offset size)))
      (let ((part (jsonrpc-request server :gage/output (append (list :offset offset) question))))
        (seq-doseq (entry (plist-get part :entries))
          (insert (plist-get entry :text)))
        (setq size (min (or size most-positive-fixnum) (plist-get part :size))
              last offset
              offset (plist-get part :next))))))

(defun gage-runs--load ()
  "Ask for the runs again."
  (let ((answer (jsonrpc-request gage-runs--server :gage/runs (list :uri gage-runs--uri :limit 200))))
    (setq gage-runs--directory (plist-get answer :runsDir)
          tabulated-list-entries (mapcar #'gage-runs--entry (plist-get answer :runs)))))

(defun gage-runs--entry (run)
  "The line of RUN."
  (let ((cells (mapcar (lambda (key) (substring-no-properties (or (plist-get run key) "")))
                       '(:name :operation :status :started :label))))
    (list (plist-get run :run_dir)
          (vconcat (list (propertize (car cells) 'gage-run (plist-get run :id))) (cdr cells)))))

(cl-defmethod eglot-handle-notification (_server (_method (eql gage/runsChanged)) &key runsDir &allow-other-keys)
  "Bring the runs shown from RUNSDIR up to date."
  (dolist (buffer (buffer-list))
    (with-current-buffer buffer
      (when (and (derived-mode-p 'gage-runs-mode) (equal gage-runs--directory runsDir))
        (revert-buffer)))))

(provide 'gage)
;;; gage.el ends here
