"""Official files and pages to OfficialDocument and Passage: structure, dates, what replaces what."""
