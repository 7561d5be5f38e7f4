package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// defaultHistory is the word for the history in the user's state folder.
const defaultHistory = "default"

// historyPlace is where a history lies: a database, a path from the working folder
// on, or the user's state folder (XDG Base Directory Specification).
func (s *settings) historyPlace(given string) (string, error) {
	if strings.HasPrefix(given, "postgres://") || strings.HasPrefix(given, "postgresql://") {
		return given, nil
	}
	if strings.Contains(given, "://") || strings.Contains(given, "password=") || strings.HasPrefix(strings.ToLower(given), "postgres") && strings.Contains(given, ":") {
		return "", usageError("--history: it is neither a path nor a postgres:// URL: want postgres://USER@HOST/DATABASE for a database") // it may hold a password
	}
	if given != defaultHistory {
		return s.path(given), nil
	}
	folder := s.system.getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(folder) { // the specification has relative ones ignored
		home := s.system.getenv("HOME")
		if home == "" {
			return "", usageError("--history default: neither XDG_STATE_HOME nor HOME is set; name a path")
		}
		folder = filepath.Join(home, ".local", "state")
	}
	folder = filepath.Join(folder, "jwksaudit")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", failure{exitInternal, fmt.Errorf("the folder of the history cannot be made: %w", err)}
	}
	return filepath.Join(folder, "history.db"), nil
}
