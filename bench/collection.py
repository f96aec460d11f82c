"""What the scripts that turn a test collection into documents and questions share."""
import json
import re

CHATBOT = """  {0}:
    llm: {{provider: extractive}}
    retrieval: {{{1}}}
    knowledge: {{sources: [{{path: {2}}}]}}
"""


def records(path):
    """The records of a file in the collection's format: a dictionary of fields by their letter."""
    for part in re.split(r"(?m)^\.I ", path.read_text())[1:]:
        number, _, rest = part.partition("\n")
        fields = re.split(r"(?m)^\.([A-Z])\n", rest)
        yield number.strip(), {k: " ".join(v.split()) for k, v in zip(fields[1::2], fields[2::2])}


def write_lines(path, lines):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
