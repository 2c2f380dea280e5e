"""How rows stand in files: delimited text, objects, workbooks, databases."""
