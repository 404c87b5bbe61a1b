"""What the files that authors write are read with: front matter, headings, tables, references, each with its place."""
