"""What the browser's search loads: records of everything a reader can be taken to, and how Chinese is read aloud."""
