;;; drive.el --- Drives the server with Eglot and prints what Emacs got to see  -*- lexical-binding: t -*-
;; Expects in the environment: LIVEPATCH_NODE, LIVEPATCH_SERVER, LIVEPATCH_FILE.

(package-initialize)
(require 'eglot)
(require 'json)

(add-to-list 'eglot-server-programs
             `(diff-mode . (,(getenv "LIVEPATCH_NODE") ,(getenv "LIVEPATCH_SERVER") "--stdio")))
(setq eglot-sync-connect 30)
(setq jsonrpc-default-request-timeout 30)

(defun livepatch-wait (condition)
  "Waits until CONDITION gives something, for at most 20 seconds; gives what it gave."
  (let ((deadline (+ (float-time) 20)) found)
    (while (and (not (setq found (funcall condition))) (< (float-time) deadline))
      (accept-process-output nil 0.05))
    found))

(find-file (getenv "LIVEPATCH_FILE"))
(call-interactively #'eglot)
(flymake-mode 1)
(livepatch-wait (lambda () (flymake-diagnostics)))

(goto-char (point-min))
(search-forward "static void do_idle")
(let* ((server (eglot-current-server))
       (place (eglot--TextDocumentPositionParams))
       (hover (jsonrpc-request server :textDocument/hover place))
       (actions (jsonrpc-request
                 server :textDocument/codeAction
                 (list :textDocument (plist-get place :textDocument)
                       :range (list :start (plist-get place :position)
                                    :end (plist-get place :position))
                       :context '(:diagnostics [])))))
  (princ (json-encode
          `((mode . ,(symbol-name major-mode))
            (diagnostics . ,(vconcat (mapcar #'flymake-diagnostic-text (flymake-diagnostics))))
            (hover . ,(plist-get (plist-get hover :contents) :value))
            (titles . ,(vconcat (mapcar (lambda (one) (plist-get one :title)) actions))))))
  (eglot-shutdown server))
