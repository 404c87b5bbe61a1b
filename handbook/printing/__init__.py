"""The whole handbook as one PDF: put together from the site's pages, printed by Chromium, finished with bookmarks."""
