package history

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// lineError is why a line cannot be read.
type lineError string

func (e lineError) Error() string { return string(e) }

const errLong = lineError("line is longer than 64 MiB")

// readLine reads a line without its end; io.EOF where there is none any more.
func readLine(r *bufio.Reader) ([]byte, error) {
	var text []byte
	size := 0
	for {
		part, err := r.ReadSlice('\n')
		if size += len(part); size <= maxContent {
			text = append(text, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && (!errors.Is(err, io.EOF) || size == 0):
			return nil, err
		case size > maxContent:
			return nil, errLong
		}
		return bytes.TrimRight(text, "\r\n"), nil
	}
}

// parseLine reads a line; one that cannot be read is of no kind.
func parseLine(text []byte) (l line) {
	if json.Unmarshal(text, &l) != nil {
		return line{}
	}
	return l
}
