"""The digest ("điểm tin") of a day or a week: what differed from which official text, what reviewers ruled, what outlets
corrected; as a letter of a Vietnamese office, a workbook, a mail and Markdown.
"""
