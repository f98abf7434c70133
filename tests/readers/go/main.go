// Lists tar archives as Go's archive/tar reads them. See ../README.md.
package main

import (
	"archive/tar"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
)

type row struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Size   int64  `json:"size"`
	Target string `json:"target"`
}

type listing struct {
	File    string  `json:"file"`
	Error   *string `json:"error"`
	Entries []row   `json:"entries"`
}

func list(path string) ([]row, error) {
	rows := []row{}
	file, err := os.Open(path)
	if err != nil {
		return rows, err
	}
	defer file.Close()
	reader := tar.NewReader(file)
	for {
		header, err := reader.Next()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		rows = append(rows, row{
			Name:   hex.EncodeToString([]byte(header.Name)),
			Type:   string(rune(header.Typeflag)),
			Size:   header.Size,
			Target: hex.EncodeToString([]byte(header.Linkname)),
		})
	}
}

func main() {
	files, err := os.ReadDir(os.Args[1])
	if err != nil {
		panic(err)
	}
	out := json.NewEncoder(os.Stdout)
	for _, file := range files {
		rows, err := list(filepath.Join(os.Args[1], file.Name()))
		listed := listing{File: file.Name(), Entries: rows}
		if err != nil {
			text := err.Error()
			listed.Error = &text
		}
		if err := out.Encode(listed); err != nil {
			panic(err)
		}
	}
}
